package inside

import (
	"net/http"

	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// wordingView is how leaders write the agreements in other words.
type wordingView struct {
	page
	Text      string
	Substance string // "no", "yes", or "" before it is said
	Form      *web.Form
}

// wording is the page of somebody who leads. For others it does not exist.
func (p *Pages) wording(r *http.Request) (page, error) {
	at, err := p.enter(r)
	if err == nil && !at.Member.Self.Role.Leads() {
		err = fault.Missing()
	}
	return at, err
}

func (p *Pages) getWording(w http.ResponseWriter, r *http.Request) error {
	at, err := p.wording(r)
	if err != nil {
		return err
	}
	agreement, err := p.groups.AgreementOf(r.Context(), at.Member.Group)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, wordingPage(wordingView{page: at, Text: agreement.Source}))
}

func (p *Pages) postWording(w http.ResponseWriter, r *http.Request) error {
	at, err := p.wording(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := wordingView{page: at, Text: form.Text("text"), Substance: form.Line("substance"), Form: form}
	show := func(status int) error { return web.Render(w, r, status, wordingPage(v)) }
	if v.Substance != "yes" && v.Substance != "no" {
		form.Wrong(r.Context(), "substance", "Say whether what you agree on changes.")
		return show(http.StatusUnprocessableEntity)
	}
	if err := p.groups.Reword(r.Context(), at.Member, v.Text, v.Substance == "yes"); err != nil {
		return p.again(w, r, form, refusedSubstance(asField(err, "text"), at.Member), at.path("agreements"), show)
	}
	return p.done(w, r, at.path("agreements"), "The agreements say it so from now on.")
}

// refusedSubstance takes the answer that a change is for the group to decide as
// one to the question about it, so that what was written is not lost.
func refusedSubstance(err error, m group.Member) error {
	f, ok := fault.From(err)
	if !ok || f.Kind != fault.Forbidden || m.May(group.Shape) != nil {
		return err
	}
	moved := *f
	moved.Field = "substance"
	return &moved
}
