package demo

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/word"
)

const lowTideName = "Low Tide"

// lowTide is a peer group about alcohol: the one that has the most going on.
func lowTide() []beat {
	const g = lowTideName
	return []beat{
		{99*day - time.Hour, founds("tomasz", word.Peer, word.PlainSet, func(p *group.Plan, _ time.Time) {
			p.Group.Name, p.Group.Zone, p.Group.Languages = g, "Europe/Lisbon", []string{"en", "es"}
			p.Group.Summary = "For people changing how they live with alcohol. However today finds you, you can sit and listen for as long as you like."
			p.Group.Whom = "Anybody who drinks, drank, or wonders about it."
			p.Group.Topics = []string{"alcohol", "loneliness"}
			p.Face = group.Face{Name: "Tomasz", Pronouns: "he/him", About: "I keep the kettle on, and the evenings short."}
		})},
		{98 * day, decides(g, true, "A peer group like this was missing here.")},
		{98*day - time.Hour, introduces("tomasz", g, "I am Tomasz. I opened this place because my own evenings were too quiet. You do not have to be sure of anything to be here.")},
		{97*day - time.Hour, joins("marisol", g, "Marisol", "she/her", "Ask me about tomatoes.")},
		{97*day - 2*time.Hour, introduces("marisol", g, "Hello, I am Marisol. I have been at this for some months. The first hour after work was my long one.")},
		{96*day - time.Hour, joins("bo", g, "Bo", "he/him", "Two kids, one old van.")},
		{96*day - 2*time.Hour, introduces("bo", g, "Bo here. I read for a week before I wrote this. That helped more than I thought.")},
		{96*day - 3*time.Hour, joins("wren", g, "Wren", "they/them", "Mostly mornings.")},
		{96*day - 5*time.Hour, greets("tomasz", g, "Wren", "Good that you came, Wren. Read as long as you like.")},
		{95*day - time.Hour, joins("ada", g, "Ada", "she/her", "Retired from the ferries. I like to know how things work.")},
		{95*day - 2*time.Hour, introduces("ada", g, "I am Ada. I stopped and started more often than I can count, and I am still here.")},
		{94 * day, introduces("wren", g, "I am Wren. Sundays are the long ones for me.")},
		{91*day - time.Hour, joins("dev", g, "Dev", "", "")},
		{90 * day, introduces("dev", g, "Passing through, I think. Thank you for the quiet welcome.")},
		{89 * day, appoints("tomasz", g, "Marisol", group.Greeter)},
		{89*day - time.Hour, acceptsCode("marisol", g)},
		{88 * day, appoints("tomasz", g, "Bo", group.CoFacilitator)},
		{80*day - time.Hour, joins("ikenna", g, "Ikenna", "he/him", "Chef. The hard part is the end of a shift.")},
		{79 * day, introduces("ikenna", g, "Ikenna. I cook for a living, and everybody drinks when the kitchen closes. I am learning to go home instead.")},
		{79*day - 2*time.Hour, greets("marisol", g, "Ikenna", "Welcome, Ikenna. The way home is a good thing to talk about here.")},
		{75*day - time.Hour, joins("saffi", g, "Saffi", "she/they", "")},
		{74 * day, introduces("saffi", g, "Hello from Saffi. I come and go a bit. Please do not worry when I am quiet.")},
	}
}

