package seek

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/finder"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

const (
	nowMost = 6 // of each part of /now
	soon    = time.Hour
	later   = 24 * time.Hour // how far it looks where nothing is soon
)

// nowView is company at this minute.
type nowView struct {
	Running, Soon finder.Found // what is on, and what begins within the hour
	Later         finder.Found // what comes next, where nothing is soon
	AtPlaces      int          // how many are going on where one would have to go
	Panels        []templ.Component
	Lines         helplines.Page
}

// afar are the ways to take part from anywhere.
func afar() []finder.Way { return []finder.Way{finder.Online, finder.ByPhone} }

// getNow answers packed, for slow lines. The page repeats nothing that a request
// says, so its length tells nobody anything.
func (p *Pages) getNow(w http.ResponseWriter, r *http.Request) error {
	v, err := p.nowView(r.Context())
	if err != nil {
		return err
	}
	v.Lines = p.o.Lines(r)
	return web.Stream(w, r, "text/html; charset=utf-8", func(to io.Writer) error { return nowPage(v).Render(r.Context(), to) })
}

func (p *Pages) nowView(ctx context.Context) (v nowView, err error) {
	now := p.o.Clock.Now()
	if v.Running, err = p.o.Finder.Find(ctx, finder.Query{GoingOn: true, Ways: afar(), Most: nowMost}); err != nil {
		return v, err
	}
	if v.Soon, err = p.o.Finder.Find(ctx, finder.Query{From: now.Add(time.Minute), To: now.Add(soon), Ways: afar(), Most: nowMost}); err != nil {
		return v, err
	}
	if v.Soon.Total == 0 {
		if v.Later, err = p.o.Finder.Find(ctx, finder.Query{From: now.Add(soon), To: now.Add(later), Ways: afar(), Most: nowMost}); err != nil {
			return v, err
		}
	}
	there, err := p.o.Finder.Find(ctx, finder.Query{GoingOn: true, Ways: []finder.Way{finder.InPerson}})
	if err != nil {
		return v, err
	}
	v.AtPlaces = there.Total
	for _, panel := range p.o.Panels {
		part, err := panel(ctx)
		if err != nil {
			return v, err
		}
		if part != nil {
			v.Panels = append(v.Panels, part)
		}
	}
	return v, nil
}
