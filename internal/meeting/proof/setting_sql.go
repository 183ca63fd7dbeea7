package proof

import (
	"context"

	"handrail/internal/platform/db"
)

const settingColumns = `name, title, confirms, chairs`

// Fields are settingColumns.
func (s *Setting) Fields() []any { return []any{&s.Naming, &s.Title, &s.Confirms, &s.Chairs} }

func settingBy(ctx context.Context, tx *db.Tx, group string) (Setting, error) {
	return db.One[Setting](ctx, tx, `SELECT `+settingColumns+` FROM meeting_proof_setting WHERE group_id = ?`, group)
}

func writeSetting(ctx context.Context, tx *db.Tx, group string, s Setting) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_proof_setting (group_id, `+settingColumns+`) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (group_id) DO UPDATE SET name = excluded.name, title = excluded.title, confirms = excluded.confirms, chairs = excluded.chairs`, group, s.Naming, s.Title, s.Confirms, s.Chairs)
	return err
}
