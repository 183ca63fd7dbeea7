package board

import (
	"net/http"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// postView is the page of one post.
type postView struct {
	Member group.Member
	Page   forum.Page
	Item   itemView
	Ways   []ui.Place
}

// caredView is who cared about a post of the reader's own.
type caredView struct {
	Member group.Member
	Page   forum.Page
	List   []forum.Cared
}

func (p *Pages) getPost(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	v := postView{Member: m}
	if v.Page, err = p.o.Forum.PostFor(ctx, m, r.PathValue("post")); err != nil {
		return err
	}
	items, err := p.drawing(m).items(ctx, v.Page)
	if err != nil {
		return err
	}
	v.Item = items[0]
	v.Ways = p.ways(ctx, m, At{Topic: &v.Page.Topic, Post: &v.Item.Post})
	return web.Render(w, r, http.StatusOK, postPage(v))
}

// getPlace is the lasting address of a post: it leads to where it stands now.
func (p *Pages) getPlace(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	page, err := p.o.Forum.PostFor(r.Context(), m, r.PathValue("post"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, Place(m.Group.Slug, page.Topic.ID, page.Items[0].Number))
}

func (p *Pages) getCared(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	v := caredView{Member: m}
	if v.List, err = p.o.Forum.CaredFor(ctx, m, r.PathValue("post")); err != nil {
		return err
	}
	if v.Page, err = p.o.Forum.PostFor(ctx, m, r.PathValue("post")); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, caredPage(v))
}

// postReactions leaves a reaction at a post, or takes it back.
func (p *Pages) postReactions(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	what, leave, err := pressed(r)
	if err != nil {
		return err
	}
	id := r.PathValue("post")
	err = p.o.Forum.React(r.Context(), m, id, what[0], leave)
	return p.left(w, r, err, Path(m.Group.Slug, "posts", id))
}

// postBookmark keeps a post for the reader, or lets it go: "keep" on the page of
// the post, "kept" among what they keep.
func (p *Pages) postBookmark(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	what, keep, err := pressed(r)
	if err != nil {
		return err
	}
	id := r.PathValue("post")
	err = p.o.Forum.KeepPost(r.Context(), m, id, keep)
	back := Path(m.Group.Slug, "posts", id)
	if what[0] == "kept" {
		back = Path(m.Group.Slug, "kept")
	}
	return p.left(w, r, err, back)
}
