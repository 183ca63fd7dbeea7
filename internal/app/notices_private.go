package app

import (
	"context"

	"handrail/internal/forum/lift"
	"handrail/internal/forum/private"
	"handrail/internal/forum/worry"
	"handrail/internal/moderation"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
)

// The kinds of notice about private notes. Their target is the group, and never
// a note or a post: whoever is told may have written without their name. What is
// about a report has the report's id, and goes to stewards alone.
const (
	noticeNote         = "forum.note"
	noticeNoteStewards = "forum.note-stewards"
	noticeWorry        = "forum.worry"
	noticeWorrySeen    = "forum.worry-no-taker"
	noticeWorryAnswer  = "forum.worry-answered"
	noticeLiftAsked    = "forum.lift-asked"
	noticeLiftDecided  = "forum.lift-decided"
	noticeLifted       = "forum.lifted"
	noticeLiftedOut    = "forum.lifted-outside"
)

func (a *App) careNotices() []notify.Kind {
	in := func(rest string) func(string) string {
		return func(group string) string { return groupPath + group + rest }
	}
	preview := i18n.Text("You have an update")
	return []notify.Kind{
		{Name: noticeNote, Level: notify.Normal, Args: a.groupNames, Say: "There is a private note for you in {.Group}.", Link: in("?to=notes"), Preview: preview},
		{Name: noticeNoteStewards, Level: notify.Normal, Say: "Somebody answered a private note of the stewards.", Link: private.StewardsPath, Preview: preview},
		{Name: noticeWorry, Level: notify.Urgent, Args: a.groupNames, Say: "Somebody in {.Group} is worried about somebody. You said that you take such calls: please look in.", Link: in("?to=worries"), Preview: "Somebody asks you to look in"},
		{Name: noticeWorrySeen, Level: notify.Normal, Args: a.groupNames, Say: "Somebody in {.Group} worries about somebody. Nobody there has said that they take such calls.", Link: in("?to=worries"), Preview: preview},
		{Name: noticeWorryAnswer, Level: notify.Normal, Args: a.groupNames, Say: "In {.Group}, somebody answered whether they may be reached out to.", Link: in("?to=worries"), Preview: preview},
		{Name: noticeLiftAsked, Level: notify.Normal, Say: "A leader of a group asks who wrote a post without a name. A steward decides.", Link: func(string) string { return lift.StewardsPath }, Preview: preview},
		{Name: noticeLiftDecided, Level: notify.Normal, Args: a.groupNames, Say: "A steward answered what you asked about something in {.Group}.", Link: in("?to=lifts"), Preview: preview},
		{Name: noticeLifted, Level: notify.Urgent, Args: a.groupNames, Say: "In {.Group}, a leader and a steward now know that a post without a name is yours. You can read why.", Link: in("?to=lifted"), Preview: preview},
		{Name: noticeLiftedOut, Level: notify.Urgent, Say: "You wrote a post without your name in a group that you left. A leader there and a steward now know that it is yours. You can ask the stewards why.", Link: func(string) string { return moderation.OpenPath }, Preview: preview},
	}
}

// tellOfCare is what people are told about private notes.
func (a *App) tellOfCare() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e private.Told) error {
		return a.tellOne(ctx, tx, e.Account, noticeNote, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e worry.Raised) error {
		for _, one := range e.Takers { // each call anew, also while the last one was not seen
			if err := a.Notices.Add(ctx, tx, notify.News{Account: one, Kind: noticeWorry, Target: e.Group}); err != nil {
				return err
			}
		}
		return a.tellAll(ctx, tx, e.Others, nil, noticeWorrySeen, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e worry.Answered) error {
		return a.tellAll(ctx, tx, e.Accounts, nil, noticeWorryAnswer, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e lift.Asked) error {
		stewards, err := a.Accounts.StewardsIn(ctx, tx)
		return a.tellAll(ctx, tx, stewards, err, noticeLiftAsked, "")
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e lift.Decided) error {
		return a.tellOne(ctx, tx, e.Account, noticeLiftDecided, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e lift.Lifted) error {
		return a.tellOne(ctx, tx, e.Account, pick(e.Inside, noticeLifted, noticeLiftedOut), e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e private.ToldStewards) error {
		stewards, err := a.Accounts.StewardsIn(ctx, tx)
		return a.tellAll(ctx, tx, stewards, err, noticeNoteStewards, e.Report)
	})
}
