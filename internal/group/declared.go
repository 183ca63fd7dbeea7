package group

import (
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	groupKept   = "As long as the group"
	memberKept  = "Until you leave the group"
	wordsKept   = "Until you take it back, or leave and erase your words"
	askedKept   = "Until somebody answers"
	linkKept    = "Until it has ended or is used up"
	banKept     = "Until the leaders take it back. If your account is erased, 30 days after it began"
	blockKept   = "Until it is taken back, or one account is erased"
	formerKept  = "90 days after you left"
	vouchedKept = "Ten days"
)

// Declared declares the tables of this package, but for those of its parts.
func Declared() []declare.Table {
	return []declare.Table{
		declaredGroup(), declaredMembership(), declaredRead(), declaredTopic(), declaredHello(), declaredAgreement(), declaredInvitation(),
		declaredFounding(), declaredBan(), declaredBlock(), declaredMute(), declaredVerification(), declaredVouch(),
	}
}

// Own is a column about a member that goes with its row and is part of their
// copy. For the parts of this package.
func Own(name string, why, kept i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: kept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes}
}

// Inner is a column about a member that goes with its row and means nothing to
// them. For the parts of this package.
func Inner(name string, why, kept i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: kept, Leave: declare.Goes, Erase: declare.Goes}
}

// Common is a column about a group and no member. For the parts of this package.
func Common(name string, why i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Sites, Why: why, Kept: groupKept, Export: declare.ToSite}
}

// ByMembership is the way from a column that holds a membership to its account.
// For the parts of this package.
func ByMembership(column string) declare.Way {
	return declare.Way{Column: column, Table: "group_membership", Key: "id"}
}

func declaredGroup() declare.Table {
	return declare.Table{
		Name: "group_group", Order: []string{"id"},
		Columns: []declare.Column{
			Common("id", "A random number that stands for a group."),
			Common("slug", "The group's address: its name and four random characters."),
			Common("name", "What the group is called."),
			Common("kind", "Which of the three kinds it is."),
			Common("words", "Which words it uses for its roles."),
			Common("state", "Whether it is open, pauses, or is over."),
			Common("visibility", "Who can see that it exists."),
			Common("joining", "How people join."),
			Common("question", "What it asks of those who want to join."),
			Common("summary", "What it says about itself in a paragraph."),
			Common("whom", "Whom it is for."),
			Common("about", "What happens there, as its leaders wrote it."),
			Common("about_html", "The same, ready to be shown."),
			Common("about_made", "Which version of the program made it ready."),
			Common("topics", "What it is about."),
			Common("languages", "Which languages are spoken there."),
			Common("zone", "Its time zone."),
			Common("capacity", "How many places it has."),
			Common("queues", "Whether it keeps a waiting list."),
			Common("starts_at", "When a closed group begins."),
			Common("ends_at", "When a closed group ends."),
			Common("invites", "Who can invite."),
			Common("young_days", "How long somebody has to have been here to join."),
			Common("members", "How many members there are. Shown only roughly."),
			Common("care", "Whether the stewards look after it."),
			Common("held", "Whether stewards paused or ended it."),
			Common("said", "What the stewards last said to the group."),
			Common("agreement", "Which version of its agreements counts."),
			Common("made_at", "When it was founded."),
			Common("changed_at", "When its leaders last changed it."),
		},
	}
}

