package board

import (
	"context"
	"strconv"
	"strings"

	"handrail/internal/forum"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// titleOf is what a topic is called.
func titleOf(ctx context.Context, t forum.Topic) string {
	if t.Title == "" {
		return i18n.T(ctx, "What this began with was taken back")
	}
	return t.Title
}

func (v forumView) props(ctx context.Context) hall.Props {
	return hall.Props{Member: v.Member, Title: i18n.T(ctx, "Forum"), Tab: hall.Forum, Beside: v.Beside}
}

func (v spaceView) props(ctx context.Context) hall.Props {
	return hall.Props{Member: v.Member, Title: v.Space.Says(ctx), Tab: hall.Forum, Beside: v.Beside, Lede: v.Space.SaysAbout(ctx), Up: up(ctx, v.Member.Group.Slug)}
}

func (v topicView) props(ctx context.Context) hall.Props {
	return hall.Props{Member: v.Member, Title: titleOf(ctx, v.Page.Topic), Tab: hall.Forum, Bare: true, Up: upTo(ctx, v.Member.Group.Slug, v.Page.Space)}
}

func (v postView) props(ctx context.Context) hall.Props {
	return hall.Props{Member: v.Member, Title: v.title(ctx), Tab: hall.Forum, Bare: true, Up: upToTopic(ctx, v.Member.Group.Slug, v.Page)}
}

func (v postView) title(ctx context.Context) string {
	if v.Item.Post.Mine {
		return i18n.T(ctx, "What you wrote here")
	}
	return i18n.T(ctx, "What {.Name} wrote", i18n.Args{"Name": v.Item.Name})
}

func (v caredView) props(ctx context.Context) hall.Props {
	return hall.Props{
		Member: v.Member, Title: i18n.T(ctx, "Who cared"), Tab: hall.Forum, Bare: true, Up: upToTopic(ctx, v.Member.Group.Slug, v.Page),
		Lede: i18n.T(ctx, "Only you can see this. Nobody is counted."),
	}
}

func (v ownView) props(title, lede string, ctx context.Context) hall.Props {
	return hall.Props{Member: v.Member, Title: title, Tab: hall.Forum, Lede: lede, Up: up(ctx, v.Member.Group.Slug)}
}

// up are the places between a group and what stands in its forum.
func up(ctx context.Context, slug string) []ui.Place {
	return []ui.Place{{Label: i18n.T(ctx, "Forum"), Href: Path(slug)}}
}

func upTo(ctx context.Context, slug string, space forum.Space) []ui.Place {
	return append(up(ctx, slug), ui.Place{Label: space.Says(ctx), Href: Path(slug, "spaces", space.ID)})
}

func upToTopic(ctx context.Context, slug string, page forum.Page) []ui.Place {
	return append(up(ctx, slug), ui.Place{Label: titleOf(ctx, page.Topic), Href: Place(slug, page.Topic.ID, page.Items[0].Number)})
}

// last tells whether the page is the last of its topic.
func (v topicView) last() bool { return v.Page.Page == v.Page.Pages }

// seen is the number up to which somebody has read who looked at the page.
func (v topicView) seen() int64 {
	return min(int64(v.Page.Page)*forum.PageSize, v.Page.Topic.Number)
}

// about says what the topic is, where, and how things stand with it.
func (v topicView) about(ctx context.Context) string {
	t := v.Page.Topic
	parts := []string{i18n.T(ctx, t.Kind.Says()), v.Page.Space.Says(ctx)}
	if t.Pinned {
		parts = append(parts, i18n.T(ctx, "kept at the top"))
	}
	if t.Closed {
		parts = append(parts, i18n.T(ctx, "closed to answers"))
	}
	if !t.Ends.IsZero() {
		parts = append(parts, i18n.T(ctx, "stays until {.Day}", i18n.Args{"Day": i18n.ShortDate(ctx, t.Ends, ui.FrameFrom(ctx).Zone)}))
	}
	return strings.Join(parts, " · ")
}

// heading stands over the answers of a page.
func (v topicView) heading(ctx context.Context) string {
	if v.Page.Pages > 1 {
		return i18n.T(ctx, "Answers, page {.Page} of {.Pages}", i18n.Args{"Page": v.Page.Page, "Pages": v.Page.Pages})
	}
	return i18n.T(ctx, "Answers")
}

// cared says that others left a kind word, without saying who or how many.
func (v itemView) cared(ctx context.Context) string {
	switch {
	case len(v.Post.Cared) == 0:
		return ""
	case v.Post.Mine:
		return i18n.T(ctx, "Others left you a kind word.")
	case v.Post.Author.Anonymous():
		return i18n.T(ctx, "Somebody left a kind word. Only who wrote this can see who.")
	}
	return i18n.T(ctx, "Somebody left a kind word. Only {.Name} can see who.", i18n.Args{"Name": v.Name})
}

// sinceSays says that there is something new, on the button that shows it.
func (v sinceView) says(ctx context.Context) string {
	n := 0
	for _, one := range v.Items {
		if !one.Missing {
			n++
		}
	}
	return i18n.N(ctx, n, "{.Count} new answer", "{.Count} new answers")
}

func (v sinceView) last() string { return strconv.FormatInt(v.Last, 10) }

func sinceBase(slug, topic string) string { return Path(slug, "topics", topic, "since") + "/" }
