package app

import (
	"context"

	"handrail/internal/forum/private"
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
)

func (a *App) careNotices() []notify.Kind {
	in := func(rest string) func(string) string { return func(group string) string { return groupPath + group + rest } }
	preview := i18n.Text("You have an update")
	return []notify.Kind{
		{Name: noticeNote, Level: notify.Normal, Args: a.groupNames, Say: "There is a private note for you in {.Group}.", Link: in("?to=notes"), Preview: preview},
		{Name: noticeNoteStewards, Level: notify.Normal, Say: "Somebody answered a private note of the stewards.", Link: private.StewardsPath, Preview: preview},
	}
}

// tellOfCare is what people are told about private notes.
func (a *App) tellOfCare() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e private.Told) error {
		return a.tellOne(ctx, tx, e.Account, noticeNote, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e private.ToldStewards) error {
		stewards, err := a.Accounts.StewardsIn(ctx, tx)
		return a.tellAll(ctx, tx, stewards, err, noticeNoteStewards, e.Report)
	})
}
