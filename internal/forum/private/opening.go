package private

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// again is the member, looked up anew where something is written.
func again(ctx context.Context, tx *db.Tx, m group.Member, does group.Act, act bool) (group.Member, error) {
	if !act {
		return m, m.May(does)
	}
	return m.Again(ctx, tx, does)
}

// toAuthor is a letter of a member to the author of a post. talks is that only
// those may who wrote in its topic, or lead.
func (s *Service) toAuthor(m group.Member, post, fresh string, talks bool) opening {
	return func(ctx context.Context, tx *db.Tx, act bool) (letter, error) {
		m, err := again(ctx, tx, m, group.Share, act)
		if err != nil {
			return letter{}, err
		}
		if err := s.mayWriteTo(ctx, tx, m, post, talks); err != nil {
			return letter{}, err
		}
		l := letter{side: Sender, by: m.Self.ID, keeps: m.Can(group.Tend)}
		l.thread, err = threadOfPair(ctx, tx, post, m.Self.ID)
		return s.addressed(ctx, tx, l, err, post, threadRow{ID: fresh, Group: m.Group.ID, Post: post, Desk: people, Sender: m.Self.ID})
	}
}

// mayWriteTo tells whether the member may write to the author of a post that
// they can see.
func (s *Service) mayWriteTo(ctx context.Context, tx *db.Tx, m group.Member, post string, talks bool) error {
	p, err := s.forum.PostIn(ctx, tx, m, post)
	if err != nil {
		return err
	}
	if p.Items[0].Post.Mine {
		return fault.New(fault.Conflict, "This is yours.")
	}
	if !talks || m.Can(group.Tend) {
		return nil
	}
	can, err := s.forum.TalksIn(ctx, tx, m, p.Topic.ID)
	if err == nil && !can {
		err = fault.New(fault.Forbidden, "Whoever wrote in this topic can send a private note. Answer there first.")
	}
	return err
}

// addressed completes a letter about a post with its thread, a fresh one where
// there is none yet, and whom it is for.
func (s *Service) addressed(ctx context.Context, tx *db.Tx, l letter, missing error, post string, fresh threadRow) (letter, error) {
	w, err := s.forum.WriterIn(ctx, tx, post)
	if err != nil {
		return l, err
	}
	l.to = w.Membership
	if fault.KindOf(missing) != fault.NotFound {
		return l, missing
	}
	l.thread, l.fresh = fresh, true
	switch {
	case w.Membership == "":
		return l, nil
	case w.Named:
		l.thread.Author = w.Membership
		return l, nil
	}
	k, err := s.forum.Marks(ctx)
	if err == nil {
		l.thread.Mark = k.Of(w.Membership, l.thread.ID)
	}
	return l, err
}

// toPersona is a letter of a member to somebody by their persona.
func (s *Service) toPersona(m group.Member, persona, fresh string) opening {
	return func(ctx context.Context, tx *db.Tx, act bool) (letter, error) {
		m, err := again(ctx, tx, m, group.Share, act)
		if err != nil {
			return letter{}, err
		}
		one, err := s.groups.MemberIn(ctx, tx, m, persona)
		switch {
		case err != nil:
			return letter{}, err
		case one.ID == m.Self.ID:
			return letter{}, fault.New(fault.Conflict, "This is you.")
		}
		l := letter{side: Sender, by: m.Self.ID, to: one.ID, keeps: m.Can(group.Tend)}
		if l.thread, err = threadOfPeople(ctx, tx, m.Self.ID, one.ID); fault.KindOf(err) == fault.NotFound {
			l.thread, l.fresh, err = threadRow{ID: fresh, Group: m.Group.ID, Desk: people, Sender: m.Self.ID, Author: one.ID}, true, nil
		}
		return l, err
	}
}

// fromStewards is a letter of the stewards to whoever wrote what was reported.
func (s *Service) fromStewards(v account.Viewer, c moderation.Case, fresh string) opening {
	return func(ctx context.Context, tx *db.Tx, act bool) (letter, error) {
		if err := v.May(account.RunSite); err != nil {
			return letter{}, err
		}
		if act {
			if err := s.groups.LockGroup(ctx, tx, c.Report.Group); err != nil {
				return letter{}, err
			}
		}
		l := letter{side: Sender, keeps: true}
		var err error
		if l.thread, err = threadOfStewards(ctx, tx, c.Target); err == nil && act && l.thread.Report != c.Report.ID {
			err = writeReport(ctx, tx, l.thread.ID, c.Report.ID)
		}
		return s.addressed(ctx, tx, l, err, c.Target, threadRow{ID: fresh, Group: c.Report.Group, Post: c.Target, Desk: stewards, Report: c.Report.ID})
	}
}

// inThread is a letter into a thread of the member's own. Whoever leads can be
// answered also by those whose writing is paused.
func (s *Service) inThread(m group.Member, thread string) opening {
	return func(ctx context.Context, tx *db.Tx, act bool) (letter, error) {
		row, side, err := s.threadIn(ctx, tx, m, thread)
		if err != nil {
			return letter{}, err
		}
		l := letter{thread: row, side: side, keeps: m.Can(group.Tend)}
		does := group.Introduce
		if side == Author {
			if does, err = s.answering(ctx, tx, row); err != nil {
				return l, err
			}
		}
		if m, err = again(ctx, tx, m, does, act); err != nil {
			return l, err
		}
		if side == Author {
			l.to = row.Sender
			if row.Mark == "" {
				l.by = m.Self.ID
			}
			return l, nil
		}
		l.by, l.to = m.Self.ID, row.Author
		if err := s.mayGoOn(ctx, tx, m, row); err != nil {
			return l, err
		}
		if row.Mark != "" {
			w, err := s.forum.WriterIn(ctx, tx, row.Post)
			l.to = w.Membership
			return l, err
		}
		return l, nil
	}
}

// answering is what an answer asks of whoever gives it.
func (s *Service) answering(ctx context.Context, tx *db.Tx, row threadRow) (group.Act, error) {
	if row.Desk == stewards {
		return group.Read, nil
	}
	one, err := s.groups.MembershipIn(ctx, tx, row.Group, row.Sender)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return group.Introduce, nil
	case err != nil || !one.Role.Leads():
		return group.Introduce, err
	}
	return group.Read, nil
}

// mayGoOn tells whether a sender may write again: who may begin can go on, and so
// can whoever was answered with anything but "not now".
func (s *Service) mayGoOn(ctx context.Context, tx *db.Tx, m group.Member, row threadRow) error {
	words, err := wordsOf(ctx, tx, []string{row.ID})
	if err != nil {
		return err
	}
	for _, w := range words {
		if !w.fromAuthor {
			continue
		}
		c, err := s.open(ctx, w)
		if err != nil {
			return err
		}
		if !c.Unheard && c.Answer != NotNow {
			return nil
		}
	}
	if row.Post != "" {
		w, err := s.forum.WriterIn(ctx, tx, row.Post)
		if err != nil {
			return err
		}
		// Not whether they see the post: a block must change nothing here.
		talks, err := s.forum.TalksIn(ctx, tx, m, w.Topic)
		if err != nil || talks || m.Can(group.Tend) {
			return err
		}
	}
	return fault.New(fault.Forbidden, "You can write here once they say yes.")
}
