package app

import (
	"handrail/internal/account/door"
	"handrail/internal/platform/web"
)

// doorRoutes are the pages at the door.
func (a *App) doorRoutes() []web.Route {
	return door.New(door.Options{Accounts: a.Accounts, Cookies: a.cookies, House: a.house, Young: a.Site.Young}).Routes()
}
