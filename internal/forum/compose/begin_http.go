package compose

import (
	"context"
	"net/http"
	"net/url"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// beginView is the page on which a topic is begun.
type beginView struct {
	writing
	Member  group.Member
	Space   forum.Space
	Spaces  []forum.Space // to choose from, where none was chosen
	Begin   string        // what the address says the topic begins with
	Setting forum.Setting
}

func (v beginView) group() group.Group { return v.Member.Group }

// mayHide tells whether anything can be begun here without a name.
func (v beginView) mayHide() bool { return !v.first && v.Setting.Anonymous != forum.Nothing }

// begins is the page of a member about to begin a topic, in the space with this
// id, or in one that they have yet to choose.
func (p *Pages) begins(ctx context.Context, m group.Member, space string) (beginView, error) {
	v := beginView{Member: m}
	spaces, err := p.o.Forum.SpacesFor(ctx, m)
	if err != nil {
		return v, err
	}
	for _, one := range spaces {
		if one.ID == space {
			v.Space = one
		}
		if one.Takes(m) {
			v.Spaces = append(v.Spaces, one)
		}
	}
	switch {
	case space != "" && v.Space.ID == "":
		return v, fault.Missing()
	case space == "" && len(v.Spaces) == 1:
		v.Space = v.Spaces[0]
	}
	v.Setting, err = p.o.Forum.SettingFor(ctx, m)
	v.typed.Kind = v.Space.Kind
	return v, err
}

func (p *Pages) getNew(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v, err := p.begins(ctx, m, r.URL.Query().Get(spaceField))
	if err != nil {
		return err
	}
	v.Begin = r.URL.Query().Get(beginField)
	if v.Space.ID == "" {
		return web.Render(w, r, http.StatusOK, choosePage(v))
	}
	v.heard, v.lines = p.o.Heard, p.o.Lines(r)
	if err := p.begun(ctx, m, v.Space.ID, &v.writing); err != nil {
		return err
	}
	if err := p.open(ctx, &v); err != nil {
		return err
	}
	if v.refused = v.Space.TakesFrom(m); v.refused == nil {
		v.first, v.refused = p.o.Forum.SpeakFor(ctx, m)
	}
	if _, said := fault.From(v.refused); v.refused != nil && !said {
		return v.refused
	}
	if err := p.furnish(ctx, m, &v.writing); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, beginPage(v))
}

// open fills in what the topic begins with. What the member had typed before
// comes first.
func (p *Pages) open(ctx context.Context, v *beginView) error {
	if v.Begin == "" || p.o.Opening == nil || !v.draft.Words.Empty() {
		return nil
	}
	title, text, err := p.o.Opening(ctx, v.Member, v.Begin)
	if err != nil || title == "" {
		return err
	}
	v.typed.Kind, v.typed.Title, v.typed.Text = forum.Question, title, text
	return nil
}

// newPath is the page on which a topic is begun in a space.
func (v beginView) newPath(space string) string {
	query := url.Values{spaceField: {space}}
	if v.Begin != "" {
		query.Set(beginField, v.Begin)
	}
	return path(v.group(), "new") + "?" + query.Encode()
}

func (p *Pages) postNew(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v, err := p.begins(ctx, m, form.Line(spaceField))
	if err == nil && v.Space.ID == "" {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	if v.writing, err = p.read(r, m, form); err != nil {
		return err
	}
	post, err := p.begin(ctx, &v)
	if err != nil {
		return err
	}
	if form.Sound() {
		return web.SeeOther(w, r, place(m.Group, post))
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, beginPage(v))
}

// begin begins the topic, unless something is wrong with its form.
func (p *Pages) begin(ctx context.Context, v *beginView) (post forum.Post, err error) {
	if !v.form.Sound() {
		return post, nil
	}
	u := v.typed
	b := forum.Beginning{Space: v.Space.ID, Kind: u.Kind, Title: u.Title, Answers: u.Answers, Keep: u.Keep, Words: forum.Words{Text: u.Text, Notes: u.Notes, Anonymous: u.Anonymous}}
	if b.Picture, err = p.picture(ctx, v.Member, &v.writing); err == nil {
		post, err = p.o.Forum.Begin(ctx, v.Member, b)
	}
	if err != nil {
		return post, v.accept(ctx, v.Member, err, "")
	}
	return post, p.posted(ctx, v.writing)
}
