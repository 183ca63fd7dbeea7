package schedule

import (
	"context"
	"strings"

	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// openingWord is whom a meeting is for, in two words.
func openingWord(o meeting.Opening) i18n.Text {
	if o == meeting.ForAnybody {
		return "Open meeting"
	}
	return "Closed meeting"
}

// openingSays is that in a sentence, in the group's words.
func openingSays(o meeting.Opening, words word.Set) i18n.Text {
	if o == meeting.ForAnybody {
		switch words {
		case word.StepSet:
			return "Open: who wants to listen may come. Family and friends too."
		case word.FamilySet, word.GriefSet:
			return "Open: you may bring somebody who stands by you."
		case word.TherapySet:
			return "Open: guests may come when the group knows of it."
		}
		return "Open: guests and listeners may come too."
	}
	switch words {
	case word.StepSet:
		return "Closed: for people who want to recover themselves."
	case word.FamilySet:
		return "Closed: for those who love or worry about someone."
	case word.TherapySet:
		return "Closed: for those who belong to this group."
	case word.GriefSet:
		return "Closed: for people who grieve."
	}
	return "Closed: for people whom this is about themselves."
}

// crossTalkSays is whether those who share are answered; "" where it is not said.
func crossTalkSays(c meeting.CrossTalk) i18n.Text {
	switch c {
	case meeting.NoAnswers:
		return "Nobody answers what somebody shares."
	case meeting.WhenAsked:
		return "People answer if whoever shared asks for it."
	case meeting.Discussion:
		return "We talk with each other."
	}
	return ""
}

// shownSays is who learns that somebody comes, in one sentence.
func shownSays(s meeting.Shown) i18n.Text {
	switch s {
	case meeting.ToHosts:
		return "Who leads the group and who chairs that day see your name here."
	case meeting.ToEveryone:
		return "Everybody in this group sees your name on this page."
	}
	return "Hosts see one more in a number. Nobody sees that it is you."
}

func shownWord(s meeting.Shown) i18n.Text {
	switch s {
	case meeting.ToHosts:
		return "The hosts"
	case meeting.ToEveryone:
		return "The group"
	}
	return "Nobody by name"
}

func wayWord(w meeting.Way) i18n.Text {
	switch w {
	case meeting.Online:
		return "Online"
	case meeting.Hybrid:
		return "In a room and online"
	}
	return "In person"
}

// languageNames are the languages by their own names.
func languageNames(codes []string) string {
	var names []string
	for _, l := range word.Languages() {
		for _, code := range codes {
			if l.Code == code {
				names = append(names, l.Name)
			}
		}
	}
	return strings.Join(names, ", ")
}

func formatNames(ctx context.Context, formats []meeting.Format) (names []string) {
	for _, f := range formats {
		names = append(names, i18n.T(ctx, f.Label()))
	}
	return names
}

// facts are what a meeting is like.
func facts(ctx context.Context, m meeting.Meeting, words word.Set) []ui.Fact {
	list := []ui.Fact{{Name: i18n.T(ctx, "Whom it is for"), Text: i18n.T(ctx, openingSays(m.Opening, words))}}
	if says := crossTalkSays(m.CrossTalk); says != "" {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Answering each other"), Text: i18n.T(ctx, says)})
	}
	if names := formatNames(ctx, m.Formats); len(names) > 0 {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "What it is like"), Text: strings.Join(names, ", ")})
	}
	if names := languageNames(m.Languages); names != "" {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Languages"), Text: names})
	}
	return list
}
