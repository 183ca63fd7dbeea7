package site

import (
	"context"
	"log/slog"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// Options are what the service works with.
type Options struct {
	DB        *db.DB
	Clock     clock.Clock
	Events    *event.Bus
	Text      *richtext.Renderer
	Accounts  *account.Service
	Cookies   web.Cookies
	Languages *i18n.Catalogue
	Tables    []declare.Table // what the privacy page is printed from
	ExitTo    string          // from the command line; comes before what a steward chose
	Log       *slog.Logger
	ServerKey string // the file that set-up offers to keep, or ""
}

// New makes the service. It fails when the shipped help lines cannot be read.
func New(o Options) (*Service, error) {
	shipped, err := helplines.Load()
	if err != nil {
		return nil, err
	}
	return &Service{
		db: o.DB, clock: o.Clock, log: o.Log, events: o.Events, text: o.Text, accounts: o.Accounts,
		cookies: o.Cookies, languages: o.Languages, tables: o.Tables, exitTo: o.ExitTo, serverKey: o.ServerKey, shipped: shipped,
	}, nil
}

type siteKey struct{}

// With returns a context that carries the site, for the pages of this request.
func With(ctx context.Context, s Site) context.Context { return context.WithValue(ctx, siteKey{}, s) }

// From is the site of this request.
func From(ctx context.Context) Site {
	s, ok := ctx.Value(siteKey{}).(Site)
	if !ok {
		return Unknown()
	}
	return s
}

// Unknown is the site before anybody has decided anything, or while the
// records cannot be reached.
func Unknown() Site {
	return Site{Name: "Handrail", Registration: Closed, Language: "en", Zone: "UTC"}
}
