package remind

import (
	"context"
	"net/http"
	"strconv"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/meeting/schedule"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// dateView is the reminder of a date, as a part of its page or on one of its own.
type dateView struct {
	Member   group.Member
	Date     meeting.Occurrence
	Standing Standing
	Open     bool // a reminder of it can still come
	Wish     Wish
	Scope    string // meeting or group
	Form     *web.Form
}

func (v dateView) path(parts ...string) string {
	return schedule.Path(v.Member.Group.Slug, append([]string{v.Date.Key()}, parts...)...)
}

// usual is what a form begins with.
func usual() Wish { return Wish{Dates: WhenComes, Lead: 60} }

// ofGroup and ofMeeting are what a wish can be for.
const (
	ofMeeting = "meeting"
	ofGroup   = "group"
)

func (s *Service) viewOf(ctx context.Context, m group.Member, o meeting.Occurrence) (v dateView, err error) {
	v = dateView{Member: m, Date: o, Wish: usual(), Scope: ofMeeting, Open: o.Standing != meeting.Cancelled && o.Start.After(s.clock.Now())}
	if v.Standing, err = s.StandingFor(ctx, m, o); err != nil {
		return v, err
	}
	if holds := v.Standing.holds(); holds != nil {
		v.Wish = holds.Wish
		if v.Standing.Own == nil {
			v.Scope = ofGroup
		}
	}
	return v, nil
}

// Panel is the reminder of a date, on its page.
func (s *Service) Panel(ctx context.Context, m group.Member, o meeting.Occurrence) (*hall.PanelView, error) {
	v, err := s.viewOf(ctx, m, o)
	if err != nil {
		return nil, err
	}
	return &hall.PanelView{ID: "reminder", Heading: i18n.T(ctx, "A reminder"), Body: datePart(v)}, nil
}

func (s *Service) view(r *http.Request) (dateView, error) {
	m, o, err := s.meetings.For(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"), r.PathValue("occurrence"))
	if err != nil {
		return dateView{}, err
	}
	return s.viewOf(r.Context(), m, o)
}

func (s *Service) getDate(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, datePage(v))
}

// wish reads a wish. What is no number is none of Leads.
func wish(form *web.Form) Wish {
	lead, err := strconv.Atoi(form.Line("lead"))
	if err != nil {
		lead = -1
	}
	return Wish{Dates: Dates(form.Line("dates")), Lead: lead}
}

func (s *Service) postDate(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v.Wish, v.Scope, v.Form = wish(form), form.Line("scope"), form
	if err := s.keep(r.Context(), v); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, v.path())
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, datePage(v))
	}
	switch {
	case v.Wish.Dates == NoDates:
		return s.done(w, r, v.path(), "Done. No reminders of it.")
	}
	return s.done(w, r, v.path(), "Done. We remind you. Nobody else sees that.")
}

// keep does what the form says.
func (s *Service) keep(ctx context.Context, v dateView) error {
	if err := v.Wish.check(); err != nil {
		return err
	}
	return s.Choose(ctx, v.Member, pick(v.Scope == ofGroup, "", v.Date.Meeting.ID), v.Wish)
}

func (s *Service) postSkip(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	skip := form.Line("skip") != "no"
	if err := s.Skip(r.Context(), v.Member, v.Date.Key(), skip); err != nil {
		return s.told(w, r, err, v.path())
	}
	if skip {
		return s.done(w, r, v.path(), "All right, not this time. Nobody is told.")
	}
	return s.done(w, r, v.path(), "Done. We remind you of this date, too.")
}
