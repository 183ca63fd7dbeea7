package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// KeepPost keeps a post for the member alone, or lets it go. Nobody else can
// tell, and letting go works also for what they cannot see any more.
func (s *Service) KeepPost(ctx context.Context, m group.Member, post string, keep bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		if !keep {
			return deleteBookmark(ctx, tx, m.Self.ID, post)
		}
		if _, err := s.PostIn(ctx, tx, m, post); err != nil {
			return err
		}
		return insertBookmark(ctx, tx, m.Self.ID, post, clock.Millis(s.clock.Now()))
	})
}

// Kept is a post that a member keeps, with the topic in which it stands.
type Kept struct {
	Topic Topic
	Post  Post
}

// KeptList is one page of what a member keeps.
type KeptList struct {
	List []Kept
	Page int // counted from 1
	More bool
}

// KeptFor are the posts that the member keeps in their group, the last kept
// first. Those that they cannot see any more are left out.
func (s *Service) KeptFor(ctx context.Context, m group.Member, page int) (l KeptList, err error) {
	if err := m.May(group.Read); err != nil {
		return l, err
	}
	k, err := s.marker(ctx)
	if err != nil {
		return l, err
	}
	l.Page = max(page, 1)
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := keptOf(ctx, tx, m, (l.Page-1)*ListSize, ListSize+1)
		if err != nil {
			return err
		}
		if l.More = len(rows) > ListSize; l.More {
			rows = rows[:ListSize]
		}
		l.List, err = s.keptAs(ctx, tx, m, k, rows)
		return err
	})
	return l, err
}

// keptAs are kept posts as the member sees them.
func (s *Service) keptAs(ctx context.Context, tx *db.Tx, m group.Member, k marker, rows []keptRow) (list []Kept, err error) {
	var ids []string
	for _, r := range rows {
		ids = append(ids, people(r.topic.first, []readRow{r.readRow})...)
	}
	heard, err := s.groups.HeardIn(ctx, tx, m, ids)
	for _, r := range rows {
		r.topic.mine = k.mine(m, r.topic.first)
		mine := k.mine(m, r.postRow)
		v := view{member: m, marker: k, heard: heard, began: r.topic.first}
		if r.topic.visible(m) != nil || heard[r.topic.first.By].Unheard && !r.topic.mine || !v.shows(r.postRow, mine) {
			continue
		}
		one := Kept{Topic: r.topic.topic(heard), Post: v.post(ctx, r.readRow, mine)}
		one.Post.Kept = true
		list = append(list, one)
	}
	return list, err
}
