package private

import (
	"context"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Panel tells a member on the home of their group of notes that they have not
// read. Without any it is nil.
func (s *Service) Panel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	n, err := s.UnreadFor(ctx, m)
	if err != nil || n == 0 {
		return nil, err
	}
	return &hall.PanelView{ID: "notes", Heading: i18n.T(ctx, "Private notes"), Lit: true, Body: ui.Link(hall.Path(m.Group.Slug, "notes"), i18n.T(ctx, "There is something new for you"))}, nil
}

// WaysAt offer a member a private note at a post of somebody else's, and their own
// notes where nothing is said of a post.
func WaysAt(ctx context.Context, m group.Member, post *forum.Post) []ui.Place {
	switch {
	case post == nil:
		return []ui.Place{{Label: i18n.T(ctx, "Private notes"), Href: hall.Path(m.Group.Slug, "notes")}}
	case post.Mine:
		return nil
	}
	return []ui.Place{{Label: i18n.T(ctx, "Write a private note"), Href: hall.Path(m.Group.Slug, "forum", "posts", post.ID, "note")}}
}
