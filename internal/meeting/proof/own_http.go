package proof

import (
	"errors"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/meeting/proof/paper"
	"handrail/internal/platform/web"
)

// ownView is everything that is somebody's own.
type ownView struct {
	Records []Record
	Papers  []Paper
}

func paperPath(id string, parts ...string) string {
	path := Path + "/papers/" + id
	for _, part := range parts {
		path += "/" + part
	}
	return path
}

func (s *Service) getOwn(w http.ResponseWriter, r *http.Request) (err error) {
	viewer, v := account.ViewerFrom(r.Context()), ownView{}
	if v.Records, err = s.RecordsFor(r.Context(), viewer); err != nil {
		return err
	}
	if v.Papers, err = s.PapersFor(r.Context(), viewer); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, ownPage(v))
}

func (s *Service) postDeletion(w http.ResponseWriter, r *http.Request) error {
	if err := s.Delete(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("record")); err != nil {
		return err
	}
	return s.done(w, r, Path, "Deleted. Nothing here says that you were there.")
}

// paperView is a paper to be printed.
type paperView struct {
	Paper
	Address string // where papers are checked
}

// Link is where this one is checked. What stands after the mark never reaches a
// server on its own, nor a log.
func (v paperView) Link() string { return v.Address + "#" + v.Token }

func (s *Service) paper(r *http.Request) (v paperView, err error) {
	v.Paper, err = s.PaperFor(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("paper"))
	v.Address = s.base.JoinPath(VerifyPath).String()
	return v, err
}

func (s *Service) getPaper(w http.ResponseWriter, r *http.Request) error {
	v, err := s.paper(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, paperPage(v))
}

func (s *Service) getPDF(w http.ResponseWriter, r *http.Request) error {
	v, err := s.paper(r)
	if err != nil {
		return err
	}
	out, err := paper.PDF(v.sheet(r.Context()))
	if errors.Is(err, paper.ErrLetters) || errors.Is(err, paper.ErrTooMuch) {
		return s.done(w, r, paperPath(v.ID), "This paper has letters that the file cannot draw. Print this page instead: your browser can.")
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="paper.pdf"`)
	_, err = w.Write(out)
	return err
}

func (s *Service) postWithdrawal(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	counts := form.Line("counts") == "yes"
	if err := s.Withdraw(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("paper"), !counts); err != nil {
		return err
	}
	page := paperPath(r.PathValue("paper"))
	if counts {
		return s.done(w, r, page, "It counts again.")
	}
	return s.done(w, r, page, "Withdrawn. Whoever checks it online is told so.")
}

func (s *Service) postDiscard(w http.ResponseWriter, r *http.Request) error {
	if err := s.Discard(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("paper")); err != nil {
		return err
	}
	return s.done(w, r, Path, "Deleted from your list.")
}
