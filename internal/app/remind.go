package app

import (
	"handrail/internal/meeting/remind"
	"handrail/internal/platform/event"
)

// openRemind builds what reminds people of meetings, and lets them nudge each
// other.
func (a *App) openRemind() {
	a.Remind = remind.New(remind.Options{
		DB: a.DB, Clock: a.Config.Clock, Keys: a.Keys, Groups: a.Groups, Meetings: a.Meetings, Notices: a.Notices, Hall: a.hall(),
		Cookies: a.cookies, Points: a.Config.Points,
		Date:   func(key string) string { return meetingPath + key },
		Nudges: func(group string) string { return groupPath + group + "?to=nudges" },
	})
	a.Moderation.Register(a.Remind.Subject())
}

// reactRemind is what reminders hear of.
func (a *App) reactRemind() {
	event.Within(a.Events, a.Remind.Said)
	event.Within(a.Events, a.Remind.Renamed)
	a.whenLeft(a.Remind.Leave)
}
