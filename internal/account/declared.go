package account

import "handrail/internal/platform/declare"

// How long things are kept, in words.
const (
	untilLeft     = "Until you leave"
	passKept      = "Until the pass ends"
	sessionKept   = "Until you sign out, at most 30 days"
	challengeKept = "Ten minutes"
	inviteKept    = "Until it has ended or is used up"
	claimKept     = "Ten days, or until it is used"
	trustKept     = "Until one of you takes it back"
	copyKept      = "Two days"
)

// Declared declares the tables of this package.
func Declared() []declare.Table {
	return []declare.Table{
		declaredAccount(), declaredPass(), declaredSession(), declaredKey(), declaredChallenge(), declaredConsent(),
		declaredInvitation(), declaredClaim(), declaredWord(), declaredTrust(), declaredCopy(),
	}
}

func declaredAccount() declare.Table {
	return declare.Table{
		Name: "account_account", Order: []string{"id"}, Title: "Your seat", Of: []declare.Way{{Column: "id"}},
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for you. It is never shown.", Kept: untilLeft, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Members, Why: "When you came in.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "name_mark", Whose: declare.Members, Why: "A keyed fingerprint of your sign-in name, to find it by. The name cannot be made from it.", Kept: untilLeft, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "name", Whose: declare.Members, Why: "Your sign-in name.", Kept: untilLeft, Sealed: true, SealedBy: declare.Account, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "salt", Whose: declare.Members, Why: "Random bytes that make guessing your words slow.", Kept: untilLeft, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "handle", Whose: declare.Members, Why: "A random number that your passkeys know you by.", Kept: untilLeft, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "standing", Whose: declare.Members, Why: "Whether you are here, resting, or leaving.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "shown", Whose: declare.Members, Why: "How stewards see your seat, if it was closed without showing them whose it is.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "erase_at", Whose: declare.Members, Why: "When everything will be erased, if you are leaving.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "steward", Whose: declare.Members, Why: "Whether you help to run this site.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ask_after", Whose: declare.Members, Why: "Until when you do not want to be asked to keep your seat.", Kept: untilLeft, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "language", Whose: declare.Members, Why: "The language we write to you in.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "zone", Whose: declare.Members, Why: "The time zone of your clock.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "reading", Whose: declare.Members, Why: "How you like pages to look.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "notes", Whose: declare.Members, Why: "Which topics you want shown at once (+) or hidden (-).", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredPass() declare.Table {
	return declare.Table{
		Name: "account_pass", Order: []string{"id"},
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Visitors, Why: "A random number that stands for a visit without an account.", Kept: passKept, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "purpose", Whose: declare.Visitors, Why: "The one thing the pass is for.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "target", Whose: declare.Visitors, Why: "The one place the pass is for.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "link_hash", Whose: declare.Visitors, Why: "A fingerprint of the one-time link. The link cannot be made from it.", Kept: passKept, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "made_at", Whose: declare.Visitors, Why: "When the pass was made.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "ends_at", Whose: declare.Visitors, Why: "When the pass ends.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "taken_at", Whose: declare.Visitors, Why: "When the link was used.", Kept: passKept, Export: declare.ToOwner, Leave: declare.Expires, Erase: declare.Expires},
		},
	}
}

