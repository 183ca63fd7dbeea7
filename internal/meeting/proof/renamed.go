package proof

import (
	"context"
	"strings"
	"time"

	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// Codes, records and askings are found by keyed marks of a date's name, so they
// cannot be moved when it gets another one. The first name of a date is kept
// instead, where people may have begun to type.

// renamedWithin is how near a date is for which that can be.
const renamedWithin = 48 * time.Hour

// againName makes a name of its own for a date that has the name which others began
// with: once for each of them.
const againName = "~"

// nameOf is the name that a date has in marks.
func (s *Service) nameOf(ctx context.Context, key string) (name string, err error) {
	id, slot, err := meeting.ParseKey(key)
	if err != nil || slot.IsZero() {
		return key, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		name, err = slotName(ctx, tx, id, slot.String())
		return err
	})
	return id + "_" + name, err
}

// slotName is what a slot is called in marks.
func slotName(ctx context.Context, tx *db.Tx, meeting, slot string) (string, error) {
	was, err := slotWas(ctx, tx, meeting, slot)
	if fault.KindOf(err) != fault.NotFound {
		return was, err
	}
	n, err := countSlotWas(ctx, tx, meeting, slot)
	return slot + strings.Repeat(againName, int(n)), err
}

// Renamed has what was typed at a date come after it when it gets another name.
func (s *Service) Renamed(ctx context.Context, tx *db.Tx, e meeting.Renamed) error {
	names := map[string]string{}
	for _, one := range e.Moves {
		near, err := s.isNear(one.From)
		if err != nil {
			return err
		}
		if one.To == "" || !near {
			continue
		}
		if names[one.From], err = slotName(ctx, tx, e.Meeting, one.From); err != nil {
			return err
		}
	}
	for from := range names {
		if err := deleteSlotWas(ctx, tx, e.Meeting, from); err != nil {
			return err
		}
		if err := moveSeen(ctx, tx, e.Meeting, from, againName+from); err != nil {
			return err // out of the way first: one may take the name of another
		}
	}
	for _, one := range e.Moves {
		name, moves := names[one.From]
		if !moves {
			continue
		}
		if err := insertSlotWas(ctx, tx, e.Meeting, one.To, name); err != nil {
			return err
		}
		if err := moveSeen(ctx, tx, e.Meeting, againName+one.From, one.To); err != nil {
			return err
		}
	}
	return nil
}

// isNear tells whether codes may have been shown at a slot, wherever on earth.
func (s *Service) isNear(slot string) (bool, error) {
	wall, err := recur.ParseWall(slot)
	return wall.UTC().Before(s.clock.Now().Add(renamedWithin)), err
}
