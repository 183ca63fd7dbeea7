package sheet

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
)

// Step goes on to a part of the meeting, on behalf of a host. moves is the number
// that their page knew: if somebody else moved meanwhile, nothing is moved. The
// first step begins the meeting, and whoever takes it leads, and is present.
func (s *Service) Step(ctx context.Context, m group.Member, key string, to int, moves int64) error {
	return s.hosting(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		if err := d.open(); err != nil {
			return false, err
		}
		if d.Moves != moves {
			return false, errEarlier()
		}
		if !d.Move(to, d.now) {
			return false, nil
		}
		if d.Chair == "" {
			d.Chair = d.who()
		}
		_, err := insertPresent(ctx, d.tx, d.id, d.m.Self.ID, true)
		return true, err
	})
}

// TakeBack undoes the last step.
func (s *Service) TakeBack(ctx context.Context, m group.Member, key string, moves int64) error {
	return s.hosting(ctx, m, key, func(_ context.Context, d *day) (bool, error) {
		if d.Moves != moves {
			return false, errEarlier()
		}
		return d.State.TakeBack(), nil
	})
}

// HandOn has another host lead, who is present, and whom the member sees there.
func (s *Service) HandOn(ctx context.Context, m group.Member, key, to string) error {
	return s.hosting(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		rows, err := presentAt(ctx, d.tx, d.id)
		if err != nil {
			return false, err
		}
		apart, err := s.o.Groups.ApartIn(ctx, d.tx, d.group, []string{d.m.Self.ID, to})
		if err != nil {
			return false, err
		}
		g := glance{State: d.State, apart: apart}
		for _, one := range rows {
			if one.Membership == to && one.hosts && !g.hides(lookerOf(d.m), queue.Who(to)) {
				changed := d.Chair != queue.Who(to)
				d.Chair = queue.Who(to)
				return changed, nil
			}
		}
		return false, fault.Field("to", "Choose somebody who hosts and is here.")
	})
}

// End ends the meeting. Who was there and who spoke is deleted some hours later.
func (s *Service) End(ctx context.Context, m group.Member, key string) error {
	return s.hosting(ctx, m, key, func(_ context.Context, d *day) (bool, error) {
		if d.Began == 0 {
			return false, fault.New(fault.Conflict, "It has not begun yet.")
		}
		d.clearAt = min(d.clearAt, d.now+ClearAfter.Milliseconds())
		return d.State.End(d.now), nil
	})
}

// clearAt is when nothing of a date is left at the latest.
func clearAt(d *day) int64 { return max(clock.Millis(d.date.End), d.now) + ClearLatest.Milliseconds() }
