package group

import (
	"context"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// OldAfter is how long somebody has to be a member before they can call a vote.
const OldAfter = oldAfter

// MemberIn is another member as the member can see them, within a transaction.
// For the parts of this package.
func (s *Service) MemberIn(ctx context.Context, tx *db.Tx, m Member, id string) (Membership, error) {
	one, err := s.visible(ctx, tx, m, id)
	if err == nil && !one.Standing.IsInside() {
		err = fault.Missing()
	}
	return one, err
}

// FacesIn are the personas of these memberships within a transaction, as the
// member may see them. Whoever left, and whoever a block hides, is a former
// member: the two look the same. For the parts of this package.
func (s *Service) FacesIn(ctx context.Context, tx *db.Tx, m Member, ids []string) (map[string]Persona, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	hidden, err := hiddenFrom(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	rows, err := membershipsAmong(ctx, tx, m.Group.ID, ids)
	faces := make(map[string]Persona, len(ids))
	for _, id := range ids {
		faces[id] = Persona{ID: id, Former: true}
	}
	for _, one := range rows {
		if !hidden[one.ID] {
			faces[one.ID] = one.face()
		}
	}
	return faces, err
}

// RolesIn are those who lead a group or greet in it, within a transaction. For
// the parts of this package.
func (s *Service) RolesIn(ctx context.Context, tx *db.Tx, m Member) (list []Persona, err error) {
	rows, err := withRole(ctx, tx, m.Group.ID)
	for _, one := range rows {
		if one.Role.Leads() || !one.Code.IsZero() {
			list = append(list, one.face())
		}
	}
	return list, err
}

// FacesFor are the personas of these memberships as the member may see them.
func (s *Service) FacesFor(ctx context.Context, m Member, ids []string) (faces map[string]Persona, err error) {
	if err := m.May(Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		faces, err = s.FacesIn(ctx, tx, m, ids)
		return err
	})
	return faces, err
}
