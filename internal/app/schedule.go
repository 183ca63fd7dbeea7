package app

import "handrail/internal/meeting/schedule"

// schedule is what members see of their meetings. What features show on the page
// of one date is listed here.
func (a *App) schedule() *schedule.Pages {
	return schedule.New(schedule.Options{
		Meetings: a.Meetings, Hall: a.hall(), Clock: a.Config.Clock, Cookies: a.cookies, Base: a.Base,
		Panels: []schedule.Panel{a.Serving.Panel, a.Remind.Panel, a.Feeds.Panel, a.Speakers.Panel, a.Proof.Panel},
	})
}
