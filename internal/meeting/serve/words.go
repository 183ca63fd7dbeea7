package serve

import (
	"context"

	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
)

// Kind is the sort of role. It chooses our words for it; a Chair is a host too.
type Kind string

// The kinds of role.
const (
	Chair      Kind = "chair"
	Reader     Kind = "reader"
	Timekeeper Kind = "timekeeper"
	Greeter    Kind = "greeter"
	Tech       Kind = "tech"
	Speaker    Kind = "speaker"
	Coffee     Kind = "coffee"
	Own        Kind = "own" // the group's own, with a name of its own
)

// Kinds are the kinds of role, in the order in which they are offered.
func Kinds() []Kind { return []Kind{Chair, Reader, Timekeeper, Greeter, Tech, Speaker, Coffee, Own} }

// Says is what the role is called: the group's name for it, or ours in the words
// of the group.
func (r Role) Says(ctx context.Context, words word.Set) string {
	if r.Label != "" {
		return r.Label
	}
	return i18n.T(ctx, r.Kind.label(words))
}

// SaysAbout is what is to be done; "" where nothing is said.
func (r Role) SaysAbout(ctx context.Context) string {
	if r.About != "" || r.Kind == Own {
		return r.About
	}
	return i18n.T(ctx, r.Kind.about())
}

func (k Kind) label(words word.Set) i18n.Text {
	switch k {
	case Chair:
		return chairLabel(words)
	case Reader:
		return "Reader"
	case Timekeeper:
		return "Timekeeper"
	case Greeter:
		return "At the door"
	case Tech:
		return "Tech host"
	case Speaker:
		return speakerLabel(words)
	case Coffee:
		if words == word.GriefSet {
			return "Tea and candles"
		}
		return "Coffee and tea"
	}
	return "A role of our own"
}

// chairLabel keeps clear of what a tradition calls those who lead the group.
func chairLabel(words word.Set) i18n.Text {
	switch words {
	case word.ToolSet:
		return "Leads the meeting"
	case word.TherapySet:
		return "Opens and closes the session"
	case word.FamilySet:
		return "Chair of the day"
	case word.GriefSet:
		return "Holds the evening"
	}
	return "Chair"
}

func speakerLabel(words word.Set) i18n.Text {
	switch words {
	case word.TherapySet, word.ToolSet:
		return "Opens the topic"
	}
	return "Lead speaker"
}

func (k Kind) about() i18n.Text {
	switch k {
	case Chair:
		return "Leads through it from the first word to the last, and sees who speaks next. On that date they are a host."
	case Reader:
		return "Reads aloud what the group opens or closes with."
	case Timekeeper:
		return "Watches the clock, and says kindly when the time is up."
	case Greeter:
		return "Stands at the door, says hello, and shows people where to sit."
	case Tech:
		return "Opens the online room, lets people in, and helps with sound."
	case Speaker:
		return "Tells their own story, or opens the topic of the day."
	}
	return "Makes coffee and tea, and washes up at the end."
}

// Beginning are the roles that a meeting of such a group begins with.
func Beginning(kind word.Kind, words word.Set, way meeting.Way) (list []Role) {
	add := func(k Kind, many, weeks int) { list = append(list, Role{Kind: k, Many: many, Weeks: weeks}) }
	if kind != word.Therapy {
		add(Chair, 1, 0)
	}
	switch {
	case kind == word.TwelveStep:
		add(Reader, 2, 0)
		add(Speaker, 1, 0)
		add(Timekeeper, 1, 0)
	case words == word.GriefSet:
		add(Reader, 1, 0)
	default:
		add(Timekeeper, 1, 0)
	}
	if way.AtPlace() {
		add(Greeter, 1, 0)
		add(Coffee, 1, 12)
	}
	if way.ByLink() {
		add(Tech, 1, 12)
	}
	return list
}
