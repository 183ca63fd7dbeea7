package apptest

import (
	"context"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/word"
)

// Found founds a peer group that anybody can see and join, led by somebody with
// two keys; change may make it otherwise. It is open at once.
func (a *App) Found(by Person, persona string, change func(p *group.Plan)) group.Group {
	a.t.Helper()
	ctx := context.Background()
	p := group.NewPlan(ctx, word.Peer, word.PlainSet)
	p.Group.Name, p.Group.Summary, p.Group.Zone = "Low Tide", "For people who change how they live with alcohol.", "Europe/Lisbon"
	p.Group.Topics, p.Group.Languages = []string{"alcohol"}, []string{"en"}
	p.Face.Name = persona
	if change != nil {
		change(&p)
	}
	g, err := a.Groups.Found(ctx, a.Viewer(by), p)
	must(a.t, err)
	if g.State == group.Asked {
		must(a.t, a.Groups.Decide(ctx, a.Viewer(Stella), g.ID, true, "a group for the tests"))
	}
	return g
}

// Facilitator is somebody with two keys, beside the cast.
func (a *App) Facilitator(name string) Person {
	a.t.Helper()
	p := a.Newcomer(name)
	a.AddKey(p)
	a.AddKey(p)
	return p
}

// Enter joins a group under this name, and fails the test unless the person is
// a member then.
func (a *App) Enter(p Person, g group.Group, persona string) group.Member {
	a.t.Helper()
	out, err := a.TryJoin(p, g, group.Coming{Face: group.Face{Name: persona}})
	must(a.t, err)
	if out != group.Came {
		a.t.Fatalf("%s is %s in %s", p.Name, out, g.Name)
	}
	return a.Inside(p, g)
}

// LetIn has a person ask to join a group, and a leader say yes.
func (a *App) LetIn(p Person, g group.Group, leader Person, persona string) group.Member {
	a.t.Helper()
	ctx := context.Background()
	_, err := a.TryJoin(p, g, group.Coming{Face: group.Face{Name: persona}, Answer: "I would like to come."})
	must(a.t, err)
	a.Clock.Advance(time.Hour) // until it shows
	list, err := a.Groups.AskingsFor(ctx, a.Inside(leader, g))
	must(a.t, err)
	for _, one := range list {
		if one.Name == persona {
			must(a.t, a.Groups.Answer(ctx, a.Inside(leader, g), one.ID, true))
		}
	}
	return a.Inside(p, g)
}

// TryJoin asks for a way into a group, with a yes to its present agreements.
func (a *App) TryJoin(p Person, g group.Group, c group.Coming) (group.Outcome, error) {
	a.t.Helper()
	ctx := context.Background()
	seen, err := a.Groups.SeenFor(ctx, a.Viewer(p), g.Slug, c.Link)
	if err != nil {
		return "", err
	}
	c.Agreed = seen.Agreements.Version
	return a.Groups.Join(ctx, a.Viewer(p), g.Slug, c)
}

// Inside is a person as a member of a group; they have to be one.
func (a *App) Inside(p Person, g group.Group) group.Member {
	a.t.Helper()
	m, err := a.Groups.MemberFor(context.Background(), a.Viewer(p), g.Slug)
	must(a.t, err)
	return m
}
