package app

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/home"
	"handrail/internal/meeting/schedule"
	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/i18n"
)

// schedule is what members see of their meetings. What features show on the page
// of one date is listed here.
func (a *App) schedule() *schedule.Pages {
	return schedule.New(schedule.Options{
		Meetings: a.Meetings, Hall: a.hall(), Clock: a.Config.Clock, Cookies: a.cookies, Base: a.Base, Towns: a.Towns,
		Ways:   []schedule.Way{sheet.Ways},
		Panels: []schedule.Panel{a.Serving.Panel, a.Sheets.Panel, a.Remind.Panel, a.Feeds.Panel, a.Speakers.Panel, a.Proof.Panel},
	})
}

// soon is how far ahead one's own first page looks.
const soon = 3 * 24 * time.Hour

// meetingsPanel is what is next in somebody's groups.
func (a *App) meetingsPanel(ctx context.Context, viewer account.Viewer) (*home.PanelView, error) {
	if viewer.Account == "" || !viewer.TakesPart() {
		return nil, nil
	}
	list, err := a.Meetings.NearFor(ctx, viewer, soon)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &home.PanelView{ID: "meetings", Heading: i18n.T(ctx, "Soon in your groups"), Body: schedule.Soon(list)}, nil
}
