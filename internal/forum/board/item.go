package board

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// itemView is a post, or a place where something is not here, ready to be drawn.
type itemView struct {
	forum.Item
	Topic    forum.Topic
	Fresh    bool   // it is the first that the reader has not read
	Name     string // of the author
	Says     string // what stands below the name
	Person   string // the address of the persona; "" for whoever has none
	Face     templ.Component
	Kinds    []note.Kind
	Choice   note.Choice
	Quote    quoteView
	Picture  templ.Component
	Just     templ.Component
	More     string // the address of the post's own page
	Helped   bool   // it is the answer that helped
	Asker    bool   // the reader asked, and can say that it helped
	HelpedAt string // the address that notes it
}

// quoteView is what a post quotes.
type quoteView struct {
	There  bool // something is quoted
	Text   string
	Name   string
	Href   string
	Kinds  []note.Kind
	Choice note.Choice
}

// drawing makes posts ready for one reader and one page.
type drawing struct {
	p       *Pages
	m       group.Member
	choices note.Choices
	faces   map[string]string // what each face is drawn from, to its id on the page; nil draws each anew
	near    bool              // the page is that of a topic, so that addresses are short
}

func (p *Pages) drawing(m group.Member) *drawing {
	return &drawing{p: p, m: m, choices: note.ChoicesOf(m.Viewer)}
}

// ofTopic has addresses be those on the page of a topic, where they are short:
// there are many.
func (d *drawing) ofTopic() *drawing {
	d.near = true
	return d
}

// once has each face be drawn once, for a page that nothing comes before.
func (d *drawing) once() *drawing {
	d.faces = map[string]string{}
	return d
}

// path is the address of something in the forum, or of a persona of the group.
func (d *drawing) path(of, id string) string {
	switch {
	case d.near && of == "members":
		return "../../members/" + id
	case d.near:
		return "../" + of + "/" + id
	case of == "members":
		return hall.Path(d.m.Group.Slug, of, id)
	}
	return Path(d.m.Group.Slug, of, id)
}

func (d *drawing) items(ctx context.Context, page forum.Page) ([]itemView, error) {
	list := make([]itemView, 0, len(page.Items))
	for _, one := range page.Items {
		item, err := d.item(ctx, page.Topic, one)
		if err != nil {
			return nil, err
		}
		item.Fresh = page.Unread > 1 && one.Number == page.Unread
		list = append(list, item)
	}
	return list, nil
}

func (d *drawing) item(ctx context.Context, t forum.Topic, one forum.Item) (v itemView, err error) {
	v = itemView{Item: one, Topic: t}
	if one.Missing {
		return v, nil
	}
	post, slug := one.Post, d.m.Group.Slug
	v.Name, v.Says, v.Face = post.Author.Called(ctx), d.says(ctx, post), d.face(post.Author)
	if !post.Author.Anonymous() && !post.Author.Former {
		v.Person = d.path("members", post.Author.ID)
	}
	if v.Kinds, err = d.p.o.Notes.Named(ctx, post.Notes); err != nil {
		return v, err
	}
	v.Choice = d.choiceOf(post.Notes, post.Mine)
	if v.Quote, err = d.quote(ctx, post); err != nil {
		return v, err
	}
	v.More = d.path("posts", post.ID)
	v.HelpedAt = Path(slug, "topics", t.ID, "helped")
	v.Helped = t.Helped > 1 && t.Helped == one.Number
	v.Asker = t.Mine && t.Kind == forum.Question && one.Number > 1 && post.State == forum.Here && !post.Mine
	if d.p.o.Picture != nil && post.Picture != nil {
		v.Picture = d.p.o.Picture(d.m, post)
	}
	if d.p.o.Just != nil && post.Mine {
		v.Just = d.p.o.Just(ctx, d.m, post)
	}
	return v, nil
}

// choiceOf is what happens with words that carry notes. Nobody's own words are
// hidden from them.
func (d *drawing) choiceOf(notes []string, mine bool) note.Choice {
	if mine {
		return note.Show
	}
	return d.choices.Of(notes)
}

