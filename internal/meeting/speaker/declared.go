package speaker

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	speakerKept    = "Until a week after the date, or until the speaker or a leader ends it"
	saidKept       = "Until the speaker’s page goes, or as long as you are in the group if you wish that"
	suggestionKept = "Until you take it back, or as long as you are in the group"
)

// Declared declares the tables of this package. They come after those of
// meetings.
func Declared() []declare.Table {
	return []declare.Table{declaredSpeaker(), declaredWord(), declaredSuggestion()}
}

// guests is a column about a guest speaker.
func guests(name string, why i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Visitors, Why: why, Kept: speakerKept, Leave: declare.Expires, Erase: declare.Expires}
}

func declaredSpeaker() declare.Table {
	label, page := guests("label", "Whom the invitation is for and who made it, locked. Those who lead the group read it."), guests("page", "What the speaker says about themselves, locked. Members of the group read it.")
	label.Sealed, page.Sealed = true, true
	return declare.Table{
		Name: "meeting_speaker", Order: []string{"id"},
		Columns: []declare.Column{
			guests("id", "A random number that stands for a guest speaker."),
			guests("group_id", "Which group invited them."),
			guests("meeting_id", "To which meeting."),
			guests("slot", "To which of its dates."),
			guests("state", "Whether they took the link, and whether they are done."),
			guests("given", "What they are told of how to come."),
			guests("minutes", "How long they have."),
			guests("place", "When it is their turn."),
			guests("shown", "Whether members see each other’s questions."),
			guests("hidden", "Whether those who lead took their page from sight."),
			label,
			page,
			guests("start_at", "When the date began, as they were told."),
			guests("ends_at", "When all of this goes."),
		},
	}
}

// locked is a column that is sealed with the key that is its writer's alone.
func locked(c declare.Column) declare.Column {
	c.Sealed, c.SealedBy = true, declare.Private
	return c
}

func declaredWord() declare.Table {
	return declare.Table{
		Name: "meeting_speaker_word", Order: []string{"id"}, Title: "What you said to guest speakers", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			group.Inner("id", "A random number that stands for a question or for thanks.", saidKept),
			group.Own("meeting_id", "At which meeting.", saidKept),
			group.Own("slot", "On which date.", saidKept),
			group.Inner("speaker_id", "To whom.", saidKept),
			group.Inner("membership_id", "Who wrote it.", saidKept),
			group.Own("kind", "Whether it is a question or thanks.", saidKept),
			group.Own("text", "What you wrote before words were locked, until it is.", saidKept),
			group.Own("named", "Whether you gave your name with it.", saidKept),
			group.Inner("hidden", "Whether those who lead took it from sight.", saidKept),
			group.Own("asked", "Whether it was asked at the meeting.", saidKept),
			group.Own("keep", "Whether the group keeps it afterwards.", saidKept),
			locked(group.Own("words", "What you wrote, locked. Those whom the page names read it.", saidKept)),
		},
	}
}

func declaredSuggestion() declare.Table {
	return declare.Table{
		Name: "meeting_suggestion", Order: []string{"id"}, Title: "Speakers you suggested", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			group.Inner("id", "A random number that stands for a suggestion.", suggestionKept),
			group.Own("meeting_id", "For which meeting.", suggestionKept),
			group.Inner("membership_id", "Who made it.", suggestionKept),
			group.Own("who", "Whom you would like to hear, from before words were locked, until it is.", suggestionKept),
			group.Own("why", "Why, from before words were locked, until it is.", suggestionKept),
			locked(group.Own("whom", "Whom you would like to hear, locked. Those who lead read it.", suggestionKept)),
			locked(group.Own("reason", "Why, locked. Those who lead read it.", suggestionKept)),
		},
	}
}
