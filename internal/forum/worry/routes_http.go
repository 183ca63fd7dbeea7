package worry

import (
	"net/http"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// The limits. Whoever worries is not kept from saying so.
var (
	pageLimit  = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	worryLimit = limit.Rule{Name: "worry", Subject: limit.Rate{Count: 20, Per: time.Hour}, Network: limit.Rate{Count: 400, Per: time.Hour}, Wait: 2 * time.Second}
	keepLimit  = limit.Rule{Name: "keep safe", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
)

// The pages, below the address of a group.
const (
	aboutPost    = "/groups/{group}/forum/posts/{post}/worry"
	aboutPersona = "/groups/{group}/members/{persona}/worry"
	desk         = "/groups/{group}/lead/worries"
	runbook      = "/groups/{group}/lead/runbook"
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	get := func(pattern string, h web.Handler) web.Route {
		return web.Route{Pattern: "GET " + pattern, Audience: web.Members, Limit: pageLimit, Handler: h}
	}
	post := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: "POST " + pattern, Audience: web.Members, Limit: rule, Handler: h}
	}
	return []web.Route{
		get(aboutPost, s.getWorry),
		post(aboutPost, worryLimit, s.postWorry),
		get(aboutPersona, s.getWorry),
		post(aboutPersona, worryLimit, s.postWorry),
		get(desk, s.getDesk),
		post(desk+"/taking", keepLimit, s.postTaking),
		get(desk+"/{call}", s.getCall),
		post(desk+"/{call}/state", keepLimit, s.postState),
		get(runbook, s.getRunbook),
	}
}

// worryView is the page of somebody who worries.
type worryView struct {
	Member group.Member
	Whom   Whom
	Typed  Raising
	Form   *web.Form
	Lines  helplines.Page
}

// path is where it is sent.
func (v worryView) path() string {
	if v.Whom.Post != "" {
		return hall.Path(v.Member.Group.Slug, "forum", "posts", v.Whom.Post, "worry")
	}
	return hall.Path(v.Member.Group.Slug, "members", v.Whom.Persona, "worry")
}

// back is where the worry came from.
func (v worryView) back() string {
	if v.Whom.Post != "" {
		return hall.Path(v.Member.Group.Slug, "forum", "posts", v.Whom.Post)
	}
	return hall.Path(v.Member.Group.Slug, "members", v.Whom.Persona)
}

func about(r *http.Request) About {
	return About{Post: r.PathValue("post"), Persona: r.PathValue("persona")}
}

func (s *Service) getWorry(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	return s.showWorry(w, r, http.StatusOK, worryView{Member: m})
}

func (s *Service) showWorry(w http.ResponseWriter, r *http.Request, status int, v worryView) (err error) {
	if v.Whom, err = s.WhomFor(r.Context(), v.Member, about(r)); err != nil {
		return err
	}
	v.Lines = s.lines(r)
	return web.Render(w, r, status, worryPage(v))
}

func (s *Service) postWorry(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := worryView{Member: m, Form: form, Typed: Raising{About: about(r), Leaders: form.Ticked("leaders"), Said: form.Text("said"), Card: form.Ticked("card")}}
	if err := s.Raise(r.Context(), m, v.Typed); err != nil {
		if err := form.Accept(r.Context(), atField(err)); err != nil {
			return err
		}
		return s.showWorry(w, r, http.StatusUnprocessableEntity, v)
	}
	back := worryView{Member: m, Whom: Whom{About: v.Typed.About}}.back()
	switch {
	case v.Typed.Leaders && v.Typed.Card:
		return s.done(w, r, back, "They were told, and the card is sent. You did well to speak up.")
	case v.Typed.Leaders:
		return s.done(w, r, back, "They were told. You did well to speak up.")
	}
	return s.done(w, r, back, "The card is sent. If they answer, you find it among your private notes.")
}

// atField is why something was not done, said at the first field, so that what
// was typed stays on the page.
func atField(err error) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	return fault.Field("what", f.Say, f.Args)
}

// deskView is what leaders see of calls.
type deskView struct {
	Member group.Member
	Calls  []Call
	Takes  bool
}

func (v deskView) path(parts ...string) string {
	return hall.Path(v.Member.Group.Slug, append([]string{"lead", "worries"}, parts...)...)
}

func (s *Service) getDesk(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	v := deskView{Member: m}
	if v.Calls, err = s.CallsFor(r.Context(), m); err != nil {
		return err
	}
	if v.Takes, err = s.TakesFor(r.Context(), m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, deskPage(v))
}

func (s *Service) postTaking(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	take := form.Line("take") == "yes"
	if err := s.TakeCalls(r.Context(), m, take); err != nil {
		return err
	}
	page := deskView{Member: m}.path()
	if take {
		return s.done(w, r, page, "Thank you. You are told at once when somebody worries. Read the runbook before the first call comes.")
	}
	return s.done(w, r, page, "You take no such calls any more.")
}

// callView is one call.
type callView struct {
	deskView
	Call Call
}

func (s *Service) getCall(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	v := callView{deskView: deskView{Member: m}}
	if v.Call, err = s.CallFor(r.Context(), m, r.PathValue("call")); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, callPage(v))
}

func (s *Service) postState(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	call, to := r.PathValue("call"), State(form.Line("state"))
	page := deskView{Member: m}.path(call)
	if err := s.Move(r.Context(), m, call, State(form.Line("saw")), to); err != nil {
		if f, expected := fault.From(err); expected && f.Kind == fault.Conflict {
			return s.done(w, r, page, f.Say)
		}
		return err
	}
	switch to {
	case Taken:
		return s.done(w, r, page, "You are on it. The other leaders see that.")
	case Done:
		return s.done(w, r, page, "Closed. Take a moment for yourself, too.")
	}
	return s.done(w, r, page, "It is open again for all who lead.")
}

func (s *Service) getRunbook(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	if err := leads(m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, runbookPage(m))
}

// done goes on to a page and says there what was done.
func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text) error {
	s.cookies.Flash(w, i18n.T(r.Context(), say))
	return web.SeeOther(w, r, path)
}
