package remind

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// nudgesView is the page of nudges in a group.
type nudgesView struct {
	Member   group.Member
	List     []Nudge
	Meetings []ui.Option // that one can be nudged about
	Wanted   Wanted
	Now      time.Time
	At       string // the form that was sent: "ask", or the id of a nudge
	Ours     string
	Line     string
	Form     *web.Form
}

func (v nudgesView) path(parts ...string) string {
	return hall.Path(v.Member.Group.Slug, append([]string{"nudges"}, parts...)...)
}

// side are the nudges that the member gives, or gets.
func (v nudgesView) side(gives bool) (list []Nudge) {
	for _, n := range v.List {
		if n.Gives == gives {
			list = append(list, n)
		}
	}
	return list
}

// errorsIn are the mistakes of one of the page's forms.
func (v nudgesView) errorsIn(form string) ui.Errors {
	if v.At != form {
		return nil
	}
	return ui.ErrorsIn(v.Form)
}

// line and ours are what was typed into the form of a nudge.
func (v nudgesView) line(nudge string) string { return pick(v.At == nudge, v.Line, "") }

func (v nudgesView) ours(nudge string) string {
	return pick(v.At == nudge && v.Ours != "", v.Ours, "1")
}

// NudgePanel tells a member on the home of their group of a line to answer, or of
// somebody who asks. Without any it is nil.
func (s *Service) NudgePanel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	list, err := s.NudgesFor(ctx, m)
	if err != nil {
		return nil, err
	}
	for _, n := range list {
		if !n.Gives && n.LineID != "" && n.Answer == NoAnswer || n.Gives && !n.Agreed {
			return &hall.PanelView{ID: "nudges", Heading: i18n.T(ctx, "Nudges"), Lit: true, Body: ui.Link(hall.Path(m.Group.Slug, "nudges"), i18n.T(ctx, "There is something for you"))}, nil
		}
	}
	return nil, nil
}

func (s *Service) getNudges(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	return s.showNudges(w, r, http.StatusOK, nudgesView{Member: m, Wanted: Wanted{Name: r.URL.Query().Get("name"), Meeting: r.URL.Query().Get("meeting")}})
}

// near is for how long ahead the meetings are offered that a nudge can be about.
const near = 35 * 24 * time.Hour

func (s *Service) showNudges(w http.ResponseWriter, r *http.Request, status int, v nudgesView) (err error) {
	ctx := r.Context()
	v.Now = s.clock.Now()
	if v.List, err = s.NudgesFor(ctx, v.Member); err != nil {
		return err
	}
	dates, err := s.meetings.Between(ctx, v.Member, v.Now, v.Now.Add(near))
	if err != nil {
		return err
	}
	v.Meetings = []ui.Option{{Label: i18n.T(ctx, "No meeting: my own words below")}}
	there := map[string]bool{}
	for _, o := range dates {
		if !there[o.Meeting.ID] {
			there[o.Meeting.ID] = true
			v.Meetings = append(v.Meetings, ui.Option{Value: o.Meeting.ID, Label: o.Meeting.Title})
		}
	}
	return web.Render(w, r, status, nudgesPage(v))
}

// sent is a form that somebody sent, and who they are here.
func (s *Service) sent(r *http.Request) (m group.Member, form *web.Form, err error) {
	if m, err = s.hall.Member(r); err != nil {
		return m, nil, err
	}
	form, err = web.ReadForm(r)
	return m, form, err
}

func (s *Service) postAsk(w http.ResponseWriter, r *http.Request) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	v := nudgesView{Member: m, At: "ask", Form: form, Wanted: Wanted{Name: form.Line("name"), Meeting: form.Line("meeting"), About: form.Line("about")}}
	if err := s.Ask(r.Context(), m, v.Wanted); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, v.path())
		}
		return s.showNudges(w, r, http.StatusUnprocessableEntity, v)
	}
	return s.done(w, r, v.path(), "Asked. It is for them to say yes.")
}

func (s *Service) postAgree(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, func(ctx context.Context, m group.Member, nudge string, _ *web.Form) (i18n.Text, error) {
		return "Thank you. You can send them a warm line, once a day at most.", s.Agree(ctx, m, nudge)
	})
}

func (s *Service) postAnswer(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, func(ctx context.Context, m group.Member, nudge string, form *web.Form) (i18n.Text, error) {
		return "Said. They see your answer.", s.Answer(ctx, m, nudge, Answer(form.Line("answer")))
	})
}

func (s *Service) postEnd(w http.ResponseWriter, r *http.Request) error {
	return s.act(w, r, func(ctx context.Context, m group.Member, nudge string, _ *web.Form) (i18n.Text, error) {
		return "Ended. Nobody is told.", s.End(ctx, m, nudge)
	})
}

// act does something to a nudge, and goes back to the page.
func (s *Service) act(w http.ResponseWriter, r *http.Request, do func(context.Context, group.Member, string, *web.Form) (i18n.Text, error)) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	page := hall.Path(m.Group.Slug, "nudges")
	say, err := do(r.Context(), m, r.PathValue("nudge"), form)
	if err != nil {
		return s.told(w, r, err, page)
	}
	return s.done(w, r, page, say)
}

func (s *Service) postLine(w http.ResponseWriter, r *http.Request) error {
	m, form, err := s.sent(r)
	if err != nil {
		return err
	}
	nudge := r.PathValue("nudge")
	v := nudgesView{Member: m, At: nudge, Form: form, Ours: form.Line("ours"), Line: form.Line("line")}
	ours, err := strconv.Atoi(v.Ours)
	if err != nil {
		ours = -1 // nothing was chosen
	}
	if err := s.Send(r.Context(), m, nudge, ours, v.Line); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, v.path())
		}
		return s.showUnsent(w, r, v)
	}
	return s.done(w, r, v.path(), "Sent. They may answer, or not.")
}

// showUnsent shows the page with what was wrong with a line, if there is a line
// to send there.
func (s *Service) showUnsent(w http.ResponseWriter, r *http.Request, v nudgesView) error {
	list, err := s.NudgesFor(r.Context(), v.Member)
	if err != nil {
		return err
	}
	for _, n := range list {
		if n.ID == v.At && n.Gives && n.Agreed {
			return s.showNudges(w, r, http.StatusUnprocessableEntity, v)
		}
	}
	return fault.Missing()
}
