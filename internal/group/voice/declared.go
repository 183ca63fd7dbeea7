package voice

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	callKept  = "As long as the group, if it came to a vote; else until you take it back"
	wordsKept = "Until you take it back, or leave and erase your words"
	sideKept  = "Until the group has divided"
	lossKept  = "As long as you are remembered"
)

// Declared declares the tables of this package. They come after those of groups
// and of ballots.
func Declared() []declare.Table {
	return []declare.Table{
		declaredSuggestion(), declaredComment(), declaredProposal(), declaredSecond(), declaredDivision(), declaredSide(), declaredRemembrance(),
	}
}

// with is a column by which a row goes with another one, which may be somebody
// else's.
func with(name string, why, kept i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Members, Why: why, Kept: kept, Of: name, Leave: declare.Goes, Erase: declare.Goes}
}

func declaredSuggestion() declare.Table {
	return declare.Table{
		Name: "group_suggestion", Order: []string{"id"}, Title: "What you suggested to agree on", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			group.Inner("id", "A number that stands for a suggested text.", wordsKept),
			group.Own("group_id", "Which group it is for.", wordsKept),
			group.Inner("membership_id", "Who suggested it.", wordsKept),
			group.Own("version", "Which agreements it was written from.", wordsKept),
			group.Own("source", "The suggested text, as it was typed.", wordsKept),
			group.Inner("html", "The same, ready to be shown.", wordsKept),
			group.Inner("rendered", "Which version of the program made it ready.", wordsKept),
			group.Own("why", "Why, as it was typed.", wordsKept),
			group.Own("state", "What became of it.", wordsKept),
			group.Inner("ballot_id", "Which vote was about it.", wordsKept),
			group.Own("made_at", "When it was suggested.", wordsKept),
		},
	}
}

func declaredComment() declare.Table {
	return declare.Table{
		Name: "group_comment", Order: []string{"id"}, Title: "What you said about suggested texts",
		Of: []declare.Way{group.ByMembership("membership_id"), {Column: "suggestion_id", Table: "group_suggestion", Key: "id"}},
		Columns: []declare.Column{
			group.Inner("id", "A number that stands for a comment.", wordsKept),
			with("suggestion_id", "Which suggested text it is about. It goes when that text goes.", wordsKept),
			group.Inner("membership_id", "Who said it.", wordsKept),
			group.Own("source", "What was said, as it was typed.", wordsKept),
			group.Inner("html", "The same, ready to be shown.", wordsKept),
			group.Inner("rendered", "Which version of the program made it ready.", wordsKept),
			group.Own("made_at", "When it was said.", wordsKept),
		},
	}
}

func declaredProposal() declare.Table {
	return declare.Table{
		Name: "group_proposal", Order: []string{"id"}, Title: "Votes that you asked for",
		Of: []declare.Way{group.ByMembership("membership_id"), group.ByMembership("up_id"), group.ByMembership("down_id"), {Column: "suggestion_id", Table: "group_suggestion", Key: "id"}},
		Columns: []declare.Column{
			group.Inner("id", "A number that stands for a vote that was asked for.", callKept),
			group.Own("group_id", "In which group.", callKept),
			group.Inner("membership_id", "Who asked for it. Nobody is shown this.", callKept),
			group.Own("what", "What it is about.", callKept),
			with("up_id", "Who should lead.", callKept),
			with("down_id", "Who should stop leading.", callKept),
			with("suggestion_id", "Which suggested text it is about. It goes when that text goes.", callKept),
			group.Own("text", "The question, if it is one.", callKept),
			group.Inner("agreed", "Whether whoever should lead said yes.", callKept),
			group.Own("state", "What became of it.", callKept),
			group.Inner("ballot_id", "Which vote came of it.", callKept),
			group.Own("made_at", "When you asked for it.", callKept),
			group.Inner("ends_at", "Until when others could ask for it too.", callKept),
		},
	}
}

func declaredSecond() declare.Table {
	return declare.Table{
		Name: "group_second", Order: []string{"proposal_id", "membership_id"}, Title: "Votes that you asked for too",
		Of: []declare.Way{group.ByMembership("membership_id"), {Column: "proposal_id", Table: "group_proposal", Key: "id"}},
		Columns: []declare.Column{
			with("proposal_id", "Which vote you asked for too.", callKept),
			group.Own("membership_id", "Who asked for it too. Nobody is shown this.", callKept),
		},
	}
}

func declaredDivision() declare.Table {
	return declare.Table{
		Name: "group_division", Order: []string{"id"}, Of: []declare.Way{group.ByMembership("lead_id")},
		Columns: []declare.Column{
			group.Common("id", "A number that stands for a group about to divide."),
			group.Common("group_id", "Which group it is."),
			group.Common("name", "What the new group shall be called."),
			group.Common("summary", "What the new group says about itself."),
			{Name: "lead_id", Whose: declare.Members, Why: "Who would lead the new group.", Kept: sideKept},
			group.Common("new_id", "Which group came of it."),
			group.Common("state", "How far it is."),
			group.Common("made_at", "When it began."),
			group.Common("decides_at", "When the group divides."),
		},
	}
}

func declaredSide() declare.Table {
	return declare.Table{
		Name: "group_side", Order: []string{"division_id", "membership_id"}, Title: "Groups that you chose to go with",
		Of: []declare.Way{group.ByMembership("membership_id"), {Column: "division_id", Table: "group_division", Key: "id"}},
		Columns: []declare.Column{
			with("division_id", "Which dividing of a group it is.", sideKept),
			group.Own("membership_id", "Who goes to the new group. Nobody is shown this before.", sideKept),
		},
	}
}

func declaredRemembrance() declare.Table {
	return declare.Table{
		Name: "group_remembrance", Order: []string{"membership_id", "said_by"}, Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			group.Inner("membership_id", "Who is said to have died.", lossKept),
			group.Inner("said_by", "Who in the group said so.", lossKept),
			group.Inner("steward", "Whether a steward confirmed it.", lossKept),
			group.Inner("made_at", "When it was said.", lossKept),
		},
	}
}
