package forum

import (
	"context"
	"math/rand/v2"
	"time"

	"handrail/internal/account/belongings"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/jobs"
)

// erasedWithin is how long the anonymous words of somebody who erases theirs
// take to go: each topic's at a moment of its own, so that nobody can tell by
// what vanishes with whom.
const erasedWithin = 48 * time.Hour

// erasing is the work of taking away what a mark wrote in one topic. Several
// begin when somebody leaves, and would tell together whose topics these were: so
// each lies sealed among the work.
type (
	erasing       struct{ Group, Topic, Mark string }
	sealedErasing struct{ Sealed []string }
)

// Forget is what becomes of somebody's words in a group that they are no member
// of any more: they stay as a former member's, or go. What they left beside, as
// reactions and marks of reading, goes either way.
func (s *Service) Forget(ctx context.Context, tx *db.Tx, e group.Gone) error {
	if err := s.forgetTraces(ctx, tx, e.Membership); err != nil || e.How != group.Erased {
		return err
	}
	rows, err := postsBy(ctx, tx, e.Membership)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.eraseOwn(ctx, tx, row); err != nil {
			return err
		}
	}
	marks, err := marksIn(ctx, tx, e.Group)
	if err != nil || len(marks) == 0 {
		return err
	}
	k, err := s.marker(ctx)
	if err != nil {
		return err
	}
	last := ""
	for _, one := range marks {
		if one.topic == last || one.mark != k.of(e.Membership, one.topic) {
			continue
		}
		last = one.topic
		sealed, err := s.SealWork(ctx, eraseJob, erasing{e.Group, one.topic, one.mark})
		if err != nil {
			return err
		}
		at := s.clock.Now().Add(rand.N(erasedWithin))
		if err := s.jobs.Add(ctx, tx, eraseJob, sealedErasing{sealed}, jobs.At(at)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) eraseOwn(ctx context.Context, tx *db.Tx, row postRow) error {
	if row.Number > 1 {
		return s.erase(ctx, tx, row)
	}
	others, err := othersIn(ctx, tx, row.Topic)
	if err != nil {
		return err
	}
	if others {
		return s.erase(ctx, tx, row)
	}
	return s.dropTopic(ctx, tx, row.Group, row.Topic)
}

// eraseMarked takes away what an anonymous author wrote in one topic.
func (s *Service) eraseMarked(ctx context.Context, sealed sealedErasing) error {
	var e erasing
	if err := s.OpenWork(ctx, eraseJob, sealed.Sealed, &e); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.groups.LockGroup(ctx, tx, e.Group); err != nil {
			return err
		}
		rows, err := postsMarked(ctx, tx, e.Topic, e.Mark)
		if err != nil {
			return err
		}
		moved, err := postsMarkedBefore(ctx, tx, e.Topic, e.Mark)
		for _, row := range append(rows, moved...) {
			if err := s.eraseOwn(ctx, tx, row); err != nil {
				return err
			}
		}
		return err
	})
}

// forgetTraces takes away what somebody left beside their words.
func (s *Service) forgetTraces(ctx context.Context, tx *db.Tx, membership string) error {
	reacted, err := reactedTo(ctx, tx, membership)
	if err != nil {
		return err
	}
	if err := deleteReactionsOf(ctx, tx, membership); err != nil {
		return err
	}
	for _, post := range reacted {
		if err := s.gatherCared(ctx, tx, string(post)); err != nil {
			return err
		}
	}
	if err := deleteFollowsOf(ctx, tx, membership); err != nil {
		return err
	}
	return deleteTraces(ctx, tx, membership)
}

