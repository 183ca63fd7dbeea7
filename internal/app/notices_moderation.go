package app

import (
	"context"

	"handrail/internal/moderation"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
)

// The kinds of notice about reports. Those about somebody's own words have the
// group's id as their target, and never that of the words: who wrote without a
// name stays so.
const (
	noticeReported  = "report.made"
	noticeReportedS = "report.made-stewards"
	noticeReplied   = "report.replied"
	noticeRepliedS  = "report.replied-stewards"
	noticeOutcome   = "report.answered"
	noticeTold      = "report.told"
	noticeToldOut   = "report.told-outside"
)

func (a *App) reportNotices() []notify.Kind {
	to := func(path string) func(string) string { return func(string) string { return path } }
	in := func(rest string) func(string) string {
		return func(group string) string { return groupPath + group + rest }
	}
	normal, preview := notify.Normal, i18n.Text("You have an update")
	return []notify.Kind{
		{Name: noticeReported, Level: normal, Args: a.groupNames, Say: "Somebody reported something in {.Group}. Those who lead look at it.", Link: in("?to=reports"), Preview: preview},
		{Name: noticeReportedS, Level: normal, Say: "Somebody reported something to the stewards.", Link: to(moderation.StewardsPath), Preview: preview},
		{Name: noticeReplied, Level: normal, Args: a.groupNames, Say: "Somebody in {.Group} answered to what was decided.", Link: in("?to=reports"), Preview: preview},
		{Name: noticeRepliedS, Level: normal, Say: "Somebody answered to what the stewards decided.", Link: to(moderation.StewardsPath), Preview: preview},
		{Name: noticeOutcome, Level: normal, Say: "Something that you reported was looked at. You can read the answer.", Link: to(moderation.MinePath), Preview: preview},
		{Name: noticeTold, Level: normal, Args: a.groupNames, Say: "Those who keep {.Group} safe did something that is about you. You can read why, and answer.", Link: in("?to=told"), Preview: preview},
		{Name: noticeToldOut, Level: normal, Say: "You were removed from a group. You can read why, and answer.", Link: moderation.OutsidePath, Preview: preview},
	}
}

// tellOfReports is what people are told about reports.
func (a *App) tellOfReports() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e moderation.Reported) error {
		if e.Desk == moderation.Stewards {
			return a.tellAll(ctx, tx, e.Accounts, nil, noticeReportedS, "")
		}
		return a.tellAll(ctx, tx, e.Accounts, nil, noticeReported, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e moderation.Replied) error {
		if e.Desk == moderation.Stewards {
			return a.tellAll(ctx, tx, e.Accounts, nil, noticeRepliedS, "")
		}
		return a.tellAll(ctx, tx, e.Accounts, nil, noticeReplied, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e moderation.Answered) error {
		return a.tellOne(ctx, tx, e.Account, noticeOutcome, e.Report)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e moderation.Told) error {
		if e.Outside {
			return a.tellOne(ctx, tx, e.Account, noticeToldOut, e.Act)
		}
		return a.tellOne(ctx, tx, e.Account, noticeTold, e.Group)
	})
}
