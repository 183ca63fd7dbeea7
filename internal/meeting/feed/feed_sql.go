package feed

import (
	"context"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const columns = `f.id, f.account_id, f.group_id, f.meeting_id, f.coming, f.shows, f.label, f.alarm, f.made_at`

type row struct {
	Feed
	label       []byte
	alarm, made int64
}

// Fields are columns.
func (r *row) Fields() []any {
	return []any{&r.ID, &r.Account, &r.Group, &r.Meeting, &r.Coming, &r.Shows, &r.label, &r.alarm, &r.made}
}

func (r row) feed() Feed {
	f := r.Feed
	f.Alarm, f.Made = int(r.alarm), clock.FromMillis(r.made)
	return f
}

func of(ctx context.Context, tx *db.Tx, account string) ([]row, error) {
	return db.All[row](ctx, tx, `SELECT `+columns+` FROM meeting_feed f WHERE f.account_id = ? ORDER BY f.made_at DESC, f.id`, account)
}

func byHash(ctx context.Context, tx *db.Tx, hash string) (row, error) {
	return db.One[row](ctx, tx, `SELECT `+columns+` FROM meeting_feed f WHERE f.hash = ?`, hash)
}

func count(ctx context.Context, tx *db.Tx, account string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_feed WHERE account_id = ?`, account)
}

func insert(ctx context.Context, tx *db.Tx, f Feed, hash string, label []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_feed (id, account_id, hash, group_id, meeting_id, coming, shows, label, alarm, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.ID, f.Account, hash, f.Group, f.Meeting, f.Coming, string(f.Shows), label, f.Alarm, clock.Millis(f.Made))
	return err
}

func remove(ctx context.Context, tx *db.Tx, account, feed string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_feed WHERE account_id = ? AND id = ?`, account, feed)
	return err
}
