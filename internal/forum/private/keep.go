package private

import (
	"context"
	"math/rand/v2"

	"handrail/internal/account/belongings"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/richtext"
)

// Refuse has nothing of the other side reach the member in this thread any more,
// or takes that back. The other is not told; neither is what they write from now
// on ever shown.
func (s *Service) Refuse(ctx context.Context, m group.Member, thread string, refuse bool) error {
	return s.ofThread(ctx, m, thread, func(ctx context.Context, tx *db.Tx, row threadRow, side Side) error {
		if side == Author && row.Desk == stewards {
			return fault.New(fault.Conflict, "The stewards have to be able to ask you something. You do not have to answer.")
		}
		return writeRefuses(ctx, tx, row.ID, side, refuse)
	})
}

// ofThread does something to a thread of the member's.
func (s *Service) ofThread(ctx context.Context, m group.Member, thread string, do func(context.Context, *db.Tx, threadRow, Side) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		row, side, err := s.threadIn(ctx, tx, m, thread)
		if err != nil {
			return err
		}
		return do(ctx, tx, row, side)
	})
}

// TakeBack deletes a note that the member wrote, for both.
func (s *Service) TakeBack(ctx context.Context, m group.Member, thread, word string) error {
	return s.ofThread(ctx, m, thread, func(ctx context.Context, tx *db.Tx, row threadRow, side Side) error {
		w, err := wordByID(ctx, tx, word)
		if err != nil || w.Thread != row.ID || Side(w.fromAuthor) != side {
			return orMissing(err)
		}
		if err := deleteWord(ctx, tx, word); err != nil {
			return err
		}
		return s.tidy(ctx, tx, row)
	})
}

// PutAway takes a thread from the member's sight, with all that was said so far.
// For the other it stays.
func (s *Service) PutAway(ctx context.Context, m group.Member, thread string) error {
	return s.ofThread(ctx, m, thread, func(ctx context.Context, tx *db.Tx, row threadRow, side Side) error {
		if err := writeCut(ctx, tx, row.ID, side); err != nil {
			return err
		}
		other := row.authorCut
		if side == Author {
			other = row.senderCut
		}
		if other < row.number {
			return nil
		}
		if err := deleteWords(ctx, tx, row.ID); err != nil {
			return err
		}
		return s.tidy(ctx, tx, row)
	})
}

// tidy ends a thread in which nothing is left. One that somebody wants no more of
// stays, so that it cannot be begun anew.
func (s *Service) tidy(ctx context.Context, tx *db.Tx, row threadRow) error {
	left, err := hasWords(ctx, tx, row.ID)
	if err != nil || left || row.senderRefuses || row.authorRefuse {
		return err
	}
	return s.end(ctx, tx, row.ID)
}

func (s *Service) end(ctx context.Context, tx *db.Tx, thread string) error {
	if err := deleteThread(ctx, tx, thread); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Ended{Thread: thread})
}

// QuietFor tells whether the member wants no private notes.
func (s *Service) QuietFor(ctx context.Context, m group.Member) (quiet bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		quiet, err = isQuiet(ctx, tx, m.Self.ID)
		return err
	})
	return quiet, err
}

// Hush has no private notes reach the member any more, but for those of leaders
// and stewards; or takes that back. Whoever writes one is not told.
func (s *Service) Hush(ctx context.Context, m group.Member, quiet bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		if quiet {
			return insertQuiet(ctx, tx, m.Self.ID)
		}
		return deleteQuiet(ctx, tx, m.Self.ID)
	})
}

// PostRemoved ends the threads about a post that was deleted.
func (s *Service) PostRemoved(ctx context.Context, tx *db.Tx, e forum.Removed) error {
	if !e.Gone {
		return nil
	}
	about, err := threadsAbout(ctx, tx, e.Post)
	for _, one := range about {
		if err := s.end(ctx, tx, string(one)); err != nil {
			return err
		}
	}
	return err
}

