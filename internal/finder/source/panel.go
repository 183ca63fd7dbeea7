package source

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/account"
)

// panelView is how the sources fare, for the stewards' overview.
type panelView struct{ Sources, Trouble, Notes int }

// Panel is how the sources fare, for the stewards' overview.
func (s *Service) Panel(ctx context.Context, v account.Viewer) (templ.Component, error) {
	list, err := s.finder.SourcesFor(ctx, v)
	if err != nil {
		return nil, err
	}
	view := panelView{Sources: len(list)}
	for _, one := range list {
		if stateOf(one) == trouble {
			view.Trouble++
		}
	}
	view.Notes, err = s.finder.WaitingFor(ctx, v)
	return panel(view), err
}
