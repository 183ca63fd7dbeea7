package seek

import (
	"net/http"

	"handrail/internal/platform/web"
)

// getEmbed is the list inside another site's page: one that a steward entered.
// It sets no cookie and needs none.
func (p *Pages) getEmbed(w http.ResponseWriter, r *http.Request) error {
	sites, err := p.o.Finder.Embedders(r.Context())
	if err != nil {
		return err
	}
	web.LetEmbed(w, sites)
	v, err := p.look(r, perPage)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, embedPage(v, p.o.Base.JoinPath(Path).String()))
}
