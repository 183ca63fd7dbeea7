package app

import (
	"context"

	"handrail/internal/demo"
)

// openDemo builds the community of a demo, if this is one.
func (a *App) openDemo() {
	a.Demo = demo.New(demo.Options{
		Site: a.Site, Accounts: a.Accounts, Clock: a.Config.Clock, Cookies: a.cookies, Keys: a.Config.Folder.demoKeys(),
	})
}

// fill makes the community of a demo.
func (a *App) fill(ctx context.Context) error {
	if !a.Config.Demo {
		return nil
	}
	return a.Demo.Fill(ctx)
}
