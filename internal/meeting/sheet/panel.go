package sheet

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Panel is the way to the run sheet on the page of one date: for hosts as long as
// there is something to do, and for others where there is one.
func (s *Service) Panel(ctx context.Context, m group.Member, o meeting.Occurrence) (*hall.PanelView, error) {
	if o.Standing == meeting.Cancelled {
		return nil, nil
	}
	v, err := s.ViewFor(ctx, m, o)
	if err != nil || !v.Made && (!v.Host || o.IsOver(s.o.Clock.Now())) {
		return nil, err
	}
	return &hall.PanelView{ID: "run-sheet", Heading: i18n.T(ctx, "Run sheet"), Lit: v.State.Running(), Body: panel(v)}, nil
}

// Ways are where those who look after a group find its run sheets.
func Ways(ctx context.Context, m group.Member) []ui.Place {
	if !m.Self.Role.Leads() {
		return nil
	}
	return []ui.Place{{Label: i18n.T(ctx, "Run sheets"), Href: templatePath(m)}}
}

// panelSays is how things stand, in a sentence.
func (v View) panelSays(ctx context.Context) string {
	switch {
	case !v.Made:
		return i18n.T(ctx, "Make the run sheet of this date")
	case v.State.Ended != 0:
		return i18n.T(ctx, "This meeting is over")
	case v.State.Running():
		return i18n.T(ctx, "Now: {.Part}", i18n.Args{"Part": v.Item().says(ctx, v.words())})
	}
	return i18n.T(ctx, "You see where the meeting is, and can raise a hand. You do not need this page to take part.")
}
