// Package home is the first page of whoever has come in: what is next, what
// came meanwhile, and nothing that nags. Its parts are panels that features
// make; home itself knows none of them.
//
// Tables: none.
// Routes: see Routes.
package home

import (
	"context"
	"embed"
	"fmt"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/i18n"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Panel makes a part of the page for the viewer, or nil where there is nothing
// to say.
type Panel func(ctx context.Context, viewer account.Viewer) (*PanelView, error)

// PanelView is a part of the page.
type PanelView struct {
	ID      string // of its heading, unique on the page
	Heading string // in the reader's language; "" where Body brings its own section
	Lit     bool   // the one thing that comes first
	Body    templ.Component
}

// Options are what the service works with.
type Options struct {
	Clock  clock.Clock
	Panels []Panel // in this order
}

// Service makes the page.
type Service struct {
	clock  clock.Clock
	panels []Panel
}

// New makes the service.
func New(o Options) *Service { return &Service{clock: o.Clock, panels: o.Panels} }

type view struct {
	Viewer account.Viewer
	Hour   int // of the reader's clock
	Panels []PanelView
}

func (s *Service) view(ctx context.Context, viewer account.Viewer, hour int) (view, error) {
	v := view{Viewer: viewer, Hour: hour}
	for _, panel := range s.panels {
		one, err := panel(ctx, viewer)
		if err != nil {
			return v, fmt.Errorf("a panel of home: %w", err)
		}
		if one != nil {
			v.Panels = append(v.Panels, *one)
		}
	}
	return v, nil
}

// greeting is a word for the hour.
func (v view) greeting(ctx context.Context) string {
	switch {
	case v.Hour < 5:
		return i18n.T(ctx, "Good that you are here.")
	case v.Hour < 12:
		return i18n.T(ctx, "Good morning.")
	case v.Hour < 18:
		return i18n.T(ctx, "Good afternoon.")
	}
	return i18n.T(ctx, "Good evening.")
}

// standing is the sentence for an account that takes no part just now.
func (v view) standing(ctx context.Context) string {
	switch v.Viewer.Standing {
	case account.Waiting:
		return i18n.T(ctx, "You have asked to come in. A steward will answer. Look here again later. Nobody writes to you from outside, unless you ask for it.")
	case account.Paused:
		return i18n.T(ctx, "A steward has paused your seat. You can still read this page, take a copy of what is yours, and leave.")
	case account.Resting:
		return i18n.T(ctx, "You are resting. Nobody sees you, and nothing is sent to you.")
	case account.Leaving:
		return i18n.T(ctx, "You are leaving. You can still stay.")
	}
	return i18n.T(ctx, "Please look at what you agreed to. Until you agree, you can look, take a copy, and leave.")
}