func declaredMembership() declare.Table {
	return declare.Table{
		Name: "group_membership", Order: []string{"id"}, Title: "Your groups, and who you are there", Of: []declare.Way{{Column: "account_id"}},
		Columns: []declare.Column{
			Inner("id", "A random number that stands for you in one group. No two of yours can be told to be yours.", memberKept),
			Own("group_id", "Which group it is.", memberKept),
			Inner("account_id", "Whose it is. Nobody in the group can see it. When you erase your account, this link is cut at once.", memberKept),
			Own("standing", "Whether you are a member, ask to be one, or have left.", memberKept),
			Own("role", "What you do in the group.", memberKept),
			Own("professional", "Whether your profession was checked.", memberKept),
			Own("name", "What you are called in this group.", memberKept),
			Inner("name_fold", "Your name in plain letters, so that nobody takes one like it.", formerKept),
			Own("pronouns", "Your pronouns, if you gave any.", memberKept),
			Own("about", "A few words about you, if you gave any.", memberKept),
			Own("seed", "A random number that your picture is drawn from.", memberKept),
			Own("picture", "Which file is your picture, if you gave one.", memberKept),
			Inner("picture_mark", "What your picture looks like, roughly, to warn you when you use it twice.", memberKept),
			Own("answer", "What you answered when you asked to join.", askedKept),
			Inner("invited_by", "Who invited you into the group.", memberKept),
			Own("agreed", "Which version of the agreements you said yes to.", memberKept),
			Own("wants_hello", "Whether you would like to be greeted.", memberKept),
			Own("afterwards", "What becomes of your words should you die.", memberKept),
			Own("left_how", "What became of your words when you left.", memberKept),
			Own("joined_at", "When you joined. Nobody is shown it.", memberKept),
			Inner("shown_at", "From when on others can see that you came. It is a random time later.", memberKept),
			Own("spoke_at", "When you first said something.", memberKept),
			Own("out_until", "Until when you stepped out.", memberKept),
			Own("code_at", "When you said yes to what greeters promise.", memberKept),
			Own("settled_at", "When you said “not now” to what is told in the first days.", memberKept),
			Own("hushed_until", "Until when leaders paused your writing.", memberKept),
			Own("left_at", "When you left.", memberKept),
			Inner("departs_at", "When the group will see that you have gone. It is a random time.", memberKept),
		},
	}
}

func declaredRead() declare.Table {
	return declare.Table{
		Name: "group_read", Order: []string{"membership_id"}, Title: "Your last visits to your groups", Of: []declare.Way{ByMembership("membership_id")},
		Columns: []declare.Column{
			Own("membership_id", "Who you are in the group.", memberKept),
			Inner("group_id", "Which group it is.", memberKept),
			Own("read_at", "When you last looked, to mark what is new for you, and to know how many a vote takes.", memberKept),
			Own("before_at", "When your visit before that ended.", memberKept),
		},
	}
}

func declaredTopic() declare.Table {
	return declare.Table{
		Name: "group_topic", Order: []string{"id"},
		Columns: []declare.Column{
			Common("id", "A name or random number that stands for a topic."),
			Common("label", "What stewards call a topic that they added."),
			Common("gone", "Whether stewards took it off the list."),
		},
	}
}

func declaredHello() declare.Table {
	return declare.Table{
		Name: "group_hello", Order: []string{"id"}, Title: "Words of hello", Of: []declare.Way{ByMembership("author_id"), ByMembership("newcomer_id")},
		Columns: []declare.Column{
			Inner("id", "A number that stands for a hello.", wordsKept),
			Own("group_id", "Which group it was said in.", wordsKept),
			{Name: "newcomer_id", Whose: declare.Members, Why: "Who was greeted, or who introduced themselves.", Kept: wordsKept, Of: "newcomer_id", Leave: declare.Goes, Erase: declare.Goes},
			Inner("author_id", "Who said it.", wordsKept),
			Own("source", "What was said, as it was typed.", wordsKept),
			Inner("html", "The same, ready to be shown.", wordsKept),
			Inner("rendered", "Which version of the program made it ready.", wordsKept),
			Own("made_at", "When it was said.", wordsKept),
		},
	}
}

func declaredAgreement() declare.Table {
	return declare.Table{
		Name: "group_agreement", Order: []string{"group_id", "version"},
		Columns: []declare.Column{
			Common("group_id", "Whose agreements they are."),
			Common("version", "Which version."),
			Common("source", "The agreements, as they were typed."),
			Common("html", "The same, ready to be shown."),
			Common("rendered", "Which version of the program made it ready."),
			Common("substance", "Whether members were asked again."),
			Common("ballot_id", "Which vote adopted them."),
			Common("made_at", "When they began to count."),
		},
	}
}

