package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// ListSize is how many topics stand on a page of a list.
const ListSize = 25

// Line is a topic in a list.
type Line struct {
	Topic  Topic
	Space  Space
	Unread int // posts in it that the member has not read, UnreadMost at most
	First  int64
	Muted  bool
}

// Answers is how many posts came after the first.
func (l Line) Answers() int64 { return max(l.Topic.Number-1, 0) }

// List is one page of topics.
type List struct {
	Lines []Line
	Page  int // counted from 1
	More  bool
}

// TopicsFor are the topics of a space, or of the whole group where space is "":
// those that are pinned first, and then those in which somebody last said
// something. Page counts from 1.
func (s *Service) TopicsFor(ctx context.Context, m group.Member, space string, page int) (l List, err error) {
	if err := m.May(group.Read); err != nil {
		return l, err
	}
	l.Page = max(page, 1)
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if space != "" {
			if _, err := spaceIn(ctx, tx, m, space); err != nil {
				return err
			}
		}
		hidden, err := s.hidden(ctx, tx, m)
		if err != nil {
			return err
		}
		rows, err := topicsIn(ctx, tx, m, space, hidden, (l.Page-1)*ListSize, ListSize+1)
		if err != nil {
			return err
		}
		if l.More = len(rows) > ListSize; l.More {
			rows = rows[:ListSize]
		}
		l.Lines, err = s.lines(ctx, tx, m, rows)
		return err
	})
	return l, err
}

func (s *Service) lines(ctx context.Context, tx *db.Tx, m group.Member, rows []lineRow) ([]Line, error) {
	var ids []string
	anonymous := false
	for _, r := range rows {
		if anonymous = anonymous || r.topic.first.Mark != ""; r.topic.first.By != "" {
			ids = append(ids, r.topic.first.By)
		}
	}
	k := marker{}
	var err error
	if anonymous {
		if k, err = s.marker(ctx); err != nil {
			return nil, err
		}
	}
	heard, err := s.groups.HeardIn(ctx, tx, m, ids)
	lines := make([]Line, len(rows))
	for i, r := range rows {
		r.topic.mine = k.mine(m, r.topic.first)
		lines[i] = Line{Topic: r.topic.topic(heard), Space: r.space.space(), Unread: int(r.unread), First: r.read + 1, Muted: r.how == Mute}
		if s.seen.Of(seenAt{m.Self.ID, r.topic.ID}) >= r.topic.Number {
			lines[i].Unread = 0
		}
	}
	return lines, err
}

// WaitingFor are the posts of the member's group that wait for somebody to let
// them through: for those who greet or lead.
func (s *Service) WaitingFor(ctx context.Context, m group.Member) (list []Page, err error) {
	if !m.Greets() {
		return nil, orMissing(nil)
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		waiting, err := waitingIn(ctx, tx, m.Group.ID)
		for _, one := range waiting {
			p, err := s.PostIn(ctx, tx, m, string(one))
			if fault.KindOf(err) == fault.NotFound {
				continue // by somebody whom they do not want to hear
			}
			if err != nil {
				return err
			}
			list = append(list, p)
		}
		return err
	})
	return list, err
}

// MineFor are the latest topics in which the member wrote the first post, also
// those that they wrote anonymously or that wait or are hidden.
func (s *Service) MineFor(ctx context.Context, m group.Member) (l List, err error) {
	if err := m.May(group.Read); err != nil {
		return l, err
	}
	k, err := s.marker(ctx)
	if err != nil {
		return l, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		own, err := s.ownTopics(ctx, tx, k, m)
		if err != nil || len(own) == 0 {
			return err
		}
		rows, err := topicsAmong(ctx, tx, m, own)
		if err != nil {
			return err
		}
		l.Lines, err = s.lines(ctx, tx, m, rows)
		return err
	})
	l.Page = 1
	return l, err
}

// ownTopics are the ids of the topics that the member began. Anonymous ones are
// found by working out their marks.
func (s *Service) ownTopics(ctx context.Context, tx *db.Tx, k marker, m group.Member) ([]string, error) {
	var own []string
	named, err := begunBy(ctx, tx, m.Self.ID)
	if err != nil {
		return nil, err
	}
	for _, one := range named {
		own = append(own, string(one))
	}
	marks, err := marksIn(ctx, tx, m.Group.ID)
	for _, one := range marks {
		if one.number == 1 && one.mark == k.of(m.Self.ID, one.topic) {
			own = append(own, one.topic)
		}
	}
	return own, err
}
