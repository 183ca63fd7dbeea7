package app

import (
	"context"

	"handrail/internal/meeting/proof"
	"handrail/internal/platform/event"
)

// openProof builds what proves to others that somebody was at a meeting.
func (a *App) openProof() {
	a.Proof = proof.New(proof.Options{
		DB: a.DB, Clock: a.Config.Clock, Keys: a.Keys, Limiter: a.Limiter, Groups: a.Groups, Meetings: a.Meetings, Hall: a.hall(), Cookies: a.cookies,
		Base: a.Base, Site: func(ctx context.Context) string { return a.house(ctx).Name },
	})
}

// reactProof forgets what professionals saw of those who are gone, and has records
// come after dates.
func (a *App) reactProof() {
	event.Within(a.Events, a.Proof.Renamed)
	event.Within(a.Events, a.Proof.Gone)
	event.Within(a.Events, a.Proof.Moved)
	event.Within(a.Events, a.Proof.Remembered)
}
