package sheet

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// dayView is the page of a date's sheet.
type dayView struct {
	View
	Templates []Template // for a host who makes it
	Queue     bool       // the page of the queue alone
	Form      *web.Form
}

func (s *Service) dayView(r *http.Request) (v dayView, err error) {
	m, o, err := s.date(r)
	if err != nil {
		return v, err
	}
	if v.View, err = s.ViewFor(r.Context(), m, o); err != nil {
		return v, err
	}
	v.Queue = strings.HasSuffix(r.URL.Path, "/queue")
	if v.Host && !v.Made {
		v.Templates, err = s.TemplatesFor(r.Context(), m)
	}
	return v, err
}

func (s *Service) getDay(w http.ResponseWriter, r *http.Request) error {
	v, err := s.dayView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, dayPage(v))
}

// inside refuses whoever does not follow the sheet.
func (s *Service) inside(r *http.Request) (dayView, error) {
	v, err := s.dayView(r)
	if err == nil && (!v.Made || !v.Here && !v.Host) {
		err = fault.Missing()
	}
	return v, err
}

// getNow is the part of the page that moves, as it is now.
func (s *Service) getNow(w http.ResponseWriter, r *http.Request) error {
	v, err := s.inside(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, now(v))
}

// getState is the state as it is sent to those who follow.
func (s *Service) getState(w http.ResponseWriter, r *http.Request) error {
	v, err := s.inside(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v.Frame)
}

// getRehearsal lets a host go through the sheet alone. Where they are stands in
// the address, and nowhere else.
func (s *Service) getRehearsal(w http.ResponseWriter, r *http.Request) error {
	v, err := s.dayView(r)
	if err == nil && (!v.Host || !v.Made || v.State.Ended != 0) {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	at, err := strconv.Atoi(r.URL.Query().Get("at"))
	if err != nil || at < 0 || at >= len(v.Items) {
		at = 0
	}
	return web.Render(w, r, http.StatusOK, rehearsalPage(v, at))
}

func (s *Service) getEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := s.dayView(r)
	if err == nil && (!v.Host || !v.State.Running()) {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, endPage(v))
}

// deed does what a form of the page asks for, and says what was done; "" where the
// page shows it.
type deed func(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error)

// act makes a handler of a deed: it goes back to the page, or answers a page that
// stays as it is. A form that came too late is answered with how it is by now.
func (s *Service) act(do deed) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		m, o, err := s.date(r)
		if err != nil {
			return err
		}
		form, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		back, quiet := dayPath(m, o, "sheet"), r.Header.Get(quietly) != ""
		say, err := do(r, m, o, form)
		switch {
		case err == nil && quiet:
			w.WriteHeader(http.StatusNoContent)
			return nil
		case err == nil && say == "":
			return web.SeeOther(w, r, back)
		case err == nil:
			return s.done(w, r, back, say)
		}
		if f, expected := fault.From(err); quiet && expected && f.Kind == fault.Conflict {
			w.WriteHeader(http.StatusConflict)
			return nil
		}
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, back)
		}
		v, err := s.dayView(r)
		if err != nil {
			return err
		}
		v.Form = form
		return web.Render(w, r, http.StatusUnprocessableEntity, dayPage(v))
	}
}

// number is a number that a form carries; -1 where it is none.
func number(form *web.Form, field string) int64 {
	n, err := strconv.ParseInt(form.Line(field), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (s *Service) postDay(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error) {
	return "The run sheet of this date is made.", s.MakeFrom(r.Context(), m, o.Key(), form.Line("template"))
}

func (s *Service) postDiscard(r *http.Request, m group.Member, o meeting.Occurrence, _ *web.Form) (i18n.Text, error) {
	return "The run sheet of this date is gone.", s.Discard(r.Context(), m, o.Key())
}

func (s *Service) postPresence(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error) {
	if form.Line("do") == "leave" {
		return "You follow the meeting no longer.", s.Unfollow(r.Context(), m, o.Key())
	}
	return "", s.Follow(r.Context(), m, o.Key())
}

func (s *Service) postStep(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error) {
	moves := number(form, "moves")
	if form.Line("to") == "undo" {
		return "", s.TakeBack(r.Context(), m, o.Key(), moves)
	}
	return "", s.Step(r.Context(), m, o.Key(), int(number(form, "to")), moves)
}

func (s *Service) postChair(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error) {
	return "Somebody else leads now.", s.HandOn(r.Context(), m, o.Key(), form.Line("to"))
}

func (s *Service) postEnd(r *http.Request, m group.Member, o meeting.Occurrence, _ *web.Form) (i18n.Text, error) {
	return "The meeting is over. What was in the queue is gone.", s.End(r.Context(), m, o.Key())
}

func (s *Service) postHand(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error) {
	return "", s.Hand(r.Context(), m, o.Key(), Deed(form.Line("do")))
}

func (s *Service) postQueue(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error) {
	return "", s.Tend(r.Context(), m, o.Key(), Deed(form.Line("do")), form.Line("who"), number(form, "turns"))
}

func (s *Service) postRoom(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error) {
	return "", renamed(s.AddFromRoom(r.Context(), m, o.Key(), form.Line("room")), "room")
}

func (s *Service) postCelebration(r *http.Request, m group.Member, o meeting.Occurrence, form *web.Form) (i18n.Text, error) {
	return "", renamed(s.Celebrate(r.Context(), m, o.Key(), form.Line("celebrate")), "celebrate")
}

// renamed says at which field of the page the words stand.
func renamed(err error, field string) error {
	if f, expected := fault.From(err); expected && f.Field == "words" {
		return fault.Field(field, f.Say, f.Args)
	}
	return err
}

func (s *Service) postNoCelebration(r *http.Request, m group.Member, o meeting.Occurrence, _ *web.Form) (i18n.Text, error) {
	return "", s.TakeBackCelebration(r.Context(), m, o.Key())
}
