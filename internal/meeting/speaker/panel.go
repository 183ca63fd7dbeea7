package speaker

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
)

// Panel is the speakers of a date, on its page. It is not there for a date that is
// called off, or over with nothing left to read.
func (s *Service) Panel(ctx context.Context, m group.Member, o meeting.Occurrence) (*hall.PanelView, error) {
	v := allView{place: place{Member: m, Date: o, Now: s.clock.Now()}}
	if o.Standing == meeting.Cancelled {
		return nil, nil
	}
	var err error
	if v.View, err = s.ViewFor(ctx, m, o); err != nil {
		return nil, err
	}
	if o.IsOver(v.Now) && len(v.Cards) == 0 && len(v.Kept) == 0 {
		return nil, nil
	}
	return &hall.PanelView{ID: "guest-speakers", Heading: i18n.T(ctx, "Guest speakers"), Body: panel(v)}, nil
}
