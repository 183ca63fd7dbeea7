package seek

import (
	"net/http"
	"slices"
	"strings"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/ical"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// calendarEnd is what the address of a listing ends with for a calendar.
const calendarEnd = ".ics"

func (p *Pages) getOne(w http.ResponseWriter, r *http.Request) error {
	slug, calendar := strings.CutSuffix(r.PathValue("slug"), calendarEnd)
	if calendar {
		return p.calendar(w, r, slug)
	}
	l, err := p.o.Finder.At(r.Context(), slug)
	if err != nil {
		return err
	}
	v := p.viewOf(r.Context(), l)
	v.Saved = slices.Contains(p.saved(r), slug)
	return web.Render(w, r, http.StatusOK, onePage(v))
}

// calendar is the listing as a file for a calendar.
func (p *Pages) calendar(w http.ResponseWriter, r *http.Request, slug string) error {
	l, err := p.o.Finder.At(r.Context(), slug)
	if err != nil {
		return err
	}
	event, ok := p.event(l)
	if !ok {
		return fault.Missing()
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="meeting.ics"`)
	return ical.Calendar{Events: []ical.Event{event}}.Write(w)
}

// postNote keeps a note about a listing for the stewards.
func (p *Pages) postNote(w http.ResponseWriter, r *http.Request) error {
	ctx, slug, text := r.Context(), r.PathValue("slug"), r.PostFormValue("text")
	err := p.o.Finder.Tell(ctx, slug, text)
	if f, ok := fault.From(err); ok && f.Field != "" {
		l, err := p.o.Finder.At(ctx, slug)
		if err != nil {
			return err
		}
		v := p.viewOf(ctx, l)
		v.Saved, v.Typed = slices.Contains(p.saved(r), slug), text
		v.Errors = ui.Errors{{Field: f.Field, Text: i18n.T(ctx, f.Say, f.Args)}}
		return web.Render(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	if err != nil {
		return err
	}
	p.o.Cookies.Flash(w, i18n.T(ctx, "Thank you. The stewards will read it."))
	return web.SeeOther(w, r, PagePath(slug))
}
