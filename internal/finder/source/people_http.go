package source

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"handrail/internal/account"
	"handrail/internal/finder"
	"handrail/internal/platform/db"
	"handrail/internal/platform/web"
)

// notesMost is how many notes are shown on one page; the next come as these are
// settled.
const notesMost = 50

func (s *Service) getNotes(w http.ResponseWriter, r *http.Request) error {
	viewer := account.ViewerFrom(r.Context())
	notes, err := s.finder.NotesFor(r.Context(), viewer, notesMost)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, notesPage(notes))
}

func (s *Service) postSettling(w http.ResponseWriter, r *http.Request) error {
	if err := s.finder.Settle(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("note")); err != nil {
		return err
	}
	return s.done(w, r, Path+"/notes", "Done. The note is gone.")
}

// embedView is the page about sites that may hold the list.
type embedView struct {
	Sites string // one to a line
	Form  *web.Form
}

func (s *Service) getEmbedding(w http.ResponseWriter, r *http.Request) error {
	sites, err := s.finder.Embedders(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, embedPage(embedView{Sites: strings.Join(sites, "\n")}))
}

func (s *Service) postEmbedding(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	typed := form.Text("sites")
	if err := s.finder.LetEmbed(r.Context(), account.ViewerFrom(r.Context()), strings.Split(typed, "\n")); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, embedPage(embedView{Sites: typed, Form: form}))
	}
	return s.done(w, r, Path+"/embedding", "Kept. These sites may hold the list.")
}

// uploaded tells the house that a steward gave a newer file.
func (s *Service) uploaded(ctx context.Context, v account.Viewer, id string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return s.events.Emit(ctx, tx, finder.SourceChanged{Source: id, What: finder.Uploaded, By: v.Subject()})
	})
}

func openerOf(header *multipart.FileHeader) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return header.Open() }
}
