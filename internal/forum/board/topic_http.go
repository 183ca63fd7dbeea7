package board

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// topicView is a page of a topic.
type topicView struct {
	Member group.Member
	Page   forum.Page
	First  *itemView // the post that it begins with, on its first page
	Items  []itemView
	Parts  []templ.Component
	Reply  templ.Component // nil on pages that are not the last
	Ways   []ui.Place
}

// sinceView is what was said after a post.
type sinceView struct {
	Member group.Member
	Items  []itemView
	Last   int64
}

func (p *Pages) getTopic(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	number, err := pageNumber(r)
	if err != nil {
		return err
	}
	v := topicView{Member: m}
	if v.Page, err = p.o.Forum.PageFor(ctx, m, r.PathValue("topic"), number); err != nil {
		return err
	}
	if v.Items, err = p.drawing(m).ofTopic().once().items(ctx, v.Page); err != nil {
		return err
	}
	if v.Page.Page == 1 && len(v.Items) > 0 && v.Items[0].Number == 1 && !v.Items[0].Missing {
		v.First, v.Items = &v.Items[0], v.Items[1:]
		if v.Parts, err = p.parts(ctx, m, v.Page); err != nil {
			return err
		}
	}
	if v.last() || r.URL.Query().Get("quote") != "" {
		if v.Reply, err = p.reply(r, m, v.Page); err != nil {
			return err
		}
	}
	v.Ways = p.ways(ctx, m, At{Topic: &v.Page.Topic})
	if err := web.Render(w, r, http.StatusOK, topicPage(v)); err != nil {
		return err
	}
	if looked(r) {
		p.o.Forum.Saw(m, v.Page.Topic.ID, v.seen())
	}
	return nil
}

func (p *Pages) reply(r *http.Request, m group.Member, page forum.Page) (templ.Component, error) {
	if p.o.Reply == nil {
		return nil, nil
	}
	return p.o.Reply(r, m, page)
}

// getSince is what was said after a post, for a page that is open meanwhile.
// ?seen says that it is shown at once.
func (p *Pages) getSince(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	after, err := strconv.ParseInt(r.PathValue("number"), 10, 32)
	if err != nil || after < 0 {
		return fault.Missing()
	}
	page, err := p.o.Forum.SinceFor(ctx, m, r.PathValue("topic"), after)
	if err != nil {
		return err
	}
	v := sinceView{Member: m, Last: max(after, min(after+forum.PageSize, page.Topic.Number))}
	if v.Items, err = p.drawing(m).ofTopic().items(ctx, page); err != nil {
		return err
	}
	if err := web.Render(w, r, http.StatusOK, since(v)); err != nil {
		return err
	}
	if looked(r) && r.URL.Query().Has("seen") {
		p.o.Forum.Saw(m, page.Topic.ID, v.Last)
	}
	return nil
}

// postTopicReactions leaves a reaction at a post of a topic, or takes it back.
func (p *Pages) postTopicReactions(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	what, leave, err := pressed(r)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(what[0], 10, 32)
	if err != nil || len(what) != 2 {
		return fault.Missing()
	}
	id := r.PathValue("topic")
	one, err := p.o.Forum.PostAt(r.Context(), m, id, number)
	if err == nil {
		err = p.o.Forum.React(r.Context(), m, one, what[1], leave)
	}
	return p.left(w, r, err, Place(m.Group.Slug, id, number))
}

// postHelped marks the answer that helped, or takes the mark away.
func (p *Pages) postHelped(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	what, leave, err := pressed(r)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(what[0], 10, 32)
	if err != nil {
		return fault.Missing()
	}
	id, marked := r.PathValue("topic"), number
	if !leave {
		marked = 0
	}
	err = p.o.Forum.Helped(r.Context(), m, id, marked)
	return p.left(w, r, err, Place(m.Group.Slug, id, number))
}
