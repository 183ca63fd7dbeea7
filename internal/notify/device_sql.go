package notify

import (
	"context"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const deviceColumns = `id, account_id, session_id, mark, subscription, preview, made_at`

type deviceRow struct {
	ID, AccountID, SessionID, Mark string
	Subscription                   []byte
	Preview                        bool
	MadeAt                         int64
}

// Fields are deviceColumns.
func (r *deviceRow) Fields() []any {
	return []any{&r.ID, &r.AccountID, &r.SessionID, &r.Mark, &r.Subscription, &r.Preview, &r.MadeAt}
}

func devicesOf(ctx context.Context, tx *db.Tx, account string) ([]deviceRow, error) {
	return db.All[deviceRow](ctx, tx, `SELECT `+deviceColumns+` FROM notify_device WHERE account_id = ? ORDER BY id LIMIT 100`, account)
}

func deviceByID(ctx context.Context, tx *db.Tx, id string) (deviceRow, error) {
	return db.One[deviceRow](ctx, tx, `SELECT `+deviceColumns+` FROM notify_device WHERE id = ?`, id)
}

func insertDevice(ctx context.Context, tx *db.Tx, r deviceRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO notify_device (id, account_id, session_id, mark, subscription, preview, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, r.ID, r.AccountID, r.SessionID, r.Mark, r.Subscription, r.Preview, r.MadeAt)
	return err
}

// deleteSameDevice forgets what this browser, or this session, took before.
func deleteSameDevice(ctx context.Context, tx *db.Tx, mark, session string) error {
	_, err := tx.Exec(ctx, `DELETE FROM notify_device WHERE mark = ? OR session_id = ?`, mark, session)
	return err
}

func deleteDeviceOf(ctx context.Context, tx *db.Tx, account, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM notify_device WHERE id = ? AND account_id = ?`, id, account)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

func deleteDevice(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM notify_device WHERE id = ?`, id)
	return err
}

func deleteDevices(ctx context.Context, tx *db.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM notify_device WHERE account_id = ?`, account)
	return err
}

func deleteDeviceOfSession(ctx context.Context, tx *db.Tx, session string) error {
	_, err := tx.Exec(ctx, `DELETE FROM notify_device WHERE session_id = ?`, session)
	return err
}

func writePreview(ctx context.Context, tx *db.Tx, account, session string, on bool) error {
	n, err := tx.Exec(ctx, `UPDATE notify_device SET preview = ? WHERE account_id = ? AND session_id = ?`, on, account, session)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}
