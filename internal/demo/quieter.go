package demo

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/word"
)

// looseChange is a peer group with the words of tools. It takes a pause.
func looseChange() []beat {
	const g = "Loose Change"
	return []beat{
		{67 * day, founds("owen", word.Peer, word.ToolSet, func(p *group.Plan, _ time.Time) {
			p.Group.Name, p.Group.Topics = g, []string{"gambling", "spending-debt"}
			p.Group.Summary = "For people who gamble, or spend what they do not have. We share tools that worked, and the days when none did."
			p.Face = group.Face{Name: "Rook", About: "Keeps receipts."}
		})},
		{66*day - time.Hour, decides(g, true, "Nothing speaks against it.")},
		{64*day - time.Hour, introduces("owen", g, "Rook. I plan my Fridays on Thursdays. Ask me how.")},
		{60*day - time.Hour, joins("bo", g, "Barney", "", "")},
		{59*day - time.Hour, introduces("bo", g, "Barney. My tool is to give my card to my wife on pay day. We both hate it, and it works.")},
		{49 * day, joins("luc", g, "Ludo", "", "")},
		{41*day - time.Hour, joins("pat", g, "Pip", "they/them", "")},
		{40*day - 2*time.Hour, introduces("pat", g, "Pip. I wait ten minutes before I buy. Often that is enough.")},
		{33*day - time.Hour, leaves("luc", g, group.Erased)},
		{2 * day, moves("owen", g, group.Paused)},
	}
}

// openWindows is a twelve-step group with the words of families. Nobody can
// find it, and nobody leads it: the stewards look after it while its members
// choose.
func openWindows() []beat {
	const g, link = "Open Windows", "a link to Open Windows"
	comesByLink := func(who, name, about string) deed {
		return comes(who, g, group.Came, group.Coming{Face: group.Face{Name: name, About: about}, Link: link})
	}
	return []beat{
		{69 * day, founds("nadia", word.TwelveStep, word.FamilySet, func(p *group.Plan, _ time.Time) {
			p.Group.Name, p.Group.Topics = g, []string{"family-of-alcohol", "family-of-drugs"}
			p.Group.Visibility, p.Group.Joining = group.Unlisted, group.ByInvitation
			p.Group.Summary = "For those who love somebody who drinks or uses. Nobody outside knows that we meet."
			p.Face = group.Face{Name: "Fern"}
		})},
		{68 * day, decides(g, true, "Nobody but its members will find it.")},
		{68*day - time.Hour, does("nadia", g, func(ctx context.Context, t *teller, m group.Member) (err error) {
			t.kept[link], err = t.Groups.Invite(ctx, m, 10, 30*day, true)
			return err
		})},
		{67*day - time.Hour, comesByLink("gwen", "Gwen", "Mother of two.")},
		{66*day - 2*time.Hour, introduces("gwen", g, "Gwen. I sleep with my telephone in my hand. I would like to stop.")},
		{65*day - time.Hour, comesByLink("mei", "Meadow", "")},
		{63*day - time.Hour, introduces("mei", g, "I am Meadow. It is my brother, and it is also me.")},
		{62*day - time.Hour, comesByLink("rosa", "Rosa", "I water other people’s plants.")},
		{61*day - 2*time.Hour, introduces("rosa", g, "Rosa. I have learned to say no on the telephone. It took a year.")},
		{8*day - time.Hour, does("nadia", g, func(ctx context.Context, t *teller, m group.Member) error { return t.Groups.StepDown(ctx, m) })},
		{7 * day, lookIn(g, "gwen", "mei", "rosa", "nadia")},
		{5 * day, callsLeader("who leads", "mei", g, "Rosa")},
		{4*day - time.Hour, consents("rosa", g, "who leads")},
		{4*day - 2*time.Hour, seconds("who leads", g, "rosa")},
	}
}

// others are small: one that is over, one that a steward has not answered yet,
// and one that was refused.
func others() []beat {
	return []beat{
		{90 * day, founds("nadia", word.Peer, word.PlainSet, func(p *group.Plan, _ time.Time) {
			p.Group.Name, p.Group.Topics = "The Long Weekend", []string{"tobacco"}
			p.Group.Summary = "Four days without smoking, together, from Friday to Monday."
			p.Face = group.Face{Name: "Isla"}
		})},
		{89 * day, decides("The Long Weekend", true, "Short, and clear.")},
		{69*day - time.Hour, joins("gwen", "The Long Weekend", "Gail", "", "")},
		{68*day - 2*time.Hour, introduces("gwen", "The Long Weekend", "Gail. I have hidden the lighters from myself.")},
		{15 * day, moves("nadia", "The Long Weekend", group.Archived)},
		{20 * day, founds("hal", word.Peer, word.PlainSet, func(p *group.Plan, _ time.Time) {
			p.Group.Name, p.Group.Topics = "Fast Forward", []string{"anxiety"}
			p.Group.Summary = "Seven lessons that change your life. The first one is free."
			p.Face = group.Face{Name: "Hawk"}
		})},
		{17 * day, decides("Fast Forward", false, "Asks its members for money. That does not go together with this place.")},
		{18 * time.Hour, founds("ikenna", word.Peer, word.PlainSet, func(p *group.Plan, _ time.Time) {
			p.Group.Name, p.Group.Topics = "Night Owls", []string{"sleep"}
			p.Group.Summary = "For those who are awake at three. We keep each other company until it gets light."
			p.Face = group.Face{Name: "Nightjar"}
		})},
	}
}
