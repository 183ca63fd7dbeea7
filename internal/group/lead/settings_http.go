package lead

import (
	"net/http"
	"slices"

	"handrail/internal/platform/web"
)

func (p *Pages) getSettings(w http.ResponseWriter, r *http.Request) error {
	v, err := p.leader(r)
	if err != nil {
		return err
	}
	return p.showSettings(w, r, http.StatusOK, settingsOf(v))
}

func (p *Pages) showSettings(w http.ResponseWriter, r *http.Request, status int, v settingsView) error {
	all, err := p.groups.Choosable(r.Context(), v.group().Topics)
	if err != nil {
		return err
	}
	v.offer(all)
	return web.Render(w, r, status, settingsPage(v))
}

func (p *Pages) postSettings(w http.ResponseWriter, r *http.Request) error {
	here, err := p.leader(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := settingsOf(here)
	v.Form = form
	v.read(r.Context(), form)
	v.To.Topics = r.PostForm["topics"]
	v.To.Languages = slices.DeleteFunc(r.PostForm["languages"], func(code string) bool { return !isLanguage(code) })
	if form.Sound() {
		err := p.groups.Change(r.Context(), v.Member, v.To)
		if err == nil {
			return p.done(w, r, v.here("settings"), "Changed. Everybody sees it from now on.")
		}
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
	}
	return p.showSettings(w, r, http.StatusUnprocessableEntity, v)
}
