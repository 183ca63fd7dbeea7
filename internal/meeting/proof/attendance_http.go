package proof

import (
	"net/http"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// dateView is what every page of one date knows.
type dateView struct {
	Member group.Member
	Date   meeting.Occurrence
	Now    time.Time
}

// path is the address of something at the date.
func (v dateView) path(parts ...string) string {
	return hall.Path(v.Member.Group.Slug, append([]string{"meetings", v.Date.Key()}, parts...)...)
}

// attendView is a member's own page about having been at a date.
type attendView struct {
	dateView
	Record  Record
	Setting Setting
	Asking  Asking
	Papers  []Paper // for this date
	Sees    bool    // in a therapy group: professionals see it
	Host    bool
	Typed   string
	Form    *web.Form
}

// needs tells whether a paper of theirs needs another host's word, see needsWord.
func (v attendView) needs() bool { return v.Host || v.Record.Shown }

func (v attendView) open() bool { return opens(v.Date, v.Now) }

func (s *Service) getAttendance(w http.ResponseWriter, r *http.Request) error {
	m, o, err := s.at(r)
	if err != nil {
		return err
	}
	return s.showAttendance(w, r, http.StatusOK, attendView{dateView: dateView{Member: m, Date: o}})
}

func (s *Service) showAttendance(w http.ResponseWriter, r *http.Request, status int, v attendView) (err error) {
	ctx := r.Context()
	v.Now = s.clock.Now()
	if v.Record, err = s.RecordFor(ctx, v.Member.Viewer, v.Date.Key()); err != nil {
		return err
	}
	if v.Setting, err = s.SettingFor(ctx, v.Member); err != nil {
		return err
	}
	if v.Asking, err = s.AskingFor(ctx, v.Member, v.Date); err != nil {
		return err
	}
	if v.Host, err = s.confirmsFor(ctx, v.Member, v.Date); err != nil {
		return err
	}
	if v.Sees, err = s.isSeen(ctx, v.Member); err != nil {
		return err
	}
	if v.Papers, err = s.PapersFor(ctx, v.Member.Viewer); err != nil {
		return err
	}
	v.Papers = slices.DeleteFunc(v.Papers, func(p Paper) bool { return p.Key != v.Date.Key() })
	return web.Render(w, r, status, attendPage(v))
}

func (s *Service) postCode(w http.ResponseWriter, r *http.Request) error {
	m, o, form, err := s.sent(r)
	if err != nil {
		return err
	}
	v := attendView{dateView: dateView{Member: m, Date: o}, Typed: form.Line("code"), Form: form}
	before, err := s.RecordFor(r.Context(), m.Viewer, o.Key())
	if err != nil {
		return err
	}
	record, err := s.Enter(r.Context(), m, o, v.Typed, web.Address(r.Context()))
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, v.path("attendance"))
		}
		return s.showAttendance(w, r, http.StatusUnprocessableEntity, v)
	}
	if !before.ByCode() {
		return s.done(w, r, v.path("attendance"), "That is right. Type a code again towards the end: the time between counts.")
	}
	return s.done(w, r, v.path("attendance"), "That is right. You have been here for {.Minutes} minutes.", map[string]any{"Minutes": record.Minutes()})
}

func (s *Service) postNote(w http.ResponseWriter, r *http.Request) error {
	m, o, err := s.at(r)
	if err != nil {
		return err
	}
	page := dateView{Member: m, Date: o}.path("attendance")
	if _, err := s.Note(r.Context(), m, o); err != nil {
		return s.told(w, r, err, page)
	}
	return s.done(w, r, page, "Noted, for you alone.")
}

func (s *Service) postDeletionHere(w http.ResponseWriter, r *http.Request) error {
	m, o, err := s.at(r)
	if err != nil {
		return err
	}
	page := dateView{Member: m, Date: o}.path("attendance")
	record, err := s.RecordFor(r.Context(), m.Viewer, o.Key())
	if err != nil {
		return err
	}
	if record.ID != "" {
		if err := s.Delete(r.Context(), m.Viewer, record.ID); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return s.done(w, r, page, "Deleted. Nothing here says that you were there.")
}

func (s *Service) postPaper(w http.ResponseWriter, r *http.Request) error {
	m, o, err := s.at(r)
	if err != nil {
		return err
	}
	p, err := s.Issue(r.Context(), m, o)
	if err != nil {
		return s.told(w, r, err, dateView{Member: m, Date: o}.path("attendance"))
	}
	return web.SeeOther(w, r, paperPath(p.ID))
}

// postAsking asks the hosts, or takes that back.
func (s *Service) postAsking(w http.ResponseWriter, r *http.Request) error {
	m, o, form, err := s.sent(r)
	if err != nil {
		return err
	}
	page := dateView{Member: m, Date: o}.path("attendance")
	if form.Line("ask") == "no" {
		if err := s.TakeBack(r.Context(), m, o); err != nil {
			return err
		}
		return s.done(w, r, page, "Taken back. The hosts do not see it any more.")
	}
	if err := s.Ask(r.Context(), m, o); err != nil {
		return s.told(w, r, err, page)
	}
	return s.done(w, r, page, "The hosts see now that {.Me} asks them.", map[string]any{"Me": m.Self.Name})
}
