package tend

import (
	"net/http"
	"slices"

	"handrail/internal/forum"
	"handrail/internal/platform/web"
)

// tendingView is what leaders can do with one topic.
type tendingView struct {
	page
	Topic  forum.Topic
	Space  forum.Space
	Spaces []forum.Space
	Back   *forum.Space // where it was before it was moved a moment ago, or nil
	Rejoin bool         // its posts can go back to where they were taken out
}

func (p *Pages) getTending(w http.ResponseWriter, r *http.Request) error {
	v := tendingView{}
	var err error
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	ctx := r.Context()
	at, err := p.o.Forum.PageFor(ctx, v.Member, r.PathValue("topic"), 1)
	if err != nil {
		return err
	}
	v.Topic, v.Space = at.Topic, at.Space
	if v.Spaces, err = p.o.Forum.SpacesFor(ctx, v.Member); err != nil {
		return err
	}
	from := slices.IndexFunc(v.Spaces, func(sp forum.Space) bool { return sp.ID == r.URL.Query().Get("from") && sp.ID != v.Space.ID })
	if from >= 0 {
		v.Back = &v.Spaces[from]
	}
	if v.Rejoin, err = p.o.Forum.CanRejoin(ctx, v.Member, v.Topic.ID); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, tendingPage(v))
}

func (p *Pages) postPin(w http.ResponseWriter, r *http.Request) error {
	at, err := p.leader(r)
	if err != nil {
		return err
	}
	pin, err := said(r)
	if err != nil {
		return err
	}
	back := at.path("topics", r.PathValue("topic"), "tending")
	if err := p.o.Forum.Pin(r.Context(), at.Member, r.PathValue("topic"), pin); err != nil {
		return p.told(w, r, err, back)
	}
	if pin {
		return p.done(w, r, back, "It stands at the top of its space now.")
	}
	return p.done(w, r, back, "It stands among the others again.")
}

func (p *Pages) postClosure(w http.ResponseWriter, r *http.Request) error {
	at, err := p.leader(r)
	if err != nil {
		return err
	}
	closed, err := said(r)
	if err != nil {
		return err
	}
	back := at.path("topics", r.PathValue("topic"), "tending")
	if err := p.o.Forum.Close(r.Context(), at.Member, r.PathValue("topic"), closed); err != nil {
		return p.told(w, r, err, back)
	}
	if closed {
		return p.done(w, r, back, "The topic is closed. Everybody can read it, and nobody can answer.")
	}
	return p.done(w, r, back, "The topic is open. Everybody can answer again.")
}

func (p *Pages) postMove(w http.ResponseWriter, r *http.Request) error {
	at, err := p.leader(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, topic, space := r.Context(), r.PathValue("topic"), form.Line("space")
	back := at.path("topics", topic, "tending")
	was, err := p.o.Forum.PageFor(ctx, at.Member, topic, 1)
	if err != nil {
		return err
	}
	if err := p.o.Forum.Move(ctx, at.Member, topic, space); err != nil {
		return p.told(w, r, err, back)
	}
	now, err := p.o.Forum.SpaceFor(ctx, at.Member, space)
	if err != nil {
		return err
	}
	return p.done(w, r, back+"?from="+was.Space.ID, "The topic is in “{.Space}” now. Links to it go on working.", map[string]any{"Space": now.Says(ctx)})
}

func (p *Pages) postRejoining(w http.ResponseWriter, r *http.Request) error {
	at, err := p.leader(r)
	if err != nil {
		return err
	}
	origin, err := p.o.Forum.Rejoin(r.Context(), at.Member, r.PathValue("topic"))
	if err != nil {
		return p.told(w, r, err, at.path("topics", r.PathValue("topic"), "tending"))
	}
	return p.done(w, r, at.path("topics", origin), "The posts are back where they were.")
}
