package compose

import (
	"context"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"handrail/internal/forum"
	"handrail/internal/forum/heard"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
	"handrail/internal/ui"
)

// ReplyProps are what the box under a topic shows. Pages.ReplyFor makes them.
type ReplyProps struct {
	Member group.Member
	Page   forum.Page

	writing
	quoted  *forum.Post // what is quoted, where the reader can see it
	asksOwn bool        // they wrote here without their name, and are about to show it
}

// writing is what all forms share in which one writes a post.
type writing struct {
	typed   forum.Unfinished
	kinds   []note.Kind
	draft   forum.Draft // where what is typed came from, if it was kept
	sentAt  string      // where a picture that was sent can be looked at
	first   bool        // it would be a first post, for want of a key
	refused error       // why nothing can be written now
	form    *web.Form
	heard   *heard.Box
	lines   helplines.Page
}

func (w writing) errors() ui.Errors { return ui.ErrorsIn(w.form) }

// hasDraft tells that the form goes on with something that was kept.
func (w writing) hasDraft() bool { return !w.draft.Changed.IsZero() }

func (p ReplyProps) group() group.Group { return p.Member.Group }

func (p ReplyProps) action() string { return topicPath(p.group(), p.Page.Topic.ID) + "/replies" }

// MayHide tells whether the member may write here without their name.
func (p ReplyProps) mayHide() bool {
	return !p.first && p.Page.Setting.Anonymity(p.Page.Topic.Kind)
}

// asWhom are the two names under which somebody may write who wrote without
// theirs before.
func (p ReplyProps) asWhom(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "yes", Label: p.Page.As.Called(ctx), Why: i18n.T(ctx, "As you wrote here before.")},
		{Value: "no", Label: p.Member.Self.Name, Why: i18n.T(ctx, "Others may guess then that both are you.")},
	}
}

func (p ReplyProps) chosenName() string {
	if p.typed.Anonymous {
		return "yes"
	}
	return "no"
}

// seen says who will see an answer.
func (p ReplyProps) seen(ctx context.Context) string {
	if p.Page.As != nil || p.mayHide() {
		return i18n.T(ctx, "The members of {.Group} will see this. Nobody outside can.", i18n.Args{"Group": p.group().Name})
	}
	return i18n.T(ctx, "The members of {.Group} will see this, with the name {.Name}. Nobody outside can.", i18n.Args{"Group": p.group().Name, "Name": p.Member.Self.Name})
}

// pause is the time that lies between two posts in this group, in words; "" for
// none.
func pause(ctx context.Context, seconds int) string {
	switch {
	case seconds <= 0:
		return ""
	case seconds < 90:
		return i18n.N(ctx, seconds, "{.Count} second", "{.Count} seconds")
	case seconds < 90*60:
		return i18n.N(ctx, (seconds+59)/60, "{.Count} minute", "{.Count} minutes")
	}
	return i18n.N(ctx, (seconds+3599)/3600, "{.Count} hour", "{.Count} hours")
}

// way is where somebody can go on who may not write now.
type way struct{ href, label string }

// refusal says why nothing can be written, and what one can do next.
func refusal(ctx context.Context, m group.Member, err error, space string) (string, *way) {
	f, known := fault.From(err)
	if !known {
		return "", nil
	}
	says := i18n.T(ctx, f.Say, f.Args)
	if f.Wait > 0 {
		says += " " + i18n.T(ctx, "You can post again in {.Wait}.", i18n.Args{"Wait": pause(ctx, int(f.Wait.Seconds()+.999))})
	}
	inside := m.Group.State == group.Open
	switch {
	case m.MustAgree() && inside:
		return says, &way{hall.Path(m.Group.Slug, "agreements"), i18n.T(ctx, "Read what changed")}
	case m.Viewer.Keys == 0 && inside && m.May(group.Share) != nil:
		return says, &way{"/settings/keys", i18n.T(ctx, "Keep your seat")}
	case space != "" && m.Can(group.Introduce):
		return says, &way{path(m.Group, "new") + "?space=" + space, i18n.T(ctx, "Begin a topic")}
	case m.May(group.Introduce) != nil && inside:
		return says, &way{"/notices", i18n.T(ctx, "Look at your notices")}
	}
	return says, &way{path(m.Group), i18n.T(ctx, "Back to the forum")}
}

// quotable is what can be quoted of a post: its words without the names that
// were mentioned, and those names as they stand there.
func quotable(body string) (text string, names []string) {
	var kept, name strings.Builder
	inside := false
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := string(z.Raw())
		tag, _ := z.TagName()
		switch {
		case kind == html.StartTagToken && string(tag) == "a" && strings.Contains(raw, `class="mention"`):
			inside = true
			name.Reset()
		case inside && kind == html.EndTagToken && string(tag) == "a":
			inside = false
			names = append(names, html.UnescapeString(name.String()))
		case inside && kind == html.TextToken:
			name.WriteString(raw)
		case !inside:
			kept.WriteString(raw)
		}
	}
	return strings.Join(strings.Fields(richtext.Plain(kept.String())), " "), names
}

// withoutNames takes the mentions out of words that somebody chose to quote.
func withoutNames(excerpt string, names []string) string {
	for _, one := range names {
		excerpt = strings.ReplaceAll(excerpt, one, "")
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(excerpt), "…"))
}

// beginning are the first words of a text, as many as fit into half of what can
// be quoted.
func beginning(text string) string {
	return strings.TrimSuffix(richtext.Body{Text: text}.Excerpt(forum.ExcerptMost/2), "…")
}

func number(n int) string { return strconv.Itoa(n) }
