package app

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/admin"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
	"handrail/internal/site"
)

// react is the whole list of what one part of the house makes another do.
func (a *App) react() {
	// What stewards do is in the record, or it is not done.
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e site.Changed) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "site.changed"})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e site.KeyKept) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "site.key_kept"})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e site.HelpLineChanged) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "help_line." + string(e.What), Object: e.LineID})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e admin.JobChanged) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "job." + string(e.What), Object: e.Kind, Reason: e.Reason})
	})
	a.recordMembers()

	// A session that has ended loses its sockets, on every node.
	event.Within(a.Events, a.cutNow)
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.RightsChanged) error {
		return a.cutNow(ctx, tx, account.SessionEnded{Subject: e.Subject})
	})

	// Who goes is erased by a job, and who asks for a copy gets it by one.
	event.Within(a.Events, a.beginErasing)
	event.Later(a.Events, "account.copy", a.makeCopy, jobs.Timeout(copyTime), jobs.Attempts(copyTries))

	// The welcome of a site is made again by a job when the site changed, so
	// that an older node's rendering never stays.
	event.Later(a.Events, "site.render-welcome", func(ctx context.Context, _ site.Changed) error {
		return a.Site.RenderAgain(ctx)
	})
}
