package schedule

import (
	"net/http"
	"strconv"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// formOfDate shows or takes the form of one date.
func (p *Pages) formOfDate(d deed, do func(*Pages, http.ResponseWriter, *http.Request, dateView, deed) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := p.editing(r)
		if err != nil {
			return err
		}
		if !v.plans() {
			return p.showRefused(w, r, v.page)
		}
		return do(p, w, r, v, d)
	}
}

func (p *Pages) getDateForm(w http.ResponseWriter, r *http.Request, at dateView, d deed) (err error) {
	if at.Inside, err = p.o.Meetings.InsideFor(r.Context(), at.Member, at.Date); err != nil {
		return err
	}
	v := oneView{dateView: at, Deed: d, Saw: strconv.Itoa(at.Date.Meeting.Sequence), Typed: oneOf(at.Date, at.Inside.Inside)}
	if d == extra {
		v.Typed.Date, v.Typed.Note = "", ""
	}
	return web.Render(w, r, http.StatusOK, onePage(v))
}

func (p *Pages) postDateForm(w http.ResponseWriter, r *http.Request, at dateView, d deed) (err error) {
	if err := at.Member.May(group.Schedule); err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if at.Inside, err = p.o.Meetings.InsideFor(ctx, at.Member, at.Date); err != nil {
		return err
	}
	v := oneView{dateView: at, Deed: d, Saw: form.Line("saw"), Typed: oneForm{clockForm: readClock(form), placeForm: readPlace(form), Note: form.Text("note")}}
	v.Typed.Zone, v.Form = at.Date.Zone().String(), form
	one, plan := v.draft(ctx, form)
	if form.Sound() && form.Line("press") == "keep" && form.Line("seen") == digest(v.Typed) {
		if err = p.keepDate(w, r, v, one); err == nil {
			return nil
		}
		if fault.KindOf(err) == fault.Conflict {
			v.Saw = strconv.Itoa(at.Date.Meeting.Sequence)
		}
		if err := accept(r, form, err); err != nil {
			return err
		}
	}
	if !form.Sound() {
		return web.Render(w, r, http.StatusUnprocessableEntity, onePage(v))
	}
	v.Form = nil
	seen, err := p.previewOf(ctx, v.Member, plan, v.Date.Meeting.ID)
	if err != nil {
		return err
	}
	seen.Words, seen.Seen = "", v.seen(ctx)
	if one.Place != nil {
		seen.Facts = previewFacts(ctx, meeting.Draft{Plan: plan.Plan, Inside: plan.Inside}, "")
	}
	v.Preview = &seen
	return web.Render(w, r, http.StatusOK, onePage(v))
}

func (p *Pages) keepDate(w http.ResponseWriter, r *http.Request, v oneView, one meeting.DateDraft) error {
	ctx := r.Context()
	if v.Deed == extra {
		key, err := p.o.Meetings.AddDate(ctx, v.Member, v.Date.Meeting.ID, one)
		if err != nil {
			return err
		}
		return p.done(w, r, v.path(key), "It is held once more. Everybody in the group sees it on the list.")
	}
	if err := p.o.Meetings.ChangeDate(ctx, v.Member, v.Date.Key(), one); err != nil {
		return err
	}
	return p.done(w, r, v.here(), "Changed. Whoever said that they come is told of another time or place.")
}
