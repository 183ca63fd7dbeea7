package admin

import (
	"net/http"
	"net/url"
	"slices"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// membersView is a page of the list.
type membersView struct {
	Waiting  []account.Member // on the first page of everybody
	Members  []account.Member
	Standing account.Standing // "" for everybody
	First    bool
	Next     string // where the list goes on, or ""
	Form     *web.Form
	Typed    string
}

// needSeat refuses who is here by the set-up link alone: looking after people
// takes a seat with two keys.
func needSeat(r *http.Request) (account.Viewer, error) {
	v := account.ViewerFrom(r.Context())
	if v.HasPass(account.SetUp) {
		return v, fault.New(fault.Forbidden, "This needs a seat of your own, with two keys. The overview leads you to it.")
	}
	return v, v.May(account.RunSite)
}

func (s *Service) getMembers(w http.ResponseWriter, r *http.Request) error {
	if _, err := needSeat(r); err != nil {
		return err
	}
	return s.showMembers(w, r, http.StatusOK, nil)
}

func (s *Service) showMembers(w http.ResponseWriter, r *http.Request, status int, form *web.Form) (err error) {
	ctx, after := r.Context(), r.URL.Query().Get("after")
	v := membersView{Standing: account.Standing(r.URL.Query().Get("standing")), First: after == "", Form: form}
	if v.Standing != "" && !slices.Contains(standings(), v.Standing) {
		return fault.Missing()
	}
	if form != nil {
		v.Typed = form.Line("name")
	}
	if v.Members, err = s.accounts.Members(ctx, v.Standing, after); err != nil {
		return err
	}
	if len(v.Members) == account.MembersPage {
		v.Next = membersPath + "?" + url.Values{"standing": {string(v.Standing)}, "after": {v.Members[len(v.Members)-1].ID}}.Encode()
	}
	if v.Standing == "" && v.First {
		if v.Waiting, err = s.accounts.Members(ctx, account.Waiting, ""); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, membersPage(v))
}

// postMemberSearch finds a seat by its exact sign-in name. It is posted, though
// it changes nothing: names are kept out of addresses and histories.
func (s *Service) postMemberSearch(w http.ResponseWriter, r *http.Request) error {
	if _, err := needSeat(r); err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	found, err := s.accounts.MemberNamed(r.Context(), form.Line("name"))
	if fault.KindOf(err) == fault.NotFound {
		form.Wrong(r.Context(), "name", "Nobody here has this sign-in name. It has to be whole, with its four digits.")
		return s.showMembers(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, memberPath(found.ID, ""))
}

func (s *Service) getMember(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	v, err := s.memberFor(r.Context(), viewer, r.PathValue("account"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, memberPage(v))
}

// actView is the page that asks before something is done.
type actView struct {
	act
	Member account.Member
	Reason string
	Form   *web.Form
}

func (s *Service) getAct(w http.ResponseWriter, r *http.Request) error {
	_, a, v, err := s.actOf(r)
	if err != nil {
		return err
	}
	if !a.possible(v.Member) {
		return web.SeeOther(w, r, memberPath(v.ID, "")) // somebody was quicker, or it is an old tab
	}
	if s.mustProve(r) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	return web.Render(w, r, http.StatusOK, actPage(actView{act: a, Member: v.Member}))
}

// actOf is what the address asks for, if this steward may ask for it at all.
func (s *Service) actOf(r *http.Request) (viewer account.Viewer, a act, v memberView, err error) {
	if viewer, err = needSeat(r); err != nil {
		return viewer, a, v, err
	}
	a, known := actNamed(r.PathValue("act"))
	if !known {
		return viewer, a, v, fault.Missing()
	}
	v, err = s.memberFor(r.Context(), viewer, r.PathValue("account"))
	return viewer, a, v, err
}

func (s *Service) postAct(w http.ResponseWriter, r *http.Request) error {
	viewer, a, v, err := s.actOf(r)
	if err != nil {
		return err
	}
	if s.mustProve(r) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	reason := form.Line("reason")
	form.Short(r.Context(), "reason", reason, reasonLimit)
	if a.sure != "" && !form.Ticked("sure") {
		form.Wrong(r.Context(), "sure", "Tick this if it is so. Otherwise nothing is done.")
	}
	if !form.Sound() {
		return web.Render(w, r, http.StatusUnprocessableEntity, actPage(actView{a, v.Member, reason, form}))
	}
	by, err := account.ByViewer(viewer, reason)
	if err != nil {
		return err
	}
	if err := a.do(s.accounts)(r.Context(), by, v.ID); err != nil {
		return err
	}
	s.cookies.Flash(w, i18n.T(r.Context(), a.done))
	return web.SeeOther(w, r, memberPath(v.ID, ""))
}

// helpView is the page on which a steward helps somebody who lost every key.
type helpView struct {
	Member account.Member
	Reason string
	Form   *web.Form
}

func (s *Service) getReset(w http.ResponseWriter, r *http.Request) error {
	_, v, err := s.resetOf(r)
	if err != nil {
		return err
	}
	if s.mustProve(r) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	return web.Render(w, r, http.StatusOK, resetPage(helpView{Member: v.Member}))
}

// mustProve tells whether the steward has to show their keys again: what they
// are about to do weighs on somebody else, and an open page is not enough.
func (s *Service) mustProve(r *http.Request) bool {
	return !s.accounts.IsFresh(account.ViewerFrom(r.Context()))
}

func (s *Service) resetOf(r *http.Request) (viewer account.Viewer, v memberView, err error) {
	if viewer, err = needSeat(r); err != nil {
		return viewer, v, err
	}
	if v, err = s.memberFor(r.Context(), viewer, r.PathValue("account")); err == nil && !v.canBeHelped() {
		err = fault.Missing()
	}
	return viewer, v, err
}

// postReset gives the steward's word for somebody who reads out their code. It
// shows the steward no secret, and the code is never shown again.
func (s *Service) postReset(w http.ResponseWriter, r *http.Request) error {
	viewer, v, err := s.resetOf(r)
	if err != nil {
		return err
	}
	if s.mustProve(r) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	reason := form.Line("reason")
	form.Short(r.Context(), "reason", reason, reasonLimit)
	if form.Line("code") == "" {
		form.Wrong(r.Context(), "code", "Type the code that they read out.")
	}
	if form.Sound() {
		by, err := account.ByViewer(viewer, reason)
		if err != nil {
			return err
		}
		if err = s.accounts.ConfirmByCode(r.Context(), by, v.ID, form.Line("code")); err == nil {
			s.cookies.Flash(w, i18n.T(r.Context(), "Thank you. Tell them that their device opens the door in three days."))
			return web.SeeOther(w, r, memberPath(v.ID, ""))
		}
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, resetPage(helpView{v.Member, reason, form}))
}
