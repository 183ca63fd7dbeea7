package meeting

import (
	"context"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// askedBy is how it stands with somebody; NotAsked where they did not ask.
func askedBy(ctx context.Context, tx *db.Tx, meeting, membership string) (Asked, error) {
	state, err := db.Scalar[string](ctx, tx, `SELECT state FROM meeting_asking WHERE meeting_id = ? AND membership_id = ?`, meeting, membership)
	if fault.KindOf(err) == fault.NotFound {
		return NotAsked, nil
	}
	return Asked(state), err
}

func putAsking(ctx context.Context, tx *db.Tx, meeting, membership string, state Asked) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_asking (meeting_id, membership_id, state) VALUES (?, ?, ?)
		ON CONFLICT (meeting_id, membership_id) DO UPDATE SET state = excluded.state`, meeting, membership, string(state))
	return err
}

func deleteAsking(ctx context.Context, tx *db.Tx, meeting, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_asking WHERE meeting_id = ? AND membership_id = ?`, meeting, membership)
	return err
}

type askingRow struct {
	membership string
	state      Asked
}

// Fields are the membership and the state.
func (r *askingRow) Fields() []any { return []any{&r.membership, &r.state} }

func askingsOf(ctx context.Context, tx *db.Tx, meeting string) ([]askingRow, error) {
	return db.All[askingRow](ctx, tx, `SELECT membership_id, state FROM meeting_asking WHERE meeting_id = ? ORDER BY state, membership_id LIMIT 500`, meeting)
}
