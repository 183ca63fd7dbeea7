package tend

import (
	"net/http"
	"strings"

	"handrail/internal/platform/web"
)

func (p *Pages) getSettings(w http.ResponseWriter, r *http.Request) error {
	v := settingView{}
	var err error
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	if v.Set, err = p.o.Forum.SettingFor(r.Context(), v.Member); err != nil {
		return err
	}
	v.Watched = strings.Join(v.Set.Watched, "\n")
	return web.Render(w, r, http.StatusOK, settingPage(v))
}

func (p *Pages) postSettings(w http.ResponseWriter, r *http.Request) error {
	v := settingView{}
	var err error
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v.read(form)
	if err = p.o.Forum.Arrange(r.Context(), v.Member, v.Set); err == nil {
		return p.done(w, r, v.path("settings"), "Kept. It counts for what is written from now on.")
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return p.told(w, r, err, v.path("settings"))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, settingPage(v))
}
