package forum

import (
	"context"
	"strings"

	"handrail/internal/platform/db"
)

const settingColumns = `e.group_id, e.anonymous, e.pictures, e.review, e.slow, e.watched, e.keep_days, e.find_days`

type settingRow struct {
	Setting
	slow, keep, find int64
	watched          string
}

// Fields are settingColumns.
func (r *settingRow) Fields() []any {
	return []any{&r.Group, &r.Anonymous, &r.Pictures, &r.Review, &r.slow, &r.watched, &r.keep, &r.find}
}

func (r settingRow) setting() Setting {
	set := r.Setting
	set.Slow, set.KeepDays, set.FindDays = int(r.slow), int(r.keep), int(r.find)
	if r.watched != "" {
		set.Watched = strings.Split(r.watched, "\n")
	}
	return set
}

func settingOf(ctx context.Context, tx *db.Tx, group string) (Setting, error) {
	r, err := db.One[settingRow](ctx, tx, `SELECT `+settingColumns+` FROM forum_setting e WHERE e.group_id = ?`, group)
	return r.setting(), err
}

func insertSetting(ctx context.Context, tx *db.Tx, set Setting) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_setting (group_id, anonymous, pictures, review, slow, watched, keep_days, find_days) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		set.Group, string(set.Anonymous), set.Pictures, set.Review, set.Slow, strings.Join(set.Watched, "\n"), set.KeepDays, set.FindDays)
	return err
}

func writeSetting(ctx context.Context, tx *db.Tx, set Setting) error {
	_, err := tx.Exec(ctx, `UPDATE forum_setting SET anonymous = ?, pictures = ?, review = ?, slow = ?, watched = ?, keep_days = ?, find_days = ? WHERE group_id = ?`,
		string(set.Anonymous), set.Pictures, set.Review, set.Slow, strings.Join(set.Watched, "\n"), set.KeepDays, set.FindDays, set.Group)
	return err
}

func insertCount(ctx context.Context, tx *db.Tx, group string) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_count (group_id, seq) VALUES (?, 0)`, group)
	return err
}

// nextSeq is the place of what is said now among all that was said in a group.
func nextSeq(ctx context.Context, tx *db.Tx, group string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `UPDATE forum_count SET seq = seq + 1 WHERE group_id = ? RETURNING seq`, group)
}

func lastSeq(ctx context.Context, tx *db.Tx, group string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT seq FROM forum_count WHERE group_id = ?`, group)
}
