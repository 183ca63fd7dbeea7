package schedule

import (
	"context"
	"net/http"
	"strconv"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// planner is the page of somebody who leads the group in the address. For others
// it does not exist.
func (p *Pages) planner(r *http.Request) (page, error) {
	m, err := p.o.Hall.Member(r)
	if err == nil && !m.Self.Role.Leads() {
		err = fault.Missing()
	}
	return page{Member: m}, err
}

func (p *Pages) getNew(w http.ResponseWriter, r *http.Request) error {
	at, err := p.planner(r)
	if err != nil {
		return err
	}
	if !at.plans() {
		return p.showRefused(w, r, at)
	}
	v := newPlan(r.Context(), at)
	v.Typed = freshPlan(at.group().Zone, at.group().Languages)
	return web.Render(w, r, http.StatusOK, planPage(v))
}

func newPlan(ctx context.Context, at page) planView {
	return planView{
		page: at, Title: i18n.T(ctx, "Plan a meeting"), Lede: i18n.T(ctx, "Fill in what you know. You see the next dates before anything is kept, and can change all of it later."),
		Action: at.path("new"), Back: at.path(), Keep: i18n.T(ctx, "Keep this meeting"),
	}
}

// showRefused says what a leader needs before they can plan.
func (p *Pages) showRefused(w http.ResponseWriter, r *http.Request, at page) error {
	return web.Render(w, r, http.StatusForbidden, refusedPage(at))
}

func (p *Pages) postNew(w http.ResponseWriter, r *http.Request) error {
	at, err := p.planner(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	return p.keepPlan(w, r, newPlan(ctx, at), func(d meeting.Draft) error {
		made, err := p.o.Meetings.Make(ctx, at.Member, d)
		if err != nil {
			return err
		}
		return p.done(w, r, at.path(made.ID), "The meeting is planned. Everybody in the group sees it now.")
	})
}

// keepPlan reads the form of a meeting, shows what becomes of it, and has it kept
// once that was looked at.
func (p *Pages) keepPlan(w http.ResponseWriter, r *http.Request, v planView, keep func(meeting.Draft) error) error {
	ctx := r.Context()
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v.Form, v.Saw, v.Typed = form, form.Line("saw"), readPlan(form, r.PostForm)
	if v.Towns, err = p.settleTown(ctx, form, &v.Typed); err != nil {
		return err
	}
	d := v.Typed.draft(ctx, form)
	d.Saw = number(v.Saw)
	if form.Sound() && form.Line("press") == "keep" && form.Line("seen") == digest(v.Typed) {
		if err = keep(d); err == nil {
			return nil
		}
		if fault.KindOf(err) == fault.Conflict && v.key != "" {
			v.Saw = p.sawNow(ctx, v)
		}
		if err := accept(r, form, err); err != nil {
			return err
		}
	}
	if !form.Sound() {
		return web.Render(w, r, http.StatusUnprocessableEntity, planPage(v))
	}
	seen, err := p.previewOf(ctx, v.Member, d, v.id)
	if err != nil {
		return err
	}
	town, err := p.townSays(ctx, d.Plan.Town)
	if err != nil {
		return err
	}
	seen.Facts, seen.Seen = previewFacts(ctx, d, town), seenBy(ctx, d)
	v.Preview = &seen
	return web.Render(w, r, http.StatusOK, planPage(v))
}

// sawNow is the present state of a meeting that somebody else changed meanwhile.
func (p *Pages) sawNow(ctx context.Context, v planView) string {
	d, _, err := p.o.Meetings.DraftFor(ctx, v.Member, v.key)
	if err != nil {
		return v.Saw
	}
	return strconv.Itoa(d.Saw)
}

// editing is a date that a leader is about to change.
func (p *Pages) editing(r *http.Request) (v dateView, err error) {
	v.Now = p.o.Clock.Now()
	v.Member, v.Date, err = p.o.Meetings.For(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"), r.PathValue("occurrence"))
	if err == nil && !v.leads() {
		err = fault.Missing()
	}
	return v, err
}

// getEdit asks first for which dates the change is to hold.
func (p *Pages) getEdit(w http.ResponseWriter, r *http.Request) error {
	v, err := p.editing(r)
	if err != nil {
		return err
	}
	if !v.plans() {
		return p.showRefused(w, r, v.page)
	}
	switch what := r.URL.Query().Get("what"); what {
	case thisDate:
		return p.getDateForm(w, r, v, whole)
	case andLater, allDates:
		plan, err := p.changeOf(r.Context(), v, what)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, planPage(plan))
	}
	return web.Render(w, r, http.StatusOK, choosePage(v))
}

// changeOf is the form of a meeting as it is planned from a date on.
func (p *Pages) changeOf(ctx context.Context, at dateView, what string) (planView, error) {
	v := at.changing(ctx, what)
	d, later, err := p.o.Meetings.DraftFor(ctx, at.Member, v.key)
	if err != nil {
		return v, err
	}
	v.Typed, v.Saw = planOf(d), strconv.Itoa(d.Saw)
	if v.Typed.townForm, err = p.townOf(ctx, d); err != nil {
		return v, err
	}
	if later {
		v.Again = i18n.T(ctx, "Another plan was made for later dates. What you keep here takes its place.")
	}
	return v, nil
}

// changing is the page on which a meeting is changed, without what stands in it.
func (v dateView) changing(ctx context.Context, what string) planView {
	plan := planView{
		page: v.page, Up: []ui.Place{{Label: v.Date.Meeting.Title, Href: v.here()}}, Action: v.here("edit"), Back: v.here(), Keep: i18n.T(ctx, "Keep the changes"),
		What: what, key: v.Date.Meeting.ID, id: v.Date.Meeting.ID,
		Title: i18n.T(ctx, "Change all dates to come"), Lede: i18n.T(ctx, "What was held already stays as it was. Whoever said that they come is told when the time or the place is another one."),
	}
	if what == andLater {
		plan.key, plan.Title = v.Date.Key(), i18n.T(ctx, "Change this date and later ones")
	}
	return plan
}

func (p *Pages) postEdit(w http.ResponseWriter, r *http.Request) error {
	v, err := p.editing(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	what := form.Line("what")
	if what == thisDate {
		return p.postDateForm(w, r, v, whole)
	}
	if what != andLater && what != allDates {
		return web.SeeOther(w, r, v.here("edit"))
	}
	if err := v.Member.May(group.Schedule); err != nil {
		return err
	}
	plan := v.changing(ctx, what)
	return p.keepPlan(w, r, plan, func(d meeting.Draft) error {
		changed, err := p.o.Meetings.ChangeFrom(ctx, v.Member, plan.key, d)
		if err != nil {
			return err
		}
		return p.done(w, r, v.path(changed.ID), "Changed. Whoever said that they come is told of another time or place.")
	})
}