// HasAnonymous gives hooks that stand for anonymous posts in somebody's copy:
// the database does not know whose they are, so they are worked out.
func (s *Service) HasAnonymous(memberships func(ctx context.Context, tx *db.Tx, account string) ([]group.Membership, error)) belongings.Hooks {
	each := func(ctx context.Context, account string, visit func(postRow) error) error {
		return s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
			all, err := memberships(ctx, tx, account)
			if err != nil || len(all) == 0 {
				return err
			}
			k, err := s.marker(ctx)
			if err != nil {
				return err
			}
			for _, m := range all {
				if err := s.eachMarked(ctx, tx, k, m, visit); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return belongings.Hooks{
		Title: "What you wrote without your name", Columns: anonymousColumns(),
		Count: func(ctx context.Context, account string) (n int64, err error) {
			err = each(ctx, account, func(postRow) error { n++; return nil })
			return n, err
		},
		Read: func(ctx context.Context, account string, _ bool, visit func(belongings.Row) error) error {
			return each(ctx, account, func(p postRow) error { return visit(anonymousRow(p)) })
		},
		// What somebody erases goes when they leave their groups, see Forget.
		Erase: func(context.Context, string, belongings.How, int) (int, error) { return 0, nil },
	}
}

func (s *Service) eachMarked(ctx context.Context, tx *db.Tx, k marker, m group.Membership, visit func(postRow) error) error {
	marks, err := marksIn(ctx, tx, m.Group)
	if err != nil {
		return err
	}
	for _, one := range marks {
		if one.mark != k.of(m.ID, one.topic) {
			continue
		}
		row, err := postByID(ctx, tx, one.id)
		if err != nil {
			return err
		}
		if err := visit(row); err != nil {
			return err
		}
	}
	return nil
}

// moving is the work of taking words to a group that came of another.
type moving struct{ From, To string }

// Moved has the words of somebody who went to another group come after them.
func (s *Service) Moved(ctx context.Context, tx *db.Tx, e group.Moved) error {
	if err := s.forgetTraces(ctx, tx, e.Membership); err != nil {
		return err
	}
	if _, err := settingOf(ctx, tx, e.To); fault.KindOf(err) == fault.NotFound {
		if err := s.Furnish(ctx, tx, e.To); err != nil {
			return err
		}
	}
	if err := insertMoving(ctx, tx, e.Membership, e.From, e.To); err != nil {
		return err
	}
	if err := s.Arrive(ctx, tx, e.To, e.Membership); err != nil {
		return err
	}
	return s.jobs.Add(ctx, tx, moveJob, moving{e.From, e.To}, jobs.Unique(e.To))
}

// moveWords takes the words of those who went, topic by topic. What others
// answered to them stays behind, under the same number and without a title:
// words go with their authors, and with nobody else. Anonymous words stay: where
// they went would tell whose they are.
func (s *Service) moveWords(ctx context.Context, e moving) error {
	for {
		topic, found := "", false
		err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := s.groups.LockGroup(ctx, tx, e.From); err != nil {
				return err
			}
			var err error
			if topic, err = topicToMove(ctx, tx, e.From, e.To); fault.KindOf(err) == fault.NotFound {
				return deleteMoving(ctx, tx, e.From, e.To)
			}
			if found = err == nil; err != nil {
				return err
			}
			return s.moveTopic(ctx, tx, e, topic)
		})
		if err != nil || !found {
			return err
		}
	}
}

// moveTopic takes those posts of one topic whose authors went into a topic of
// the other group.
func (s *Service) moveTopic(ctx context.Context, tx *db.Tx, e moving, from string) error {
	rows, err := postsMoving(ctx, tx, from, e.From, e.To)
	if err != nil || len(rows) == 0 {
		return err
	}
	to := id.New(s.clock)
	leads := rows[0].Number == 1
	if err := insertTwin(ctx, tx, to, from, e.To, leads); err != nil {
		return err
	}
	for n, row := range rows {
		seq, err := nextSeq(ctx, tx, e.To)
		if err != nil {
			return err
		}
		// The place that stays behind is empty, as after deleting.
		if err := insertEmpty(ctx, tx, id.New(s.clock), row); err != nil {
			return err
		}
		if err := movePost(ctx, tx, row.ID, to, e.To, int64(n+1), seq); err != nil {
			return err
		}
		if err := s.events.Emit(ctx, tx, Posted{Group: e.To, Topic: to, Post: row.ID, Number: int64(n + 1)}); err != nil {
			return err
		}
	}
	if err := writeTwinEnd(ctx, tx, to); err != nil {
		return err
	}
	if err := s.indexAll(ctx, tx, to); err != nil {
		return err
	}
	if !leads {
		return nil
	}
	return writeTopicGone(ctx, tx, from)
}
