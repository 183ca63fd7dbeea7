package app

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"

	"handrail/internal/demo"
	"handrail/internal/platform/clock"
)

// openDemo builds the community of a demo, if this is one.
func (a *App) openDemo() {
	a.Demo = demo.New(demo.Options{
		Site: a.Site, Accounts: a.Accounts, Groups: a.Groups, Forum: a.Forum, Meetings: a.Meetings, Serving: a.Serving, Sheets: a.Sheets, Speakers: a.Speakers, Voice: a.Voice, Ballots: a.Ballots, Notices: a.Notices,
		Clock: a.Config.Clock, Cookies: a.cookies, Keys: a.Config.Folder.demoKeys(),
	})
}

// fillDemo makes the community of a demo, unless it is there. It has a past, so
// it is made in a house of its own whose clock is moved, and which nobody
// visits.
func (c Config) fillDemo(ctx context.Context, base *url.URL) error {
	if !c.Demo {
		return nil
	}
	if _, err := os.Stat(c.Folder.demoKeys()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	moved := clock.NewManual(c.Clock.Now())
	c.Clock = moved
	a, err := New(ctx, c, base)
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Demo.Fill(ctx, moved)
}
