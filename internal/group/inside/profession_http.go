package inside

import (
	"net/http"

	"handrail/internal/group"
	"handrail/internal/platform/web"
)

// professionView is how somebody asks that their profession is checked.
type professionView struct {
	page
	Last         group.Verification
	Claim, Proof string // as typed
	Form         *web.Form
}

func (p *Pages) getProfession(w http.ResponseWriter, r *http.Request) error {
	return p.showProfession(w, r, http.StatusOK, professionView{})
}

func (p *Pages) showProfession(w http.ResponseWriter, r *http.Request, status int, v professionView) (err error) {
	if v.page, err = p.enter(r); err != nil {
		return err
	}
	if v.Last, err = p.groups.VerificationFor(r.Context(), v.Member, v.Member.Self.ID); err != nil {
		return err
	}
	return web.Render(w, r, status, professionPage(v))
}

func (p *Pages) postProfession(w http.ResponseWriter, r *http.Request) error {
	at, err := p.enter(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := professionView{Claim: form.Line("claim"), Proof: form.Line("proof"), Form: form}
	path := at.path("me", "profession")
	if err := p.groups.AskVerification(r.Context(), at.Member, v.Claim, v.Proof); err != nil {
		return p.again(w, r, form, err, path, func(status int) error { return p.showProfession(w, r, status, v) })
	}
	return p.done(w, r, path, "Asked. A steward will look, and you will find the answer here.")
}
