package admin

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/site"
)

// invitationsView is the list of links, and the questions for another one.
type invitationsView struct {
	List        []account.Invitation
	Door        site.Registration
	Uses, Lasts string
	Form        *web.Form
}

func (s *Service) getInvitations(w http.ResponseWriter, r *http.Request) error {
	return s.showInvitations(w, r, http.StatusOK, invitationsView{Uses: "1", Lasts: "week"})
}

func (s *Service) showInvitations(w http.ResponseWriter, r *http.Request, status int, v invitationsView) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	v.Door = site.From(r.Context()).Registration
	if v.List, err = s.accounts.InvitationsFor(r.Context(), viewer); err != nil {
		return err
	}
	return web.Render(w, r, status, invitationsPage(v))
}

// postInvitation makes a link and shows it in its own answer, this once: the
// token is nowhere else, and sending the form again leads back to the list.
func (s *Service) postInvitation(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	lasts := termOf(form.Line("lasts"))
	token, err := s.accounts.Invite(r.Context(), viewer, uses(form.Line("uses")), lasts)
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return s.showInvitations(w, r, http.StatusUnprocessableEntity, invitationsView{Uses: form.Line("uses"), Lasts: form.Line("lasts"), Form: form})
	}
	return web.Render(w, r, http.StatusOK, invitationPage(invitationView{
		Link: s.invitationLink(token), Uses: uses(form.Line("uses")), Ends: s.clock.Now().Add(lasts), Place: site.From(r.Context()).Name,
	}))
}

// invitationView is a link that was just made.
type invitationView struct {
	Link, Place string
	Uses        int
	Ends        time.Time
}

func (s *Service) postInvitationEnd(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	if err := s.accounts.TakeBackInvitation(r.Context(), viewer, r.PathValue("invitation")); err != nil {
		return err
	}
	s.cookies.Flash(w, i18n.T(r.Context(), "Taken back. The link opens nothing any more. Who came in by it stays."))
	return web.SeeOther(w, r, invitationsPath)
}
