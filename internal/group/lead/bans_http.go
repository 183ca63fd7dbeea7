package lead

import (
	"net/http"

	"handrail/internal/group"
	"handrail/internal/platform/web"
)

// bansView is who is kept out.
type bansView struct {
	page
	Bans []group.Ban
}

func (p *Pages) getBans(w http.ResponseWriter, r *http.Request) (err error) {
	v := bansView{}
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	if v.Member.Can(group.Remove) {
		if v.Bans, err = p.groups.BansFor(r.Context(), v.Member); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, bansPage(v))
}

func (p *Pages) postBanEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := p.leader(r)
	if err != nil {
		return err
	}
	if err := p.groups.Unban(r.Context(), v.Member, r.PathValue("ban")); err != nil {
		return err
	}
	return p.done(w, r, v.here("bans"), "Taken back. They can join again, as anybody can. Nobody tells them.")
}
