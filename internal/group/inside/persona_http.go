package inside

import (
	"context"
	"net/http"
	"slices"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// personaView is one persona, as the member may see it.
type personaView struct {
	page
	Persona      group.Persona
	Own          bool
	Muted        bool
	Verification group.Verification
	Introduction []group.Hello // their own, if they gave one
	Greetings    []group.Hello // said to them: for those who greet, and for themselves
	Typed        string
	Form         *web.Form
}

// here is the address of this persona, or of something below it.
func (v personaView) here(parts ...string) string {
	return v.path(append([]string{"members", v.Persona.ID}, parts...)...)
}

func (v personaView) canGreet() bool {
	return !v.Own && !v.Persona.Remembered && v.Member.Greets() && v.Member.Can(group.Welcome)
}

// greeted tells whether the member said hello to them already: what they say
// now takes its place.
func (v personaView) greeted() bool {
	return slices.ContainsFunc(v.Greetings, func(one group.Hello) bool { return one.Own })
}

func (p *Pages) getPersona(w http.ResponseWriter, r *http.Request) error {
	return p.showPersona(w, r, http.StatusOK, "", nil)
}

func (p *Pages) showPersona(w http.ResponseWriter, r *http.Request, status int, typed string, form *web.Form) error {
	v, err := p.personaView(r)
	if err != nil {
		return err
	}
	v.Typed, v.Form = typed, form
	return web.Render(w, r, status, personaPage(v))
}

func (p *Pages) personaView(r *http.Request) (v personaView, err error) {
	ctx := r.Context()
	if v.page, err = p.enter(r); err != nil {
		return v, err
	}
	if v.Persona, err = p.groups.PersonaFor(ctx, v.Member, r.PathValue("persona")); err != nil {
		return v, err
	}
	v.Own = v.Persona.ID == v.Member.Self.ID
	if v.Muted, err = p.muted(ctx, v.Member, v.Persona.ID); err != nil {
		return v, err
	}
	if v.Verification, err = p.groups.VerificationFor(ctx, v.Member, v.Persona.ID); err != nil {
		return v, err
	}
	hellos, err := p.groups.HellosFor(ctx, v.Member, v.Persona.ID)
	for _, one := range hellos {
		if one.Author.ID == v.Persona.ID {
			v.Introduction = append(v.Introduction, one)
		} else {
			v.Greetings = append(v.Greetings, one)
		}
	}
	return v, err
}

func (p *Pages) muted(ctx context.Context, m group.Member, persona string) (bool, error) {
	_, muted, err := p.groups.BlockedFor(ctx, m)
	return slices.ContainsFunc(muted, func(one group.Persona) bool { return one.ID == persona }), err
}

// getPicture shows a persona's own picture to whoever may see the persona. It
// stays in that browser alone, and has no mark that would be the same elsewhere.
func (p *Pages) getPicture(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	one, err := p.groups.PersonaFor(r.Context(), m, r.PathValue("persona"))
	if err != nil {
		return err
	}
	if one.Picture == "" || one.Former {
		return fault.Missing()
	}
	w.Header().Set("Cache-Control", "private, no-store")
	return p.faces.Serve(w, r, one.Picture)
}

// postGreeting says hello to somebody, where all who greet can read it.
func (p *Pages) postGreeting(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	typed, id := form.Text("text"), r.PathValue("persona")
	if err := p.groups.Greet(r.Context(), m, id, typed); err != nil {
		return p.again(w, r, form, asField(err, "text"), hall.Path(m.Group.Slug, "members", id), func(status int) error {
			return p.showPersona(w, r, status, typed, form)
		})
	}
	return p.done(w, r, hall.Path(m.Group.Slug, "members", id), "Said. They will find it when they look in.")
}

// asField takes what was wrong with a text as a mistake of its field: too long,
// or more marks than an honest one has.
func asField(err error, field string) error {
	f, ok := fault.From(err)
	if !ok || f.Field != "" || f.Kind != fault.TooLarge && f.Kind != fault.Invalid {
		return err
	}
	moved := *f
	moved.Field = field
	return &moved
}

func (p *Pages) postMute(w http.ResponseWriter, r *http.Request) error {
	return p.mute(w, r, true, "You do not see their words any more. They are not told.")
}

func (p *Pages) postUnmute(w http.ResponseWriter, r *http.Request) error {
	return p.mute(w, r, false, "You see their words again.")
}

func (p *Pages) mute(w http.ResponseWriter, r *http.Request, mute bool, say i18n.Text) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	id := r.PathValue("persona")
	if err := p.groups.Mute(r.Context(), m, id, mute); err != nil {
		return p.told(w, r, err, hall.Path(m.Group.Slug, "members", id))
	}
	return p.done(w, r, hall.Path(m.Group.Slug, "members", id), say)
}

// getBlock says what a block does before anybody takes it.
func (p *Pages) getBlock(w http.ResponseWriter, r *http.Request) error {
	v, err := p.personaView(r)
	switch {
	case err != nil:
		return err
	case v.Own || v.Persona.Remembered:
		return fault.Missing()
	}
	return web.Render(w, r, http.StatusOK, blockPage(v))
}

func (p *Pages) postBlock(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	if err := p.groups.BlockOne(r.Context(), m, r.PathValue("persona")); err != nil {
		return p.told(w, r, err, hall.Path(m.Group.Slug, "members"))
	}
	return p.done(w, r, hall.Path(m.Group.Slug, "me"), "Done. You will not meet in this group any more. You can take it back on this page.")
}

func (p *Pages) postUnblock(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	if err := p.groups.Unblock(r.Context(), m, r.PathValue("persona")); err != nil {
		return err
	}
	return p.done(w, r, hall.Path(m.Group.Slug, "me"), "Taken back. You can see each other again.")
}
