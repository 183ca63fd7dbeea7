package notify

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/account"
)

// Panel is what is new for the viewer, for their own first page. While nothing
// is, it shows nothing and only listens.
func (s *Service) Panel(ctx context.Context, v account.Viewer) (templ.Component, error) {
	if v.Account == "" {
		return templ.NopComponent, nil
	}
	lines, err := s.newest(ctx, v)
	if err != nil {
		return nil, err
	}
	return panel(lines, s.Channel(v.Account)), nil
}

// named says what a button is about, for those who hear it without its row.
func named(label string, line Line) templ.Attributes {
	return templ.Attributes{"aria-label": label + ": " + line.Say}
}
