package demo

import (
	"context"
	"time"

	"handrail/internal/account"
)

// person is somebody of the demo: one account, with a face of its own in each
// of its groups.
type person struct {
	who  string        // in the story
	came time.Duration // so long ago
	keys int
	role Role // whom one can walk in as
	name string
}

// cast is everybody but the steward. Whoever has been here for long has a key:
// a seat without one is not kept for ever.
func cast() []person {
	return []person{
		{who: "tomasz", came: 99 * day, keys: 2, role: Facilitator, name: "Tomasz"},
		{who: "wren", came: 97 * day, keys: 1, role: Member, name: "Wren"},
		{who: "nadia", came: 98 * day, keys: 2},
		{who: "owen", came: 98 * day, keys: 2},
		{who: "ines", came: 60 * day, keys: 2},
		{who: "marisol", came: 97 * day, keys: 1},
		{who: "bo", came: 96 * day, keys: 1},
		{who: "ada", came: 95 * day, keys: 1},
		{who: "dev", came: 91 * day, keys: 1},
		{who: "ikenna", came: 80 * day, keys: 1},
		{who: "saffi", came: 75 * day, keys: 1},
		{who: "mei", came: 72 * day, keys: 1},
		{who: "rosa", came: 71 * day, keys: 1},
		{who: "gwen", came: 70 * day, keys: 1},
		{who: "hal", came: 61 * day, keys: 1},
		{who: "luc", came: 50 * day, keys: 1},
		{who: "agnes", came: 46 * day, keys: 1},
		{who: "pat", came: 42 * day, keys: 1},
		{who: "juniper", came: 33 * day, keys: 1},
		{who: "noor", came: 5 * day},
		{who: "teo", came: 30 * time.Hour},
		{who: "kit", came: 7 * time.Hour},
	}
}

func comesIn(p person) deed {
	return func(ctx context.Context, t *teller) error {
		w, err := t.Accounts.ComeIn(ctx, account.Arrival{Name: p.name, Kind: account.Kept, Device: "Firefox on Android", Consents: true})
		if err != nil {
			return err
		}
		return t.settle(ctx, p, w)
	}
}

// settle has somebody who came in keep their seat.
func (t *teller) settle(ctx context.Context, p person, w account.Welcome) error {
	if p.keys == 0 {
		t.people[p.who] = w.Viewer
		return nil
	}
	h, v, err := t.keep(ctx, w, p.keys)
	t.people[p.who] = v
	if p.role != "" {
		t.keys[p.role] = h
	}
	return err
}
