package voice

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
)

// Mistaken is for the first page of somebody whom a group remembers, and who is
// here: the way to take it back. body is nil for everybody else.
func (s *Service) Mistaken(ctx context.Context, v account.Viewer) (heading string, body templ.Component, err error) {
	list, err := s.RememberingFor(ctx, v)
	if err != nil || len(list) == 0 {
		return "", nil, err
	}
	return i18n.T(ctx, "You are here"), mistaken(list), nil
}

// Panel is what waits for a member on the home of their group: a vote that is
// open, a question to them alone. Without any it is nil.
func (s *Service) Panel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	w, err := s.WaitingFor(ctx, m)
	if err != nil || w == (Waiting{}) {
		return nil, err
	}
	return &hall.PanelView{ID: "voice", Heading: i18n.T(ctx, "The group decides"), Lit: w.Votes > 0 || w.Asked || w.Mourned, Body: panel(m, w)}, nil
}
