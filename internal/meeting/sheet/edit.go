package sheet

import (
	"context"
	"encoding/json"
	"slices"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// ItemsFor are the parts of a date's sheet with all their words, for a host.
func (s *Service) ItemsFor(ctx context.Context, m group.Member, o meeting.Occurrence) ([]Item, error) {
	v, err := s.ViewFor(ctx, m, o)
	if err == nil && (!v.Made || !v.Host || v.State.Ended != 0) {
		err = fault.Missing()
	}
	return v.Items, err
}

// ChangeItems changes the parts of a date's sheet, on behalf of a host: do gets
// them as they are, and gives them as they are from then on. The part that the
// meeting is at stays the one it is at.
func (s *Service) ChangeItems(ctx context.Context, m group.Member, key string, do func([]Item) ([]Item, error)) error {
	sheet, err := s.sheetOf(ctx, m, key)
	if err != nil {
		return err
	}
	var before dayRow
	var items []Item
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		before, err = dayByID(ctx, tx, sheet)
		return err
	})
	if err == nil {
		err = s.openJSON(ctx, sheet, "meeting_sheet.items", before.items, &items)
	}
	if err != nil {
		return err
	}
	marked := make([]Item, len(items))
	copy(marked, items)
	changed, err := do(marked)
	switch {
	case err != nil:
		return err
	case len(changed) > ItemsMost:
		return tooMany()
	case len(changed) == 0:
		return fault.New(fault.Conflict, "A run sheet has at least one part.")
	}
	sealed, err := s.sealJSON(ctx, sheet, "meeting_sheet.items", changed)
	if err != nil {
		return err
	}
	return s.hosting(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		if d.id != sheet || d.edition != before.edition {
			return false, errEarlier()
		}
		d.Of, d.Step = len(changed), stays(items, changed, d.Step)
		d.Undo = nil
		d.Parts++
		d.Moves++
		return true, writeItems(ctx, d.tx, d.id, sealed)
	})
}

// stays is where the part at a place is after a change: the same one where it is
// found, and else whatever stands in its place.
func stays(before, after []Item, at int) int {
	if at < len(before) {
		same := func(one Item) bool { return one == before[at] }
		if to := slices.IndexFunc(after, same); to >= 0 && !(at < len(after) && same(after[at])) {
			return to
		}
	}
	return min(at, len(after)-1)
}

// isEnded tells whether the meeting of a sheet was ended.
func isEnded(r dayRow) bool {
	var state State
	return json.Unmarshal([]byte(r.state), &state) == nil && state.Ended != 0
}
