package word

import (
	"context"
	"strings"

	"handrail/internal/platform/i18n"
)

// StartingAgreements are the agreements that a group begins with, in the
// reader's language: a Markdown list of five to eight points. The group makes
// them its own from there.
func StartingAgreements(ctx context.Context, k Kind, s Set) string {
	return "- " + strings.Join(said(ctx, points(k, s)), "\n- ")
}

// StartingAbout says what happens in a group of the kind with the words of the
// set, in the reader's language: a few paragraphs of Markdown.
func StartingAbout(ctx context.Context, k Kind, s Set) string {
	return strings.Join(said(ctx, []i18n.Text{
		k.happens(), s.happens(),
		"You choose a name for this group alone. Nobody sees which other groups you are in. You can read and listen for as long as you like.",
		"Nobody watches this group day and night. If you are in danger now, open Help: it is on every page.",
	}), "\n\n")
}

// Expect tells somebody who has just joined what the first days are like, in
// the reader's language: a few short sayings, each to stand on its own.
func Expect(ctx context.Context, s Set) []string {
	return said(ctx, []i18n.Text{
		"You can read and listen before you say a word.",
		s.unusual(),
		"A greeter may say hello where others can read it too. You do not have to answer.",
		"The first days can feel strange, sad or light. All of that is fine.",
		"If this is not for you, you can leave at any time. You owe nobody a reason.",
	})
}

func points(k Kind, s Set) []i18n.Text {
	all := []i18n.Text{
		"What is said here stays here, unless a life is at risk. Tell your own story outside, never somebody else’s.",
		"Speak for yourself, and share only what you want. You can always listen, pass or step out.",
		s.answering(),
		"Medicine is between you and those who treat you. Nobody here tells you to take it or to stop.",
		"All feelings are welcome. Methods, doses, weights and pacts are hidden. They can lead others into harm.",
	}
	if k == Therapy {
		return append(all, therapyPoints()...)
	}
	if k == TwelveStep {
		all = append(all, "Each of us chooses what to lean on. Nobody’s faith is wrong here, and nor is having none.")
	}
	return append(all, s.hardTimes(),
		"We are different, and that is fine. Nobody is put down, sold to or pushed.")
}

func therapyPoints() []i18n.Text {
	return []i18n.Text{
		"You say yes before we begin. That yes is yours: you can take it back, and leave, at any time.",
		"The leader tells you which notes are kept, for how long, and who can read them.",
		"The leader is bound by law and by the rules of the job. Before you share, you hear what cannot stay secret.",
	}
}

// answering is how members meet what another one shares.
func (s Set) answering() i18n.Text {
	switch s {
	case StepSet:
		return "One person shares at a time. We do not answer, ask back or correct what was shared."
	case ToolSet:
		return "Questions and ideas are welcome when they are kind. Tell us what worked for you, not what others must do."
	case TherapySet:
		return "The leader guides the talk. We do not tell each other what is wrong with us."
	case FamilySet:
		return "We talk about ourselves, not about the one who is not here. Advice comes only when it is asked for."
	case GriefSet:
		return "No loss is ranked above another, and there is no right pace. Advice comes only when it is asked for."
	}
	return "Advice comes only when it is asked for. To listen often helps more."
}

// hardTimes is how members meet a setback, or a bad day.
func (s Set) hardTimes() i18n.Text {
	switch s {
	case FamilySet:
		return "Nobody has to be strong here. To love somebody and to be angry can both be true."
	case GriefSet:
		return "Nobody has to be strong here. Tears are welcome, and so is laughter."
	}
	return "A setback is met with kindness. The days before it still count."
}

func (k Kind) happens() i18n.Text {
	switch k {
	case TwelveStep:
		return "We are all in recovery, and we help each other. We meet, and each of us shares in turn while the rest listen."
	case Therapy:
		return "A professional leads this group. The same people come from the first session to the last, and there are few places."
	}
	return "We live with the same thing, and we help each other with it. Those who run this group have been through it too."
}

func (s Set) happens() i18n.Text {
	switch s {
	case StepSet:
		return "Some of us work through steps with somebody who has done so before. You go at your own speed."
	case ToolSet:
		return "We learn tools for urges, thoughts and plans, and try them out. You keep what works for you."
	case TherapySet:
		return "We learn ways to deal with hard thoughts and feelings, and try them between sessions. This does not take the place of your own doctor."
	case FamilySet:
		return "This group is for those who love somebody or worry about them. Here it is about you, and how you are."
	case GriefSet:
		return "This group is for those who have lost somebody. You can come soon after a death, or many years later."
	}
	return "You can write here by day or night, and come to meetings when there are some. Take part as much or as little as you like."
}

// unusual is what is most likely to surprise somebody who has just come.
func (s Set) unusual() i18n.Text {
	switch s {
	case StepSet:
		return "When you share, nobody answers. That is not cold: it lets each of us speak freely."
	case ToolSet:
		return "You will hear names of tools that you do not know yet. Ask what they mean."
	case TherapySet:
		return "The leader tells you the plan before the first session. Ask whatever you like."
	case FamilySet:
		return "You may hear your own story told by others. You do not have to fix anything today."
	case GriefSet:
		return "There may be tears, and there may be silence. Nobody expects you to talk."
	}
	return "People write here when they can. An answer may take a day or two."
}

func said(ctx context.Context, texts []i18n.Text) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = i18n.T(ctx, text)
	}
	return all
}
