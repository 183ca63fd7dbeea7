package app

import "time"

// keepHouse is the whole list of what is done again and again.
func (a *App) keepHouse() {
	a.Jobs.Every("account.sweep", 10*time.Minute, a.Accounts.Sweep)
	a.Jobs.Every("account.erase-due", time.Hour, a.EraseDue)
	a.Jobs.Every("account.erase-lost", 24*time.Hour, a.Accounts.EraseLost)
	a.Jobs.Every("account.erase-again", 24*time.Hour, a.Accounts.EraseAgain)
	a.Jobs.Every("account.sweep-copies", time.Hour, a.Leaving.Sweep)
	a.Jobs.Every("group.depart", 5*time.Minute, a.Groups.Depart)
	a.Jobs.Every("group.end-offers", time.Hour, a.Groups.EndOffers)
	a.Jobs.Every("group.end-cohorts", time.Hour, a.Groups.EndCohorts)
	a.Jobs.Every("group.count-members", time.Hour, a.Groups.CountMembers)
	a.Jobs.Every("group.lapse", time.Hour, a.Groups.LapseDue)
	a.Jobs.Every("group.sweep", time.Hour, a.Groups.Sweep)
	a.Jobs.Every("group.sweep-faces", time.Hour, a.Faces.Sweep)
	a.Jobs.Every("group.end-due", 5*time.Minute, a.Voice.EndDue)
	a.Jobs.Every("group.count-ballots", time.Minute, a.Ballots.CountDue)
	a.Jobs.Every("forum.sweep-topics", 10*time.Minute, a.Forum.SweepTopics)
	a.Jobs.Every("forum.sweep-versions", time.Hour, a.Forum.SweepVersions)
	a.Jobs.Every("forum.sweep-splits", time.Hour, a.Forum.SweepSplits)
	a.Jobs.Every("forum.render-again", 24*time.Hour, a.Forum.RenderAgain)
	a.Jobs.Every("forum.sweep-worries", time.Hour, a.Worry.Sweep)
	a.Jobs.Every("forum.sweep-lifts", time.Hour, a.Lift.Sweep)
	a.Jobs.Every("moderation.sweep", time.Hour, a.Moderation.Sweep)
	a.Jobs.Every("forum.sweep-drafts", time.Hour, a.Forum.SweepDrafts)
	a.Jobs.Every("forum.sweep-uploads", time.Hour, a.Writing.Sweep)
	a.Jobs.Every("meeting.work-out", time.Hour, a.Meetings.WorkOut)
	a.Jobs.Every("meeting.sweep", time.Hour, a.Meetings.Sweep)
	a.Jobs.Every("meeting.sweep-proofs", 24*time.Hour, a.Proof.Sweep)
	a.Jobs.Every("meeting.sweep-sheets", sweepSheets, a.Sheets.Sweep)
	a.Jobs.Every("notify.sweep", time.Hour, a.Notices.Sweep)
	a.Jobs.Every("notify.digests", 10*time.Minute, a.Notices.SendDigests)
	a.Jobs.Every("web.sweep-once", time.Hour, a.Router.SweepOnce)
	a.Jobs.Every("admin.check-record", 24*time.Hour, a.Admin.CheckRecord)
	a.Jobs.Every("site.render-again", 24*time.Hour, a.Site.RenderAgain)
}