func declaredInvitation() declare.Table {
	return declare.Table{
		Name: "group_invitation", Order: []string{"id"}, Title: "Invitations to groups that you made", Of: []declare.Way{ByMembership("made_by")},
		Columns: []declare.Column{
			Inner("id", "A random number that stands for an invitation.", linkKept),
			Own("group_id", "Which group it leads to.", linkKept),
			Inner("made_by", "Who made it.", linkKept),
			{Name: "link_mark", Whose: declare.Members, Why: "A keyed fingerprint of the link. The link cannot be made from it.", Kept: linkKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			Own("uses_left", "How many people it still lets in.", linkKept),
			Own("admits", "Whether it lets in without asking.", linkKept),
			Own("made_at", "When you made it.", linkKept),
			Own("ends_at", "When it ends.", linkKept),
		},
	}
}

func declaredFounding() declare.Table {
	return declare.Table{
		Name: "group_founding", Order: []string{"id"}, Title: "Links to found a group that you made", Of: []declare.Way{{Column: "made_by"}},
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Stewards, Why: "A random number that stands for a link.", Kept: linkKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_by", Whose: declare.Stewards, Why: "Which steward made it.", Kept: linkKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "link_mark", Whose: declare.Stewards, Why: "A keyed fingerprint of the link. The link cannot be made from it.", Kept: linkKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "uses_left", Whose: declare.Stewards, Why: "How many groups it is still good for.", Kept: linkKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Stewards, Why: "When it was made.", Kept: linkKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ends_at", Whose: declare.Stewards, Why: "When it ends.", Kept: linkKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredBan() declare.Table {
	return declare.Table{
		Name: "group_ban", Order: []string{"id"}, NoWay: "It is no part of a copy, so that nobody is told by it. When the account is erased, whom it is about is cut out of it.",
		Columns: []declare.Column{
			Apart("id", "A random number that stands for somebody who cannot come back to a group.", banKept),
			Apart("group_id", "Which group it is.", banKept),
			Apart("account_id", "Who cannot come back. Nobody can see it.", banKept),
			Apart("membership_id", "Who they were in the group.", banKept),
			Apart("reason", "Why, for the leaders of that group alone.", banKept),
			Apart("made_at", "Since when.", banKept),
		},
	}
}

// Apart is a column about a member that no way leads to: what erases it instead
// is said in its table.
func Apart(name string, why, kept i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: kept, Leave: declare.Stays, Erase: declare.Expires}
}

func declaredBlock() declare.Table {
	return declare.Table{
		Name: "group_block", Order: []string{"group_id", "account_id", "other_id"}, Title: "Whom you blocked", Of: []declare.Way{{Column: "account_id"}},
		Columns: []declare.Column{
			Own("group_id", "In which group.", blockKept),
			Inner("account_id", "Who blocked.", blockKept),
			Inner("other_id", "Whom. Neither of you can see it.", blockKept),
			Own("made_at", "Since when.", blockKept),
		},
	}
}

func declaredMute() declare.Table {
	return declare.Table{
		Name: "group_mute", Order: []string{"membership_id", "muted_id"}, Title: "Whom you muted", Of: []declare.Way{ByMembership("membership_id")},
		Columns: []declare.Column{
			Own("membership_id", "Who you are in the group.", memberKept),
			Inner("muted_id", "Whose words you do not see.", memberKept),
		},
	}
}

func declaredVerification() declare.Table {
	return declare.Table{
		Name: "group_verification", Order: []string{"id"}, Title: "Checks of your profession", Of: []declare.Way{ByMembership("membership_id")},
		Columns: []declare.Column{
			Inner("id", "A random number that stands for a check.", memberKept),
			Own("membership_id", "Who you are in the group.", memberKept),
			Own("claim", "What you said your profession is.", memberKept),
			Own("proof", "Where it can be checked, as you said.", askedKept),
			Own("state", "What came of it.", memberKept),
			Own("checked", "What a steward checked.", memberKept),
			Own("checked_where", "Where they checked it.", memberKept),
			Inner("checked_by", "Which steward it was.", memberKept),
			Own("made_at", "When you asked.", memberKept),
			Own("until_at", "Until when it counts.", memberKept),
		},
	}
}

func declaredVouch() declare.Table {
	return declare.Table{
		Name: "group_vouch", Order: []string{"membership_id", "by_id"}, Of: []declare.Way{ByMembership("membership_id"), ByMembership("by_id")},
		Columns: []declare.Column{
			Inner("membership_id", "Somebody who lost every key. A facilitator vouched for them.", vouchedKept),
			{Name: "by_id", Whose: declare.Members, Why: "Which facilitator.", Kept: vouchedKept, Of: "by_id", Leave: declare.Goes, Erase: declare.Goes},
			{Name: "code_mark", Whose: declare.Members, Why: "A keyed fingerprint of the code they heard.", Kept: vouchedKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			Inner("made_at", "When.", vouchedKept),
		},
	}
}
