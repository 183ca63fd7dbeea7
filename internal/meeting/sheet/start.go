package sheet

import (
	"context"

	"handrail/internal/group/word"
	"handrail/internal/platform/i18n"
)

// Starting is the run sheet that a group begins with: by its kind and its words,
// in the reader's language, in words of our own. The group makes it its own from
// there.
func Starting(ctx context.Context, k word.Kind, s word.Set) Template {
	t := Template{Name: i18n.T(ctx, "Our usual meeting")}
	for _, one := range starting(k, s) {
		one.Words = i18n.T(ctx, begins(one.Kind, s))
		t.Items = append(t.Items, one)
	}
	return t
}

func starting(k word.Kind, s word.Set) (items []Item) {
	switch k {
	case word.TwelveStep:
		items = []Item{
			{Kind: Welcome, Minutes: 2}, {Kind: Agreement, Minutes: 2}, {Kind: Reading, Minutes: 5}, {Kind: Newcomers, Minutes: 3, Leads: byRole + "greeter"},
			{Kind: Topic, Minutes: 15}, {Kind: Sharing, Minutes: 25}, {Kind: Celebrations, Minutes: 3}, {Kind: Serving, Minutes: 2},
			{Kind: Announcements, Minutes: 2}, {Kind: Closing, Minutes: 1},
		}
	case word.Therapy:
		items = []Item{
			{Kind: Welcome, Minutes: 3, Leads: byRole + "facilitator"}, {Kind: Agreement, Minutes: 2, Leads: byRole + "facilitator"},
			{Kind: Introductions, Minutes: 15}, {Kind: Topic, Minutes: 20, Leads: byRole + "facilitator"}, {Kind: Pause, Minutes: 5},
			{Kind: Sharing, Minutes: 30}, {Kind: Announcements, Minutes: 3}, {Kind: Closing, Minutes: 12, Leads: byRole + "facilitator"},
		}
	default:
		items = []Item{
			{Kind: Welcome, Minutes: 3}, {Kind: Agreement, Minutes: 2}, {Kind: Introductions, Minutes: 10}, {Kind: Newcomers, Minutes: 2, Leads: byRole + "greeter"},
			{Kind: Topic, Minutes: 5}, {Kind: Sharing, Minutes: 30}, {Kind: Celebrations, Minutes: 3}, {Kind: Announcements, Minutes: 3}, {Kind: Closing, Minutes: 2},
		}
	}
	for i := range items {
		if items[i].Kind == Celebrations && s == word.GriefSet { // a loss is not cheered
			items[i].Kind = Pause
		}
	}
	return items
}

// begins is what to say or do in a part that a group begins with.
func begins(k Kind, s word.Set) i18n.Text {
	switch k {
	case Welcome:
		return beginWelcome(s)
	case Agreement:
		return "Read a few points of what you agreed on. What is said here stays here. Everybody can pass, or step out for a while."
	case Reading:
		return "Name the title and the page. Somebody who likes to read does so from their own copy."
	case Introductions:
		return "Go round once. Say the name you use here, and in one sentence how you are. It is fine to pass."
	case Topic:
		return beginTopic(s)
	case Sharing:
		return beginSharing(s)
	case Pause:
		if s == word.GriefSet {
			return "Be quiet together for a moment, for those we miss. Nobody has to say a name."
		}
		return "Stand up, drink something, look out of the window. Say when you go on."
	case Announcements:
		return "Say what is new: the next dates, and what the group is asked. Keep it short."
	case Serving:
		return "Ask who takes what next time. One small thing is enough, and nobody has to."
	case Celebrations:
		return "Ask who would like to tell of something good, large or small. Nobody is asked for a number of days."
	case Newcomers:
		return "Say that it is good to have them here. They can just listen. Tell them whom they can ask afterwards."
	}
	return beginClosing(s)
}

func beginWelcome(s word.Set) i18n.Text {
	switch s {
	case word.StepSet:
		return "Say your name and that you chair today. All who are here because they want to change are welcome. Nobody has to speak."
	case word.TherapySet:
		return "Say what you will do together today, and how long it takes. Whoever needs a break takes one."
	case word.FamilySet:
		return "Say your name. We are here for ourselves, as people who love somebody. Nobody has to speak."
	case word.GriefSet:
		return "Say your name. Whoever you miss has a place here too. Tears and silence are both fine."
	}
	return "Say your name and that you chair today. It is good that everybody came. Nobody has to speak."
}

func beginTopic(s word.Set) i18n.Text {
	switch s {
	case word.StepSet:
		return "Say what today is about, or hand over to whoever speaks. Thank them after."
	case word.ToolSet, word.TherapySet:
		return "Show one tool, step by step. Try it once together, and ask what it was like."
	}
	return "Say what today is about in two or three sentences. Ask if that fits."
}

func beginSharing(s word.Set) i18n.Text {
	switch s {
	case word.StepSet, word.GriefSet, word.FamilySet:
		return "One speaks, the others listen. Speak of yourself. Nobody answers, and nobody gives advice. Thank each person by name."
	case word.ToolSet:
		return "One speaks at a time. Others may ask or add what helped them, if whoever speaks wants that."
	}
	return "One speaks at a time, and each for about as long. Ask before you give advice. Thank each person by name."
}

func beginClosing(s word.Set) i18n.Text {
	switch s {
	case word.TherapySet:
		return "Ask each person what they take with them. Say when you meet again, and whom to call before that."
	case word.GriefSet:
		return "Thank everybody for coming. Say who stays a little longer for those who do not want to go home yet."
	}
	return "Thank everybody for coming. Say when you meet again, and who stays a little longer to talk."
}
