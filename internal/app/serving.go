package app

import (
	"context"

	"handrail/internal/meeting/serve"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
)

// openServing builds what knows who does what at meetings.
func (a *App) openServing() {
	a.Serving = serve.New(serve.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Keys: a.Keys, Groups: a.Groups, Meetings: a.Meetings, Cookies: a.cookies,
	})
}

// servingNotices are the kinds of notice about it.
func (a *App) servingNotices() []notify.Kind {
	return a.Serving.Notices(a.meetingNames, func(key string) string { return meetingPath + key })
}

// reactServing is what makes places free, and what people are told about theirs.
func (a *App) reactServing() {
	event.Within(a.Events, a.Serving.Rename)
	event.Within(a.Events, a.Serving.Rest)
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e serve.Told) error {
		if e.Leaders {
			leaders, err := a.Groups.LeadersOf(ctx, tx, e.Group)
			return a.tellAll(ctx, tx, leaders, err, e.Kind, e.Target)
		}
		accounts, err := a.Groups.AccountsIn(ctx, tx, e.Group, e.By, e.Memberships)
		for _, id := range e.Memberships {
			if err == nil {
				err = a.tellOne(ctx, tx, accounts[id], e.Kind, e.Target)
			}
		}
		return err
	})
}
