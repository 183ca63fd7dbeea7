package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
)

const day = 24 * time.Hour

// beat is something that happened in the demo, so long ago.
type beat struct {
	ago time.Duration
	do  deed
}

// deed is what somebody did, through the use case that everybody has.
type deed func(ctx context.Context, t *teller) error

// teller makes the demo. It knows everybody by the name that the story gives
// them, which nobody sees.
type teller struct {
	*Service
	clock  *clock.Manual
	now    time.Time
	people map[string]account.Viewer
	slugs  map[string]string // of groups, by name
	kept   map[string]string // ids and links that later beats need
	keys   keyring
}

// story is all of it, in no order.
func story() []beat {
	beats := []beat{{100 * day, setUp}}
	for _, p := range cast() {
		beats = append(beats, beat{p.came, comesIn(p)})
	}
	for _, part := range [][]beat{
		lowTide(), lowTideTogether(), lowTideToday(), lowTideTalk(), quieterTalk(), tuesdayTable(), tuesdayTableNow(), steadyHands(), afterTheRain(), looseChange(), openWindows(), others(), gatherings(), gatheringsSoon(), serving(), guest(), company(),
	} {
		beats = append(beats, part...)
	}
	return beats
}

// tell has everything happen in its order and at its time.
func (t *teller) tell(ctx context.Context, beats []beat) error {
	defer t.clock.Set(t.now)
	slices.SortStableFunc(beats, func(a, b beat) int { return cmp.Compare(b.ago, a.ago) })
	for _, b := range beats {
		t.clock.Set(t.now.Add(-b.ago))
		if err := b.do(ctx, t); err != nil {
			return fmt.Errorf("%.1f days ago: %w", b.ago.Hours()/24, err)
		}
	}
	t.clock.Set(t.now)
	if err := t.Meetings.WorkOut(ctx); err != nil {
		return err
	}
	return t.Groups.WriteSeen(ctx)
}

// member is somebody inside a group.
func (t *teller) member(ctx context.Context, who, in string) (group.Member, error) {
	m, err := t.Groups.MemberFor(ctx, t.people[who], t.slugs[in])
	if err != nil {
		err = fmt.Errorf("%s in %s: %w", who, in, err)
	}
	return m, err
}

// does is a deed of somebody inside a group.
func does(who, in string, do func(ctx context.Context, t *teller, m group.Member) error) deed {
	return func(ctx context.Context, t *teller) error {
		m, err := t.member(ctx, who, in)
		if err != nil {
			return err
		}
		if err := do(ctx, t, m); err != nil {
			return fmt.Errorf("%s in %s: %w", who, in, err)
		}
		return nil
	}
}

// each is a deed that several people do.
func each(in string, people []string, do func(ctx context.Context, t *teller, m group.Member) error) deed {
	return func(ctx context.Context, t *teller) error {
		for _, who := range people {
			if err := does(who, in, do)(ctx, t); err != nil {
				return err
			}
		}
		return nil
	}
}

// persona is the id of somebody whom the member can see, by name.
func (t *teller) persona(ctx context.Context, m group.Member, name string) (string, error) {
	list, _, err := t.Groups.MembersFor(ctx, m, name, "")
	i := slices.IndexFunc(list, func(p group.Persona) bool { return p.Name == name })
	if err != nil || i < 0 {
		return "", cmp.Or(err, fmt.Errorf("%s sees no %s", m.Self.Name, name))
	}
	return list[i].ID, nil
}

// toward is a deed of a member toward another one, by name.
func toward(who, in, name string, do func(ctx context.Context, t *teller, m group.Member, other string) error) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		other, err := t.persona(ctx, m, name)
		if err != nil {
			return err
		}
		return do(ctx, t, m, other)
	})
}