// lowTideTogether is how the group agreed on another text by a vote, and had to
// part with two people.
func lowTideTogether() []beat {
	const g = lowTideName
	everybody := []string{"tomasz", "marisol", "bo", "wren", "ada", "ikenna", "saffi"}
	return []beat{
		{63 * day, lookIn(g, append(everybody, "dev")...)},
		{62 * day, suggests("no tagging", "marisol", g, "Two of us felt watched on evenings when they only wanted to read.",
			"Nobody is asked why they were away, or why they are quiet.")},
		{62*day - 3*time.Hour, comments("ada", g, "no tagging", "Yes. I would have stayed the first time, had somebody told me this.")},
		{61 * day, callsTerms("first vote", "marisol", g, "no tagging")},
		{61*day - time.Hour, seconds("first vote", g, "ada", "wren")},
		{60 * day, votes("first vote", g, 0, "marisol", "ada", "bo", "tomasz")},
		{59 * day, votes("first vote", g, 2, "wren")},
		{53 * day, counts},
		{52 * day, agree(g, append(everybody, "dev")...)},
		{48 * day, joins("hal", g, "Harlan", "", "")},
		{47 * day, introduces("hal", g, "Harlan. Just looking around.")},
		{35 * day, leaves("dev", g, group.AsFormer)},
		{34 * day, does("tomasz", g, func(ctx context.Context, t *teller, m group.Member) error {
			to := m.Group
			to.Joining, to.Question = group.ByAsking, "What brings you here? A few words are enough."
			return t.Groups.Change(ctx, m, to)
		})},
		{32 * day, asks("juniper", g, "Juniper", "they/them", "A friend who is in a group like this told me that it helps to read first. I would like to read.")},
		{32*day - 3*time.Hour, answers("tomasz", g, true)},
		{31 * day, greets("marisol", g, "Juniper", "Hello, Juniper. Read as long as you like. Nobody counts.")},
		{30 * day, introduces("juniper", g, "Hello, I am Juniper. I count coats at parties until my breath comes back. It turns out that I am not the only one.")},
		{20 * day, toward("juniper", g, "Harlan", func(ctx context.Context, t *teller, m group.Member, other string) error {
			return t.Groups.BlockOne(ctx, m, other)
		})},
		{19 * day, toward("tomasz", g, "Harlan", func(ctx context.Context, t *teller, m group.Member, other string) error {
			return t.Groups.Remove(ctx, m, other, true, "Wrote to three people about things to buy, after we had asked him to stop.")
		})},
	}
}

// lowTideToday is what is new there: a vote, somebody who came, somebody who
// asks.
func lowTideToday() []beat {
	const g = lowTideName
	return []beat{
		{18 * day, toward("wren", g, "Ikenna", func(ctx context.Context, t *teller, m group.Member, other string) error {
			return t.Groups.Mute(ctx, m, other, true)
		})},
		{10 * day, does("saffi", g, func(ctx context.Context, t *teller, m group.Member) error {
			return t.Groups.StepOut(ctx, m, t.clock.Now().Add(40*day))
		})},
		{9 * day, does("tomasz", g, func(ctx context.Context, t *teller, m group.Member) error {
			_, err := t.Groups.Invite(ctx, m, 5, 30*day, false)
			return err
		})},
		{5 * day, lookIn(g, "tomasz", "marisol", "bo", "wren", "ada", "ikenna", "juniper")},
		{4 * day, suggests("kitchen talk", "ada", g, "It is about drinks without alcohol, too: some of us find those hard to read about.",
			"Say at the top when you write about a drink, of any sort, so that others can skip it.")},
		{4*day - 5*time.Hour, comments("juniper", g, "kitchen talk", "I would be glad of this. I fold such things in my head already.")},
		{3 * day, comments("bo", g, "kitchen talk", "For me as well. A word at the top is enough.")},
		{3*day - time.Hour, callsTerms("open vote", "ada", g, "kitchen talk")},
		{2 * day, seconds("open vote", g, "marisol", "bo")},
		{2*day - time.Hour, votes("open vote", g, 0, "ada", "bo")},
		{2*day - 2*time.Hour, readNotices("tomasz", "wren", "marlow")},
		{26 * time.Hour, lookIn(g, "wren", "tomasz")},
		{25 * time.Hour, asks("teo", g, "Teo", "he/him", "Third day. I do not want to be on my own with it.")},
		{20 * time.Hour, callsQuestion("quiet hour", "ikenna", g, "Shall the first ten minutes of an evening be quiet, so that people can arrive?")},
		{5 * time.Hour, answers("tomasz", g, true)},
		{3 * time.Hour, asks("kit", g, "Kit", "", "My sister says that she has met kind people here. I am tired, and I would like to listen.")},
	}
}
