package group

import (
	"context"

	"handrail/internal/platform/db"
)

// PresentIn are the personas of these memberships of a group within a
// transaction, as all who meet there at one time see them: no block changes
// them, since all of them hear the same. Who is no member any more is a former
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
// apart, and for nobody to see.
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
