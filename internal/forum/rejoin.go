package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// CanRejoin tells whether the posts of a topic can go back to the one that they
// were taken out of.
func (s *Service) CanRejoin(ctx context.Context, m group.Member, topic string) (can bool, err error) {
	if m.May(group.Tend) != nil {
		return false, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		origin, err := originOf(ctx, tx, topic, m.Group.ID, clock.Millis(s.clock.Now()))
		can = err == nil && origin != ""
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		return err
	})
	return can, err
}

// Rejoin undoes Split: each post goes back to the place that it had, and what
// was said since comes at the end. It gives the topic to which they went.
func (s *Service) Rejoin(ctx context.Context, m group.Member, topic string) (origin string, err error) {
	if err := s.WriteSeen(ctx); err != nil {
		return "", err
	}
	return origin, s.tend(ctx, m, topic, func(ctx context.Context, tx *db.Tx, m group.Member, t topicRow) error {
		origin, err = originOf(ctx, tx, t.ID, t.Group, clock.Millis(s.clock.Now()))
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.Conflict, "These posts cannot go back any more. They stay a topic of their own.")
		}
		if err != nil {
			return err
		}
		back, err := s.topicIn(ctx, tx, m, origin)
		if err != nil {
			return err
		}
		if t.Ballot != "" {
			return fault.New(fault.Conflict, "There is a poll in this topic, so it stays a topic of its own.")
		}
		rows, err := postsOf(ctx, tx, t.ID)
		if err != nil {
			return err
		}
		return s.putBack(ctx, tx, t, back, rows)
	})
}

func (s *Service) putBack(ctx context.Context, tx *db.Tx, t, origin topicRow, rows []postRow) error {
	places, err := splitsTo(ctx, tx, t.ID, origin.ID)
	if err != nil {
		return err
	}
	k, err := s.marker(ctx)
	if err != nil {
		return err
	}
	var gone []postRow
	for _, row := range rows {
		if row.State == Gone {
			continue // its place there is empty already
		}
		if err := s.putOneBack(ctx, tx, k, row, origin, places[row.ID]); err != nil {
			return err
		}
		gone = append(gone, row)
	}
	if err := carryFollows(ctx, tx, t.ID, origin.ID); err != nil {
		return err
	}
	if err := deleteFollows(ctx, tx, t.ID); err != nil {
		return err
	}
	if err := deleteTopic(ctx, tx, t.ID); err != nil {
		return err
	}
	if err := writeEndOf(ctx, tx, origin.ID); err != nil {
		return err
	}
	return s.moved(ctx, tx, t.Group, origin.ID, gone)
}

func (s *Service) putOneBack(ctx context.Context, tx *db.Tx, k marker, row postRow, origin topicRow, place splitRow) (err error) {
	now := row
	now.Topic = origin.ID
	if now.Mark, err = s.markIn(ctx, tx, k, row, origin.ID); err != nil {
		return err
	}
	if place.number > 0 {
		now.Number, now.Pseudonym = place.number, place.pseudonym
		if err := deleteEmpty(ctx, tx, origin.ID, place.number); err != nil {
			return err
		}
		return s.shift(ctx, tx, row, now)
	}
	if now.Number, err = nextNumber(ctx, tx, origin.ID, row.seq, row.made); err != nil {
		return err
	}
	if now.Mark != "" {
		now.Pseudonym, err = pseudonymOf(ctx, tx, row.Group, origin.ID, now.Mark)
		if fault.KindOf(err) == fault.NotFound {
			now.Pseudonym, err = nextPseudonym(ctx, tx, origin.ID)
		}
		if err != nil {
			return err
		}
	}
	return s.shift(ctx, tx, row, now)
}
