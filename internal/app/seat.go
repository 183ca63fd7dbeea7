package app

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/account/leaving"
	"handrail/internal/account/lost"
	"handrail/internal/account/seat"
	"handrail/internal/group/note"
	"handrail/internal/home"
	"handrail/internal/meeting/feed"
	"handrail/internal/meeting/proof"
	"handrail/internal/meeting/remind"
	"handrail/internal/notify"
	"handrail/internal/platform/web"
)

// seatRoutes are the pages of one's own seat, with the lines that features add
// to the settings.
func (a *App) seatRoutes() []web.Route {
	return seat.New(seat.Options{Accounts: a.Accounts, Cookies: a.cookies, Base: a.Base, Entries: []seat.Entry{
		{Label: "What may reach you", About: "Notices, quiet hours, mail and phones.", Path: notify.SettingsPath},
		{Label: "Reminders", About: "Which meetings you are told of, and how long before.", Path: remind.SettingsPath},
		{Label: "Calendars", About: "Your meetings in the calendar you use.", Path: feed.SettingsPath},
		{Label: "Content notes", About: "Which topics you want shown, folded or left out.", Path: note.SettingsPath},
		{Label: "People you trust", About: "They can say that it is you, if you lose every key.", Path: lost.TrustPath},
		{Label: "Meetings you were at", About: "What you noted, and papers that say so.", Path: proof.Path},
		{Label: "A copy of everything", About: "All that is kept about you, in one file.", Path: leaving.CopyPath},
		{Label: "Rest or leave", About: "Be hidden for a while, or be erased.", Path: leaving.LeavingPath},
	}}).Routes()
}

// keepPanel offers to keep the seat, when it is time to.
func (a *App) keepPanel(ctx context.Context, viewer account.Viewer) (*home.PanelView, error) {
	if !a.Accounts.AsksToKeep(viewer) {
		return nil, nil
	}
	return &home.PanelView{ID: "keep", Heading: seat.KeepHeading(ctx), Lit: true, Body: seat.KeepPanel()}, nil
}
