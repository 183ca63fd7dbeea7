package notify

import (
	"context"
	"strings"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const noticeColumns = `id, account_id, kind, target, level, made_at, COALESCE(seen_at, 0), ends_at`

type noticeRow struct {
	ID, AccountID, Kind, Target string
	Level                       Level
	MadeAt, SeenAt, EndsAt      int64
}

// Fields are noticeColumns.
func (r *noticeRow) Fields() []any {
	return []any{&r.ID, &r.AccountID, &r.Kind, &r.Target, &r.Level, &r.MadeAt, &r.SeenAt, &r.EndsAt}
}

func (r noticeRow) notice() Notice {
	return Notice{ID: r.ID, Kind: r.Kind, Target: r.Target, Level: r.Level, Made: clock.FromMillis(r.MadeAt), Seen: r.SeenAt != 0}
}

// stays tells whether it is too early to take this away, as stayingNotices does
// for all of them.
func (r noticeRow) stays(now time.Time) bool {
	return r.Level == Urgent && strings.HasPrefix(r.Kind, "account.") && r.MadeAt > clock.Millis(now.Add(-stays))
}

// stayingNotices takes the time before which a warning has stayed long enough.
const stayingNotices = `level = 'urgent' AND kind LIKE 'account.%' AND made_at > ?`

func insertNotice(ctx context.Context, tx *db.Tx, r noticeRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO notify_notice (id, account_id, kind, target, level, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.AccountID, r.Kind, r.Target, string(r.Level), r.MadeAt, r.EndsAt)
	return err
}

func unseenLike(ctx context.Context, tx *db.Tx, n News) (bool, error) {
	there, err := db.Scalar[int64](ctx, tx, `SELECT count(*) FROM notify_notice
		WHERE account_id = ? AND kind = ? AND target = ? AND seen_at IS NULL AND gone_at IS NULL`, n.Account, n.Kind, n.Target)
	return there > 0, err
}

type counts struct{ All, Unseen int64 }

// Fields are the columns of countNotices.
func (c *counts) Fields() []any { return []any{&c.All, &c.Unseen} }

func countNotices(ctx context.Context, tx *db.Tx, account string, now time.Time) (counts, error) {
	return db.One[counts](ctx, tx, `SELECT count(*), count(*) - count(seen_at) FROM notify_notice
		WHERE account_id = ? AND gone_at IS NULL AND ends_at > ?`, account, clock.Millis(now))
}

func countUndoable(ctx context.Context, tx *db.Tx, account string, now time.Time) (int, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT count(*) FROM notify_notice WHERE account_id = ? AND gone_at > ? AND ends_at > ?`,
		account, clock.Millis(now.Add(-undoable)), clock.Millis(now))
	return int(n), err
}

func noticesOf(ctx context.Context, tx *db.Tx, account string, now time.Time, skip int) ([]noticeRow, error) {
	return db.All[noticeRow](ctx, tx, `SELECT `+noticeColumns+` FROM notify_notice
		WHERE account_id = ? AND gone_at IS NULL AND ends_at > ? ORDER BY id DESC LIMIT ? OFFSET ?`,
		account, clock.Millis(now), aPage, skip)
}

func newestUnseen(ctx context.Context, tx *db.Tx, account string, now time.Time) ([]noticeRow, error) {
	return db.All[noticeRow](ctx, tx, `SELECT `+noticeColumns+` FROM notify_notice
		WHERE account_id = ? AND seen_at IS NULL AND gone_at IS NULL AND ends_at > ? ORDER BY id DESC LIMIT ?`,
		account, clock.Millis(now), onPanel)
}

func noticeFor(ctx context.Context, tx *db.Tx, account, id string) (noticeRow, error) {
	return db.One[noticeRow](ctx, tx, `SELECT `+noticeColumns+` FROM notify_notice
		WHERE id = ? AND account_id = ? AND gone_at IS NULL`, id, account)
}

// unseenNotice is a notice that its owner has neither seen nor taken away.
func unseenNotice(ctx context.Context, tx *db.Tx, id string, now time.Time) (noticeRow, error) {
	return db.One[noticeRow](ctx, tx, `SELECT `+noticeColumns+` FROM notify_notice
		WHERE id = ? AND seen_at IS NULL AND gone_at IS NULL AND ends_at > ?`, id, clock.Millis(now))
}

// hasNewer tells whether a newer unseen notice of this level speaks for it.
func hasNewer(ctx context.Context, tx *db.Tx, r noticeRow, now time.Time) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT count(*) FROM notify_notice
		WHERE account_id = ? AND level = ? AND id > ? AND seen_at IS NULL AND gone_at IS NULL AND ends_at > ?`,
		r.AccountID, string(r.Level), r.ID, clock.Millis(now))
	return n > 0, err
}

// hasUnseenSince tells whether something came after a moment and is not seen.
func hasUnseenSince(ctx context.Context, tx *db.Tx, account string, since int64, now time.Time) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT count(*) FROM notify_notice
		WHERE account_id = ? AND made_at > ? AND seen_at IS NULL AND gone_at IS NULL AND ends_at > ?`, account, since, clock.Millis(now))
	return n > 0, err
}

func markSeen(ctx context.Context, tx *db.Tx, account, id string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE notify_notice SET seen_at = ? WHERE id = ? AND account_id = ? AND seen_at IS NULL`,
		clock.Millis(now), id, account)
	return err
}

func markAllSeen(ctx context.Context, tx *db.Tx, account string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE notify_notice SET seen_at = ? WHERE account_id = ? AND seen_at IS NULL AND gone_at IS NULL`,
		clock.Millis(now), account)
	return err
}

func markGone(ctx context.Context, tx *db.Tx, account, id string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE notify_notice SET gone_at = ? WHERE id = ? AND account_id = ?`, clock.Millis(now), id, account)
	return err
}

func markAllGone(ctx context.Context, tx *db.Tx, account string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE notify_notice SET gone_at = ? WHERE account_id = ? AND gone_at IS NULL AND NOT (`+stayingNotices+`)`,
		clock.Millis(now), account, clock.Millis(now.Add(-stays)))
	return err
}

func unmarkGone(ctx context.Context, tx *db.Tx, account string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE notify_notice SET gone_at = NULL WHERE account_id = ? AND gone_at > ?`,
		account, clock.Millis(now.Add(-undoable)))
	return err
}

func deleteEnded(ctx context.Context, tx *db.Tx, now time.Time) error {
	if _, err := tx.Exec(ctx, `DELETE FROM notify_notice WHERE ends_at <= ?`, clock.Millis(now)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM notify_notice WHERE gone_at <= ?`, clock.Millis(now.Add(-undoable)))
	return err
}
