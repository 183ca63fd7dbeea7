package seat

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/web"
)

// settingsView is the list of all that can be settled.
type settingsView struct {
	Name    string
	HasKey  bool
	Entries []Entry
}

func (p *Pages) getSettings(w http.ResponseWriter, r *http.Request) error {
	v := account.ViewerFrom(r.Context())
	name, err := p.accounts.NameFor(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, settingsPage(settingsView{Name: name, HasKey: v.Keys > 0, Entries: p.entries}))
}
