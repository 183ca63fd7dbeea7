package voice

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
)

// Panel is what waits for a member on the home of their group: a vote that is
// open, a question to them alone. Without any it is nil.
func (s *Service) Panel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	w, err := s.WaitingFor(ctx, m)
	if err != nil || w == (Waiting{}) {
		return nil, err
	}
	return &hall.PanelView{ID: "voice", Heading: i18n.T(ctx, "The group decides"), Lit: w.Votes > 0 || w.Asked || w.Mourned, Body: panel(m, w)}, nil
}
