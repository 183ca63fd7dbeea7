package serve

import (
	"context"
	"time"

	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
)

// span is a stretch of slots, both bounds within.
type span struct{ from, to recur.Wall }

// spans are the stretches from a slot to another that hold no slot that is busy.
// Their bounds are days, so that a date keeps its place when its hour changes;
// only where a day has several dates does the hour count.
func spans(slots []recur.Wall, from, to recur.Wall, busy func(recur.Wall) bool) (list []span) {
	open := false
	for i, slot := range slots {
		if slot.Before(from) || busy(slot) {
			open = false
			continue
		}
		if !open {
			list = append(list, span{from: before(slots, i)})
			open = true
		}
		list[len(list)-1].to = to
		if i+1 < len(slots) {
			list[len(list)-1].to = after(slots, i)
		}
	}
	return list
}

// before is where a stretch begins that begins with the i-th slot.
func before(slots []recur.Wall, i int) recur.Wall {
	if i > 0 && slots[i-1].Midnight() == slots[i].Midnight() {
		return slots[i]
	}
	return slots[i].Midnight()
}

// after is where a stretch ends that ends with the i-th slot: just before the
// next one, or before its day.
func after(slots []recur.Wall, i int) recur.Wall {
	next := slots[i+1]
	if next.Midnight() != slots[i].Midnight() {
		next = next.Midnight()
	}
	return next.Add(-time.Minute)
}

// isolate cuts one date out of a turn, so that it can go or be another's. What
// is left of the turn stays, before the date and after it. It gives the piece of
// that date, which keeps the turn's id.
func (s *Service) isolate(ctx context.Context, tx *db.Tx, t Turn, slot recur.Wall) (Turn, error) {
	if !t.Long() {
		return t, nil
	}
	slots, err := s.slots(ctx, tx, t.Meeting, slot.Midnight(), slot.Midnight().AddDays(1).Add(-time.Minute))
	if err != nil {
		return t, err
	}
	left, right := t, t
	left.To, right.From = around(slots, slot)
	for _, rest := range []Turn{left, right} {
		if rest.To.Before(rest.From) {
			continue
		}
		rest.ID = id.Random()
		if err := insertTurn(ctx, tx, rest); err != nil {
			return t, err
		}
	}
	t.From, t.To = slot, slot
	return t, writeTurn(ctx, tx, t)
}

// around is where what lies before a slot ends, and where what lies after it
// begins, given all slots of that day.
func around(slots []recur.Wall, slot recur.Wall) (left, right recur.Wall) {
	left, right = slot.Midnight().Add(-time.Minute), slot.Midnight().AddDays(1)
	for _, one := range slots {
		if one.Before(slot) {
			left = slot.Add(-time.Minute)
		}
		if one.After(slot) {
			right = slot.Add(time.Minute)
		}
	}
	return left, right
}
