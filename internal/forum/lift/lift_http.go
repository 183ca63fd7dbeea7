package lift

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	liftLimit = limit.Rule{Name: "lift", Subject: limit.Rate{Count: 10, Per: time.Hour}, Network: limit.Rate{Count: 100, Per: time.Hour}, Wait: 2 * time.Second}
	lookLimit = limit.Rule{Name: "lift look", Subject: limit.Rate{Count: 30, Per: time.Hour}, Network: limit.Rate{Count: 300, Per: time.Hour}, Wait: 2 * time.Second}
)

// The pages.
const (
	// StewardsPath is where stewards decide.
	StewardsPath = "/admin/lifts"

	asking = "/groups/{group}/forum/posts/{post}/lift"
	asked  = "/groups/{group}/lead/lifts"
	lifted = "/groups/{group}/forum/lifted"
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	row := func(audience web.Audience) func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return func(pattern string, rule limit.Rule, h web.Handler) web.Route {
			return web.Route{Pattern: pattern, Audience: audience, Limit: rule, Handler: h}
		}
	}
	member, steward := row(web.Members), row(web.Stewards)
	return []web.Route{
		member("GET "+asking, pageLimit, s.getAsk),
		member("POST "+asking, liftLimit, s.postAsk),
		member("GET "+asked, pageLimit, s.getAsked),
		member("GET "+asked+"/{lift}", pageLimit, s.getOne),
		member("POST "+asked+"/{lift}/look", lookLimit, s.postLook),
		member("GET "+lifted, pageLimit, s.getLifted),

		steward("GET "+StewardsPath, pageLimit, s.getStewards),
		steward("GET "+StewardsPath+"/{lift}", pageLimit, s.getReported),
		steward("POST "+StewardsPath+"/{lift}/decision", liftLimit, s.postDecision),
		steward("POST "+StewardsPath+"/{lift}/look", lookLimit, s.postStewardLook),
	}
}

// askView is the page on which a facilitator asks.
type askView struct {
	Member group.Member
	Post   forum.Post
	Topic  forum.Topic
	Reason string
	Form   *web.Form
}

func (v askView) path(parts ...string) string { return hall.Path(v.Member.Group.Slug, parts...) }

func (s *Service) getAsk(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	return s.showAsk(w, r, http.StatusOK, askView{Member: m})
}

func (s *Service) showAsk(w http.ResponseWriter, r *http.Request, status int, v askView) error {
	if err := v.Member.May(group.Lift); err != nil {
		return err
	}
	page, err := s.forum.PostFor(r.Context(), v.Member, r.PathValue("post"))
	if err != nil {
		return err
	}
	if v.Post, v.Topic = page.Items[0].Post, page.Topic; !v.Post.Author.Anonymous() {
		return fault.Missing()
	}
	return web.Render(w, r, status, askPage(v))
}

func (s *Service) postAsk(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	reason := form.Text("reason")
	lift, err := s.Ask(r.Context(), m, r.PathValue("post"), reason)
	if err != nil {
		if err := form.Accept(r.Context(), atReason(err)); err != nil {
			return err
		}
		return s.showAsk(w, r, http.StatusUnprocessableEntity, askView{Member: m, Reason: reason, Form: form})
	}
	return s.done(w, r, hall.Path(m.Group.Slug, "lead", "lifts", lift), "A steward looks at it. You hear what they say.")
}

// atReason is why something was not done, said at the field, so that what was
// typed stays on the page.
func atReason(err error) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || f.Kind != fault.Conflict && f.Kind != fault.TooMany && f.Kind != fault.Forbidden {
		return err
	}
	return fault.Field("reason", f.Say, f.Args)
}

// liftView is what a facilitator asked. Who is set where they look just now.
type liftView struct {
	Member group.Member
	List   []Lift
	Lift   Lift
	Who    *group.Persona
	Now    time.Time
}

func (v liftView) path(parts ...string) string {
	return hall.Path(v.Member.Group.Slug, append([]string{"lead", "lifts"}, parts...)...)
}

