package forum

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// SplitMost is how many posts can be taken out of a topic at once.
const SplitMost = 500

// RejoinFor is how long posts that were taken out of a topic can go back.
const RejoinFor = 7 * 24 * time.Hour

// Splitting says which posts of a topic become one of their own: those with
// these ids, or the one with the number From and all after it.
type Splitting struct {
	Topic string
	Posts []string
	From  int64 // 0 where Posts says which
	Title string
	Space string
}

// Split takes posts of a topic into a new one, in their order, and gives that.
// They take along their quotes, reactions and bookmarks, and keep their ids, so
// that links to them go on working. The places that they leave look like those
// of deleted posts. Whoever wrote without a name has another pseudonym there. The
// post that a topic began with stays.
func (s *Service) Split(ctx context.Context, m group.Member, sp Splitting) (string, error) {
	sp.Title = strings.Join(strings.Fields(sp.Title), " ")
	switch n := utf8.RuneCountInString(sp.Title); {
	case n == 0:
		return "", fault.Field("title", "Give it a title. A few words are enough.")
	case n > TitleMost:
		return "", fault.Field("title", "Shorten this to {.Most} characters.", map[string]any{"Most": TitleMost})
	}
	if err := s.WriteSeen(ctx); err != nil {
		return "", err
	}
	to := id.New(s.clock)
	return to, s.tend(ctx, m, sp.Topic, func(ctx context.Context, tx *db.Tx, m group.Member, t topicRow) error {
		space, err := spaceIn(ctx, tx, m, sp.Space)
		if fault.KindOf(err) == fault.NotFound {
			return fault.Field("space", "Choose one from the list.")
		}
		if err != nil {
			return err
		}
		rows, err := sp.chosen(ctx, tx)
		if err != nil {
			return err
		}
		if err := insertSplitTopic(ctx, tx, to, t.ID, space.ID, sp.Title, clock.Millis(s.clock.Now())); err != nil {
			return err
		}
		if err := s.takeOut(ctx, tx, rows, to); err != nil {
			return err
		}
		if slices.ContainsFunc(rows, func(r postRow) bool { return r.Number == t.Helped }) {
			if err := writeHelped(ctx, tx, t.ID, 0); err != nil {
				return err
			}
		}
		return s.parted(ctx, tx, t, to, rows)
	})
}

// chosen are the posts that go, without those that are deleted.
func (sp Splitting) chosen(ctx context.Context, tx *db.Tx) (rows []postRow, err error) {
	all, err := postsOf(ctx, tx, sp.Topic)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if one.State != Gone && (sp.From > 0 && one.Number >= sp.From || slices.Contains(sp.Posts, one.ID)) {
			rows = append(rows, one)
		}
	}
	switch {
	case len(rows) == 0 || sp.From == 0 && len(rows) < len(sp.Posts):
		return nil, fault.Field("posts", "Some of these posts are not there any more. Choose anew.")
	case rows[0].Number == 1:
		return nil, fault.Field("posts", "The first post stays: its topic is made of it. Choose from the second on.")
	case rows[0].State != Here:
		return nil, fault.Field("posts", "Begin with a post that everybody can read. This one waits, or is hidden.")
	case len(rows) > SplitMost:
		return nil, fault.Field("posts", "Choose {.Most} posts at most.", map[string]any{"Most": SplitMost})
	}
	return rows, nil
}

// takeOut puts posts into an empty topic, one after the other.
func (s *Service) takeOut(ctx context.Context, tx *db.Tx, rows []postRow, to string) error {
	k, err := s.marker(ctx)
	if err != nil {
		return err
	}
	pseudonyms := map[string]int64{}
	for n, row := range rows {
		now := row
		now.Topic, now.Number = to, int64(n+1)
		if now.Mark, err = s.markIn(ctx, tx, k, row, to); err != nil {
			return err
		}
		if now.Mark != "" {
			if pseudonyms[now.Mark] == 0 {
				pseudonyms[now.Mark] = int64(len(pseudonyms) + 1)
			}
			now.Pseudonym = pseudonyms[now.Mark]
		}
		place := row
		place.seq = 0 // it says nothing of when
		if err := insertEmpty(ctx, tx, id.New(s.clock), place); err != nil {
			return err
		}
		if err := s.shift(ctx, tx, row, now); err != nil {
			return err
		}
	}
	return writeSplitTopic(ctx, tx, to, len(pseudonyms))
}

// markIn is the mark that the author of a post has in another topic, and "" for
// a post with a name. Where nobody can tell any more who wrote it, the new one
// is made of the old.
func (s *Service) markIn(ctx context.Context, tx *db.Tx, k marker, row postRow, topic string) (string, error) {
	if row.Mark == "" {
		return "", nil
	}
	author, err := s.authorOf(ctx, tx, row)
	if author == "" {
		author = row.Mark
	}
	return k.of(author, topic), err
}

// shift gives a post its place in another topic, and keeps for some days where
// it was.
func (s *Service) shift(ctx context.Context, tx *db.Tx, was, now postRow) error {
	if err := insertSplit(ctx, tx, was, now.Topic, clock.Millis(s.clock.Now().Add(RejoinFor))); err != nil {
		return err
	}
	return writePlaceOf(ctx, tx, now)
}

// parted settles both topics after posts went from one to the other: who reads,
// who follows, where each ends, and what can be found.
func (s *Service) parted(ctx context.Context, tx *db.Tx, from topicRow, to string, rows []postRow) error {
	if err := carryReads(ctx, tx, from.ID, to); err != nil {
		return err
	}
	if err := carryFollows(ctx, tx, from.ID, to); err != nil {
		return err
	}
	for _, topic := range []string{from.ID, to} {
		if err := writeEndOf(ctx, tx, topic); err != nil {
			return err
		}
	}
	return s.moved(ctx, tx, from.Group, to, rows)
}

// moved says of each post that it stands in another topic, and has searches find
// it there.
func (s *Service) moved(ctx context.Context, tx *db.Tx, groupID, topic string, rows []postRow) error {
	if err := s.indexAll(ctx, tx, topic); err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.events.Emit(ctx, tx, Changed{Group: groupID, Topic: topic, Post: row.ID}); err != nil {
			return err
		}
	}
	return nil
}

// SweepSplits forgets where posts were that cannot go back any more.
func (s *Service) SweepSplits(ctx context.Context) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return deleteSplits(ctx, tx, clock.Millis(s.clock.Now()))
	})
}
