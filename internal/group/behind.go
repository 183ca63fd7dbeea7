package group

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// AccountOf is the account behind a membership of any standing, or "" where the
// link was cut: for notices, and for what somebody may read about themselves.
func (s *Service) AccountOf(ctx context.Context, tx *db.Tx, membership string) (string, error) {
	m, err := membershipByID(ctx, tx, membership)
	return m.Account, unlessMissing(err)
}

// EveryOf are the ids of all memberships that still belong to an account, those
// that are over too: for what somebody may read about themselves.
func (s *Service) EveryOf(ctx context.Context, tx *db.Tx, account string) (ids []string, err error) {
	all, err := allMemberships(ctx, tx, account)
	for _, m := range all {
		ids = append(ids, m.ID)
	}
	return ids, err
}

// FaceIn is somebody as those who keep their group safe see them, and which
// group that is, within a transaction. Whoever is over is a former member.
func (s *Service) FaceIn(ctx context.Context, tx *db.Tx, membership string) (group string, p Persona, err error) {
	m, err := membershipByID(ctx, tx, membership)
	if err != nil || !m.Standing.IsInside() {
		return m.Group, Persona{ID: membership, Former: true}, unlessMissing(err)
	}
	return m.Group, m.face(), nil
}

// StewardRemove ends somebody's membership, within a transaction, as a steward
// decided: a leader's too. With ban, the account behind it is not let in again.
func (s *Service) StewardRemove(ctx context.Context, tx *db.Tx, v account.Viewer, group, membership string, ban bool, reason string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	if err := lock(ctx, tx, group); err != nil {
		return err
	}
	one, err := membershipByID(ctx, tx, membership)
	if err != nil || one.Group != group || !one.Standing.IsInside() {
		return fault.Missing()
	}
	if ban {
		if err := s.ban(ctx, tx, Member{Group: Group{ID: group}}, one, reason); err != nil {
			return err
		}
	}
	return s.end(ctx, tx, one, Removed, AsFormer)
}

// StewardHush is Hush as a steward decided it: for a leader too.
func (s *Service) StewardHush(ctx context.Context, tx *db.Tx, v account.Viewer, group, membership string, until time.Time) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	if err := lock(ctx, tx, group); err != nil {
		return err
	}
	one, err := membershipByID(ctx, tx, membership)
	if err != nil || one.Group != group || !one.Standing.IsInside() {
		return fault.Missing()
	}
	return writeHushed(ctx, tx, one.ID, until)
}
