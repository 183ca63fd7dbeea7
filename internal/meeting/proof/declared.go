package proof

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	recordKept    = "Until you delete it"
	paperKept     = "Until you delete it. What you printed stays as good as it is"
	askingKeptFor = "Two weeks"
	seenKept      = "Until you take back your yes, or leave the group"
	withdrawnKept = "Until the last day of the paper is over"
	keyKept       = "As long as this place is there, so that papers can be checked"
)

// Declared declares the tables of this package. They come after those of
// meetings.
func Declared() []declare.Table {
	return []declare.Table{
		declaredRecord(), declaredPaper(), declaredWithdrawn(), declaredAsking(), declaredSetting(), declaredKey(), declaredSeeing(), declaredSeen(), declaredSlotWas(),
	}
}

func mine(name string, why, kept i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: kept, Leave: declare.Goes, Erase: declare.Goes}
}

// words is a column that only its owner's key opens.
func words(why, kept i18n.Text) declare.Column {
	c := mine("words", why, kept)
	c.Sealed, c.SealedBy, c.Export = true, declare.Private, declare.ToOwner
	return c
}

func declaredRecord() declare.Table {
	return declare.Table{
		Name: "meeting_attendance", Order: []string{"id"}, Title: "Meetings you were at", Of: []declare.Way{{Column: "account_id"}},
		Columns: []declare.Column{
			mine("id", "A random number that stands for a record of yours.", recordKept),
			mine("account_id", "Whose record it is.", recordKept),
			mine("mark", "A code that nobody can read. The program finds your record of a date by it.", recordKept),
			words("When you were at which meeting, locked with your own key.", recordKept),
		},
	}
}

func declaredPaper() declare.Table {
	return declare.Table{
		Name: "meeting_paper", Order: []string{"id"}, Title: "Papers that say you were at a meeting", Of: []declare.Way{{Column: "account_id"}},
		Columns: []declare.Column{
			mine("id", "A random number that stands for a paper of yours.", paperKept),
			mine("account_id", "Whose paper it is.", paperKept),
			words("What the paper says, locked with your own key.", paperKept),
		},
	}
}

func declaredWithdrawn() declare.Table {
	return declare.Table{
		Name: "meeting_withdrawn", Order: []string{"mark"},
		Columns: []declare.Column{
			{Name: "mark", Whose: declare.Nobodys, Why: "A keyed mark of a paper that somebody took back. It leads to nobody.", Kept: withdrawnKept},
			{Name: "until", Whose: declare.Nobodys, Why: "The last day of the paper.", Kept: withdrawnKept},
		},
	}
}

func declaredAsking() declare.Table {
	expires := func(name string, why i18n.Text) declare.Column {
		return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: askingKeptFor, Leave: declare.Expires, Erase: declare.Expires}
	}
	sealed := expires("words", "Who asks or was shown the code, and what a host answered, locked.")
	sealed.Sealed = true
	return declare.Table{
		Name: "meeting_confirming", Order: []string{"id"},
		NoWay: "Keyed marks stand for the date, and for who asks or was shown the code. Nothing leads back from them. It goes by itself after two weeks, and whoever left is shown to nobody.",
		Columns: []declare.Column{
			expires("id", "A random number that stands for one who asks a host, or was shown the code."),
			expires("place", "A keyed mark of the date."),
			expires("mark", "A keyed mark of the date, and of who asks or was shown the code."),
			sealed,
			expires("until", "The day on which it goes."),
		},
	}
}

func declaredSetting() declare.Table {
	return declare.Table{
		Name: "meeting_proof_setting", Order: []string{"group_id"},
		Columns: []declare.Column{
			group.Common("group_id", "Which group."),
			group.Common("name", "Whose meeting its papers say it was."),
			group.Common("title", "Whether its papers name the meeting."),
			group.Common("confirms", "Whether hosts can be asked to say: I saw them."),
			group.Common("chairs", "Whether a chair whom leaders trust shows the code, and says so too."),
		},
	}
}

func declaredKey() declare.Table {
	return declare.Table{Name: "meeting_proof_key", Order: []string{"id"}, Columns: []declare.Column{
		{Name: "id", Whose: declare.Sites, Why: "A short name of a key that papers are signed with.", Kept: keyKept},
		{Name: "public", Whose: declare.Sites, Why: "The half of the key that everybody may know. Papers are checked with it.", Kept: keyKept},
		{Name: "secret", Whose: declare.Sites, Why: "The half of the key that signs papers.", Kept: keyKept, Sealed: true, Secret: true},
		{Name: "made_at", Whose: declare.Sites, Why: "When it was made.", Kept: keyKept},
	}}
}

func declaredSeeing() declare.Table {
	return declare.Table{
		Name: "meeting_seeing", Order: []string{"membership_id"}, Title: "Where a professional may see when you were there", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{group.Own("membership_id", "Who lets the professionals who lead the group see it.", seenKept)},
	}
}

func declaredSeen() declare.Table {
	return declare.Table{
		Name: "meeting_seen", Order: []string{"membership_id", "meeting_id", "slot"}, Title: "When you were there, as a professional sees it",
		Of: []declare.Way{{Column: "membership_id", Table: "meeting_seeing", Key: "membership_id"}},
		Columns: []declare.Column{
			group.Inner("membership_id", "Who was there.", seenKept),
			group.Own("meeting_id", "At which meeting.", seenKept),
			group.Own("slot", "On which date.", seenKept),
		},
	}
}

func declaredSlotWas() declare.Table {
	return declare.Table{
		Name: "meeting_slot_was", Order: []string{"meeting_id", "slot"},
		Columns: []declare.Column{
			group.Common("meeting_id", "Which meeting."),
			group.Common("slot", "Which of its dates."),
			group.Common("was", "What the date was called when codes were first shown. Marks are made with that."),
		},
	}
}
