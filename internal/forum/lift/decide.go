package lift

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// WaitingFor are the askings that wait for a steward, the longest first, and the
// last that were decided.
func (s *Service) WaitingFor(ctx context.Context, v account.Viewer) (waiting, decided []Reported, err error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		for into, is := range map[*[]Reported]bool{&waiting: true, &decided: false} {
			rows, err := liftsIn(ctx, tx, is)
			if err != nil {
				return err
			}
			for _, r := range rows {
				one, err := s.reported(ctx, tx, v, r)
				if err != nil {
					return err
				}
				*into = append(*into, one)
			}
		}
		return nil
	})
	return waiting, decided, err
}

// ReportedFor is one of them, with what the post says.
func (s *Service) ReportedFor(ctx context.Context, v account.Viewer, lift string) (one Reported, err error) {
	if err := v.May(account.RunSite); err != nil {
		return one, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := liftByID(ctx, tx, lift)
		if err != nil {
			return err
		}
		one, err = s.reported(ctx, tx, v, r)
		return err
	})
	return one, err
}

func (s *Service) reported(ctx context.Context, tx *db.Tx, v account.Viewer, r liftRow) (one Reported, err error) {
	if one.Lift, err = s.lift(ctx, r); err != nil {
		return one, err
	}
	g, err := s.groups.GroupIn(ctx, tx, r.Group)
	if err != nil {
		return one, err
	}
	one.Name, one.Asker = g.Name, group.Persona{Former: true}
	if r.Asker != "" {
		if _, one.Asker, err = s.groups.FaceIn(ctx, tx, r.Asker); err != nil {
			return one, err
		}
	}
	if one.Read, err = s.forum.ReadIn(ctx, tx, r.Post); err != nil {
		return one, err
	}
	one.Gone = one.Read.State == "gone"
	k, err := s.forum.Marks(ctx)
	if err != nil {
		return one, err
	}
	one.Mine = r.StewardMark != "" && r.StewardMark == k.Of(v.Account, r.ID)
	one.Own, err = s.own(ctx, tx, v, r)
	return one, err
}

// own tells whether a steward asked this themselves, or wrote the post: then it
// is not theirs to decide.
func (s *Service) own(ctx context.Context, tx *db.Tx, v account.Viewer, r liftRow) (bool, error) {
	asker, err := s.groups.AccountOf(ctx, tx, r.Asker)
	if err != nil || asker == v.Account {
		return asker == v.Account, err
	}
	w, err := s.forum.WriterIn(ctx, tx, r.Post)
	if err != nil || w.Membership == "" {
		return false, err
	}
	author, err := s.groups.AccountOf(ctx, tx, w.Membership)
	return author == v.Account, err
}

// Decide is a steward's answer to an asking, with their own reason. Whoever asked
// is told; and whoever wrote the post, where it is known now.
func (s *Service) Decide(ctx context.Context, v account.Viewer, lift string, known bool, reason string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	if err := checkReason(reason, "Say why. Whoever asked reads it, and whoever wrote the post, if it becomes known."); err != nil {
		return err
	}
	answer, err := s.sealAnswer(ctx, lift, reason)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := liftByID(ctx, tx, lift)
		if err != nil {
			return err
		}
		if err := s.groups.LockGroup(ctx, tx, r.Group); err != nil {
			return err
		}
		own, err := s.own(ctx, tx, v, r)
		switch {
		case err != nil:
			return err
		case own:
			return fault.New(fault.Forbidden, "This is about something of yours. Another steward decides it.")
		}
		r.answer, r.decided, r.State = answer, clock.Millis(s.clock.Now()), Refused
		if known {
			return s.makeKnown(ctx, tx, v, r, reason)
		}
		return s.decided(ctx, tx, v, r, "refused", reason)
	})
}

// sealAnswer seals a steward's reason, for an asking that is there.
func (s *Service) sealAnswer(ctx context.Context, lift, reason string) ([]byte, error) {
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := liftByID(ctx, tx, lift)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.keys.Seal(ctx, ownerOf(lift), []byte(reason), aboutColumn("answer", lift))
}

// makeKnown has the two look who wrote it, and tells whoever did.
func (s *Service) makeKnown(ctx context.Context, tx *db.Tx, v account.Viewer, r liftRow, reason string) error {
	w, err := s.forum.WriterIn(ctx, tx, r.Post)
	if err != nil {
		return err
	}
	if w.Membership == "" {
		return fault.New(fault.Conflict, "This was deleted meanwhile. Nothing leads to who wrote it any more.")
	}
	k, err := s.forum.Marks(ctx)
	if err != nil {
		return err
	}
	r.State, r.StewardMark, r.AuthorMark = Known, k.Of(v.Account, r.ID), k.Of(w.Membership, r.ID)
	if err := s.decided(ctx, tx, v, r, "confirmed", reason); err != nil {
		return err
	}
	author, err := s.groups.AccountOf(ctx, tx, w.Membership)
	if err != nil || author == "" {
		return err
	}
	_, p, err := s.groups.FaceIn(ctx, tx, w.Membership)
	if err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Lifted{Group: r.Group, Account: author, Inside: !p.Former})
}

func (s *Service) decided(ctx context.Context, tx *db.Tx, v account.Viewer, r liftRow, what, reason string) error {
	first, err := writeDecision(ctx, tx, r)
	if err != nil {
		return err
	}
	if !first {
		return fault.New(fault.Conflict, "Another steward decided this meanwhile. Look at it again.")
	}
	if err := s.events.Emit(ctx, tx, Acted{By: v.Subject(), What: what, Lift: r.ID, Reason: reason}); err != nil {
		return err
	}
	asker, err := s.groups.AccountOf(ctx, tx, r.Asker)
	if err != nil || asker == "" {
		return err
	}
	return s.events.Emit(ctx, tx, Decided{Group: r.Group, Account: asker})
}

// StewardLook is Look for the steward who confirmed it.
func (s *Service) StewardLook(ctx context.Context, v account.Viewer, lift string) (p group.Persona, err error) {
	if err := v.May(account.RunSite); err != nil {
		return p, err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := liftByID(ctx, tx, lift)
		if err != nil {
			return err
		}
		k, err := s.forum.Marks(ctx)
		if err != nil || r.StewardMark == "" || r.StewardMark != k.Of(v.Account, r.ID) {
			return orMissing(err)
		}
		p, err = s.look(ctx, tx, r, v)
		return err
	})
	return p, err
}

// Gone cuts whoever asked out of it, where nobody shall know whose words these
// were.
func (s *Service) Gone(ctx context.Context, tx *db.Tx, e group.Gone) error {
	if e.How == group.AsFormer {
		return nil
	}
	return cutAsker(ctx, tx, e.Membership)
}

// Sweep destroys the words of askings whose time is over. The house calls it
// every hour.
func (s *Service) Sweep(ctx context.Context) error {
	var due []idRow
	now := s.clock.Now()
	before := func(d time.Duration) int64 { return clock.Millis(now.Add(-d)) }
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = dueLifts(ctx, tx, before(refusedKept), before(decidedKept))
		return err
	})
	for _, one := range due {
		if err != nil {
			return err
		}
		if err = s.keys.Destroy(ctx, ownerOf(string(one))); err != nil {
			return err
		}
		err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return deleteLift(ctx, tx, string(one)) })
	}
	return err
}
