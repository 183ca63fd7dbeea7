package moderation

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
)

// Panel is what waits on the leaders' desk, for the home of their group. For
// others, and without any, it is nil.
func (s *Service) Panel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	if !m.Self.Role.Leads() {
		return nil, nil
	}
	n, err := s.WaitingFor(ctx, Keeper{Desk: Leaders, Viewer: m.Viewer, Member: m})
	if err != nil || n == 0 {
		return nil, err
	}
	return &hall.PanelView{ID: "reports", Heading: i18n.T(ctx, "Reports"), Lit: true, Body: waitingLine(hall.Path(m.Group.Slug, "lead", "reports"), n)}, nil
}

// StewardsPanel is what waits on the stewards' desk, for their overview.
func (s *Service) StewardsPanel(ctx context.Context, v account.Viewer) (body templ.Component, heading string, err error) {
	n := 0
	if k, err := Steward(v); err == nil {
		if n, err = s.WaitingFor(ctx, k); err != nil {
			return nil, "", err
		}
	}
	return waitingLine(StewardsPath, n), i18n.T(ctx, "Reports"), nil
}
