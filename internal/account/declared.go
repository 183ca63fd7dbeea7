package account

import "handrail/internal/platform/declare"

// Declared declares the tables of this package.
func Declared() []declare.Table {
	return []declare.Table{
		{Name: "account_account", Order: []string{"id"}, Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for you. It is never shown.", Kept: "Until you leave", Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Members, Why: "When you came in.", Kept: "Until you leave", Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		}},
		{Name: "account_pass", Order: []string{"id"}, Columns: []declare.Column{
			{Name: "id", Whose: declare.Visitors, Why: "A random number that stands for a visit without an account.", Kept: passKept, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "purpose", Whose: declare.Visitors, Why: "The one thing the pass is for.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "target", Whose: declare.Visitors, Why: "The one place the pass is for.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "link_hash", Whose: declare.Visitors, Why: "A fingerprint of the one-time link. The link cannot be made from it.", Kept: passKept, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "made_at", Whose: declare.Visitors, Why: "When the pass was made.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "ends_at", Whose: declare.Visitors, Why: "When the pass ends.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "taken_at", Whose: declare.Visitors, Why: "When the link was used.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
		}},
		{Name: "account_session", Order: []string{"id"}, Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for this visit.", Kept: sessionKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "token_hash", Whose: declare.Members, Why: "A fingerprint of your cookie. The cookie cannot be made from it.", Kept: sessionKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "account_id", Whose: declare.Members, Why: "Whose visit it is.", Kept: sessionKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "pass_id", Whose: declare.Visitors, Why: "Which pass it belongs to, for a visit without an account.", Kept: sessionKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "kind", Whose: declare.Members, Why: "Whether the device is yours or borrowed.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "device", Whose: declare.Members, Why: "What to call the device, such as Firefox on Android. So that you know your own.", Kept: sessionKept, Sealed: true, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Members, Why: "When the visit began.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "seen_at", Whose: declare.Members, Why: "When it was last used, to five minutes. So that a forgotten visit ends.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ends_at", Whose: declare.Members, Why: "When the visit ends by itself.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		}},
	}
}

const (
	passKept    = "Until the pass ends"
	sessionKept = "Until you sign out, at most 30 days"
)
