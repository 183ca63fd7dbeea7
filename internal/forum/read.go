package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
)

type seenAt struct{ membership, topic string }

// Saw notes that the member has read a topic up to the post of this number. It is
// called after the answer, and never for a page that a browser fetched ahead.
func (s *Service) Saw(m group.Member, topic string, number int64) {
	s.seen.Add(seenAt{m.Self.ID, topic}, number)
}

// WriteSeen writes what Saw gathered. The house calls it every few seconds, and
// when it stops.
func (s *Service) WriteSeen(ctx context.Context) error {
	gathered := s.seen.Take()
	if len(gathered) == 0 {
		return nil
	}
	err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for at, number := range gathered {
			if err := writeRead(ctx, tx, at.membership, at.topic, number); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		for at, number := range gathered {
			s.seen.Add(at, number)
		}
	}
	return err
}

// MarkAllRead has the member begin anew: nothing that was said so far is unread.
func (s *Service) MarkAllRead(ctx context.Context, m group.Member) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		seq, err := lastSeq(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		return writeVisit(ctx, tx, m.Self.ID, seq)
	})
}

// Arrive has nothing be unread for somebody who has just joined a group.
func (s *Service) Arrive(ctx context.Context, tx *db.Tx, groupID, membership string) error {
	seq, err := lastSeq(ctx, tx, groupID)
	if err != nil {
		return err
	}
	return writeVisit(ctx, tx, membership, seq)
}

// Unread is how many topics hold something that the member has not read: by
// space, and in all. Each is UnreadMost at most.
type Unread struct {
	Spaces map[string]int
	All    int
}

// UnreadMost is the highest number of unread topics that is worked out.
const UnreadMost = 100

// UnreadFor is what the member has not read in their group.
func (s *Service) UnreadFor(ctx context.Context, m group.Member) (u Unread, err error) {
	if err := m.May(group.Read); err != nil {
		return u, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		u, err = s.unread(ctx, tx, m)
		return err
	})
	return u, err
}

func (s *Service) unread(ctx context.Context, tx *db.Tx, m group.Member) (Unread, error) {
	u := Unread{Spaces: map[string]int{}}
	hidden, err := s.hidden(ctx, tx, m)
	if err != nil {
		return u, err
	}
	rows, err := unreadTopics(ctx, tx, m.Self.ID, m.Group.ID, hidden)
	for _, r := range rows {
		if s.seen.Of(seenAt{m.Self.ID, r.topic}) >= r.number {
			continue
		}
		u.All++
		u.Spaces[r.space]++
	}
	return u, err
}

// hidden are the memberships whose words the member does not see, as the
// statements of this package take them: ids with spaces between.
func (s *Service) hidden(ctx context.Context, tx *db.Tx, m group.Member) (string, error) {
	ids, err := s.groups.HiddenFor(ctx, tx, m)
	all := ""
	for one := range ids {
		all += " " + one
	}
	return all, err
}

// GroupOf is the group in which a topic stands, for whoever asks on the group's
// behalf who may listen.
func (s *Service) GroupOf(ctx context.Context, topic string) (id string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		id, err = groupOf(ctx, tx, topic)
		return err
	})
	return id, err
}
