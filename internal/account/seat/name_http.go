package seat

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/web"
)

// nameView is what somebody is called when signing in.
type nameView struct {
	Name  string
	Typed string
	Fresh bool
	Form  *web.Form
}

func (p *Pages) getName(w http.ResponseWriter, r *http.Request) error {
	return p.showName(w, r, http.StatusOK, nameView{})
}

func (p *Pages) showName(w http.ResponseWriter, r *http.Request, status int, view nameView) (err error) {
	v := account.ViewerFrom(r.Context())
	view.Fresh = p.accounts.IsFresh(v)
	if view.Name, err = p.accounts.NameFor(r.Context(), v); err != nil {
		return err
	}
	return web.Render(w, r, status, namePage(view))
}

func (p *Pages) postName(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	typed := form.Line("name")
	if _, err := p.accounts.Rename(r.Context(), account.ViewerFrom(r.Context()), typed); err != nil {
		return p.again(w, r, form, err, NamePath, func(status int) error {
			return p.showName(w, r, status, nameView{Typed: typed, Form: form})
		})
	}
	return p.done(w, r, NamePath, "Changed. The name you had before opens nothing any more. Write the other one down.")
}
