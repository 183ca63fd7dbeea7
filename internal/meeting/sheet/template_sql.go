package sheet

import (
	"context"

	"handrail/internal/platform/db"
)

type templateRow struct {
	id     string
	body   []byte
	number int64
}

// Fields are the columns of templatesOf.
func (r *templateRow) Fields() []any { return []any{&r.id, &r.body, &r.number} }

func templatesOf(ctx context.Context, tx *db.Tx, group string) ([]templateRow, error) {
	return db.All[templateRow](ctx, tx, `SELECT id, body, number FROM meeting_template WHERE group_id = ? ORDER BY place, id LIMIT 100`, group)
}

func insertTemplate(ctx context.Context, tx *db.Tx, group, id string, body []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_template (id, group_id, place, body, number)
		VALUES (?, ?, (SELECT COALESCE(MAX(place) + 1, 0) FROM meeting_template WHERE group_id = ?), ?, 0)`, id, group, group, body)
	return err
}

// writeTemplate is false where somebody else has changed it since.
func writeTemplate(ctx context.Context, tx *db.Tx, id string, number int64, body []byte) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE meeting_template SET body = ?, number = number + 1 WHERE id = ? AND number = ?`, body, id, number)
	return n > 0, err
}

func placeTemplate(ctx context.Context, tx *db.Tx, id string, place int) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_template SET place = ? WHERE id = ?`, place, id)
	return err
}

func deleteTemplate(ctx context.Context, tx *db.Tx, group, id string) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM meeting_template WHERE id = ? AND group_id = ?`, id, group)
	return n > 0, err
}

// settingRow is what a group chose for its meetings.
type settingRow struct {
	minutes   int64
	answering string
}

// Fields are the columns of settingOf.
func (r *settingRow) Fields() []any { return []any{&r.minutes, &r.answering} }

func settingOf(ctx context.Context, tx *db.Tx, group string) (settingRow, error) {
	return db.One[settingRow](ctx, tx, `SELECT share_minutes, answering FROM meeting_sheet_setting WHERE group_id = ?`, group)
}

func writeSetting(ctx context.Context, tx *db.Tx, group string, r settingRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_sheet_setting (group_id, share_minutes, answering) VALUES (?, ?, ?)
		ON CONFLICT (group_id) DO UPDATE SET share_minutes = excluded.share_minutes, answering = excluded.answering`, group, r.minutes, r.answering)
	return err
}
