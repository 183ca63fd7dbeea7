package feed

import (
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

const kept = "Until you take the calendar back, or leave"

// Declared declares the table of this package. It comes after that of accounts.
func Declared() []declare.Table {
	own := func(name string, why i18n.Text) declare.Column {
		return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: kept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes}
	}
	hash := own("hash", "By what we know the secret address of the calendar again. It cannot be read back.")
	hash.Export, hash.Secret = declare.NotExported, true
	account := own("account_id", "Whose calendar it is.")
	account.Export = declare.NotExported
	label := own("label", "What you call each date in it.")
	label.Sealed, label.SealedBy = true, declare.Private
	return []declare.Table{{
		Name: "meeting_feed", Order: []string{"id"}, Title: "Your calendars", Of: []declare.Way{{Column: "account_id"}},
		Columns: []declare.Column{
			own("id", "A random number that stands for a calendar."),
			account,
			hash,
			own("group_id", "Of which group it is, if it is of one."),
			own("meeting_id", "Of which meeting it is, if it is of one."),
			own("coming", "Whether it holds only dates you said you come to."),
			own("shows", "How much it tells."),
			label,
			own("alarm", "When it reminds you."),
			own("made_at", "When you made it."),
		},
	}}
}
