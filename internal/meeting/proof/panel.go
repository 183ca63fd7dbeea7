package proof

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
)

// Panel is the way to all this on the page of one date. It is there from the
// moment at which there is a code, and not on a date that is called off.
func (s *Service) Panel(ctx context.Context, m group.Member, o meeting.Occurrence) (*hall.PanelView, error) {
	v := panelView{attendView: attendView{dateView: dateView{Member: m, Date: o, Now: s.clock.Now()}}}
	if o.Standing == meeting.Cancelled || v.Now.Before(o.Start.Add(-Before)) {
		return nil, nil
	}
	var err error
	if v.Host, err = s.confirmsFor(ctx, m, o); err != nil {
		return nil, err
	}
	if v.Record, err = s.RecordFor(ctx, m.Viewer, o.Key()); err != nil {
		return nil, err
	}
	return &hall.PanelView{ID: "attendance", Heading: i18n.T(ctx, "That you were there"), Body: panel(v)}, nil
}

type panelView struct{ attendView }

// says is how things stand with the member's own record.
func (v panelView) says(ctx context.Context) string {
	switch {
	case v.Record.ByCode():
		return i18n.N(ctx, v.Record.Minutes(), "You showed {.Count} minute by codes.", "You showed {.Count} minutes by codes.")
	case v.Record.ID != "":
		return i18n.T(ctx, "You noted for yourself that you were there.")
	case v.open():
		return i18n.T(ctx, "A host shows a code. Type it if you need a paper that says you were here.")
	}
	return i18n.T(ctx, "You can note for yourself that you were there.")
}
