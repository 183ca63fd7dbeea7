package source

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/finder"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// listView is the stewards' page about all sources.
type listView struct {
	Sources []finder.Source
	Notes   int // of people who say that something is wrong
	Sites   int // that may hold the list
}

func (s *Service) getList(w http.ResponseWriter, r *http.Request) error {
	ctx, viewer := r.Context(), account.ViewerFrom(r.Context())
	list, err := s.finder.SourcesFor(ctx, viewer)
	if err != nil {
		return err
	}
	notes, err := s.finder.WaitingFor(ctx, viewer)
	if err != nil {
		return err
	}
	sites, err := s.finder.Embedders(ctx)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listPage(listView{Sources: list, Notes: notes, Sites: len(sites)}))
}

// oneView is the page about one source.
type oneView struct {
	finder.Source
	Runs []finder.Run
	Form *web.Form // of the upload
}

func (s *Service) getOne(w http.ResponseWriter, r *http.Request) error {
	return s.showOne(w, r, http.StatusOK, nil)
}

func (s *Service) showOne(w http.ResponseWriter, r *http.Request, status int, form *web.Form) error {
	one, err := s.named(r)
	if err != nil {
		return err
	}
	runs, err := s.finder.RunsFor(r.Context(), account.ViewerFrom(r.Context()), one.ID)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, onePage(oneView{Source: one, Runs: runs, Form: form}))
}

// named is the source that the address names, with how many listings it has.
func (s *Service) named(r *http.Request) (finder.Source, error) {
	list, err := s.finder.SourcesFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return finder.Source{}, err
	}
	for _, one := range list {
		if one.ID == r.PathValue("source") {
			return one, nil
		}
	}
	return finder.Source{}, fault.Missing()
}

// runView is the log of one look at a source.
type runView struct {
	Source finder.Source
	Run    finder.Run
}

func (s *Service) getRun(w http.ResponseWriter, r *http.Request) error {
	one, err := s.named(r)
	if err != nil {
		return err
	}
	run, err := s.finder.RunFor(r.Context(), account.ViewerFrom(r.Context()), one.ID, r.PathValue("run"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, runPage(runView{Source: one, Run: run}))
}

func (s *Service) postTry(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("source")
	if err := s.finder.Hurry(r.Context(), account.ViewerFrom(r.Context()), id); err != nil {
		return err
	}
	return s.done(w, r, pathOf(id), "We look again now. Open this page anew in a moment.")
}

func (s *Service) postRest(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("source")
	if err := s.finder.Rest(r.Context(), account.ViewerFrom(r.Context()), id); err != nil {
		return err
	}
	return s.done(w, r, pathOf(id), "Its meetings are off all pages. You can show them again at any time.")
}

func (s *Service) postWaking(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("source")
	if err := s.finder.Wake(r.Context(), account.ViewerFrom(r.Context()), id); err != nil {
		return err
	}
	return s.done(w, r, pathOf(id), "Its meetings are shown again.")
}

func (s *Service) getRemoval(w http.ResponseWriter, r *http.Request) error {
	one, err := s.named(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, removalPage(one))
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	if err := s.finder.Remove(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("source")); err != nil {
		return err
	}
	return s.done(w, r, Path, "Removed, with all its meetings.")
}

func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text) error {
	s.cookies.Flash(w, i18n.T(r.Context(), say))
	return web.SeeOther(w, r, path)
}

func pathOf(id string, rest ...string) string {
	path := Path + "/" + id
	for _, one := range rest {
		path += "/" + one
	}
	return path
}
