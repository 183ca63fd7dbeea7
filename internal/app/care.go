package app

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/admin"
	"handrail/internal/forum/board"
	"handrail/internal/forum/lift"
	"handrail/internal/forum/private"
	"handrail/internal/forum/worry"
	"handrail/internal/group"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/ui"
)

// openCare builds what the forum has for hearing and reaching one person.
func (a *App) openCare() {
	a.Private = private.New(private.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Jobs: a.Jobs, Keys: a.Keys, Text: a.Text, Accounts: a.Accounts, Groups: a.Groups, Forum: a.Forum,
		Reports: a.Moderation, Hall: a.hall(), Cookies: a.cookies, Lines: a.Site.LinesNear,
	})
	a.Worry = worry.New(worry.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Keys: a.Keys, Groups: a.Groups, Forum: a.Forum, Private: a.Private, Hall: a.hall(), Cookies: a.cookies,
		Lines: a.Site.LinesNear,
	})
	a.Lift = lift.New(lift.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Keys: a.Keys, Groups: a.Groups, Forum: a.Forum, Hall: a.hall(), Cookies: a.cookies,
	})
	a.Moderation.Register(a.Private.Subject())
	a.Belongings.Own("forum_notes", a.Private.Belongs(a.Groups.AllOf))
}

// reactCare is what happens around them.
func (a *App) reactCare() {
	event.Within(a.Events, a.Private.PostRemoved)
	event.Within(a.Events, a.Private.Gone)
	event.Within(a.Events, a.Private.Moved)
	event.Later(a.Events, "forum.forget-note", a.Private.Forget)
	event.Within(a.Events, a.Worry.CardAnswered)
	event.Within(a.Events, a.Worry.Gone)
	event.Within(a.Events, a.Lift.Gone)
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e lift.Acted) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "lift." + e.What, Object: e.Lift, Reason: e.Reason})
	})
	a.tellOfCare()
}

// waysOfCare lead to private notes, to whoever worries, and to asking who wrote
// something.
func waysOfCare(ctx context.Context, m group.Member, at board.At) []ui.Place {
	if at.Topic != nil && at.Post == nil || at.Space != nil {
		return nil
	}
	ways := private.WaysAt(ctx, m, at.Post)
	ways = append(ways, worry.WaysAt(ctx, m, at.Post)...)
	return append(ways, lift.WaysAt(ctx, m, at.Post)...)
}

// liftsPanel is what waits for the stewards, on their overview.
func (a *App) liftsPanel(ctx context.Context) (admin.PanelView, error) {
	body, heading, err := a.Lift.StewardsPanel(ctx, account.ViewerFrom(ctx))
	return admin.PanelView{ID: "lifts", Heading: heading, Body: body}, err
}
