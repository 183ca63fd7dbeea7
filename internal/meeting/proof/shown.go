package proof

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// show is the code of a date for somebody who shows it. It is noted first that they
// saw it, by a mark of the account: it outlasts the role, and the membership.
func (s *Service) show(ctx context.Context, m group.Member, o meeting.Occurrence) (Code, error) {
	saw, err := s.saw(ctx, m.Viewer, o)
	if err == nil && !saw {
		err = s.noteShown(ctx, m, o)
	}
	if err != nil {
		return Code{}, err
	}
	return s.codeNow(ctx, o)
}

// noteShown keeps the mark where askings lie, so that one is not told from the other.
func (s *Service) noteShown(ctx context.Context, m group.Member, o meeting.Occurrence) error {
	name, err := s.nameOf(ctx, o.Key())
	if err != nil {
		return err
	}
	row := askingRow{id: id.Random(), until: dayOf(o.End.Add(askingKept))}
	if row.place, err = s.marked(ctx, "shown at", name); err != nil {
		return err
	}
	if row.mark, err = s.shownMark(ctx, m.Viewer, o); err != nil {
		return err
	}
	if row.words, err = s.sealed(ctx, siteOwner, asked{Membership: m.Self.ID}, aboutAsking(row.id), askSize); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return insertAsking(ctx, tx, row) })
}

// saw tells whether the code of a date was shown to somebody as to a host.
func (s *Service) saw(ctx context.Context, v account.Viewer, o meeting.Occurrence) (bool, error) {
	mark, err := s.shownMark(ctx, v, o)
	if err != nil {
		return false, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := askingBy(ctx, tx, mark)
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

func (s *Service) shownMark(ctx context.Context, v account.Viewer, o meeting.Occurrence) (string, error) {
	name, err := s.nameOf(ctx, o.Key())
	if err != nil {
		return "", err
	}
	return s.marked(ctx, "shown to", name, v.Account)
}
