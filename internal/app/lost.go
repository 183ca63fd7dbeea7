package app

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/account/lost"
	"handrail/internal/home"
	"handrail/internal/platform/web"
)

// lostRoutes are the pages for whoever lost every key, and for those who help.
func (a *App) lostRoutes() []web.Route { return a.lostPages().Routes() }

func (a *App) lostPages() *lost.Pages {
	return lost.New(lost.Options{Accounts: a.Accounts, Cookies: a.cookies, Base: a.Base})
}

// claimPanel says on the first page that somebody is about to be let in to the
// viewer's seat. It comes before everything else.
func (a *App) claimPanel(ctx context.Context, viewer account.Viewer) (*home.PanelView, error) {
	heading, body, err := a.lostPages().Notice(ctx, viewer)
	if err != nil || body == nil {
		return nil, err
	}
	return &home.PanelView{ID: "claim", Heading: heading, Lit: true, Body: body}, nil
}
