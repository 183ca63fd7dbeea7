package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/voice"
	"handrail/internal/group/word"
)

const tuesdayName = "The Tuesday Table"

// tuesdayTable is a twelve-step group, with the words of steps.
func tuesdayTable() []beat {
	const g = tuesdayName
	return []beat{
		{47 * day, founds("nadia", word.TwelveStep, word.StepSet, func(p *group.Plan, _ time.Time) {
			p.Group.Name, p.Group.Topics = g, []string{"alcohol", "drugs"}
			p.Group.Summary = "A meeting around one long table, and the week between two Tuesdays. We read, we share in turn, we make tea."
			p.Group.Whom = "Anybody with a wish to stop."
			p.Face = group.Face{Name: "Nadia", Pronouns: "she/her", About: "I bring the biscuits."}
		})},
		{47*day - 2*time.Hour, decides(g, true, "Known from the hall in Quay Street.")},
		{47*day - 3*time.Hour, introduces("nadia", g, "I am Nadia. The table is long, and there is always a chair.")},
		{46*day - time.Hour, joins("agnes", g, "Agnes", "she/her", "Oldest coat on the rack.")},
		{46*day - 2*time.Hour, introduces("agnes", g, "Agnes. I came for the tea and stayed for the rest. Keep coming, it gets lighter.")},
		{43 * day, joins("wren", g, "Alder", "they/them", "")},
		{43*day - 2*time.Hour, greets("nadia", g, "Alder", "Hello, Alder. There is always a chair.")},
		{42*day - time.Hour, joins("bo", g, "Robin", "he/him", "")},
		{42*day - 2*time.Hour, introduces("bo", g, "I am Robin. I set out the chairs, which gives my hands something to do.")},
		{41 * day, joins("mei", g, "May", "she/her", "Night shifts. I answer late.")},
		{40 * day, introduces("mei", g, "Hello, I am May. I work at night and come straight from there.")},
		{40*day - time.Hour, introduces("wren", g, "Alder. Still at the first step, and that is all right with me.")},
		{39 * day, joins("ada", g, "Edie", "", "")},
		{38 * day, introduces("ada", g, "Edie. I pass most weeks. Thank you for letting me.")},
		{37 * day, joins("luc", g, "Luc", "he/him", "Je parle aussi français.")},
		{36 * day, introduces("luc", g, "I am Luc. My English is from films, so be patient with me.")},
		{30 * day, appoints("nadia", g, "Robin", group.CoFacilitator)},
		{29 * day, appoints("nadia", g, "May", group.Greeter)},
		{29*day - time.Hour, acceptsCode("mei", g)},
		{22 * day, lookIn(g, "nadia", "wren", "bo", "mei", "ada", "luc", "agnes")},
	}
}

// tuesdayTableNow is a change of the agreements that not everybody has read, a
// death, and a group that is about to divide.
func tuesdayTableNow() []beat {
	const g = tuesdayName
	return []beat{
		{20 * day, does("nadia", g, func(ctx context.Context, t *teller, m group.Member) error {
			now, err := t.Groups.AgreementOf(ctx, m.Group)
			if err != nil {
				return err
			}
			return t.Groups.Reword(ctx, m, withLines(now.Source, []string{"No photographs at the table, not even of the cake."}), true)
		})},
		{19 * day, agree(g, "bo", "mei", "ada", "nadia", "luc")},
		{18 * day, toward("ada", g, "Luc", func(ctx context.Context, t *teller, m group.Member, other string) error {
			return t.Groups.BlockOne(ctx, m, other)
		})},
		{12 * day, toward("nadia", g, "Agnes", saysGone)},
		{12*day - time.Hour, toward("bo", g, "Agnes", saysGone)},
		{11 * day, confirmsGone("Agnes")},
		{8 * day, appoints("nadia", g, "Luc", group.Greeter)},
		{6 * day, lookIn(g, "nadia", "wren", "bo", "mei", "ada")},
		{3 * day, toward("nadia", g, "Robin", func(ctx context.Context, t *teller, m group.Member, other string) error {
			return t.Voice.Divide(ctx, m, voice.Plan{
				Name: "The Thursday Table", Lead: other,
				Summary: "For those who cannot come on Tuesdays: the same table, two days later.",
			})
		})},
		{2 * day, does("bo", g, func(ctx context.Context, t *teller, m group.Member) error { return t.Voice.LeadNew(ctx, m, true) })},
		{day, does("mei", g, func(ctx context.Context, t *teller, m group.Member) error { return t.Voice.Choose(ctx, m, true) })},
	}
}

func saysGone(ctx context.Context, t *teller, m group.Member, other string) error {
	return t.Voice.SayGone(ctx, m, other)
}

// confirmsGone is the steward's word that a member has died.
func confirmsGone(name string) deed {
	return func(ctx context.Context, t *teller) error {
		list, err := t.Voice.MournedFor(ctx, t.people["marlow"])
		i := slices.IndexFunc(list, func(m voice.Mourned) bool { return m.Name == name })
		if err != nil || i < 0 {
			return cmp.Or(err, fmt.Errorf("nobody mourns %s", name))
		}
		return t.Voice.Confirm(ctx, t.people["marlow"], list[i].Membership)
	}
}
