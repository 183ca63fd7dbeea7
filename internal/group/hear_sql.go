package group

import (
	"context"
	"encoding/json"
	"time"

	"handrail/internal/platform/db"
)

// heardRow is a membership, and what stands between it and a reader.
type heardRow struct {
	membershipRow
	blocked, muted bool
}

// Fields are membershipColumns and heardColumns.
func (r *heardRow) Fields() []any { return append(r.membershipRow.Fields(), &r.blocked, &r.muted) }

const heardColumns = `EXISTS (SELECT 1 FROM group_block b WHERE b.group_id = m.group_id AND b.account_id = ? AND b.other_id IN (m.account_id, m.id))
	OR EXISTS (SELECT 1 FROM group_block b WHERE b.group_id = m.group_id AND b.account_id = m.account_id AND b.other_id = ?),
	EXISTS (SELECT 1 FROM group_mute u WHERE u.membership_id = ? AND u.muted_id = m.id)`

var heardOf = db.Pair{
	SQLite: `SELECT ` + membershipColumns + `, ` + heardColumns + ` FROM json_each(?) j CROSS JOIN group_membership m
		WHERE j.value = m.id AND m.group_id = ? LIMIT 1000`,
	Postgres: `SELECT ` + membershipColumns + `, ` + heardColumns + ` FROM group_membership m JOIN jsonb_array_elements_text(?::jsonb) j ON j = m.id
		WHERE m.group_id = ? LIMIT 1000`,
}

func heardAmong(ctx context.Context, tx *db.Tx, m Member, ids []string) ([]heardRow, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return db.All[heardRow](ctx, tx, tx.Pick(heardOf), m.Viewer.Account, m.Viewer.Account, m.Self.ID, string(list), m.Group.ID)
}

var calledOf = db.Pair{
	SQLite: `SELECT ` + membershipColumns + ` FROM json_each(?) j CROSS JOIN group_membership m
		WHERE j.value = m.name_fold AND m.group_id = ? AND m.standing IN ('here', 'out') AND m.name_fold <> '' LIMIT 200`,
	Postgres: `SELECT ` + membershipColumns + ` FROM group_membership m JOIN jsonb_array_elements_text(?::jsonb) j ON j = m.name_fold
		WHERE m.group_id = ? AND m.standing IN ('here', 'out') AND m.name_fold <> '' LIMIT 200`,
}

func membersCalled(ctx context.Context, tx *db.Tx, group string, folds []string) ([]Membership, error) {
	list, err := json.Marshal(folds)
	if err != nil {
		return nil, err
	}
	rows, err := db.All[membershipRow](ctx, tx, tx.Pick(calledOf), string(list), group)
	return memberships(rows), err
}

// mutedFor are those who muted a membership.
func mutedFor(ctx context.Context, tx *db.Tx, membership string) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT membership_id FROM group_mute WHERE muted_id = ? LIMIT 10000`, membership)
}

func writeHushed(ctx context.Context, tx *db.Tx, id string, until time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET hushed_until = ? WHERE id = ?`, orNever(until), id)
	return err
}
