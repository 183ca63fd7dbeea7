package admin

import (
	"net/http"
	"strconv"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/web"
)

// workView is a page of the work that failed.
type workView struct {
	Counts     jobs.Counts
	Failures   []jobs.Failure
	Page, Last int // counted from 1
}

// hasMore tells whether there are failures past the last page.
func (v workView) hasMore() bool { return v.Page == v.Last && v.Counts.Failed > mostListed }

func (s *Service) getWork(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.jobs.Count(r.Context())
	if err != nil {
		return err
	}
	v := workView{Counts: counts, Last: pagesOf(counts.Failed)}
	asked, _ := strconv.Atoi(r.URL.Query().Get("page")) // no number, or none at all, is the first page
	v.Page = min(max(1, asked), v.Last)
	v.Failures, err = s.jobs.Failed(r.Context(), failuresAPage, (v.Page-1)*failuresAPage)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, workPage(v))
}

func pagesOf(failed int64) int {
	return max(1, int(min(failed, mostListed)+failuresAPage-1)/failuresAPage)
}

func (s *Service) postAttempt(w http.ResponseWriter, r *http.Request) error {
	job, err := jobOf(r)
	if err != nil {
		return err
	}
	if err := s.Attempt(r.Context(), account.ViewerFrom(r.Context()), job); err != nil {
		return err
	}
	s.cookies.Flash(w, i18n.T(r.Context(), "It is being tried again. If it fails once more, it comes back here."))
	return web.SeeOther(w, r, "/admin/work")
}

func (s *Service) getRemoval(w http.ResponseWriter, r *http.Request) error {
	return s.showRemoval(w, r, http.StatusOK, "", nil)
}

func (s *Service) showRemoval(w http.ResponseWriter, r *http.Request, status int, reason string, form *web.Form) error {
	job, err := jobOf(r)
	if err != nil {
		return err
	}
	failed, err := s.failureFor(r.Context(), job)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, removalPage(failed, reason, form))
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	job, err := jobOf(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	reason := form.Line("reason")
	if form.Short(r.Context(), "reason", reason, reasonLimit); !form.Sound() {
		return s.showRemoval(w, r, http.StatusUnprocessableEntity, reason, form)
	}
	if err := s.Remove(r.Context(), account.ViewerFrom(r.Context()), job, reason); err != nil {
		return err
	}
	s.cookies.Flash(w, i18n.T(r.Context(), "Removed. The record says that you did it."))
	return web.SeeOther(w, r, "/admin/work")
}

func jobOf(r *http.Request) (int64, error) {
	job, err := strconv.ParseInt(r.PathValue("job"), 10, 64)
	if err != nil {
		return 0, fault.Missing()
	}
	return job, nil
}