func (s *Service) getAsked(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	v := liftView{Member: m, Now: s.clock.Now()}
	if v.List, err = s.AsksFor(r.Context(), m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, askedPage(v))
}

func (s *Service) getOne(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	return s.showOne(w, r, m, nil)
}

func (s *Service) showOne(w http.ResponseWriter, r *http.Request, m group.Member, who *group.Persona) (err error) {
	v := liftView{Member: m, Now: s.clock.Now(), Who: who}
	if v.Lift, err = s.AskFor(r.Context(), m, r.PathValue("lift")); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, onePage(v))
}

// postLook shows who wrote it, this once: it is on no page that can be opened
// again without being noted again.
func (s *Service) postLook(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	who, err := s.Look(r.Context(), m, r.PathValue("lift"))
	if err != nil {
		return s.told(w, r, err, liftView{Member: m}.path(r.PathValue("lift")))
	}
	return s.showOne(w, r, m, &who)
}

func (s *Service) getLifted(w http.ResponseWriter, r *http.Request) error {
	m, err := s.hall.Member(r)
	if err != nil {
		return err
	}
	v := liftView{Member: m}
	if v.List, err = s.LiftedFor(r.Context(), m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, liftedPage(v))
}

// stewardsView is what stewards see of askings.
type stewardsView struct {
	Waiting, Decided []Reported
	One              Reported
	Who              *group.Persona
	Reason           string
	Form             *web.Form
	Now              time.Time
}

// steward is the viewer, with the two keys that stewards act with.
func steward(r *http.Request) (account.Viewer, error) {
	v := account.ViewerFrom(r.Context())
	if v.HasPass(account.SetUp) {
		return v, fault.New(fault.Forbidden, "This needs a seat of your own, with two keys. The overview leads you to it.")
	}
	return v, v.May(account.RunSite)
}

func (s *Service) getStewards(w http.ResponseWriter, r *http.Request) error {
	viewer, err := steward(r)
	if err != nil {
		return err
	}
	v := stewardsView{}
	if v.Waiting, v.Decided, err = s.WaitingFor(r.Context(), viewer); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, stewardsPage(v))
}

func (s *Service) getReported(w http.ResponseWriter, r *http.Request) error {
	return s.showReported(w, r, http.StatusOK, stewardsView{})
}

func (s *Service) showReported(w http.ResponseWriter, r *http.Request, status int, v stewardsView) error {
	viewer, err := steward(r)
	if err != nil {
		return err
	}
	if v.One, err = s.ReportedFor(r.Context(), viewer, r.PathValue("lift")); err != nil {
		return err
	}
	v.Now = s.clock.Now()
	return web.Render(w, r, status, reportedPage(v))
}

func (s *Service) postDecision(w http.ResponseWriter, r *http.Request) error {
	viewer, err := steward(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	reason, lift, what := form.Text("reason"), r.PathValue("lift"), form.Line("decision")
	if what != "known" && what != "refused" {
		return fault.Missing()
	}
	if err := s.Decide(r.Context(), viewer, lift, what == "known", reason); err != nil {
		if err := form.Accept(r.Context(), atReason(err)); err != nil {
			return err
		}
		return s.showReported(w, r, http.StatusUnprocessableEntity, stewardsView{Reason: reason, Form: form})
	}
	if what == "known" {
		return s.done(w, r, StewardsPath+"/"+lift, "It is known now. Whoever wrote it was told, with both reasons.")
	}
	return s.done(w, r, StewardsPath+"/"+lift, "It stays unknown. Whoever asked reads why.")
}

func (s *Service) postStewardLook(w http.ResponseWriter, r *http.Request) error {
	viewer, err := steward(r)
	if err != nil {
		return err
	}
	who, err := s.StewardLook(r.Context(), viewer, r.PathValue("lift"))
	if err != nil {
		return s.told(w, r, err, StewardsPath+"/"+r.PathValue("lift"))
	}
	return s.showReported(w, r, http.StatusOK, stewardsView{Who: &who})
}

// done goes on to a page and says there what was done.
func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	s.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right.
func (s *Service) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || f.Kind != fault.Conflict {
		return err
	}
	return s.done(w, r, back, f.Say, f.Args)
}
