package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/word"
)

// founds has somebody found a group, with what its kind and words suggest but
// for what plan changes. It waits for the steward.
func founds(who string, kind word.Kind, words word.Set, plan func(p *group.Plan, now time.Time)) deed {
	return func(ctx context.Context, t *teller) error {
		p := group.NewPlan(ctx, kind, words)
		p.Group.Zone, p.Group.Languages = "Europe/London", []string{"en"}
		plan(&p, t.now)
		g, err := t.Groups.Found(ctx, t.people[who], p)
		t.slugs[p.Group.Name] = g.Slug
		t.kept[p.Group.Name] = g.ID
		return err
	}
}

// decides is the steward's answer to whoever founded a group.
func decides(in string, yes bool, reason string) deed {
	return func(ctx context.Context, t *teller) error {
		return t.Groups.Decide(ctx, t.people["marlow"], t.kept[in], yes, reason)
	}
}

// comes has somebody join, and makes sure that it came to this.
func comes(who, in string, want group.Outcome, c group.Coming) deed {
	return func(ctx context.Context, t *teller) error {
		c.Link = t.kept[c.Link]
		seen, err := t.Groups.SeenFor(ctx, t.people[who], t.slugs[in], c.Link)
		if err != nil {
			return err
		}
		c.Agreed = seen.Agreements.Version
		got, err := t.Groups.Join(ctx, t.people[who], t.slugs[in], c)
		if err == nil && got != want {
			err = fmt.Errorf("it came to %q", got)
		}
		if err != nil {
			err = fmt.Errorf("%s joins %s: %w", who, in, err)
		}
		return err
	}
}

// joins has somebody become a member at once.
func joins(who, in, name, pronouns, about string) deed {
	return comes(who, in, group.Came, group.Coming{Face: group.Face{Name: name, Pronouns: pronouns, About: about}})
}

// asks has somebody ask to join.
func asks(who, in, name, pronouns, answer string) deed {
	return comes(who, in, group.Asks, group.Coming{Face: group.Face{Name: name, Pronouns: pronouns}, Answer: answer, WantsHello: true})
}

// waits puts somebody on the waiting list.
func waits(who, in, name string) deed {
	return comes(who, in, group.Queues, group.Coming{Face: group.Face{Name: name}})
}

// answers is a leader's answer to everybody who asks to join and can be seen.
func answers(who, in string, yes bool) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		list, err := t.Groups.AskingsFor(ctx, m)
		if err == nil && len(list) == 0 {
			err = fmt.Errorf("nobody asks")
		}
		for _, one := range list {
			err = cmp.Or(err, t.Groups.Answer(ctx, m, one.ID, yes))
		}
		return err
	})
}

func introduces(who, in, text string) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error { return t.Groups.Introduce(ctx, m, text) })
}

// greets is a hello to somebody by name, who need not have spoken yet.
func greets(who, in, name, text string) deed {
	return toward(who, in, name, func(ctx context.Context, t *teller, m group.Member, other string) error {
		return t.Groups.Greet(ctx, m, other, text)
	})
}

func appoints(who, in, name string, role group.Role) deed {
	return toward(who, in, name, func(ctx context.Context, t *teller, m group.Member, other string) error {
		return t.Groups.Appoint(ctx, m, other, role)
	})
}

func acceptsCode(who, in string) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error { return t.Groups.AcceptCode(ctx, m) })
}

func agree(in string, people ...string) deed {
	return each(in, people, func(ctx context.Context, t *teller, m group.Member) error {
		return t.Groups.Agree(ctx, m, m.Group.Agreement)
	})
}

// lookIn is a visit: what came later is new to them.
func lookIn(in string, people ...string) deed {
	look := each(in, people, func(_ context.Context, t *teller, m group.Member) error {
		t.Groups.Saw(m)
		return nil
	})
	return func(ctx context.Context, t *teller) error {
		if err := look(ctx, t); err != nil {
			return err
		}
		return t.Groups.WriteSeen(ctx)
	}
}

func leaves(who, in string, how group.How) deed {
	return func(ctx context.Context, t *teller) error {
		return t.Groups.Leave(ctx, t.people[who], t.slugs[in], how)
	}
}

func moves(who, in string, to group.State) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error { return t.Groups.Move(ctx, m, to) })
}

// readNotices has people look at what they were told so far.
func readNotices(people ...string) deed {
	return func(ctx context.Context, t *teller) error {
		for _, who := range people {
			if err := t.Notices.SeeAll(ctx, t.people[who]); err != nil {
				return err
			}
		}
		return nil
	}
}

// checks is the steward's answer to whoever waits for their profession to be
// checked.
func checks(name, checked, where string, counts time.Duration) deed {
	return func(ctx context.Context, t *teller) error {
		list, err := t.Groups.VerificationsFor(ctx, t.people["marlow"])
		i := slices.IndexFunc(list, func(f group.Verification) bool { return f.Persona.Name == name })
		if err != nil || i < 0 {
			return cmp.Or(err, fmt.Errorf("%s does not wait to be checked", name))
		}
		return t.Groups.Verify(ctx, t.people["marlow"], list[i].ID, true, checked, where, t.clock.Now().Add(counts))
	}
}
