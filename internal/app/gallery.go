package app

import (
	"net/http"

	"handrail/internal/forum/heard"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// getGallery shows the components of the house, and those of features that stand
// on many pages.
func (a *App) getGallery(w http.ResponseWriter, r *http.Request) error {
	kinds, err := a.Notes.Kinds(r.Context())
	if err != nil {
		return err
	}
	box, err := heard.New()
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, ui.Gallery(galleryFolds(kinds[:min(2, len(kinds))]), galleryWriting(kinds, box, a.Site.LinesNear(r))))
}
