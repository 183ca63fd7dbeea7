package poll

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	voteLimit = limit.Rule{Name: "poll-vote", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	askLimit  = limit.Rule{Name: "poll", Subject: limit.Rate{Count: 20, Per: time.Hour}, Network: limit.Rate{Count: 300, Per: time.Hour}, Wait: 2 * time.Second}
)

// base is the address of the poll in a topic.
const base = "/groups/{group}/forum/topics/{topic}/poll"

// Routes are this package's rows of the access table. Whoever is outside a group
// is answered as if it did not exist.
func (s *Service) Routes() []web.Route {
	route := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: pattern, Audience: web.Members, Limit: rule, Handler: h}
	}
	return []web.Route{
		route("GET "+base+"/new", pageLimit, s.getNew),
		route("GET "+base, pageLimit, s.getPoll),
		route("POST "+base, askLimit, s.postPoll),
		route("POST "+base+"/vote", voteLimit, s.postVote),
		route("GET "+base+"/removal", pageLimit, s.getRemoval),
		route("POST "+base+"/removal", voteLimit, s.postRemoval),
	}
}

// askView is the page on which somebody asks the group.
type askView struct {
	Member   group.Member
	Topic    forum.Topic
	Refused  error // why they cannot, or nil
	Question string
	Answers  string // one a line, as it was typed
	Days     string
	Quorum   string
	Form     *web.Form
}

// pollView is a poll, in its topic or on a page of its own.
type pollView struct {
	Member group.Member
	Topic  forum.Topic
	Poll   Poll
	Now    time.Time
	Form   *web.Form
}

func (s *Service) topic(r *http.Request) (m group.Member, t forum.Topic, err error) {
	if m, err = s.o.Hall.Member(r); err != nil {
		return m, t, err
	}
	page, err := s.o.Forum.PageFor(r.Context(), m, r.PathValue("topic"), 1)
	return m, page.Topic, err
}

func (s *Service) getNew(w http.ResponseWriter, r *http.Request) error {
	m, t, err := s.topic(r)
	if err != nil {
		return err
	}
	v := askView{Member: m, Topic: t, Days: "7", Refused: s.MayAsk(r.Context(), m, t)}
	if _, expected := fault.From(v.Refused); v.Refused != nil && !expected {
		return v.Refused
	}
	return web.Render(w, r, http.StatusOK, askPage(v))
}

func (s *Service) postPoll(w http.ResponseWriter, r *http.Request) error {
	m, t, err := s.topic(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := askView{Member: m, Topic: t, Question: form.Line("question"), Answers: form.Text("options"), Days: form.Line("days"), Quorum: form.Line("quorum"), Form: form}
	a := Asking{Question: v.Question, Answers: strings.Split(v.Answers, "\n")}
	a.Days, _ = strconv.Atoi(v.Days) // what is no number is none of Days
	if a.Quorum, err = strconv.Atoi(v.Quorum); err != nil && v.Quorum != "" {
		a.Quorum = -1
	}
	err = s.Ask(r.Context(), m, t.ID, a)
	if err == nil {
		return s.done(w, r, topicPath(m, t), "The poll is open. Nobody sees that you asked.")
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return s.told(w, r, err, topicPath(m, t))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, askPage(v))
}

func (s *Service) view(r *http.Request) (v pollView, err error) {
	if v.Member, v.Topic, err = s.topic(r); err != nil {
		return v, err
	}
	v.Now = s.o.Clock.Now()
	v.Poll, err = s.PollFor(r.Context(), v.Member, v.Topic.ID)
	return v, err
}

func (s *Service) getPoll(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, pollPage(v))
}

func (s *Service) postVote(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	option, err := strconv.Atoi(form.Line("option"))
	if err != nil {
		option = -1 // nothing was chosen
	}
	if err = s.Vote(r.Context(), v.Member, v.Topic.ID, option); err == nil {
		return s.done(w, r, topicPath(v.Member, v.Topic), "You have voted. Nobody can tell what you chose.")
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return s.told(w, r, err, topicPath(v.Member, v.Topic))
	}
	v.Form = form
	return web.Render(w, r, http.StatusUnprocessableEntity, pollPage(v))
}

// removing is the view of a poll for those who can take it away.
func (s *Service) removing(r *http.Request) (v pollView, err error) {
	v, err = s.view(r)
	if err == nil && !v.Member.Self.Role.Leads() {
		err = fault.Missing()
	}
	return v, err
}

func (s *Service) getRemoval(w http.ResponseWriter, r *http.Request) error {
	v, err := s.removing(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, removalPage(v))
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	v, err := s.removing(r)
	if err != nil {
		return err
	}
	if err := s.Withdraw(r.Context(), v.Member, v.Topic.ID); err != nil {
		return s.told(w, r, err, topicPath(v.Member, v.Topic))
	}
	return s.done(w, r, topicPath(v.Member, v.Topic), "The poll is gone, and what was voted with it.")
}

// done goes on to a page and says there what was done.
func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	s.o.Cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right. Any other error is for the error page.
func (s *Service) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || !slices.Contains([]fault.Kind{fault.Conflict, fault.Forbidden}, f.Kind) {
		return err
	}
	return s.done(w, r, back, f.Say, f.Args)
}
