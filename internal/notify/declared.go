package notify

import (
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	noticeKept  i18n.Text = "90 days, or until you take it away"
	settingKept i18n.Text = "Until you change it or leave"
	addressKept i18n.Text = "Until you take it out, and a day if you do not confirm it"
	deviceKept  i18n.Text = "Until the visit on that device ends"
	siteKept    i18n.Text = "As long as this site exists"
)

// Declared declares the tables of this package.
func Declared() []declare.Table {
	return []declare.Table{declaredNotice(), declaredSetting(), declaredAddress(), declaredDevice(), declaredOutgoing(), declaredKey()}
}

func declaredNotice() declare.Table {
	return declare.Table{Name: "notify_notice", Order: []string{"id"}, Title: "Notices", Of: byAccount(), Columns: []declare.Column{
		mine("id", "A number that stands for a notice.", noticeKept, declare.NotExported),
		mine("account_id", "Whom the notice is for.", noticeKept, declare.NotExported),
		mine("kind", "What sort of thing it tells of. Its words are made when you read it.", noticeKept, declare.ToOwner),
		mine("target", "The number of what it is about.", noticeKept, declare.ToOwner),
		mine("level", "How far it goes: at once, outside quiet hours, or nowhere.", noticeKept, declare.ToOwner),
		mine("made_at", "When it was made.", noticeKept, declare.ToOwner),
		mine("seen_at", "When you saw it.", noticeKept, declare.ToOwner),
		mine("gone_at", "When you took it away. So that you can take that back.", noticeKept, declare.ToOwner),
		mine("ends_at", "When it is forgotten.", noticeKept, declare.ToOwner),
	}}
}

func declaredSetting() declare.Table {
	return declare.Table{Name: "notify_setting", Order: []string{"account_id"}, Title: "What may reach you, and when", Of: byAccount(), Columns: []declare.Column{
		mine("account_id", "Whose choice it is.", settingKept, declare.NotExported),
		mine("quiet_from", "When your quiet hours begin, in minutes of the day.", settingKept, declare.ToOwner),
		mine("quiet_to", "When your quiet hours end, in minutes of the day.", settingKept, declare.ToOwner),
		mine("urgent_out", "Whether word about your keys may leave this site.", settingKept, declare.ToOwner),
		mine("normal_out", "Whether word of other things may leave this site.", settingKept, declare.ToOwner),
		mine("digest", "How often you want a mail.", settingKept, declare.ToOwner),
		mine("digest_hour", "At which hour you want it.", settingKept, declare.ToOwner),
		mine("digest_at", "When the next mail goes out.", settingKept, declare.ToOwner),
		mine("told_at", "Up to when mails have told you. So that none tells twice.", settingKept, declare.ToOwner),
	}}
}

func declaredAddress() declare.Table {
	return declare.Table{Name: "notify_address", Order: []string{"account_id"}, Title: "Your e-mail address", Of: byAccount(), Columns: []declare.Column{
		mine("account_id", "Whose address it is.", addressKept, declare.NotExported),
		sealed(mine("address", "Where mail reaches you, if you want any.", addressKept, declare.ToOwner)),
		secret(mine("code_mark", "A keyed fingerprint of the code that was sent there. The code cannot be made from it.", addressKept, declare.NotExported)),
		mine("asked_at", "When you gave the address.", addressKept, declare.ToOwner),
		mine("tries", "How many wrong codes were typed.", addressKept, declare.NotExported),
		mine("confirmed_at", "When you confirmed it.", addressKept, declare.ToOwner),
	}}
}

func declaredDevice() declare.Table {
	return declare.Table{Name: "notify_device", Order: []string{"id"}, Title: "Browsers that take notices", Of: byAccount(), Columns: []declare.Column{
		mine("id", "A number that stands for a browser that takes notices.", deviceKept, declare.NotExported),
		mine("account_id", "Whose browser it is.", deviceKept, declare.NotExported),
		mine("session_id", "In which visit you asked for notices.", deviceKept, declare.NotExported),
		mine("mark", "A keyed fingerprint of the browser's address. The address cannot be made from it.", deviceKept, declare.NotExported),
		sealed(mine("subscription", "Where the maker of the browser takes notices for it.", deviceKept, declare.ToOwner)),
		mine("preview", "Whether its screen may show what sort of thing is new.", deviceKept, declare.ToOwner),
		mine("made_at", "When you asked for notices there.", deviceKept, declare.ToOwner),
	}}
}

func declaredOutgoing() declare.Table {
	return declare.Table{Name: "notify_outgoing", Order: []string{"notice_id", "way"}, Of: []declare.Way{{Column: "notice_id", Table: "notify_notice", Key: "id"}}, Columns: []declare.Column{
		mine("notice_id", "Which notice left this site.", noticeKept, declare.NotExported),
		mine("way", "To which browser, or by mail. So that it goes there only once.", noticeKept, declare.NotExported),
		mine("at", "When it left.", noticeKept, declare.NotExported),
	}}
}

func declaredKey() declare.Table {
	return declare.Table{Name: "notify_key", Order: []string{"id"}, Columns: []declare.Column{
		{Name: "id", Whose: declare.Sites, Why: "What the key is for.", Kept: siteKept},
		{Name: "secret", Whose: declare.Sites, Why: "The key by which the makers of browsers know this site.", Kept: siteKept, Sealed: true, Secret: true},
		{Name: "made_at", Whose: declare.Sites, Why: "When it was made.", Kept: siteKept},
	}}
}

func byAccount() []declare.Way { return []declare.Way{{Column: "account_id"}} }

func mine(name string, why, kept i18n.Text, export declare.Export) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: kept, Export: export, Leave: declare.Goes, Erase: declare.Goes}
}

func sealed(c declare.Column) declare.Column {
	c.Sealed, c.SealedBy = true, declare.Private
	return c
}

func secret(c declare.Column) declare.Column {
	c.Secret = true
	return c
}
