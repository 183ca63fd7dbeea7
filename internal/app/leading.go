package app

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/group/lead"
)

// leading is what leaders of groups look after.
func (a *App) leading() *lead.Pages {
	return lead.New(lead.Options{
		Groups: a.Groups, Hall: a.hall(), Accounts: a.Accounts, Clock: a.Config.Clock, Cookies: a.cookies, Base: a.Base,
		Meets: func(ctx context.Context, m group.Member) (bool, error) {
			_, any, err := a.Meetings.NextIn(ctx, m)
			return any, err
		},
	})
}