func (d *drawing) quote(ctx context.Context, post forum.Post) (q quoteView, err error) {
	if post.Quote == nil {
		return q, nil
	}
	from := post.Quote
	if q.There = true; from.Text == "" {
		return q, nil
	}
	q.Text, q.Name, q.Choice = from.Text, from.Author.Called(ctx), d.choiceOf(from.Notes, false)
	switch {
	case from.Elsewhere:
		q.Href = Path(d.m.Group.Slug, "posts", from.Post, "place")
	case d.near && forum.PageOf(from.Number) == forum.PageOf(post.Number):
		q.Href = anchor(from.Number)
	default:
		q.Href = Place(d.m.Group.Slug, post.Topic, from.Number)
	}
	q.Kinds, err = d.p.o.Notes.Named(ctx, from.Notes)
	return q, err
}

// says is what stands below an author's name.
func (d *drawing) says(ctx context.Context, post forum.Post) string {
	var parts []string
	switch a := post.Author; {
	case a.Anonymous():
		parts = append(parts, i18n.T(ctx, "no name, by choice"))
	case !a.Former:
		if says := hall.Says(ctx, a.Persona, d.m.Group.Words); says != "" {
			parts = append(parts, says)
		}
	}
	if post.Author.Began && post.Number > 1 {
		parts = append(parts, i18n.T(ctx, "began this"))
	}
	if post.Mine {
		parts = append(parts, i18n.T(ctx, "you"))
	}
	return strings.Join(parts, " · ")
}

// face is the picture of an author. On a page that draws each face once, the
// others point to it.
func (d *drawing) face(a forum.Author) templ.Component {
	if a.Picture != "" && !a.Former && !a.Anonymous() {
		return hall.Face(d.m.Group.Slug, a.Persona, "")
	}
	props := ui.AvatarProps{Seed: a.Seed}
	if a.Former {
		props.Seed = ""
	}
	if d.faces == nil {
		return ui.Avatar(props)
	}
	look := "none"
	if props.Seed != "" {
		look = strconv.Itoa(ui.AvatarLook(props.Seed))
	}
	known := false
	if props.Like, known = d.faces[look]; !known {
		props.As = "a" + strconv.Itoa(len(d.faces))
		d.faces[look] = props.As
	}
	return ui.Avatar(props)
}

// reaction is a kind of reaction at a post, as a button.
type reaction struct {
	Kind, Label string
	Own         bool // the reader left it
	Others      bool // others did
}

func (r reaction) value(number int64) string {
	value := r.Kind
	if number > 0 {
		value = strconv.FormatInt(number, 10) + " " + r.Kind
	}
	if r.Own {
		value += " " + pressOff
	}
	return value
}

// few is how many kinds of reaction stand below an answer before anybody left
// others.
const few = 2

// reactions are the buttons below a post: all, or the first few and those that
// somebody left. The reader's own words have none.
func (v itemView) reactions(ctx context.Context, all bool) (list []reaction) {
	if v.Post.Mine || v.Post.State != forum.Here {
		return nil
	}
	for n, kind := range forum.Reactions() {
		one := reaction{Kind: kind, Label: i18n.T(ctx, forum.SaysReaction(kind)), Own: slices.Contains(v.Post.Own, kind)}
		one.Others = !one.Own && slices.Contains(v.Post.Cared, kind)
		if all || n < few || one.Own || one.Others {
			list = append(list, one)
		}
	}
	return list
}

// marks say how things stand with a post, for whoever sees it all the same.
func (v itemView) marks(ctx context.Context) (list []string) {
	switch {
	case v.Post.State == forum.Waits && v.Post.Mine:
		list = append(list, i18n.T(ctx, "Somebody looks at this first. Until then only you can see it, and those who greet."))
	case v.Post.State == forum.Waits:
		list = append(list, i18n.T(ctx, "This waits for somebody to let it through."))
	case v.Post.State == forum.Hidden && v.Post.Mine:
		list = append(list, i18n.T(ctx, "This is hidden by those who look after the group. You can still see it, and delete it."))
	case v.Post.State == forum.Hidden:
		list = append(list, i18n.T(ctx, "This is hidden. Its author can see it, and those who look after the group."))
	}
	return list
}
