package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

type passRow struct {
	ID             string
	Purpose        Purpose
	Target         string
	LinkHash       string
	MadeAt, EndsAt int64
}

// Fields are the columns of waitingPass.
func (r *passRow) Fields() []any {
	return []any{&r.ID, &r.Purpose, &r.Target, &r.LinkHash, &r.MadeAt, &r.EndsAt}
}

func waitingPass(ctx context.Context, tx *db.Tx, purpose Purpose, hash string, now time.Time) (passRow, error) {
	return db.One[passRow](ctx, tx, `SELECT id, purpose, target, link_hash, made_at, ends_at FROM account_pass
		WHERE link_hash = ? AND purpose = ? AND taken_at IS NULL AND ends_at > ?`, hash, string(purpose), clock.Millis(now))
}

func insertPass(ctx context.Context, tx *db.Tx, r passRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_pass (id, purpose, target, link_hash, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)`,
		r.ID, string(r.Purpose), r.Target, r.LinkHash, r.MadeAt, r.EndsAt)
	return err
}

func deleteUntaken(ctx context.Context, tx *db.Tx, purpose Purpose, target string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_pass WHERE purpose = ? AND target = ? AND taken_at IS NULL`, string(purpose), target)
	return err
}

// takePass marks the pass as taken, unless somebody was quicker, and gives when it
// ends.
func takePass(ctx context.Context, tx *db.Tx, id string, now time.Time) (ends int64, err error) {
	return db.Scalar[int64](ctx, tx, `UPDATE account_pass SET taken_at = ? WHERE id = ? AND taken_at IS NULL AND ends_at > ? RETURNING ends_at`,
		clock.Millis(now), id, clock.Millis(now))
}

// passesTo are the passes for a purpose and target that have not ended.
func passesTo(ctx context.Context, tx *db.Tx, purpose Purpose, target string, now time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM account_pass WHERE purpose = ? AND target = ? AND ends_at > ? ORDER BY made_at LIMIT 500`,
		string(purpose), target, clock.Millis(now))
}

func writePassEnd(ctx context.Context, tx *db.Tx, pass string, ends time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_pass SET ends_at = ? WHERE id = ?`, clock.Millis(ends), pass)
	return err
}

func moveSessions(ctx context.Context, tx *db.Tx, pass string, ends time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_session SET ends_at = ? WHERE pass_id = ? AND (kind = 'kept' OR ends_at > ?)`, clock.Millis(ends), pass, clock.Millis(ends))
	return err
}

// passesFor are the passes for a purpose that have not ended.
func passesFor(ctx context.Context, tx *db.Tx, purpose Purpose, now time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM account_pass WHERE purpose = ? AND ends_at > ? ORDER BY made_at LIMIT 500`, string(purpose), clock.Millis(now))
}

// endPasses ends every pass for a purpose; the sweep takes their keys and rows.
func endPasses(ctx context.Context, tx *db.Tx, purpose Purpose, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_pass SET ends_at = ? WHERE purpose = ? AND ends_at > ?`, clock.Millis(now), string(purpose), clock.Millis(now))
	return err
}