// Gone takes away what somebody wrote who is no member any more, however they
// left: what was private goes with them. Where they wrote without a name it goes
// at a moment of its own; and stays until they erase it where others sent them
// away, who could find out by that who wrote it.
func (s *Service) Gone(ctx context.Context, tx *db.Tx, e group.Gone) error {
	if err := s.leave(ctx, tx, e.Membership); err != nil || e.Sent && e.How != group.Erased {
		return err
	}
	return s.fadeLater(ctx, tx, e.Group, e.Membership)
}

// Moved is that for somebody who went to a group that came of another.
func (s *Service) Moved(ctx context.Context, tx *db.Tx, e group.Moved) error {
	if err := s.leave(ctx, tx, e.Membership); err != nil {
		return err
	}
	return s.fadeLater(ctx, tx, e.From, e.Membership)
}

func (s *Service) leave(ctx context.Context, tx *db.Tx, membership string) error {
	rows, err := threadsWith(ctx, tx, membership)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := deleteWordsFrom(ctx, tx, row.ID, row.Author == membership); err != nil {
			return err
		}
		row.senderRefuses, row.authorRefuse = false, false
		if err := s.tidy(ctx, tx, row); err != nil {
			return err
		}
	}
	return leaveThreads(ctx, tx, membership)
}

// fadeLater has what somebody wrote without a name go at a moment of its own.
func (s *Service) fadeLater(ctx context.Context, tx *db.Tx, groupID, membership string) error {
	marked, err := s.marked(ctx, tx, membership, groupID)
	for _, thread := range marked {
		sealed, err := s.forum.SealWork(ctx, fadeJob, fading{groupID, thread})
		if err != nil {
			return err
		}
		if err := s.jobs.Add(ctx, tx, fadeJob, sealedFading{sealed}, jobs.At(s.clock.Now().Add(rand.N(fadesWithin)))); err != nil {
			return err
		}
	}
	return err
}

// fade takes away what an anonymous author wrote in a thread.
func (s *Service) fade(ctx context.Context, sealed sealedFading) error {
	var e fading
	if err := s.forum.OpenWork(ctx, fadeJob, sealed.Sealed, &e); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.groups.LockGroup(ctx, tx, e.Group); err != nil {
			return err
		}
		row, err := threadByID(ctx, tx, e.Thread)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if err := deleteWordsFrom(ctx, tx, e.Thread, bool(Author)); err != nil {
			return err
		}
		return s.tidy(ctx, tx, row)
	})
}

// Belongs gives hooks that stand for what somebody wrote in private notes, in
// their copy: no way of the database leads there.
func (s *Service) Belongs(memberships func(ctx context.Context, tx *db.Tx, account string) ([]group.Membership, error)) belongings.Hooks {
	each := func(ctx context.Context, account string, visit func(wordRow) error) error {
		return s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
			all, err := memberships(ctx, tx, account)
			if err != nil {
				return err
			}
			for _, m := range all {
				if err := s.eachWord(ctx, tx, m, visit); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return belongings.Hooks{
		Title: "Private notes that you wrote", Columns: copiedColumns(),
		Count: func(ctx context.Context, account string) (n int64, err error) {
			err = each(ctx, account, func(wordRow) error { n++; return nil })
			return n, err
		},
		Read: func(ctx context.Context, account string, _ bool, visit func(belongings.Row) error) error {
			return each(ctx, account, func(w wordRow) error {
				c, err := s.open(ctx, w)
				if err != nil {
					return err
				}
				return visit(copied(clock.FromMillis(w.made), richtext.Plain(c.HTML)))
			})
		},
		// What somebody erases goes when they leave their groups, see Gone.
		Erase: func(context.Context, string, belongings.How, int) (int, error) { return 0, nil },
	}
}

func (s *Service) eachWord(ctx context.Context, tx *db.Tx, m group.Membership, visit func(wordRow) error) error {
	rows, sides, err := s.mine(ctx, tx, m.ID, m.Group)
	if err != nil {
		return err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	words, err := wordsOf(ctx, tx, ids)
	for _, w := range words {
		if Side(w.fromAuthor) != sides[w.Thread] {
			continue
		}
		if err := visit(w); err != nil {
			return err
		}
	}
	return err
}
