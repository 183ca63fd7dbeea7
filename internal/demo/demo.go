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
	"fmt"
	"os"
	"path/filepath"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/voice"
	"handrail/internal/meeting"
	"handrail/internal/meeting/serve"
	"handrail/internal/meeting/sheet"
	"handrail/internal/meeting/speaker"
	"handrail/internal/notify"
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
	Groups   *group.Service
	Forum    *forum.Service
	Meetings *meeting.Service
	Serving  *serve.Service
	Sheets   *sheet.Service
	Speakers *speaker.Service
	Voice    *voice.Service
	Ballots  *ballot.Service
	Notices  *notify.Service
	Clock    clock.Clock
	Cookies  web.Cookies
	// Keys is the file that holds the keys of the people of the demo, so that
	// anybody can walk in as one of them. It is written last: where it is, the
	// demo is whole.
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

// Fill makes the community, unless it is there already. Its past is some weeks
// long: moved is the clock of all services here, is set back for it, and shows
// the same time as before in the end.
func (s *Service) Fill(ctx context.Context, moved *clock.Manual) error {
	current, err := s.Site.Get(ctx)
	if err != nil {
		return err
	}
	if current.SetUp {
		if _, err := os.Stat(s.Keys); err != nil {
			return fmt.Errorf("this demo was cut off while it was made: delete %s and start again", filepath.Dir(s.Keys))
		}
		return nil
	}
	t := &teller{Service: s, clock: moved, now: moved.Now(), people: map[string]account.Viewer{}, slugs: map[string]string{}, kept: map[string]string{}, keys: keyring{}}
	if err := t.tell(ctx, story()); err != nil {
		return fmt.Errorf("make the demo: %w", err)
	}
	return t.keys.write(s.Keys)
}

// setUp is the first day: a house with a name and a steward.
func setUp(ctx context.Context, t *teller) error {
	founder, err := t.founder(ctx)
	if err != nil {
		return err
	}
	current, err := t.Site.Get(ctx)
	if err != nil {
		return err
	}
	current.Name = "Lantern Street"
	current.Operator = "The Lanterns of Marrowby (a demo)"
	current.Contact = "The noticeboard in the hall of Marrowby, which does not exist"
	current.Welcome = welcome
	current.Registration = site.OpenToAll
	current.Country, current.Language, current.Zone = "GB", "en", "Europe/London"
	if err := t.Site.Change(ctx, founder, current); err != nil {
		return err
	}
	w, err := t.Accounts.FoundSteward(ctx, founder, account.Arrival{Name: "Marlow", Kind: account.Shared, Consents: true})
	if err != nil {
		return err
	}
	return t.settle(ctx, person{who: "marlow", keys: 2, role: Steward}, w)
}

// founder is whoever took the one-time link that sets an installation up.
func (s *Service) founder(ctx context.Context) (account.Viewer, error) {
	link, err := s.Accounts.Issue(ctx, account.SetUp, "", setUpLasts)
	if err != nil {
		return account.Viewer{}, err
	}
	founder, _, err := s.Accounts.Take(ctx, account.SetUp, link, account.Shared, "")
	return founder, err
}
