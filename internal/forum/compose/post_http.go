package compose

import (
	"context"
	"net/http"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// editView is the page on which somebody changes a post of theirs.
type editView struct {
	writing
	Member    group.Member
	Page      forum.Page
	noPicture bool
}

func (v editView) group() group.Group { return v.Member.Group }

func (v editView) post() forum.Post { return v.Page.Items[0].Post }

func (v editView) begins() bool { return v.post().Number == 1 }

// own is a post of the member's own with its topic, and what they typed.
func (p *Pages) own(r *http.Request) (v editView, e forum.Edited, err error) {
	if v.Member, err = p.o.Hall.Member(r); err != nil {
		return v, e, err
	}
	e, v.Page, err = p.o.Forum.SourceFor(r.Context(), v.Member, r.PathValue("post"))
	return v, e, err
}

func (p *Pages) getEdit(w http.ResponseWriter, r *http.Request) error {
	v, e, err := p.own(r)
	if err != nil {
		return err
	}
	v.heard, v.lines = p.o.Heard, p.o.Lines(r)
	v.typed = forum.Unfinished{Title: e.Title, Text: e.Text, Notes: e.Notes, Alt: e.Alt}
	if v.refused = v.Member.May(group.Introduce); v.refused == nil {
		err = p.furnish(r.Context(), v.Member, &v.writing)
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, editPage(v))
}

func (p *Pages) postEdit(w http.ResponseWriter, r *http.Request) error {
	v, _, err := p.own(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	alt := form.Text(altField)
	v.noPicture = form.Ticked(noneField)
	if v.writing, err = p.read(r, v.Member, form); err != nil {
		return err
	}
	v.typed.Alt = alt
	e := forum.Edited{Title: v.typed.Title, Text: v.typed.Text, Notes: v.typed.Notes, Alt: alt, NoPicture: v.noPicture}
	if err := p.o.Forum.Edit(ctx, v.Member, v.post().ID, e); err != nil {
		if err := v.accept(ctx, v.Member, err, ""); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, editPage(v))
	}
	return p.done(w, r, place(v.group(), v.post()), "Changed.")
}

func (p *Pages) getDeletion(w http.ResponseWriter, r *http.Request) error {
	v, _, err := p.own(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, deletionPage(v))
}

func (p *Pages) postDeletion(w http.ResponseWriter, r *http.Request) error {
	v, _, err := p.own(r)
	if err != nil {
		return err
	}
	topicGone, err := p.o.Forum.Delete(r.Context(), v.Member, v.post().ID)
	if err != nil {
		return err
	}
	to := topicPath(v.group(), v.Page.Topic.ID)
	if topicGone {
		to = path(v.group(), "spaces", v.Page.Topic.Space)
	}
	return p.done(w, r, to, "Deleted. Nobody can read it any more.")
}

// postUndoing takes back what was just posted, and leads back to the box with
// all that was typed, which waits there as a draft.
func (p *Pages) postUndoing(w http.ResponseWriter, r *http.Request) error {
	v, _, err := p.own(r)
	if err != nil {
		return err
	}
	ctx, post, topic := r.Context(), v.post(), v.Page.Topic
	u := forum.Unfinished{Anonymous: post.Author.Anonymous()}
	if post.Quote != nil {
		u.Quote, u.Excerpt = post.Quote.Post, post.Quote.Text
	}
	if err := p.undonePicture(ctx, v.Member, post, &u); err != nil {
		return err
	}
	e, topicGone, err := p.o.Forum.Undo(ctx, v.Member, post.ID)
	if err != nil {
		return p.told(w, r, err, place(v.group(), post))
	}
	u.Title, u.Text, u.Notes = e.Title, e.Text, e.Notes
	target, back := topic.ID, boxPath(v.group(), topic)
	if topicGone {
		u.Kind, u.Answers, u.Keep = topic.Kind, topic.Own, stayed(topic)
		target, back = topic.Space, path(v.group(), "new")+"?space="+topic.Space
	}
	if err := p.o.Forum.KeepDraft(ctx, v.Member, target, u); err != nil {
		return p.told(w, r, err, back)
	}
	return p.done(w, r, back, "Taken back. Nobody was told. Your words are in the box below.")
}

// undonePicture keeps the picture of a post that is taken back, for the box.
func (p *Pages) undonePicture(ctx context.Context, m group.Member, post forum.Post, u *forum.Unfinished) (err error) {
	if post.Picture == nil {
		return nil
	}
	u.Alt = post.Picture.Alt
	u.Picture, err = p.copied(ctx, m.Viewer.Account, *post.Picture)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// stayed is for how many days a topic was to stay; 0 where its author did not
// say, or not one of the times that are offered.
func stayed(t forum.Topic) int {
	if t.Ends.IsZero() {
		return 0
	}
	days := int(t.Ends.Sub(t.Made).Hours()/24 + .5)
	for _, one := range keepDays {
		if one == days {
			return days
		}
	}
	return 0
}
