package forum

import (
	"context"
	"strings"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/search"
)

// Pin keeps a topic at the top of its space, or lets it go.
func (s *Service) Pin(ctx context.Context, m group.Member, topic string, pin bool) error {
	return s.tend(ctx, m, topic, func(ctx context.Context, tx *db.Tx, _ group.Member, t topicRow) error {
		return writePinned(ctx, tx, t.ID, pin)
	})
}

// Close closes a topic to answers, or opens it again.
func (s *Service) Close(ctx context.Context, m group.Member, topic string, closed bool) error {
	return s.tend(ctx, m, topic, func(ctx context.Context, tx *db.Tx, _ group.Member, t topicRow) error {
		return writeClosed(ctx, tx, t.ID, closed)
	})
}

// CloseIn closes the topic of a post, within the transaction of a use case that
// says why.
func (s *Service) CloseIn(ctx context.Context, tx *db.Tx, post string) error {
	row, err := postByID(ctx, tx, post)
	if err != nil {
		return err
	}
	return writeClosed(ctx, tx, row.Topic, true)
}

// Move takes a topic to another space of the group.
func (s *Service) Move(ctx context.Context, m group.Member, topic, space string) error {
	return s.tend(ctx, m, topic, func(ctx context.Context, tx *db.Tx, m group.Member, t topicRow) error {
		sp, err := spaceIn(ctx, tx, m, space)
		if err != nil {
			return err
		}
		if err := writeSpaceOf(ctx, tx, t.ID, sp.ID); err != nil {
			return err
		}
		if err := search.MoveTopic(ctx, tx, t.ID, t.Group, sp.ID); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, TopicMoved{Group: t.Group, Topic: t.ID})
	})
}

// tend does something to a topic on behalf of those who look after the group.
func (s *Service) tend(ctx context.Context, m group.Member, topic string, do func(context.Context, *db.Tx, group.Member, topicRow) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Tend)
		if err != nil {
			return err
		}
		t, err := s.topicIn(ctx, tx, m, topic)
		if err != nil {
			return err
		}
		return do(ctx, tx, m, t)
	})
}

// Helped marks the answer that helped, or takes the mark away where number is 0.
// Whoever asked does so.
func (s *Service) Helped(ctx context.Context, m group.Member, topic string, number int64) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Introduce)
		if err != nil {
			return err
		}
		t, err := s.topicIn(ctx, tx, m, topic)
		if err != nil {
			return err
		}
		if !t.mine || t.Kind != Question || number < 0 || number == 1 || number > t.number {
			return fault.Missing()
		}
		return s.markHelped(ctx, tx, t, number)
	})
}

// markHelped writes which answer helped, and has searches know of it.
func (s *Service) markHelped(ctx context.Context, tx *db.Tx, t topicRow, number int64) error {
	if err := writeHelped(ctx, tx, t.ID, number); err != nil {
		return err
	}
	for _, one := range []int64{t.Helped, number} {
		if one == 0 {
			continue
		}
		row, err := postAt(ctx, tx, t.ID, one)
		if err != nil {
			return err
		}
		if row.State == Here {
			if err := s.index(ctx, tx, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// watches tells whether a text holds one of the words that have it looked at.
func (set Setting) watches(text string) bool {
	folded := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), isBetween), " ") + " "
	for _, word := range set.Watched {
		if word = strings.Join(strings.FieldsFunc(strings.ToLower(word), isBetween), " "); word != "" && strings.Contains(folded, " "+word+" ") {
			return true
		}
	}
	return false
}
