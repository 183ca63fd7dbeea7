package seek

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"handrail/internal/finder"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// What a device keeps for itself: names of listings in a cookie, which leaving
// quickly takes away. Nothing of it is kept on our side.
const (
	savedCookie  = "saved"
	savedFor     = 365 * 24 * time.Hour
	savedMost    = 40
	savedBytes   = 2800 // a browser keeps 4096 with the name and all
	savedBetween = "|"
)

// saved are the slugs that the device keeps, the newest first.
func (p *Pages) saved(r *http.Request) (list []string) {
	value := p.o.Cookies.Get(r, savedCookie)
	if len(value) > savedBytes {
		return nil
	}
	for slug := range strings.SplitSeq(value, savedBetween) {
		if slug != "" && len(list) < savedMost && !slices.Contains(list, slug) {
			list = append(list, slug)
		}
	}
	return list
}

func (p *Pages) keep(w http.ResponseWriter, list []string) {
	if len(list) == 0 {
		p.o.Cookies.Expire(w, savedCookie)
		return
	}
	p.o.Cookies.Set(w, savedCookie, strings.Join(list, savedBetween), savedFor)
}

func (p *Pages) postSaving(w http.ResponseWriter, r *http.Request) error {
	l, err := p.o.Finder.At(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	list := p.saved(r)
	if !slices.Contains(list, l.Slug) {
		more := append([]string{l.Slug}, list...)
		if len(more) > savedMost || len(strings.Join(more, savedBetween)) > savedBytes {
			p.o.Cookies.Flash(w, i18n.T(r.Context(), "This device keeps no more than this. Take one off first."))
			return web.SeeOther(w, r, SavedPath)
		}
		list = more
	}
	p.keep(w, list)
	p.o.Cookies.Flash(w, i18n.T(r.Context(), "Saved on this device."))
	return web.SeeOther(w, r, PagePath(l.Slug))
}

// postRemoval takes a listing off, also one that is not there any more.
func (p *Pages) postRemoval(w http.ResponseWriter, r *http.Request) error {
	slug := r.PathValue("slug")
	p.keep(w, slices.DeleteFunc(p.saved(r), func(one string) bool { return one == slug }))
	p.o.Cookies.Flash(w, i18n.T(r.Context(), "Taken off this device."))
	return web.SeeOther(w, r, SavedPath)
}

// savedView is what the device keeps.
type savedView struct {
	Hits []finder.Hit
	Gone []string // slugs of what is not listed any more
}

func (p *Pages) getSaved(w http.ResponseWriter, r *http.Request) error {
	slugs := p.saved(r)
	var v savedView
	if len(slugs) > 0 {
		list, err := p.o.Finder.WithSlugs(r.Context(), slugs)
		if err != nil {
			return err
		}
		v = p.savedViewOf(slugs, list)
	}
	return web.Render(w, r, http.StatusOK, savedPage(v))
}

func (p *Pages) savedViewOf(slugs []string, list []finder.Listing) (v savedView) {
	now := p.o.Clock.Now()
	for _, l := range list {
		h := finder.Hit{Listing: l, Km: -1}
		if next := l.Dates(now, 1); len(next) > 0 {
			h.Start, h.End = next[0].Start, next[0].End
			h.GoingOn = !h.Start.After(now)
		}
		v.Hits = append(v.Hits, h)
	}
	slices.SortStableFunc(v.Hits, func(a, b finder.Hit) int {
		if a.Start.IsZero() != b.Start.IsZero() {
			if a.Start.IsZero() {
				return 1
			}
			return -1
		}
		return a.Start.Compare(b.Start)
	})
	for _, slug := range slugs {
		if !slices.ContainsFunc(list, func(l finder.Listing) bool { return l.Slug == slug }) {
			v.Gone = append(v.Gone, slug)
		}
	}
	return v
}
