package seek

import (
	"context"
	"net/http"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/site"
	"handrail/internal/site/helplines"
)

// listView is a search and what it found.
type listView struct {
	Ask      ask
	Spot     spot
	Found    finder.Found
	Sections []section
	Sources  []finder.Source
	Lines    helplines.Page // where nothing was found
	Feed     string         // the same meetings for other programs
}

func (v listView) last() int { return (v.Found.Total + perPage - 1) / perPage }

// title names the window. Whoever listens hears it first, and so knows what a
// search came to, and which page of it this is.
func (v listView) title(ctx context.Context) string {
	title := i18n.T(ctx, "Meetings")
	if len(soughtIn(ctx, v)) > 0 {
		title = i18n.N(ctx, v.Found.Total, "{.Count} meeting found", "{.Count} meetings found")
	}
	if v.Ask.Page > 1 {
		title = i18n.T(ctx, "{.Title}, page {.Page} of {.Pages}", i18n.Args{"Title": title, "Page": i18n.Number(ctx, v.Ask.Page), "Pages": i18n.Number(ctx, v.last())})
	}
	return title
}

func (p *Pages) getList(w http.ResponseWriter, r *http.Request) error {
	v, err := p.look(r, perPage)
	if err != nil {
		return err
	}
	if last := max(v.last(), 1); v.Ask.Page > last {
		return web.SeeOther(w, r, v.Ask.on(last).path())
	}
	if v.Found.Total == 0 {
		v.Lines = p.o.Lines(r)
	}
	v.Feed = p.o.Base.JoinPath(Path + ".json").String()
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// look finds what the address of a request asks for, one page of so many.
func (p *Pages) look(r *http.Request, most int) (v listView, err error) {
	ctx := r.Context()
	v.Ask = askOf(r.URL.Query(), unitOf(site.From(ctx).Country, r.Header.Get("Accept-Language")))
	if v.Spot, err = p.spotOf(ctx, v.Ask); err != nil {
		return v, err
	}
	q := v.Ask.query(v.Spot.Point, reader(ctx))
	q.Most = most
	if v.Spot.Unknown != "" {
		q.Text += " " + v.Spot.Unknown
	}
	if v.Found, err = p.o.Finder.Find(ctx, q); err != nil {
		return v, err
	}
	v.Sections = sections(ctx, v.Ask, v.Found.Hits)
	v.Sources, err = p.o.Finder.Shown(ctx)
	return v, err
}

// pointOfListing is where a listing is, if one can go there.
func pointOfListing(l finder.Listing) *feed.Point {
	if !l.Way.AtPlace() {
		return nil
	}
	return l.Point
}
