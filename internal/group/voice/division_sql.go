package voice

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const divisionColumns = `id, group_id, name, summary, lead_id, state, made_at, decides_at`

type divisionRow struct {
	ID, Group, Name, Summary, Lead string
	State                          DivisionState
	MadeAt, DecidesAt              int64
}

// Fields are divisionColumns.
func (r *divisionRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Name, &r.Summary, &r.Lead, &r.State, &r.MadeAt, &r.DecidesAt}
}

func insertDivision(ctx context.Context, tx *db.Tx, r divisionRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_division (`+divisionColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Group, r.Name, r.Summary, r.Lead, string(r.State), r.MadeAt, r.DecidesAt)
	return err
}

// openDivision is the one that a group has under way.
func openDivision(ctx context.Context, tx *db.Tx, group string) (divisionRow, error) {
	return db.One[divisionRow](ctx, tx, `SELECT `+divisionColumns+` FROM group_division WHERE group_id = ? AND state IN ('asked', 'open') ORDER BY id DESC LIMIT 1`, group)
}

func dueDivisions(ctx context.Context, tx *db.Tx, now time.Time) ([]divisionRow, error) {
	return db.All[divisionRow](ctx, tx, `SELECT `+divisionColumns+` FROM group_division WHERE state IN ('asked', 'open') AND decides_at <= ?
		ORDER BY decides_at, id LIMIT 100`, clock.Millis(now))
}

func writeDivision(ctx context.Context, tx *db.Tx, id string, state DivisionState, made string, decides time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_division SET state = ?, new_id = ?, decides_at = ? WHERE id = ?`, string(state), orNull(made), clock.Millis(decides), id)
	return err
}

func insertSide(ctx context.Context, tx *db.Tx, division, membership string) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_side (division_id, membership_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, division, membership)
	return err
}

func deleteSide(ctx context.Context, tx *db.Tx, division, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_side WHERE division_id = ? AND membership_id = ?`, division, membership)
	return err
}

func deleteSides(ctx context.Context, tx *db.Tx, division string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_side WHERE division_id = ?`, division)
	return err
}

func isGoing(ctx context.Context, tx *db.Tx, division, membership string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_side WHERE division_id = ? AND membership_id = ?`, division, membership)
	return n > 0, err
}

func sidesOf(ctx context.Context, tx *db.Tx, division string) ([]string, error) {
	rows, err := db.All[idRow](ctx, tx, `SELECT membership_id FROM group_side WHERE division_id = ? ORDER BY membership_id LIMIT 100000`, division)
	return plain(rows), err
}
