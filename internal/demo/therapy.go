package demo

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/word"
)

// steadyHands is a therapy group: a closed cohort in its third week of eight,
// led by somebody whose profession was checked.
func steadyHands() []beat {
	const g = "Steady Hands"
	return []beat{
		{58 * day, founds("ines", word.Therapy, word.TherapySet, func(p *group.Plan, now time.Time) {
			p.Group.Name, p.Group.Topics, p.Group.Capacity = g, []string{"anxiety", "sleep"}, 8
			p.Group.Summary = "Eight weeks on panic and worry, in a small circle. One evening a week, and a little to try out between."
			p.Group.Whom = "Adults who have panic or worry often."
			p.Group.Question = "What would you like to be able to do by the end?"
			p.Group.Starts, p.Group.Ends = now.Add(-16*day), now.Add(40*day)
			p.Face = group.Face{Name: "Ines Faro", Pronouns: "she/her", About: "I lead the evenings and keep the time."}
		})},
		{57 * day, decides(g, true, "We talked on the telephone.")},
		{56 * day, does("ines", g, func(ctx context.Context, t *teller, m group.Member) error {
			return t.Groups.AskVerification(ctx, m, "Clinical psychologist", "The register of Marrowby, number 0000. Neither exists.")
		})},
		{55 * day, checks("Ines Faro", "Licence as a clinical psychologist", "The register of Marrowby, which does not exist", 400*day)},
		{55*day - time.Hour, does("ines", g, func(ctx context.Context, t *teller, m group.Member) error {
			return t.Groups.ChangePersona(ctx, m, group.Face{Name: "Dr Ines Faro", Pronouns: "she/her", About: m.Self.About, Seed: m.Self.Seed})
		})},
		{40 * day, asks("wren", g, "W.", "", "Sit through a whole film in a cinema.")},
		{39 * day, asks("ikenna", g, "Kestrel", "he/him", "Take the lift at work.")},
		{38 * day, asks("rosa", g, "Moss", "she/her", "Sleep with the light off.")},
		{37 * day, answers("ines", g, true)},
		{30 * day, asks("pat", g, "Jo", "they/them", "Open my letters on the day they come.")},
		{29 * day, asks("juniper", g, "Fennel", "", "Stay at a party until the cake.")},
		{28 * day, answers("ines", g, true)},
		{21 * day, asks("hal", g, "Gull", "", "Not sure yet.")},
		{20 * day, answers("ines", g, false)},
		{16 * day, introduces("ines", g, "Welcome, all of you. We begin slowly. You can pass at any time, and you never have to say why.")},
		{15 * day, introduces("ikenna", g, "Kestrel. I took the stairs to the ninth floor today, and that is why I am here.")},
		{14 * day, introduces("rosa", g, "I go by Moss. Nights are loud for me.")},
		{13 * day, introduces("wren", g, "W. is enough of a name for me, for now.")},
		{9 * day, introduces("pat", g, "Jo here. Letters pile up. I have opened one.")},
		{3 * day, lookIn(g, "ines", "wren", "ikenna", "rosa", "pat")},
	}
}

// afterTheRain is a therapy group with the words of grief. It is full, and
// people wait.
func afterTheRain() []beat {
	const g = "After the Rain"
	return []beat{
		{66 * day, founds("owen", word.Therapy, word.GriefSet, func(p *group.Plan, _ time.Time) {
			p.Group.Name, p.Group.Topics, p.Group.Joining, p.Group.Capacity = g, []string{"grief", "overdose-loss"}, group.Freely, 5
			p.Group.Summary = "A small circle for those who have lost somebody. There is no right pace, and no right kind of tears."
			p.Group.Whom = "Anybody who mourns."
			p.Face = group.Face{Name: "Owen Lark", Pronouns: "he/him", About: "I sit with people. I talk little."}
		})},
		{65 * day, decides(g, true, "The circle was in the hall before.")},
		{64 * day, introduces("owen", g, "I am Owen. Say their name here if you like. We will say it too.")},
		{62 * day, joins("marisol", g, "Mara", "", "")},
		{61 * day, introduces("marisol", g, "Mara. It is my brother. He would have laughed at all of us.")},
		{58*day - time.Hour, joins("mei", g, "Lin", "", "")},
		{57 * day, introduces("mei", g, "I am Lin. My mother, in spring.")},
		{50 * day, joins("ada", g, "Cleo", "she/her", "")},
		{44 * day, joins("hal", g, "Basil", "", "")},
		{43*day - time.Hour, introduces("hal", g, "Basil. I do not know yet what to say.")},
		{12 * day, waits("luc", g, "Leon")},
		{9 * day, waits("pat", g, "Perry")},
		{4 * day, waits("noor", g, "Noor")},
		{30 * time.Hour, leaves("hal", g, group.AsAnonymous)},
		{22 * time.Hour, does("owen", g, func(ctx context.Context, t *teller, m group.Member) error {
			return t.Groups.AskVerification(ctx, m, "Grief counsellor", "The register of Marrowby, number 0001. Neither exists.")
		})},
	}
}