func declaredSession() declare.Table {
	return declare.Table{
		Name: "account_session", Order: []string{"id"}, Title: "Your visits", Of: byAccount(),
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for this visit.", Kept: sessionKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "token_hash", Whose: declare.Members, Why: "A fingerprint of your cookie. The cookie cannot be made from it.", Kept: sessionKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "account_id", Whose: declare.Members, Why: "Whose visit it is.", Kept: sessionKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "pass_id", Whose: declare.Visitors, Why: "Which pass it belongs to, for a visit without an account.", Kept: sessionKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "kind", Whose: declare.Members, Why: "Whether the device is yours or borrowed.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "device", Whose: declare.Members, Why: "What to call the device, such as Firefox on Android. So that you know your own.", Kept: sessionKept, Sealed: true, SealedBy: declare.Account, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Members, Why: "When the visit began.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "seen_at", Whose: declare.Members, Why: "When it was last used, to five minutes. So that a forgotten visit ends.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ends_at", Whose: declare.Members, Why: "When the visit ends by itself.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "factors", Whose: declare.Members, Why: "How many keys you showed.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "proved_at", Whose: declare.Members, Why: "When you last showed a key.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "hidden", Whose: declare.Members, Why: "Whether you hid this visit for now.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "visits", Whose: declare.Members, Why: "How often you came back on this device, to ask at the right time if you want to keep your seat.", Kept: sessionKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredKey() declare.Table {
	return declare.Table{
		Name: "account_key", Order: []string{"id"}, Title: "Your keys", Of: byAccount(),
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for a key.", Kept: untilLeft, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "account_id", Whose: declare.Members, Why: "Whose key it is.", Kept: untilLeft, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "kind", Whose: declare.Members, Why: "What sort of key it is.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "mark", Whose: declare.Members, Why: "A fingerprint of a passkey or recovery code. So that we can find it.", Kept: untilLeft, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "detail", Whose: declare.Members, Why: "What it takes to check the key. A phrase cannot be made from it.", Kept: untilLeft, Sealed: true, SealedBy: declare.Account, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "last_step", Whose: declare.Members, Why: "Which code of your app was used last, so that none works twice.", Kept: untilLeft, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Members, Why: "When you added the key.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "used_at", Whose: declare.Members, Why: "The day on which you last used it.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredChallenge() declare.Table {
	return declare.Table{
		Name: "account_challenge", Order: []string{"id"}, Title: "Questions asked at the door", Of: byAccount(),
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A fingerprint of what your browser was given.", Kept: challengeKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "account_id", Whose: declare.Members, Why: "Who was asked, where that is known.", Kept: challengeKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "purpose", Whose: declare.Members, Why: "What was asked.", Kept: challengeKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "detail", Whose: declare.Members, Why: "What a right answer looks like.", Kept: challengeKept, Sealed: true, SealedBy: declare.Account, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "tries", Whose: declare.Members, Why: "How often it was answered.", Kept: challengeKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ends_at", Whose: declare.Members, Why: "Until when it may be answered.", Kept: challengeKept, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredConsent() declare.Table {
	return declare.Table{
		Name: "account_consent", Order: []string{"id"}, Title: "What you agreed to", Of: byAccount(),
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for one yes.", Kept: untilLeft, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "account_id", Whose: declare.Members, Why: "Whose yes it is.", Kept: untilLeft, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "purpose", Whose: declare.Members, Why: "What the yes is for.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "version", Whose: declare.Members, Why: "Which text you agreed to.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "given_at", Whose: declare.Members, Why: "When you agreed.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "withdrawn_at", Whose: declare.Members, Why: "When you took it back.", Kept: untilLeft, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredInvitation() declare.Table {
	return declare.Table{
		Name: "account_invitation", Order: []string{"id"}, Title: "Invitations you made", Of: []declare.Way{{Column: "made_by"}},
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Stewards, Why: "A random number that stands for an invitation.", Kept: inviteKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "link_mark", Whose: declare.Stewards, Why: "A keyed fingerprint of the link. The link cannot be made from it.", Kept: inviteKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_by", Whose: declare.Stewards, Why: "Which steward made it.", Kept: inviteKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "uses_left", Whose: declare.Stewards, Why: "How many people it still lets in.", Kept: inviteKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Stewards, Why: "When it was made.", Kept: inviteKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ends_at", Whose: declare.Stewards, Why: "When it ends.", Kept: inviteKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredClaim() declare.Table {
	return declare.Table{
		Name: "account_claim", Order: []string{"id"}, Title: "Asking to be let in again", Of: byAccount(),
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for asking to be let in again.", Kept: claimKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "account_id", Whose: declare.Members, Why: "Whose account it is about.", Kept: claimKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "token_mark", Whose: declare.Members, Why: "A keyed fingerprint of what we gave the device that asked.", Kept: claimKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "code_mark", Whose: declare.Members, Why: "A keyed fingerprint of the code that is said to somebody who can confirm it.", Kept: claimKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Members, Why: "When it was asked.", Kept: claimKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "opens_at", Whose: declare.Members, Why: "When the door opens, once it is confirmed.", Kept: claimKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ends_at", Whose: declare.Members, Why: "When it ends.", Kept: claimKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredWord() declare.Table {
	return declare.Table{
		Name: "account_word", Order: []string{"claim_id", "kind"}, Title: "Who confirmed that it is you", Of: []declare.Way{{Column: "claim_id", Table: "account_claim", Key: "id"}},
		Columns: []declare.Column{
			{Name: "claim_id", Whose: declare.Members, Why: "Which asking it confirms.", Kept: claimKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "kind", Whose: declare.Members, Why: "Whether it was a steward, somebody you trust, or two who lead a group. Not who.", Kept: claimKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "given_at", Whose: declare.Members, Why: "When it was confirmed.", Kept: claimKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "givers", Whose: declare.Members, Why: "Keyed fingerprints of those who confirmed it, so that nobody counts twice. They lead to no name.", Kept: claimKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredTrust() declare.Table {
	return declare.Table{
		Name: "account_trust", Order: []string{"id"}, Title: "People you trust", Of: []declare.Way{{Column: "account_id"}, {Column: "trusted_id"}},
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for trust between two people.", Kept: trustKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "account_id", Whose: declare.Members, Why: "Who trusts.", Kept: trustKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "trusted_id", Whose: declare.Members, Why: "Who is trusted. Neither of you can see it.", Kept: trustKept, Of: "trusted_id", Leave: declare.Goes, Erase: declare.Goes},
			{Name: "link_mark", Whose: declare.Members, Why: "A keyed fingerprint of the link that was given to them.", Kept: trustKept, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "label", Whose: declare.Members, Why: "What you call the person you trust.", Kept: trustKept, Sealed: true, SealedBy: declare.Account, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "their_label", Whose: declare.Members, Why: "What they call you.", Kept: trustKept, Sealed: true, SealedBy: declare.Account, Of: "trusted_id", Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Members, Why: "When it began.", Kept: trustKept, Of: declare.Everyone, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ends_at", Whose: declare.Members, Why: "Until when the link can be taken.", Kept: trustKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func declaredCopy() declare.Table {
	return declare.Table{
		Name: "account_copy", Order: []string{"id"}, Title: "Copies you asked for", Of: byAccount(),
		Columns: []declare.Column{
			{Name: "id", Whose: declare.Members, Why: "A random number that stands for a copy.", Kept: copyKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "account_id", Whose: declare.Members, Why: "Whose copy it is.", Kept: copyKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "state", Whose: declare.Members, Why: "How far it is.", Kept: copyKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "secret", Whose: declare.Members, Why: "What the copy is locked with, until it is made. You were shown it.", Kept: copyKept, Sealed: true, SealedBy: declare.Account, Secret: true, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "file", Whose: declare.Members, Why: "Where the locked copy lies.", Kept: copyKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "done", Whose: declare.Members, Why: "How much is done.", Kept: copyKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "total", Whose: declare.Members, Why: "How much there is to do.", Kept: copyKept, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "made_at", Whose: declare.Members, Why: "When you asked for it.", Kept: copyKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
			{Name: "ends_at", Whose: declare.Members, Why: "When it is deleted.", Kept: copyKept, Export: declare.ToOwner, Leave: declare.Goes, Erase: declare.Goes},
		},
	}
}

func byAccount() []declare.Way { return []declare.Way{{Column: "account_id"}} }
