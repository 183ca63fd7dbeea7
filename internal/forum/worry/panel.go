package worry

import (
	"context"
	"slices"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/db"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Panel tells leaders on the home of their group of calls that nobody has closed,
// and asks them where none of them takes calls. For others it is nil.
func (s *Service) Panel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	if !m.Self.Role.Leads() {
		return nil, nil
	}
	calls, err := s.CallsFor(ctx, m)
	if err != nil {
		return nil, err
	}
	waits := slices.ContainsFunc(calls, func(c Call) bool { return c.State != Done })
	taken := false
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		leaders, err := s.leaders(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		list, err := takers(ctx, tx, leaders)
		taken = len(list) > 0
		return err
	})
	view := &hall.PanelView{ID: "worries", Heading: i18n.T(ctx, "Worried about someone"), Lit: waits}
	path := hall.Path(m.Group.Slug, "lead", "worries")
	switch {
	case err != nil || !waits && taken:
		return nil, err
	case waits:
		view.Body = ui.Link(path, i18n.T(ctx, "Somebody worries, and told you"))
	default:
		view.Body = ui.Link(path, i18n.T(ctx, "Nobody who leads takes calls yet. Do you?"))
	}
	return view, nil
}

// WaysAt offer the way to whoever worries at a post of somebody else's.
func WaysAt(ctx context.Context, m group.Member, post *forum.Post) []ui.Place {
	if post == nil || post.Mine {
		return nil
	}
	return []ui.Place{{Label: i18n.T(ctx, "Worried about someone"), Href: hall.Path(m.Group.Slug, "forum", "posts", post.ID, "worry")}}
}
