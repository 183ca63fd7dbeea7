// Package demo is a plainly fictional community, made through the use cases
// that members and stewards use, and nothing else. It grows with every
// feature. Nobody in it exists.
//
// Tables: none.
// Routes: see Routes.
package demo

import (
	"context"
	"embed"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/web"
	"handrail/internal/site"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the demo is built in.
type Options struct {
	Site     *site.Service
	Accounts *account.Service
	Clock    clock.Clock
	Cookies  web.Cookies
	// Keys is the file that holds the keys of the people of the demo, so that
	// anybody can walk in as one of them.
	Keys string
}

// Service is the demo.
type Service struct {
	Options
}

// New makes the demo; Fill fills it.
func New(o Options) *Service { return &Service{Options: o} }

const welcome = `**This is a demo.** The Lanterns of Marrowby do not exist, and neither does Marrowby.

Look around, change what you like, and throw it away. Nothing here is kept for anybody. At the foot of every page you can walk in as somebody.

*Good that you are here. Take your time; nobody minds if you only read.*`

// Fill makes the community, unless it is there already.
func (s *Service) Fill(ctx context.Context) error {
	current, err := s.Site.Get(ctx)
	if err != nil || current.SetUp {
		return err
	}
	founder, err := s.founder(ctx)
	if err != nil {
		return err
	}
	current.Name = "Lantern Street"
	current.Operator = "The Lanterns of Marrowby (a demo)"
	current.Contact = "The noticeboard in the hall of Marrowby, which does not exist"
	current.Welcome = welcome
	current.Registration = site.OpenToAll
	current.Country, current.Language, current.Zone = "GB", "en", "Europe/London"
	if err := s.Site.Change(ctx, founder, current); err != nil {
		return err
	}
	return s.people(ctx, founder)
}

// founder is whoever took the one-time link that sets an installation up.
func (s *Service) founder(ctx context.Context) (account.Viewer, error) {
	link, err := s.Accounts.Issue(ctx, account.SetUp, "", setUpLasts)
	if err != nil {
		return account.Viewer{}, err
	}
	founder, _, err := s.Accounts.Take(ctx, link, account.Shared, "")
	return founder, err
}
