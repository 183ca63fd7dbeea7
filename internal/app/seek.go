package app

import "handrail/internal/finder/seek"

// seeking are the pages of whoever looks for a meeting.
func (a *App) seeking() *seek.Pages {
	return seek.New(seek.Options{
		Finder: a.Finder, Towns: a.Towns, Clock: a.Config.Clock, Cookies: a.cookies, Base: a.Base, Lines: a.Site.LinesNear,
	})
}
