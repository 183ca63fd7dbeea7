package inside

import (
	"net/http"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/web"
)

// helloView is how one introduces oneself, and what was said.
type helloView struct {
	page
	Agreement group.Agreement // shown before a first share; Version is 0 else
	Own       []group.Hello   // what one said of oneself
	Greetings []group.Hello   // what was said to one
	Greeters  []group.Persona
	Typed     string
	Form      *web.Form
}

func (p *Pages) getHello(w http.ResponseWriter, r *http.Request) error {
	return p.showHello(w, r, http.StatusOK, "", nil)
}

func (p *Pages) showHello(w http.ResponseWriter, r *http.Request, status int, typed string, form *web.Form) error {
	at, err := p.enter(r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), helloView{page: at, Typed: typed, Form: form}
	if at.Member.Self.Spoke.IsZero() || at.Member.MustAgree() {
		if v.Agreement, err = p.groups.AgreementOf(ctx, at.Member.Group); err != nil {
			return err
		}
	}
	hellos, err := p.groups.HellosFor(ctx, at.Member, at.Member.Self.ID)
	if err != nil {
		return err
	}
	for _, one := range hellos {
		if one.Own {
			v.Own = append(v.Own, one)
		} else {
			v.Greetings = append(v.Greetings, one)
		}
	}
	keepers, err := p.groups.RolesFor(ctx, at.Member)
	if err != nil {
		return err
	}
	v.Greeters = greeters(keepers, at.Member.Self.ID)
	return web.Render(w, r, status, helloPage(v))
}

func (p *Pages) postHello(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	typed := form.Text("text")
	if err := p.groups.Introduce(r.Context(), m, typed); err != nil {
		return p.again(w, r, form, asField(err, "text"), hall.Path(m.Group.Slug, "hello"), func(status int) error {
			return p.showHello(w, r, status, typed, form)
		})
	}
	return p.done(w, r, hall.Path(m.Group.Slug), "You have said hello. You can change it or take it back at any time.")
}

func (p *Pages) postTakenBack(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	if err := p.groups.TakeBackHello(r.Context(), m, r.PathValue("hello")); err != nil {
		return err
	}
	return p.done(w, r, hall.Path(m.Group.Slug, "hello"), "Taken back. Nobody can read it any more.")
}
