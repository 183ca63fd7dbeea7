package schedule

import (
	"net/http"

	"github.com/a-h/templ"

	"handrail/internal/platform/web"
)

// cancelView is a date that is about to be cancelled, or a meeting to be ended.
type cancelView struct {
	dateView
	Note string
}

// asksFirst shows the page that asks whether it is meant.
func (p *Pages) asksFirst(page func(cancelView) templ.Component) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := p.editing(r)
		if err != nil {
			return err
		}
		if !v.plans() {
			return p.showRefused(w, r, v.page)
		}
		return web.Render(w, r, http.StatusOK, page(cancelView{dateView: v}))
	}
}

func (p *Pages) postCancellation(w http.ResponseWriter, r *http.Request) error {
	v, err := p.editing(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	note := form.Text("note")
	if err := p.o.Meetings.Cancel(r.Context(), v.Member, v.Date.Key(), note); err != nil {
		return p.notCancelled(w, r, form, cancelView{dateView: v, Note: note}, err, cancelPage)
	}
	return p.done(w, r, v.here(), "Cancelled. Whoever said that they come is told.")
}

// notCancelled shows the page again with what could not be done.
func (p *Pages) notCancelled(w http.ResponseWriter, r *http.Request, form *web.Form, v cancelView, err error, page func(cancelView) templ.Component) error {
	if err := accept(r, form, err); err != nil {
		return err
	}
	v.Form = form
	return web.Render(w, r, http.StatusUnprocessableEntity, page(v))
}

func (p *Pages) postRestoration(w http.ResponseWriter, r *http.Request) error {
	v, err := p.editing(r)
	if err != nil {
		return err
	}
	if err := p.o.Meetings.Restore(r.Context(), v.Member, v.Date.Key()); err != nil {
		return err
	}
	return p.done(w, r, v.here(), "It is held after all. Whoever said that they come is told.")
}

func (p *Pages) postEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := p.editing(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	key := v.Date.Key()
	if !v.Date.Start.After(v.Now) {
		key = v.Date.Meeting.ID
	}
	if err := p.o.Meetings.EndFrom(r.Context(), v.Member, key); err != nil {
		return p.notCancelled(w, r, form, cancelView{dateView: v}, err, endPage)
	}
	return p.done(w, r, v.path(), "The meeting is ended. Whoever said that they come is told.")
}
