package compose

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Ways are what the member can do with a post of their own; post is nil for the
// forum itself, where their drafts are.
func Ways(ctx context.Context, m group.Member, post *forum.Post) []ui.Place {
	switch {
	case post == nil:
		return []ui.Place{{Label: i18n.T(ctx, "Your drafts"), Href: path(m.Group, "drafts")}}
	case !post.Mine:
		return nil
	}
	return []ui.Place{
		{Label: i18n.T(ctx, "Change your words"), Href: path(m.Group, "posts", post.ID, "edit")},
		{Label: i18n.T(ctx, "Delete your words"), Href: path(m.Group, "posts", post.ID, "deletion")},
	}
}

// Just stands below a post of the member's own that they have only just posted:
// it says that their words are there, and takes them back. Where a post waits
// for a look, it says so for as long as it does. Nil says nothing.
func (p *Pages) Just(_ context.Context, m group.Member, post forum.Post) templ.Component {
	fresh := post.State != forum.Hidden && p.o.Clock.Now().Sub(post.Made) < forum.UndoFor
	if !post.Mine || !fresh && post.State != forum.Waits {
		return nil
	}
	return just(m, post, fresh)
}
