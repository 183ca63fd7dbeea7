package board

import (
	"net/http"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// forumView is the first page of a forum.
type forumView struct {
	Member group.Member
	Beside hall.Beside
	Spaces []forum.Space
	Unread forum.Unread
	List   listView
	Begin  string // the address where one begins a topic, or ""
	Ways   []ui.Place
}

// spaceView is the page of a space.
type spaceView struct {
	Member group.Member
	Beside hall.Beside
	Space  forum.Space
	How    forum.How
	List   listView
	Begin  string
	Ways   []ui.Place
}

// ownView is a page of what is the reader's alone.
type ownView struct {
	Member group.Member
	List   listView
	Kept   forum.KeptList
	Posts  []itemView
}

func (p *Pages) getForum(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, beside, err := p.o.Hall.Enter(r)
	if err != nil {
		return err
	}
	number, err := pageNumber(r)
	if err != nil {
		return err
	}
	v := forumView{Member: m, Beside: beside, Ways: p.ways(ctx, m, At{})}
	if v.Spaces, err = p.o.Forum.SpacesFor(ctx, m); err != nil {
		return err
	}
	if v.Unread, err = p.o.Forum.UnreadFor(ctx, m); err != nil {
		return err
	}
	list, err := p.o.Forum.TopicsFor(ctx, m, "", number)
	if err != nil {
		return err
	}
	if v.List, err = p.list(ctx, m, list, true); err != nil {
		return err
	}
	for _, one := range v.Spaces {
		if v.Begin == "" && one.TakesFrom(m) == nil && m.Can(group.Introduce) {
			v.Begin = Path(m.Group.Slug, "new")
		}
	}
	return web.Render(w, r, http.StatusOK, forumPage(v))
}

func (p *Pages) getSpace(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, beside, err := p.o.Hall.Enter(r)
	if err != nil {
		return err
	}
	number, err := pageNumber(r)
	if err != nil {
		return err
	}
	v := spaceView{Member: m, Beside: beside}
	if v.Space, err = p.o.Forum.SpaceFor(ctx, m, r.PathValue("space")); err != nil {
		return err
	}
	list, err := p.o.Forum.TopicsFor(ctx, m, v.Space.ID, number)
	if err != nil {
		return err
	}
	if v.List, err = p.list(ctx, m, list, false); err != nil {
		return err
	}
	chosen, err := p.o.Forum.ChosenFor(ctx, m)
	if err != nil {
		return err
	}
	v.How, v.Ways = chosen[v.Space.ID], p.ways(ctx, m, At{Space: &v.Space})
	if v.Space.TakesFrom(m) == nil && m.Can(group.Introduce) {
		v.Begin = Path(m.Group.Slug, "new") + "?space=" + v.Space.ID
	}
	return web.Render(w, r, http.StatusOK, spacePage(v))
}

func (p *Pages) getMine(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	list, err := p.o.Forum.MineFor(r.Context(), m)
	if err != nil {
		return err
	}
	v := ownView{Member: m}
	if v.List, err = p.list(r.Context(), m, list, true); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, minePage(v))
}

func (p *Pages) getKept(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	number, err := pageNumber(r)
	if err != nil {
		return err
	}
	v := ownView{Member: m}
	if v.Kept, err = p.o.Forum.KeptFor(r.Context(), m, number); err != nil {
		return err
	}
	d := p.drawing(m)
	for _, one := range v.Kept.List {
		item, err := d.item(r.Context(), one.Topic, forum.Item{Post: one.Post, Number: one.Post.Number})
		if err != nil {
			return err
		}
		v.Posts = append(v.Posts, item)
	}
	return web.Render(w, r, http.StatusOK, keptPage(v))
}

// postRead has nothing be unread that was said so far.
func (p *Pages) postRead(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	if err := p.o.Forum.MarkAllRead(r.Context(), m); err != nil {
		return err
	}
	return p.done(w, r, Path(m.Group.Slug), "Nothing is new now. What comes from here on will be.")
}

func (p *Pages) postSpaceFollowing(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	id := r.PathValue("space")
	err = p.choose(r, m, id)
	return p.left(w, r, err, Path(m.Group.Slug, "spaces", id))
}

func (p *Pages) postTopicFollowing(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	id := r.PathValue("topic")
	err = p.choose(r, m, id)
	return p.left(w, r, err, Path(m.Group.Slug, "topics", id)+"#hear")
}

// choose is how the member hears of a topic or a space from now on.
func (p *Pages) choose(r *http.Request, m group.Member, target string) error {
	what, leave, err := pressed(r)
	if err != nil {
		return err
	}
	how := forum.How(what[0])
	if !leave {
		how = ""
	}
	return p.o.Forum.Choose(r.Context(), m, target, how)
}
