package voice

import (
	"context"
	"net/http"
	"strconv"

	"handrail/internal/group"
	"handrail/internal/group/name"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// votesView is the page of all votes.
type votesView struct {
	Member     group.Member
	Open, Past []Proposal
	Refused    error // why the viewer cannot ask for a vote now, or nil
}

// callView is the page on which somebody asks for a vote.
type callView struct {
	Member   group.Member
	What     What
	Up, Down string // as it was typed or chosen
	Question string
	Leaders  []group.Persona
	Names    []string // some of those who may be proposed
	Refused  error
	Form     *web.Form
}

// proposalView is the page of one proposal or vote.
type proposalView struct {
	Member   group.Member
	Proposal Proposal
	Refused  error // why the viewer cannot ask for it too, or nil
	Form     *web.Form
}

func (s *Service) getVotes(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	v := votesView{Member: m}
	if v.Open, v.Past, err = s.ProposalsFor(r.Context(), m); err != nil {
		return err
	}
	if v.Refused, err = s.refused(r.Context(), m); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, votesPage(v))
}

// refused is why the member cannot ask for a vote, apart from what failed.
func (s *Service) refused(ctx context.Context, m group.Member) (why, failed error) {
	err := s.MayCall(ctx, m)
	if _, expected := fault.From(err); err != nil && !expected {
		return nil, err
	}
	return err, nil
}

func (s *Service) getNew(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showNew(w, r, http.StatusOK, callView{Member: m})
}

func (s *Service) showNew(w http.ResponseWriter, r *http.Request, status int, v callView) (err error) {
	ctx := r.Context()
	if v.Refused, err = s.refused(ctx, v.Member); err != nil {
		return err
	}
	roles, err := s.groups.RolesFor(ctx, v.Member)
	if err != nil {
		return err
	}
	for _, p := range roles {
		if p.Role.Leads() {
			v.Leaders = append(v.Leaders, p)
		}
	}
	people, _, err := s.groups.MembersFor(ctx, v.Member, "", "")
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Role != group.Facilitator {
			v.Names = append(v.Names, p.Name)
		}
	}
	return web.Render(w, r, status, callPage(v))
}

func (s *Service) postCall(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := callView{Member: m, What: What(form.Line("what")), Up: form.Line("up"), Down: form.Line("down"), Question: form.Line("question"), Form: form}
	c := Call{What: v.What, Down: v.Down, Suggestion: form.Line("suggestion"), Question: v.Question}
	proposal := ""
	if c.Up, err = s.personCalled(ctx, m, "up", v.Up); err == nil {
		proposal, err = s.Call(ctx, m, c)
	}
	switch {
	case err == nil:
		return s.done(w, r, pathOf(m.Group, "/votes/"+proposal), "You asked for a vote. Nobody sees that it was you.")
	case isField(err) && v.What != Terms:
		if err := form.Accept(ctx, err); err != nil {
			return err
		}
		return s.showNew(w, r, http.StatusUnprocessableEntity, v)
	}
	return s.told(w, r, err, pathOf(m.Group, "/votes"))
}

// personCalled is the membership of the persona with this name, as the member
// sees the list. It is "" for no name; who is nobody is a mistake at the field.
func (s *Service) personCalled(ctx context.Context, m group.Member, field, typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	fold := name.Fold(typed)
	found, _, err := s.groups.MembersFor(ctx, m, typed, "")
	for _, p := range found {
		if name.Fold(p.Name) == fold {
			return p.ID, err
		}
	}
	if err == nil {
		err = fault.Field(field, "Nobody here has this name. Write it as the list of members has it.")
	}
	return "", err
}

func (s *Service) getProposal(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showProposal(w, r, http.StatusOK, m, nil)
}

func (s *Service) showProposal(w http.ResponseWriter, r *http.Request, status int, m group.Member, form *web.Form) error {
	p, err := s.ProposalFor(r.Context(), m, r.PathValue("proposal"))
	if err != nil {
		return err
	}
	v := proposalView{Member: m, Proposal: p, Form: form}
	if p.State == Gathering {
		if v.Refused, err = s.refused(r.Context(), m); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, proposalPage(v))
}

func (s *Service) postVoice(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	back := pathOf(m.Group, "/votes/"+r.PathValue("proposal"))
	if err := s.Second(r.Context(), m, r.PathValue("proposal")); err != nil {
		return s.told(w, r, err, back)
	}
	return s.done(w, r, back, "You ask for this vote too. Nobody sees that it was you.")
}

func (s *Service) postVoiceRemoval(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	back := pathOf(m.Group, "/votes/"+r.PathValue("proposal"))
	if err := s.TakeBack(r.Context(), m, r.PathValue("proposal")); err != nil {
		return s.told(w, r, err, back)
	}
	return s.done(w, r, back, "You took your voice back.")
}

func (s *Service) postAnswer(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	back, agrees := pathOf(m.Group, "/votes/"+r.PathValue("proposal")), form.Line("answer") == yes
	if err := s.Consent(r.Context(), m, r.PathValue("proposal"), agrees); err != nil {
		return s.told(w, r, err, back)
	}
	if agrees {
		return s.done(w, r, back, "Thank you. The group can vote on it now, once enough members ask for it.")
	}
	return s.done(w, r, back, "Good that you said so. Nothing is voted on.")
}

func (s *Service) postVote(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	back := pathOf(m.Group, "/votes/"+r.PathValue("proposal"))
	option, err := strconv.Atoi(form.Line("option"))
	if err != nil {
		option = -1 // nothing was chosen
	}
	err = s.Vote(ctx, m, r.PathValue("proposal"), option)
	switch {
	case err == nil:
		return s.done(w, r, back, "You have voted. Nobody can tell what you chose.")
	case isField(err):
		if err := form.Accept(ctx, err); err != nil {
			return err
		}
		return s.showProposal(w, r, http.StatusUnprocessableEntity, m, form)
	}
	return s.told(w, r, err, back)
}
