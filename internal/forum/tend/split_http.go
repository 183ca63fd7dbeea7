package tend

import (
	"net/http"

	"handrail/internal/forum"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// How many posts go: this one, this one and all after it, or those that are
// chosen on its page.
const (
	onlyThis = "only"
	andAfter = "rest"
	chosen   = "chosen"
)

// splitView asks which posts become a topic of their own.
type splitView struct {
	page
	Post   forum.Post
	Topic  forum.Topic
	Posts  []forum.Post // of the page on which it stands, without the first of all
	Spaces []forum.Space
	Which  string
	Chosen []string
	Title  string
	Space  string
	Form   *web.Form
}

func (p *Pages) splitting(r *http.Request) (v splitView, err error) {
	if v.page, err = p.leader(r); err != nil {
		return v, err
	}
	ctx := r.Context()
	one, err := p.o.Forum.PostFor(ctx, v.Member, r.PathValue("post"))
	if err != nil {
		return v, err
	}
	v.Post, v.Topic, v.Space, v.Which = one.Items[0].Post, one.Topic, one.Space.ID, onlyThis
	v.Chosen = []string{v.Post.ID}
	if v.Post.Number == 1 {
		return v, fault.Missing()
	}
	around, err := p.o.Forum.PageFor(ctx, v.Member, v.Topic.ID, forum.PageOf(v.Post.Number))
	if err != nil {
		return v, err
	}
	for _, i := range around.Items {
		if !i.Missing && i.Number > 1 {
			v.Posts = append(v.Posts, i.Post)
		}
	}
	v.Spaces, err = p.o.Forum.SpacesFor(ctx, v.Member)
	return v, err
}

func (p *Pages) getSplitting(w http.ResponseWriter, r *http.Request) error {
	v, err := p.splitting(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, splitPage(v))
}

func (p *Pages) postSplitting(w http.ResponseWriter, r *http.Request) error {
	v, err := p.splitting(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v.Form, v.Title, v.Space, v.Which, v.Chosen = form, form.Line("title"), form.Line("space"), form.Line("which"), r.PostForm["posts"]
	to, err := p.o.Forum.Split(r.Context(), v.Member, v.what())
	if err == nil {
		return p.done(w, r, v.path("topics", to, "tending"), "The posts are a topic of their own. You can put them back for seven days.")
	}
	if err := form.Accept(r.Context(), err); err != nil {
		return p.told(w, r, err, v.path("posts", v.Post.ID, "splitting"))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, splitPage(v))
}

func (v splitView) what() forum.Splitting {
	s := forum.Splitting{Topic: v.Topic.ID, Title: v.Title, Space: v.Space}
	switch v.Which {
	case onlyThis:
		s.Posts = []string{v.Post.ID}
	case andAfter:
		s.From = v.Post.Number
	case chosen:
		s.Posts = v.Chosen
	}
	return s
}
