package app

import (
	"context"

	"handrail/internal/finder/feed"
	"handrail/internal/finder/share"
)

// Share passes on what the finder lists.
func (a *App) Share() *share.Service {
	return share.New(share.Options{
		Finder: a.Finder, Base: a.Base, Town: a.townNamed, Clock: a.Config.Clock, Limiter: a.Limiter,
		Name: func(ctx context.Context) (string, error) {
			current, err := a.Site.Get(ctx)
			return current.Name, err
		},
	})
}

// townNamed is where the town is that most people mean by a name.
func (a *App) townNamed(name string) (feed.Point, bool) {
	towns, err := a.Towns.Open()
	if err != nil {
		return feed.Point{}, false
	}
	for _, one := range towns.Find(name, 1) {
		return feed.Point{Lat: one.Lat, Lng: one.Lng}, true
	}
	return feed.Point{}, false
}
