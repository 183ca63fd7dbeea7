package serve

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const roleColumns = `r.id, r.meeting_id, r.kind, r.label, r.about, r.many, r.weeks, r.place, r.notes, r.gone_at`

type roleRow struct {
	Role
	many, weeks, place, gone int64
}

// Fields are roleColumns.
func (r *roleRow) Fields() []any {
	return []any{&r.ID, &r.Meeting, &r.Kind, &r.Label, &r.About, &r.many, &r.weeks, &r.place, &r.notes, &r.gone}
}

func (r roleRow) role() Role {
	one := r.Role
	one.Many, one.Weeks, one.Place = int(r.many), int(r.weeks), int(r.place)
	if r.gone != 0 {
		one.Gone = clock.FromMillis(r.gone)
	}
	return one
}

// rolesOf are the roles of a meeting in their order, with those that were taken
// away a moment ago.
func rolesOf(ctx context.Context, tx *db.Tx, meeting string) ([]Role, error) {
	rows, err := db.All[roleRow](ctx, tx, `SELECT `+roleColumns+` FROM meeting_role r WHERE r.meeting_id = ? ORDER BY r.place, r.id LIMIT 100`, meeting)
	list := make([]Role, len(rows))
	for i, r := range rows {
		list[i] = r.role()
	}
	return list, err
}

func roleByID(ctx context.Context, tx *db.Tx, id string) (Role, error) {
	r, err := db.One[roleRow](ctx, tx, `SELECT `+roleColumns+` FROM meeting_role r WHERE r.id = ?`, id)
	return r.role(), err
}

func insertRole(ctx context.Context, tx *db.Tx, r Role) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_role (id, meeting_id, kind, label, about, many, weeks, place, notes, gone_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		r.ID, r.Meeting, string(r.Kind), r.Label, r.About, r.Many, r.Weeks, r.Place, []byte{})
	return err
}

func writeRole(ctx context.Context, tx *db.Tx, r Role) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_role SET kind = ?, label = ?, about = ?, many = ?, weeks = ? WHERE id = ?`,
		string(r.Kind), r.Label, r.About, r.Many, r.Weeks, r.ID)
	return err
}

func writePlace(ctx context.Context, tx *db.Tx, id string, place int) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_role SET place = ? WHERE id = ?`, place, id)
	return err
}

func writeNotes(ctx context.Context, tx *db.Tx, id string, sealed []byte) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_role SET notes = ? WHERE id = ?`, sealed, id)
	return err
}

func setGone(ctx context.Context, tx *db.Tx, meeting, id string, at time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE meeting_role SET gone_at = ? WHERE id = ? AND meeting_id = ?`, millis(at), id, meeting)
	if err == nil && n == 0 {
		err = fault.Missing()
	}
	return err
}

// rolesGone are roles that were taken away before a moment.
func rolesGone(ctx context.Context, tx *db.Tx, before time.Time) ([]Role, error) {
	rows, err := db.All[roleRow](ctx, tx, `SELECT `+roleColumns+` FROM meeting_role r WHERE r.gone_at > 0 AND r.gone_at <= ? ORDER BY r.id LIMIT 100`, clock.Millis(before))
	list := make([]Role, len(rows))
	for i, r := range rows {
		list[i] = r.role()
	}
	return list, err
}

func deleteRole(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_role WHERE id = ?`, id)
	return err
}
