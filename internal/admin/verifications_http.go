package admin

import (
	"net/http"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

func (s *Service) getVerifications(w http.ResponseWriter, r *http.Request) error {
	viewer, err := needSeat(r)
	if err != nil {
		return err
	}
	list, err := s.groups.VerificationsFor(r.Context(), viewer)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, verificationsPage(list))
}

// verificationView is the page on which a profession is checked.
type verificationView struct {
	group.Verification
	Answer              string // "yes" or "no"
	CheckedNow, WhereAt string
	UntilDay            string // as a date field has it
	Form                *web.Form
}

func (s *Service) getVerification(w http.ResponseWriter, r *http.Request) error {
	_, v, err := s.verificationOf(r)
	if err != nil {
		return err
	}
	if s.mustProve(r) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	v.UntilDay = s.clock.Now().AddDate(1, 0, 0).Format(time.DateOnly)
	return web.Render(w, r, http.StatusOK, verificationPage(v))
}

// verificationOf is the one at this address, as long as it waits for an answer.
func (s *Service) verificationOf(r *http.Request) (viewer account.Viewer, v verificationView, err error) {
	if viewer, err = needSeat(r); err != nil {
		return viewer, v, err
	}
	list, err := s.groups.VerificationsFor(r.Context(), viewer)
	if err != nil {
		return viewer, v, err
	}
	at := slices.IndexFunc(list, func(f group.Verification) bool { return f.ID == r.PathValue("verification") })
	if at < 0 {
		return viewer, v, fault.Missing()
	}
	return viewer, verificationView{Verification: list[at]}, nil
}

func (s *Service) postVerification(w http.ResponseWriter, r *http.Request) error {
	viewer, v, err := s.verificationOf(r)
	if err != nil {
		return err
	}
	if s.mustProve(r) {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	if v.Form, err = web.ReadForm(r); err != nil {
		return err
	}
	v.Answer, v.CheckedNow, v.WhereAt, v.UntilDay = v.Form.Line("answer"), v.Form.Line("checked"), v.Form.Line("where"), v.Form.Line("until")
	if v.Answer != "yes" && v.Answer != "no" {
		v.Form.Wrong(r.Context(), "answer", "Choose yes or no.")
		return web.Render(w, r, http.StatusUnprocessableEntity, verificationPage(v))
	}
	until, _ := time.Parse(time.DateOnly, v.UntilDay) // no day is one that the check refuses
	err = s.groups.Verify(r.Context(), viewer, v.ID, v.Answer == "yes", v.CheckedNow, v.WhereAt, until)
	if err == nil {
		s.cookies.Flash(w, i18n.T(r.Context(), "Answered. They get a notice."))
		return web.SeeOther(w, r, verificationsPath)
	}
	if err := v.Form.Accept(r.Context(), err); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, verificationPage(v))
}
