package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Invitation is a link that lets somebody come in. Its token is shown once.
type Invitation struct {
	ID       string
	UsesLeft int
	Made     time.Time
	Ends     time.Time
}

// The most that an invitation may be good for.
const (
	MostUses     = 100
	InviteAtMost = 90 * 24 * time.Hour
)

// InvitationMade is emitted in the transaction that makes an invitation, or
// takes it back.
type InvitationMade struct {
	ID   string
	By   string // the steward's subject
	Back bool   // it was taken back
}

// Invite makes a link that lets so many people in, for so long.
func (s *Service) Invite(ctx context.Context, v Viewer, uses int, lasts time.Duration) (token string, err error) {
	switch err := v.May(RunSite); {
	case err != nil:
		return "", err
	case uses < 1 || uses > MostUses:
		return "", fault.Field("uses", "Choose a number from 1 to {.Most}.", map[string]any{"Most": MostUses})
	case lasts < time.Hour || lasts > InviteAtMost:
		return "", fault.Field("lasts", "Choose how long the link works from the list.")
	}
	token = id.Token()
	mark, err := s.mark(ctx, "invitation", token)
	if err != nil {
		return "", err
	}
	now := s.clock.Now()
	row := invitationRow{ID: id.Random(), Mark: mark, By: v.Account, UsesLeft: int64(uses), MadeAt: clock.Millis(now), EndsAt: clock.Millis(now.Add(lasts))}
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := insertInvitation(ctx, tx, row); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, InvitationMade{ID: row.ID, By: v.Subject()})
	})
}

// InvitationsFor are the invitations that still let somebody in, for a steward.
func (s *Service) InvitationsFor(ctx context.Context, v Viewer) ([]Invitation, error) {
	if err := v.May(RunSite); err != nil {
		return nil, err
	}
	var rows []invitationRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = invitations(ctx, tx, s.clock.Now())
		return err
	})
	list := make([]Invitation, len(rows))
	for i, r := range rows {
		list[i] = Invitation{ID: r.ID, UsesLeft: int(r.UsesLeft), Made: clock.FromMillis(r.MadeAt), Ends: clock.FromMillis(r.EndsAt)}
	}
	return list, err
}

// TakeBackInvitation ends an invitation. Who came in by it stays.
func (s *Service) TakeBackInvitation(ctx context.Context, v Viewer, invitation string) error {
	if err := v.May(RunSite); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := deleteInvitation(ctx, tx, invitation); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, InvitationMade{ID: invitation, By: v.Subject(), Back: true})
	})
}

// spendInvitation uses an invitation once. Of two who hold the last use, one
// gets it; the other hears what anybody hears at a shut door.
func (s *Service) spendInvitation(ctx context.Context, tx *db.Tx, mark string) error {
	n, err := useInvitation(ctx, tx, mark, s.clock.Now())
	if err == nil && n == 0 {
		return errShut()
	}
	return err
}
