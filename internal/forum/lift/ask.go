package lift

import (
	"context"
	"slices"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

func aboutColumn(column, lift string) string { return declare.About("forum_lift", column, lift) }

// Ask asks who wrote a post without a name. A steward decides.
func (s *Service) Ask(ctx context.Context, m group.Member, post, reason string) (lift string, err error) {
	if err := m.May(group.Lift); err != nil {
		return "", err
	}
	if err := checkReason(reason, "Say why you have to know. A steward reads it, and whoever wrote the post, if it becomes known."); err != nil {
		return "", err
	}
	r := liftRow{ID: id.Random(), Group: m.Group.ID, Post: post, Asker: m.Self.ID, State: Waiting}
	if r.reason, err = s.keys.Seal(ctx, ownerOf(r.ID), []byte(reason), aboutColumn("reason", r.ID)); err != nil {
		return "", err
	}
	return r.ID, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Lift)
		if err != nil {
			return err
		}
		if err := s.mayAsk(ctx, tx, m, post); err != nil {
			return err
		}
		r.made = clock.Millis(s.clock.Now())
		if err := insertLift(ctx, tx, r); err != nil {
			return err
		}
		if err := s.events.Emit(ctx, tx, Acted{By: m.Viewer.Subject(), What: "asked", Lift: r.ID, Reason: reason}); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, Asked{Lift: r.ID})
	})
}

// mayAsk tells whether a facilitator may ask about a post now.
func (s *Service) mayAsk(ctx context.Context, tx *db.Tx, m group.Member, post string) error {
	p, err := s.forum.PostIn(ctx, tx, m, post)
	switch {
	case err != nil:
		return err
	case !p.Items[0].Post.Author.Anonymous():
		return fault.Missing()
	case p.Items[0].Post.Mine:
		return fault.New(fault.Conflict, "This is yours.")
	}
	before, err := liftsOfPost(ctx, tx, post)
	if err != nil {
		return err
	}
	for _, one := range before {
		switch {
		case one.State == Waiting:
			return fault.New(fault.Conflict, "Somebody asked this already. A steward has not answered yet.")
		case one.State == Refused && s.clock.Now().Sub(clock.FromMillis(one.decided)) < restsFor:
			return fault.New(fault.Conflict, "A steward said no to this not long ago.")
		}
	}
	asked, err := countAsked(ctx, tx, m.Self.ID, clock.Millis(s.clock.Now().Add(-asksWithin)))
	if err == nil && asked >= asksMost {
		err = fault.New(fault.TooMany, "You asked this several times within a week. Talk with a steward first.")
	}
	return err
}

// AsksFor are those that the member asked, the last first.
func (s *Service) AsksFor(ctx context.Context, m group.Member) ([]Lift, error) {
	if err := m.May(group.Lift); err != nil {
		return nil, err
	}
	return s.list(ctx, func(ctx context.Context, tx *db.Tx) ([]liftRow, error) { return liftsOf(ctx, tx, m.Self.ID) })
}

func (s *Service) list(ctx context.Context, rows func(context.Context, *db.Tx) ([]liftRow, error)) (list []Lift, err error) {
	var found []liftRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		found, err = rows(ctx, tx)
		return err
	})
	for _, r := range found {
		one, err := s.lift(ctx, r)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, err
}

// AskFor is one that the member asked. For others it does not exist.
func (s *Service) AskFor(ctx context.Context, m group.Member, lift string) (Lift, error) {
	list, err := s.AsksFor(ctx, m)
	i := slices.IndexFunc(list, func(l Lift) bool { return l.ID == lift })
	if err != nil || i < 0 {
		return Lift{}, orMissing(err)
	}
	return list[i], nil
}

func orMissing(err error) error {
	if err == nil {
		return fault.Missing()
	}
	return err
}

// Look opens who wrote it, for the facilitator who asked. It is in the record.
func (s *Service) Look(ctx context.Context, m group.Member, lift string) (p group.Persona, err error) {
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Lift)
		if err != nil {
			return err
		}
		r, err := liftByID(ctx, tx, lift)
		if err != nil || r.Asker != m.Self.ID {
			return orMissing(err)
		}
		p, err = s.look(ctx, tx, r, m.Viewer)
		return err
	})
	return p, err
}

// look opens the sealed author once more, as long as that may be, and notes it.
func (s *Service) look(ctx context.Context, tx *db.Tx, r liftRow, v account.Viewer) (group.Persona, error) {
	if r.State != Known || !s.clock.Now().Before(clock.FromMillis(r.decided).Add(shownFor)) {
		return group.Persona{}, fault.New(fault.Conflict, "The seven days are over. Nobody can look any more.")
	}
	w, err := s.forum.WriterIn(ctx, tx, r.Post)
	if err != nil {
		return group.Persona{}, err
	}
	if w.Membership == "" {
		return group.Persona{Former: true}, s.looked(ctx, tx, r, v)
	}
	_, p, err := s.groups.FaceIn(ctx, tx, w.Membership)
	if err != nil {
		return p, err
	}
	return p, s.looked(ctx, tx, r, v)
}

func (s *Service) looked(ctx context.Context, tx *db.Tx, r liftRow, v account.Viewer) error {
	return s.events.Emit(ctx, tx, Acted{By: v.Subject(), What: "looked", Lift: r.ID})
}

// LiftedFor are those by which it became known that the member wrote something,
// the last first. Nobody else can tell that they are about them.
func (s *Service) LiftedFor(ctx context.Context, m group.Member) ([]Lift, error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	return s.list(ctx, func(ctx context.Context, tx *db.Tx) (mine []liftRow, err error) {
		rows, err := knownIn(ctx, tx, m.Group.ID)
		if err != nil {
			return nil, err
		}
		k, err := s.forum.Marks(ctx)
		for _, r := range rows {
			if err == nil && r.AuthorMark == k.Of(m.Self.ID, r.ID) {
				mine = append(mine, r)
			}
		}
		return mine, err
	})
}

// Reported is what a post says, as a steward reads it before they decide.
type Reported struct {
	Lift
	Read  forum.Read
	Gone  bool   // the post was deleted
	Name  string // of the group
	Asker group.Persona
	Mine  bool // the steward confirmed it, and can look
	Own   bool // the steward asked it themselves, or wrote the post
}
