package serve

import (
	"context"
	"net/http"
	"slices"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// daysShown is how many coming dates a page shows, and daysWithin how far ahead
// it looks for them.
const (
	daysShown  = 4
	daysWithin = 200
)

// daysView is who does what on the coming dates of a meeting.
type daysView struct {
	page
	Days []Day
}

// dutiesView is who does what on one date.
type dutiesView struct {
	page
	Day  Day
	Shut bool   // it is over or cancelled
	Near bool   // it is about to begin, or has begun
	Back string // where its forms lead back to
	Lone bool   // it is the only date on its page
}

func (s *Service) getDays(w http.ResponseWriter, r *http.Request) (err error) {
	v := daysView{}
	if v.page, err = s.enter(r); err != nil {
		return err
	}
	dates, err := s.coming(r.Context(), v.Member, v.Date)
	if err != nil {
		return err
	}
	if v.Days, err = s.DaysFor(r.Context(), v.Member, dates); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, daysPage(s, v))
}

// coming are a date and the next ones of its meeting.
func (s *Service) coming(ctx context.Context, m group.Member, o meeting.Occurrence) ([]meeting.Occurrence, error) {
	dates := []meeting.Occurrence{o}
	from := o.Start
	if now := s.clock.Now(); from.Before(now) {
		from = now
	}
	next, err := s.meetings.DatesFor(ctx, m, o.Meeting.ID, from, from.AddDate(0, 0, daysWithin))
	for _, one := range next {
		if one.Key() != o.Key() && one.Standing != meeting.Cancelled && len(dates) < daysShown {
			dates = append(dates, one)
		}
	}
	slices.SortFunc(dates, func(a, b meeting.Occurrence) int { return a.Start.Compare(b.Start) })
	return dates, err
}

// duties is one of these dates as a part of the page.
func (v daysView) duties(s *Service, d Day) dutiesView {
	return dutiesView{page: page{Member: v.Member, Date: d.Date}, Day: d, Shut: d.shut(s), Near: s.isNear(d.Date)}
}

// Panel is who does what, for the page of one date. Members are shown nothing
// where nobody has set up any role.
func (s *Service) Panel(ctx context.Context, m group.Member, o meeting.Occurrence) (*hall.PanelView, error) {
	days, err := s.DaysFor(ctx, m, []meeting.Occurrence{o})
	if err != nil || len(days) == 0 {
		return nil, err
	}
	v := dutiesView{page: page{Member: m, Date: o}, Day: days[0], Shut: days[0].shut(s), Near: s.isNear(o), Back: backToDate, Lone: true}
	if len(v.Day.Duties) == 0 && (!m.Can(group.Schedule) || v.Shut) {
		return nil, nil
	}
	return &hall.PanelView{ID: "serving", Heading: i18n.T(ctx, "Who does what"), Body: panel(v)}, nil
}

// askView is the page of one role on a date.
type askView struct {
	page
	Role  RoleView
	Duty  Duty
	Shut  bool
	Who   string // as it was typed
	Long  bool
	Notes string
	Form  *web.Form
	Wrong string // the id of the form that was wrong
}

func (s *Service) roleAt(r *http.Request) (v askView, err error) {
	if v.page, err = s.enter(r); err != nil {
		return v, err
	}
	if v.Role, err = s.RoleFor(r.Context(), v.Member, v.Date.Key(), r.PathValue("role")); err != nil {
		return v, err
	}
	v.Notes = v.Role.Notes
	days, err := s.DaysFor(r.Context(), v.Member, []meeting.Occurrence{v.Date})
	if err != nil {
		return v, err
	}
	v.Shut = days[0].shut(s)
	at := slices.IndexFunc(days[0].Duties, func(d Duty) bool { return d.Role.ID == v.Role.Role.ID })
	if at < 0 {
		return v, fault.Missing()
	}
	v.Duty = days[0].Duties[at]
	return v, nil
}

func (s *Service) getRole(w http.ResponseWriter, r *http.Request) error {
	v, err := s.roleAt(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, dutyPage(v))
}

func (s *Service) postNotes(w http.ResponseWriter, r *http.Request) error {
	v, err := s.roleAt(r)
	if err != nil {
		return err
	}
	if v.Form, err = web.ReadForm(r); err != nil {
		return err
	}
	v.Notes = v.Form.Text("notes")
	if err := s.KeepNotes(r.Context(), v.Member, v.Date.Key(), v.Role.Role.ID, v.Notes); err != nil {
		if err := v.Form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, v.path("roles", v.Role.Role.ID))
		}
		v.Wrong = "notes"
		return web.Render(w, r, http.StatusUnprocessableEntity, dutyPage(v))
	}
	return s.done(w, r, v.path("roles", v.Role.Role.ID), "Kept for whoever comes next.")
}

func (s *Service) postAsking(w http.ResponseWriter, r *http.Request) error {
	v, err := s.roleAt(r)
	if err == nil && !v.Member.Self.Role.Leads() {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	if v.Form, err = web.ReadForm(r); err != nil {
		return err
	}
	v.Who, v.Long = v.Form.Line("who"), v.Form.Ticked("long")
	if err := s.Ask(r.Context(), v.Member, v.Date.Key(), v.Role.Role.ID, v.Who, v.Long); err != nil {
		if err := v.Form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, v.path("roles", v.Role.Role.ID))
		}
		v.Wrong = "ask"
		return web.Render(w, r, http.StatusUnprocessableEntity, dutyPage(v))
	}
	return s.done(w, r, v.path("roles", v.Role.Role.ID), "They are asked. The place stays open until they say yes.")
}

func (s *Service) postPlace(w http.ResponseWriter, r *http.Request) error {
	p, err := s.enter(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.Take(r.Context(), p.Member, p.Date.Key(), r.PathValue("role"), form.Line("for") == "term"); err != nil {
		return s.told(w, r, err, p.back(form))
	}
	return s.done(w, r, p.back(form), "Good, you do this. You can give it back at any time.")
}
