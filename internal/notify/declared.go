package notify

import (
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// Declared declares the tables of this package.
func Declared() []declare.Table {
	const (
		notice  = "90 days, or until you take it away"
		setting = "Until you change it or leave"
		address = "Until you take it out, and a day if you do not confirm it"
		device  = "Until the visit on that device ends"
		always  = "As long as this site exists"
	)
	mine := func(name string, why, kept i18n.Text, export declare.Export) declare.Column {
		return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: kept, Export: export, Leave: declare.Goes, Erase: declare.Goes}
	}
	sealed := func(c declare.Column) declare.Column {
		c.Sealed, c.SealedBy = true, declare.Private
		return c
	}
	secret := func(c declare.Column) declare.Column {
		c.Secret = true
		return c
	}
	byAccount := []declare.Way{{Column: "account_id"}}
	return []declare.Table{
		{Name: "notify_notice", Order: []string{"id"}, Title: "Notices", Of: byAccount, Columns: []declare.Column{
			mine("id", "A number that stands for a notice.", notice, declare.NotExported),
			mine("account_id", "Whom the notice is for.", notice, declare.NotExported),
			mine("kind", "What sort of thing it tells of. Its words are made when you read it.", notice, declare.ToOwner),
			mine("target", "The number of what it is about.", notice, declare.ToOwner),
			mine("level", "How far it goes: at once, outside quiet hours, or nowhere.", notice, declare.ToOwner),
			mine("made_at", "When it was made.", notice, declare.ToOwner),
			mine("seen_at", "When you saw it.", notice, declare.ToOwner),
			mine("gone_at", "When you took it away. So that you can take that back.", notice, declare.ToOwner),
			mine("ends_at", "When it is forgotten.", notice, declare.ToOwner),
		}},
		{Name: "notify_setting", Order: []string{"account_id"}, Title: "What may reach you, and when", Of: byAccount, Columns: []declare.Column{
			mine("account_id", "Whose choice it is.", setting, declare.NotExported),
			mine("quiet_from", "When your quiet hours begin, in minutes of the day.", setting, declare.ToOwner),
			mine("quiet_to", "When your quiet hours end, in minutes of the day.", setting, declare.ToOwner),
			mine("urgent_out", "Whether word about your keys may leave this site.", setting, declare.ToOwner),
			mine("normal_out", "Whether word of other things may leave this site.", setting, declare.ToOwner),
			mine("digest", "How often you want a mail.", setting, declare.ToOwner),
			mine("digest_hour", "At which hour you want it.", setting, declare.ToOwner),
			mine("digest_at", "When the next mail goes out.", setting, declare.ToOwner),
			mine("told_at", "Up to when mails have told you. So that none tells twice.", setting, declare.ToOwner),
		}},
		{Name: "notify_address", Order: []string{"account_id"}, Title: "Your e-mail address", Of: byAccount, Columns: []declare.Column{
			mine("account_id", "Whose address it is.", address, declare.NotExported),
			sealed(mine("address", "Where mail reaches you, if you want any.", address, declare.ToOwner)),
			secret(mine("code_mark", "A keyed fingerprint of the code that was sent there. The code cannot be made from it.", address, declare.NotExported)),
			mine("asked_at", "When you gave the address.", address, declare.ToOwner),
			mine("tries", "How many wrong codes were typed.", address, declare.NotExported),
			mine("confirmed_at", "When you confirmed it.", address, declare.ToOwner),
		}},
		{Name: "notify_device", Order: []string{"id"}, Title: "Browsers that take notices", Of: byAccount, Columns: []declare.Column{
			mine("id", "A number that stands for a browser that takes notices.", device, declare.NotExported),
			mine("account_id", "Whose browser it is.", device, declare.NotExported),
			mine("session_id", "In which visit you asked for notices.", device, declare.NotExported),
			mine("mark", "A keyed fingerprint of the browser's address. The address cannot be made from it.", device, declare.NotExported),
			sealed(mine("subscription", "Where the maker of the browser takes notices for it.", device, declare.ToOwner)),
			mine("preview", "Whether its screen may show what sort of thing is new.", device, declare.ToOwner),
			mine("made_at", "When you asked for notices there.", device, declare.ToOwner),
		}},
		{Name: "notify_outgoing", Order: []string{"notice_id", "way"}, Of: []declare.Way{{Column: "notice_id", Table: "notify_notice", Key: "id"}}, Columns: []declare.Column{
			mine("notice_id", "Which notice left this site.", notice, declare.NotExported),
			mine("way", "To which browser, or by mail. So that it goes there only once.", notice, declare.NotExported),
			mine("at", "When it left.", notice, declare.NotExported),
		}},
		{Name: "notify_key", Order: []string{"id"}, Columns: []declare.Column{
			{Name: "id", Whose: declare.Sites, Why: "What the key is for.", Kept: always},
			{Name: "secret", Whose: declare.Sites, Why: "The key by which the makers of browsers know this site.", Kept: always, Sealed: true, Secret: true},
			{Name: "made_at", Whose: declare.Sites, Why: "When it was made.", Kept: always},
		}},
	}
}
