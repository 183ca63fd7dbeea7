package app

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/admin"
	"handrail/internal/forum"
	"handrail/internal/forum/board"
	"handrail/internal/forum/private"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/moderation"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// openModeration builds what keeps people safe from what others do.
func (a *App) openModeration() {
	a.Moderation = moderation.New(moderation.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Keys: a.Keys, Accounts: a.Accounts, Groups: a.Groups, Hall: a.hall(), Cookies: a.cookies,
		Held: []hall.Panel{a.tending().Panel},
	})
	posts := a.Forum.Subject()
	posts.Write = private.StewardsPath
	a.Moderation.Register(posts)
}

// reactModeration is what reports make others do.
func (a *App) reactModeration() {
	event.Within(a.Events, a.Moderation.Gone)
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e moderation.Acted) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "report." + e.What, Object: e.Object})
	})
	a.tellOfReports()
}

// reportsPanel is what waits for the stewards, on their overview.
func (a *App) reportsPanel(ctx context.Context) (admin.PanelView, error) {
	body, heading, err := a.Moderation.StewardsPanel(ctx, account.ViewerFrom(ctx))
	return admin.PanelView{ID: "reports", Heading: heading, Body: body}, err
}

// waysOfReporting lead from a post of somebody else to the page on which it is
// reported.
func waysOfReporting(ctx context.Context, m group.Member, at board.At) []ui.Place {
	if at.Post == nil || at.Post.Mine {
		return nil
	}
	return []ui.Place{{Label: i18n.T(ctx, "Tell that something is wrong"), Href: moderation.ReportPath(m.Group.Slug, forum.ReportedAs, at.Post.ID)}}
}
