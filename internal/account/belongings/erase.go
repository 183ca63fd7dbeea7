package belongings

import (
	"context"
	"math"
	"slices"

	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
)

// Erase does to everything that belongs to the account what erasing is declared
// to do: data keys first, then rows, those that refer to others before those.
// It changes at most budget rows (0: as many as there are), at most 500 in one
// transaction, and says whether it is done. Where it is not, or was cut off at
// any point, calling it again goes on. It is the caller's to keep the account
// from writing meanwhile.
func (b *Belongings) Erase(ctx context.Context, account string, budget int) (done bool, err error) {
	return b.apply(ctx, account, Erasing, budget)
}

// Leave is Erase for somebody who goes and lets their words stay.
func (b *Belongings) Leave(ctx context.Context, account string, budget int) (done bool, err error) {
	return b.apply(ctx, account, Leaving, budget)
}

// DestroyKeys ends the data keys of an account: what they sealed opens nowhere
// any more, in old backups too.
func (b *Belongings) DestroyKeys(ctx context.Context, account string) error {
	if account == "" {
		return errNobody
	}
	for _, kind := range []declare.Sealer{declare.Private, declare.Account} {
		if err := b.keys.Destroy(ctx, kind.Owner(account)); err != nil {
			return err
		}
	}
	return nil
}

func (b *Belongings) apply(ctx context.Context, account string, how How, budget int) (bool, error) {
	if account == "" {
		return false, errNobody
	}
	if budget <= 0 {
		budget = math.MaxInt
	}
	run := &run{Belongings: b, account: account, how: how, left: budget}
	if done, err := run.hooks(ctx, true); err != nil || !done {
		return false, err
	}
	if err := b.DestroyKeys(ctx, account); err != nil {
		return false, err
	}
	if done, err := run.hooks(ctx, false); err != nil || !done {
		return false, err
	}
	if done, err := run.rows(ctx); err != nil || !done {
		return false, err
	}
	return b.scrub(ctx)
}

// run is one call of Erase or Leave.
type run struct {
	*Belongings
	account string
	how     How
	left    int // rows that may still be changed
}

func (r *run) hooks(ctx context.Context, beforeKeys bool) (done bool, err error) {
	for _, o := range r.own {
		if o.BeforeKeys != beforeKeys {
			continue
		}
		done, err := r.drain(func(most int) (int, error) { return o.Erase(ctx, r.account, r.how, most) })
		if err != nil || !done {
			return false, err
		}
	}
	return true, nil
}

func (r *run) rows(ctx context.Context) (done bool, err error) {
	for _, t := range slices.Backward(r.tables) {
		for way := range t.Of {
			goes, cut := t.effects(way, r.how)
			if !goes && len(cut) == 0 {
				continue
			}
			done, err := r.drain(func(most int) (int, error) { return r.step(ctx, t, way, goes, cut, most) })
			if err != nil || !done {
				return false, err
			}
		}
	}
	return true, nil
}

// effects says what becomes of a row when the account goes to which this way
// leads: whether it is deleted, and else which columns are emptied.
func (t table) effects(way int, how How) (goes bool, cut []string) {
	for _, c := range t.Columns {
		if c.Of != declare.Everyone && t.WayOf(c) != way {
			continue
		}
		switch how.effect(c) {
		case declare.Goes:
			goes = true
		case declare.Cut:
			cut = append(cut, c.Name)
		}
	}
	return goes, cut
}

// drain repeats step until it finds nothing more, or no more may be changed.
func (r *run) drain(step func(most int) (int, error)) (done bool, err error) {
	for r.left > 0 {
		most := min(page, r.left)
		n, err := step(most)
		if err != nil {
			return false, err
		}
		r.left -= n
		if n < most {
			return true, nil
		}
	}
	return false, nil
}

func (r *run) step(ctx context.Context, t table, way int, goes bool, cut []string, most int) (int, error) {
	var n int64
	err := r.db.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if err := tx.Lock(ctx, "belongings", r.account); err != nil {
			return err
		}
		if goes {
			n, err = t.remove(ctx, tx, way, r.account, most)
		} else {
			n, err = t.cut(ctx, tx, way, cut, r.account, most)
		}
		return err
	})
	return int(n), err
}
