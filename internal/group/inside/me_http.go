package inside

import (
	"context"
	"net/http"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/face"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// meView is what somebody can settle for themselves in one group.
type meView struct {
	page
	Blocked, Muted []group.Persona
	Verification   group.Verification
	Form           *web.Form // of stepping out
}

func (p *Pages) getMe(w http.ResponseWriter, r *http.Request) error {
	return p.showMe(w, r, http.StatusOK, nil)
}

func (p *Pages) showMe(w http.ResponseWriter, r *http.Request, status int, form *web.Form) error {
	at, err := p.enter(r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), meView{page: at, Form: form}
	if v.Blocked, v.Muted, err = p.groups.BlockedFor(ctx, at.Member); err != nil {
		return err
	}
	if v.Verification, err = p.groups.VerificationFor(ctx, at.Member, at.Member.Self.ID); err != nil {
		return err
	}
	return web.Render(w, r, status, mePage(v))
}

// faceView is the form in which one changes one's face.
type faceView struct {
	page
	Face face.View
	Form *web.Form
}

func (p *Pages) getFace(w http.ResponseWriter, r *http.Request) error {
	at, err := p.enter(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, facePage(faceView{page: at, Face: presentFace(at)}))
}

// presentFace is the part of the form with the face one has.
func presentFace(at page) face.View {
	self := at.Member.Self.Persona
	return face.Of(at.path("me", "face"), self, hall.Picture(at.slug(), self))
}

func (p *Pages) postFace(w http.ResponseWriter, r *http.Request) error {
	at, err := p.enter(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	chosen, view, err := p.faces.Read(r, form, at.slug(), presentFace(at))
	if err != nil {
		return err
	}
	show := func(status int) error {
		return web.Render(w, r, status, facePage(faceView{page: at, Face: view, Form: form}))
	}
	if view.Again(form) {
		return show(http.StatusUnprocessableEntity)
	}
	if err := p.groups.ChangePersona(r.Context(), at.Member, chosen); err != nil {
		return p.again(w, r, form, face.At(err), at.path("me"), show)
	}
	return p.done(w, r, at.path("me"), "Changed. What you said here has your new face now, too.")
}

// postWish keeps whether the member would like to be greeted.
func (p *Pages) postWish(w http.ResponseWriter, r *http.Request) error {
	return p.wish(w, r, func(form *web.Form, self group.Membership) (bool, group.Afterwards) {
		return form.Ticked("hello"), self.Afterwards
	})
}

// postAfterwards keeps what becomes of their words should they die.
func (p *Pages) postAfterwards(w http.ResponseWriter, r *http.Request) error {
	return p.wish(w, r, func(form *web.Form, self group.Membership) (bool, group.Afterwards) {
		return self.WantsHello, group.Afterwards(form.Line("afterwards"))
	})
}

func (p *Pages) wish(w http.ResponseWriter, r *http.Request, read func(*web.Form, group.Membership) (bool, group.Afterwards)) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	hello, afterwards := read(form, m.Self)
	return p.act(w, r, m, func(ctx context.Context) error { return p.groups.Wish(ctx, m, hello, afterwards) }, "Kept.")
}

// act does something for the member's own page, and says there what came of it.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, m group.Member, do func(ctx context.Context) error, say i18n.Text) error {
	path := hall.Path(m.Group.Slug, "me")
	if err := do(r.Context()); err != nil {
		return p.told(w, r, err, path)
	}
	return p.done(w, r, path, say)
}

// absences are how long one can step out for.
func absences(ctx context.Context) []absence {
	const day = 24 * time.Hour
	return []absence{
		{"week", i18n.T(ctx, "One week"), 7 * day},
		{"month", i18n.T(ctx, "One month"), 30 * day},
		{"quarter", i18n.T(ctx, "Three months"), 91 * day},
	}
}

type absence struct {
	Value, Label string
	Lasts        time.Duration
}

func (p *Pages) postOut(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	var until time.Time
	for _, one := range absences(r.Context()) {
		if one.Value == form.Line("until") {
			until = p.clock.Now().Add(one.Lasts)
		}
	}
	path := hall.Path(m.Group.Slug, "me")
	if err := p.groups.StepOut(r.Context(), m, until); err != nil {
		return p.again(w, r, form, err, path, func(status int) error { return p.showMe(w, r, status, form) })
	}
	return p.done(w, r, path, "You have stepped out. Nothing is sent to you from here. You can come back on any day.")
}

func (p *Pages) postBack(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	if err := p.groups.ComeBack(r.Context(), m); err != nil {
		return p.told(w, r, err, hall.Path(m.Group.Slug))
	}
	return p.done(w, r, hall.Path(m.Group.Slug), "Good that you are back.")
}

// postCode is a greeter's yes to what greeters promise.
func (p *Pages) postCode(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	return p.act(w, r, m, func(ctx context.Context) error { return p.groups.AcceptCode(ctx, m) }, "Thank you. From now on you see who came, and can greet them.")
}

func (p *Pages) postStepDown(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	return p.act(w, r, m, func(ctx context.Context) error { return p.groups.StepDown(ctx, m) }, "You have given your role back. Thank you for what you did.")
}
