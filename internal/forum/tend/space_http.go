package tend

import (
	"net/http"

	"handrail/internal/forum"
	"handrail/internal/platform/web"
)

// spacesView is the list of spaces, in their order.
type spacesView struct {
	page
	Spaces []forum.Space
}

// spaceView is the page of one space, or of one to be made.
type spaceView struct {
	page
	Space forum.Space // without an id for one to be made
	Was   forum.Space // as it is kept
	Form  *web.Form
}

func (p *Pages) getSpaces(w http.ResponseWriter, r *http.Request) error {
	v := spacesView{}
	var err error
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	if v.Spaces, err = p.o.Forum.SpacesFor(r.Context(), v.Member); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, spacesPage(v))
}

func (p *Pages) getNewSpace(w http.ResponseWriter, r *http.Request) error {
	at, err := p.leader(r)
	if err != nil {
		return err
	}
	v := spaceView{page: at, Space: forum.Space{Kind: forum.Discussion, Answers: forum.Anything, Starts: forum.ByMembers}}
	return web.Render(w, r, http.StatusOK, spacePage(v))
}

// spaceIn is the page of the space in the address, or of a new one.
func (p *Pages) spaceIn(r *http.Request) (v spaceView, err error) {
	if v.page, err = p.leader(r); err != nil || r.PathValue("space") == "" {
		return v, err
	}
	v.Was, err = p.o.Forum.SpaceFor(r.Context(), v.Member, r.PathValue("space"))
	v.Space = v.Was
	return v, err
}

func (p *Pages) getSpace(w http.ResponseWriter, r *http.Request) error {
	v, err := p.spaceIn(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, spacePage(v))
}

func (p *Pages) postSpace(w http.ResponseWriter, r *http.Request) error {
	v, err := p.spaceIn(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v.Form = form
	v.Space = forum.Space{
		ID: v.Was.ID, Shipped: v.Was.Shipped, Name: form.Line("name"), About: form.Line("about"), Kind: forum.Kind(form.Line("kind")),
		Answers: forum.Answers(form.Line("answers")), Starts: forum.Starts(form.Line("starts")), Closed: form.Ticked("closed"),
	}
	_, err = p.o.Forum.KeepSpace(r.Context(), v.Member, v.Space)
	switch {
	case err == nil && v.Was.ID == "":
		return p.done(w, r, v.path("spaces"), "The space is there. It stands last: you can move it up.")
	case err == nil:
		return p.done(w, r, v.path("spaces"), "Kept. Everybody sees it from now on.")
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return p.told(w, r, err, v.path("spaces"))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, spacePage(v))
}

func (p *Pages) postPlace(w http.ResponseWriter, r *http.Request) error {
	at, err := p.leader(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	up := form.Line("to") == "up"
	if err := p.o.Forum.MoveSpace(r.Context(), at.Member, r.PathValue("space"), up); err != nil {
		return p.told(w, r, err, at.path("spaces"))
	}
	if up {
		return p.done(w, r, at.path("spaces"), "It stands one place higher now.")
	}
	return p.done(w, r, at.path("spaces"), "It stands one place lower now.")
}

func (p *Pages) postRemoval(w http.ResponseWriter, r *http.Request) error {
	at, err := p.leader(r)
	if err != nil {
		return err
	}
	if err := p.o.Forum.DropSpace(r.Context(), at.Member, r.PathValue("space")); err != nil {
		return p.told(w, r, err, at.path("spaces"))
	}
	return p.done(w, r, at.path("spaces"), "The empty space is gone. You can make another one at any time.")
}
