package app

import (
	"context"
	"time"

	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/event"
	"handrail/internal/platform/realtime"
)

// openSheets builds what meetings follow on the day.
func (a *App) openSheets() {
	a.Sheets = sheet.New(sheet.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Keys: a.Keys, Groups: a.Groups, Meetings: a.Meetings, Hall: a.hall(), Cookies: a.cookies,
		Log: a.Config.Log, Publish: a.Live.Publish,
	})
	a.Live.Namespace(sheet.Namespace, func(ctx context.Context, peer realtime.Peer, id string) (realtime.Grant, error) {
		m, err := a.Sheets.ListenerFor(ctx, peer.Subject, id)
		return realtime.Grant{Membership: m}, err
	}, realtime.NamespaceOptions{})
}

// sweepSheets is how often what belongs to dates that are over is deleted.
const sweepSheets = 15 * time.Minute

// reactSheets is what groups and meetings make them do.
func (a *App) reactSheets() {
	a.whenLeft(a.Sheets.Leave)
	event.Within(a.Events, a.Sheets.BlockChanged)
	event.Within(a.Events, a.Sheets.Renamed)
	event.Within(a.Events, a.Sheets.Ending)
	event.Later(a.Events, "meeting.forget-sheet", a.Sheets.Forget)
}
