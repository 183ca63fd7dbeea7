package app

import (
	"context"

	"handrail/internal/finder/share"
)

// Share passes on what the finder lists.
func (a *App) Share() *share.Service {
	return share.New(share.Options{Finder: a.Finder, Base: a.Base, Name: func(ctx context.Context) (string, error) {
		current, err := a.Site.Get(ctx)
		return current.Name, err
	}})
}
