package compose

import (
	"context"
	"math"
	"net/http"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// Reply is the box under a topic. It goes on with what the member began to write
// before, and quotes the post that the address asks for (?quote=).
func (p *Pages) Reply(r *http.Request, m group.Member, page forum.Page) (templ.Component, error) {
	v, err := p.replyFor(r, m, page)
	return Reply(v), err
}

func (p *Pages) replyFor(r *http.Request, m group.Member, page forum.Page) (ReplyProps, error) {
	ctx := r.Context()
	v := ReplyProps{Member: m, Page: page}
	v.lines = p.o.Lines(r)
	v.heard = p.o.Heard
	v.typed.Anonymous = page.As != nil
	if page.Draft {
		if err := p.begun(ctx, m, page.Topic.ID, &v.writing); err != nil {
			return v, err
		}
	}
	if err := p.refuse(ctx, &v); err != nil || v.refused != nil {
		return v, err
	}
	if id := r.URL.Query().Get("quote"); id != "" && id != v.typed.Quote {
		v.typed.Quote, v.typed.Excerpt = id, ""
	}
	if err := p.quoted(ctx, &v, true); err != nil {
		return v, err
	}
	return v, p.furnish(ctx, m, &v.writing)
}

// refuse notes why the member can write nothing here now.
func (p *Pages) refuse(ctx context.Context, v *ReplyProps) error {
	err := v.Page.Topic.Takes()
	if err == nil {
		v.first, err = p.o.Forum.SpeakFor(ctx, v.Member)
	}
	if _, said := fault.From(err); err != nil && !said {
		return err
	}
	v.refused = err
	return nil
}

// quoted finds the post that is quoted. Where it is not there any more, nothing
// is, and forget says whether the form forgets it then.
func (p *Pages) quoted(ctx context.Context, v *ReplyProps, forget bool) error {
	if v.typed.Quote == "" {
		return nil
	}
	page, err := p.o.Forum.PostFor(ctx, v.Member, v.typed.Quote)
	if fault.KindOf(err) == fault.NotFound || err == nil && page.Topic.ID != v.Page.Topic.ID {
		if forget {
			v.typed.Quote, v.typed.Excerpt = "", ""
		}
		return nil
	}
	if err != nil {
		return err
	}
	v.quoted = &page.Items[0].Post
	if text, _ := quotable(v.quoted.HTML); v.typed.Excerpt == "" && forget {
		v.typed.Excerpt = beginning(text)
	}
	return nil
}

// getReplies leads to the box: the address is that of a form that was sent.
func (p *Pages) getReplies(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	page, err := p.o.Forum.SinceFor(r.Context(), m, r.PathValue("topic"), math.MaxInt32)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, boxPath(m.Group, page.Topic))
}

func (p *Pages) postReply(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), ReplyProps{Member: m}
	// The head of the topic, without its posts.
	if v.Page, err = p.o.Forum.SinceFor(ctx, m, r.PathValue("topic"), math.MaxInt32); err != nil {
		return err
	}
	if v.writing, err = p.read(r, m, form); err != nil {
		return err
	}
	if err := p.quoted(ctx, &v, false); err != nil {
		return err
	}
	if v.Page.As != nil && !v.typed.Anonymous && !form.Ticked(namedField) {
		v.asksOwn = true
		form.Wrong(ctx, anonymousField, "You wrote here without your name before. Say yes to showing it now, or stay without.")
	}
	post, err := p.reply(ctx, &v)
	if err != nil {
		return err
	}
	if form.Sound() {
		return web.SeeOther(w, r, place(m.Group, post))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, replyPage(v))
}

// reply posts an answer, unless something is wrong with its form.
func (p *Pages) reply(ctx context.Context, v *ReplyProps) (post forum.Post, err error) {
	if !v.form.Sound() {
		return post, nil
	}
	words := forum.Words{Text: v.typed.Text, Notes: v.typed.Notes, Anonymous: v.typed.Anonymous, Quote: v.typed.Quote, Excerpt: v.typed.Excerpt}
	if v.quoted != nil {
		_, names := quotable(v.quoted.HTML)
		words.Excerpt = withoutNames(words.Excerpt, names)
	}
	if words.Picture, err = p.picture(ctx, v.Member, &v.writing); err == nil {
		post, err = p.o.Forum.Reply(ctx, v.Member, v.Page.Topic.ID, words)
	}
	if err != nil {
		return post, v.accept(ctx, v.Member, err, v.Page.Topic.Space)
	}
	return post, p.posted(ctx, v.writing)
}
