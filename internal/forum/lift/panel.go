package lift

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// StewardsPanel is what waits for the stewards, for their overview.
func (s *Service) StewardsPanel(ctx context.Context, v account.Viewer) (body templ.Component, heading string, err error) {
	if v.May(account.RunSite) == nil {
		waiting, _, err := s.WaitingFor(ctx, v)
		if err != nil {
			return nil, "", err
		}
		if len(waiting) > 0 {
			return ui.Link(StewardsPath, i18n.N(ctx, len(waiting), "{.Count} asking waits for a steward", "{.Count} askings wait for a steward")), i18n.T(ctx, "Who wrote something"), nil
		}
	}
	return ui.Link(StewardsPath, i18n.T(ctx, "Nothing waits.")), i18n.T(ctx, "Who wrote something"), nil
}

// WaysAt offer a facilitator to ask who wrote a post without a name.
func WaysAt(ctx context.Context, m group.Member, post *forum.Post) []ui.Place {
	if post == nil || post.Mine || !post.Author.Anonymous() || !m.Can(group.Lift) {
		return nil
	}
	return []ui.Place{{Label: i18n.T(ctx, "Ask who wrote this"), Href: hall.Path(m.Group.Slug, "forum", "posts", post.ID, "lift")}}
}
