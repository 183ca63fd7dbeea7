package tend

import (
	"context"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/moderation"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// waitingView is what waits for somebody to look at it.
type waitingView struct {
	page
	Posts   []waitingPost
	MayHide bool
	Wrong   string // the post whose refusal was sent back
	Reason  string
	Form    *web.Form
}

// waitingPost is one post that waits.
type waitingPost struct {
	forum.Post
	Topic  forum.Topic
	Kinds  []note.Kind
	Choice note.Choice
}

func (v waitingView) formOf(post string) *web.Form {
	if post == v.Wrong {
		return v.Form
	}
	return nil
}

func (v waitingView) reasonOf(post string) string {
	if post == v.Wrong {
		return v.Reason
	}
	return ""
}

func (p *Pages) waiting(ctx context.Context, at page) (v waitingView, err error) {
	v = waitingView{page: at, MayHide: p.o.Hide != nil && at.Member.Self.Role.Leads()}
	list, err := p.o.Forum.WaitingFor(ctx, at.Member)
	if err != nil {
		return v, err
	}
	choices := note.ChoicesOf(at.Member.Viewer)
	for _, one := range list {
		w := waitingPost{Post: one.Items[0].Post, Topic: one.Topic}
		w.Choice = choices.Of(w.Notes)
		if w.Kinds, err = p.o.Notes.Named(ctx, w.Notes); err != nil {
			return v, err
		}
		v.Posts = append(v.Posts, w)
	}
	return v, nil
}

func (p *Pages) getWaiting(w http.ResponseWriter, r *http.Request) error {
	at, err := p.greeter(r)
	if err != nil {
		return err
	}
	v, err := p.waiting(r.Context(), at)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, waitingPage(v))
}

// seenField is when the post was last changed that somebody looks at, in
// milliseconds; 0 for never.
const seenField = "seen"

func (w waitingPost) seen() string {
	if w.Edited.IsZero() {
		return "0"
	}
	return strconv.FormatInt(clock.Millis(w.Edited), 10)
}

func edited(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return clock.FromMillis(at)
}

func (p *Pages) postAdmission(w http.ResponseWriter, r *http.Request) error {
	at, err := p.greeter(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	post, through := r.PathValue("post"), p.o.Forum.LetThrough
	if at, err := strconv.ParseInt(form.Line(seenField), 10, 64); err == nil {
		through = func(ctx context.Context, m group.Member, post string) error {
			return p.o.Forum.LetThroughAsSeen(ctx, m, post, edited(at))
		}
	}
	if err := through(r.Context(), at.Member, post); err != nil {
		return p.told(w, r, err, at.path("waiting"))
	}
	return p.done(w, r, at.path("waiting"), "Everybody can read it now. Whoever wrote it is told.")
}

func (p *Pages) postRefusal(w http.ResponseWriter, r *http.Request) error {
	at, err := p.leader(r)
	if err == nil && p.o.Hide == nil {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, post, reason := r.Context(), r.PathValue("post"), form.Text("reason")
	list, err := p.waiting(ctx, at)
	if err != nil {
		return err
	}
	if !list.has(post) {
		return p.done(w, r, at.path("waiting"), "Somebody was quicker: this post does not wait any more.")
	}
	if err = check(reason); err == nil {
		err = p.o.Hide(ctx, at.Member, post, reason)
	}
	if err == nil {
		return p.done(w, r, at.path("waiting"), "It stays hidden. Whoever wrote it can read why, and can answer you.")
	}
	if err := form.Accept(ctx, err); err != nil {
		return p.told(w, r, err, at.path("waiting"))
	}
	list.Wrong, list.Reason, list.Form = post, reason, form
	return web.Render(w, r, http.StatusUnprocessableEntity, waitingPage(list))
}

// check refuses a reason that cannot be read.
func check(reason string) error {
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		return fault.Field("reason", "Say why. Whoever wrote it reads this.")
	case n > moderation.WordsMost:
		return fault.Field("reason", "Shorten this to {.Most} characters.", i18n.Args{"Most": moderation.WordsMost})
	}
	return nil
}

func (v waitingView) has(post string) bool {
	for _, one := range v.Posts {
		if one.ID == post {
			return true
		}
	}
	return false
}

// Panel is what waits for a look, for the home of a group: for those who greet or
// lead. For others, and without any, it is nil.
func (p *Pages) Panel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	if !m.Greets() {
		return nil, nil
	}
	list, err := p.o.Forum.WaitingFor(ctx, m)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &hall.PanelView{ID: "forum-waiting", Heading: i18n.T(ctx, "Something waits for a look"), Lit: true, Body: waitingPanel(m, len(list))}, nil
}
