package app

import (
	"context"

	"handrail/internal/finder/bmlt"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/i18n"
)

// bmlt answers programs that ask for meetings as they would a BMLT server.
func (a *App) bmlt() *bmlt.Service {
	codes := []string{"en"}
	for _, one := range a.languages.Languages() {
		if one.Code != "en" && len(one.Code) == 2 {
			codes = append(codes, one.Code)
		}
	}
	return bmlt.New(bmlt.Options{
		Finder: a.Finder, Clock: a.Config.Clock, Base: a.Base, Languages: codes,
		Language: func(ctx context.Context, code string) context.Context { return i18n.With(ctx, a.languages.For(code)) },
		Place:    a.pointOf,
		Limiter:  a.Limiter,
	})
}

// pointOf is where the town of that name lies.
func (a *App) pointOf(name string) (feed.Point, bool) {
	towns, err := a.Towns.Open()
	if err != nil {
		return feed.Point{}, false
	}
	for _, town := range towns.Find(name, 1) {
		return feed.Point{Lat: town.Lat, Lng: town.Lng}, true
	}
	return feed.Point{}, false
}
