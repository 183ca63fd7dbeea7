package inside

import (
	"net/http"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// enter is the page of a member at a request.
func (p *Pages) enter(r *http.Request) (page, error) {
	m, beside, err := p.hall.Enter(r)
	return page{Member: m, Beside: beside}, err
}

// done goes on to a page and says there what was done.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	p.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where a person
// can put that right. Any other error is for the error page.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Kind != fault.Conflict && f.Kind != fault.Invalid && f.Kind != fault.Forbidden {
		return err
	}
	return p.done(w, r, back, f.Say, f.Args)
}

// again shows a page once more with what was wrong at its fields. Errors that
// belong to no field are told on the page back.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, form *web.Form, err error, back string, show func(status int) error) error {
	if err := form.Accept(r.Context(), err); err != nil {
		return p.told(w, r, err, back)
	}
	return show(http.StatusUnprocessableEntity)
}
