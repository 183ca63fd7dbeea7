package lead

import (
	"net/http"

	"handrail/internal/group"
	"handrail/internal/platform/web"
)

// askingsView is who asks to come in, and who waits for a place, the longest
// first.
type askingsView struct {
	page
	Askings, Waiting []group.Membership
	Inviters         map[string]group.Persona // by the id of their membership
}

func (p *Pages) getAskings(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, v := r.Context(), askingsView{}
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	if v.Member.Can(group.AnswerAsks) {
		if v.Askings, err = p.groups.AskingsFor(ctx, v.Member); err != nil {
			return err
		}
		if v.Waiting, err = p.groups.WaitingFor(ctx, v.Member); err != nil {
			return err
		}
		v.Inviters, err = p.facesOf(ctx, v.Member, v.Askings, func(m group.Membership) string { return m.InvitedBy })
		if err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, askingsPage(v))
}

func (p *Pages) postAdmission(w http.ResponseWriter, r *http.Request) error {
	v, err := p.leader(r)
	if err != nil {
		return err
	}
	if err := p.groups.Answer(r.Context(), v.Member, r.PathValue("membership"), true); err != nil {
		return err
	}
	return p.done(w, r, v.here("askings"), "They have your yes. Greeters see them soon.")
}

func (p *Pages) postRefusal(w http.ResponseWriter, r *http.Request) error {
	v, err := p.leader(r)
	if err != nil {
		return err
	}
	if err := p.groups.Answer(r.Context(), v.Member, r.PathValue("membership"), false); err != nil {
		return err
	}
	return p.done(w, r, v.here("askings"), "They are told “not now”, and nothing else. They can ask again another day.")
}
