package group

import (
	"context"

	"handrail/internal/platform/db"
)

// PresentIn are the personas of these memberships of a group within a
// transaction, as they are: no block changes them. Whoever shows them to people
// who meet there leaves out what ApartIn tells them to. Who is no member any more is a former
// member.
func (s *Service) PresentIn(ctx context.Context, tx *db.Tx, group string, ids []string) (map[string]Persona, error) {
	faces := make(map[string]Persona, len(ids))
	if len(ids) == 0 {
		return faces, nil
	}
	for _, id := range ids {
		faces[id] = Persona{ID: id, Former: true}
	}
	rows, err := membershipsAmong(ctx, tx, group, ids)
	for _, one := range rows {
		faces[one.ID] = one.face()
	}
	return faces, err
}

// ApartIn are those pairs among these memberships of a group between whom a
// block stands, whoever made it, within a transaction. It is for leaving them
// apart and without a name, and for nobody to see.
func (s *Service) ApartIn(ctx context.Context, tx *db.Tx, group string, ids []string) (map[[2]string]bool, error) {
	apart := map[[2]string]bool{}
	if len(ids) == 0 {
		return apart, nil
	}
	rows, err := apartAmong(ctx, tx, group, ids)
	for _, one := range rows {
		apart[[2]string{one.a, one.b}], apart[[2]string{one.b, one.a}] = true, true
	}
	return apart, err
}
