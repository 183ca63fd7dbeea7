package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const sessionColumns = `id, token_hash, COALESCE(account_id, ''), COALESCE(pass_id, ''), kind, device, made_at, seen_at, ends_at`

type sessionRow struct {
	ID, TokenHash, AccountID, PassID string
	Kind                             Kind
	Device                           []byte
	MadeAt, SeenAt, EndsAt           int64
}

// Fields are sessionColumns.
func (r *sessionRow) Fields() []any {
	return []any{&r.ID, &r.TokenHash, &r.AccountID, &r.PassID, &r.Kind, &r.Device, &r.MadeAt, &r.SeenAt, &r.EndsAt}
}

type viewerRow struct {
	ID, AccountID, PassID string
	Kind                  Kind
	SeenAt                int64
	Purpose               Purpose
	Target                string
}

// Fields are the columns of viewerByToken.
func (r *viewerRow) Fields() []any {
	return []any{&r.ID, &r.AccountID, &r.PassID, &r.Kind, &r.SeenAt, &r.Purpose, &r.Target}
}

func (r viewerRow) viewer() Viewer {
	return Viewer{Session: r.ID, Account: r.AccountID, Pass: r.PassID, Purpose: r.Purpose, Target: r.Target}
}

var selectLiving = db.Pair{
	SQLite:   `SELECT id FROM account_session WHERE id IN (SELECT value FROM json_each(?)) AND ends_at > ?`,
	Postgres: `SELECT id FROM account_session WHERE id IN (SELECT jsonb_array_elements_text(CAST(? AS jsonb))) AND ends_at > ?`,
}

// livingSessions are those of the sessions that have not ended.
func livingSessions(ctx context.Context, tx *db.Tx, sessions []string, now time.Time) ([]idRow, error) {
	list, err := json.Marshal(sessions)
	if err != nil {
		return nil, err
	}
	return db.All[idRow](ctx, tx, tx.Pick(selectLiving), string(list), clock.Millis(now))
}

func viewerByToken(ctx context.Context, tx *db.Tx, hash string, now time.Time) (viewerRow, error) {
	return db.One[viewerRow](ctx, tx, `SELECT s.id, COALESCE(s.account_id, ''), COALESCE(s.pass_id, ''), s.kind, s.seen_at,
		COALESCE(p.purpose, ''), COALESCE(p.target, '')
		FROM account_session s LEFT JOIN account_pass p ON p.id = s.pass_id
		WHERE s.token_hash = ? AND s.ends_at > ?`, hash, clock.Millis(now))
}

func sessionByID(ctx context.Context, tx *db.Tx, id string) (sessionRow, error) {
	return db.One[sessionRow](ctx, tx, `SELECT `+sessionColumns+` FROM account_session WHERE id = ?`, id)
}

func insertAccount(ctx context.Context, tx *db.Tx, id string, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_account (id, made_at) VALUES (?, ?)`, id, clock.Millis(now))
	return err
}

func insertSession(ctx context.Context, tx *db.Tx, r sessionRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_session (id, token_hash, account_id, pass_id, kind, device, made_at, seen_at, ends_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.TokenHash, orNull(r.AccountID), orNull(r.PassID), string(r.Kind), r.Device, r.MadeAt, r.SeenAt, r.EndsAt)
	return err
}

func rotateSession(ctx context.Context, tx *db.Tx, id, hash string) error {
	n, err := tx.Exec(ctx, `UPDATE account_session SET token_hash = ? WHERE id = ?`, hash, id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

func writeSeen(ctx context.Context, tx *db.Tx, id string, at int64) error {
	_, err := tx.Exec(ctx, `UPDATE account_session SET seen_at = ? WHERE id = ? AND seen_at < ?`, at, id, at)
	return err
}

func deleteSession(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_session WHERE id = ?`, id)
	return err
}

func deleteSessionsOf(ctx context.Context, tx *db.Tx, kind, owner string) error {
	var err error
	switch kind {
	case "account":
		_, err = tx.Exec(ctx, `DELETE FROM account_session WHERE account_id = ?`, owner)
	case "pass":
		_, err = tx.Exec(ctx, `DELETE FROM account_session WHERE pass_id = ?`, owner)
	default:
		err = fault.Missing()
	}
	return err
}

type idRow string

// Fields is the id alone.
func (r *idRow) Fields() []any { return []any{(*string)(r)} }

func endedPasses(ctx context.Context, tx *db.Tx, now time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM account_pass WHERE ends_at <= ? ORDER BY ends_at LIMIT 500`, clock.Millis(now))
}

// sweep deletes the sessions that have ended, and these passes.
func sweep(ctx context.Context, tx *db.Tx, ended []idRow, now time.Time) error {
	if _, err := tx.Exec(ctx, `DELETE FROM account_session WHERE ends_at <= ?`, clock.Millis(now)); err != nil {
		return err
	}
	for _, pass := range ended {
		if _, err := tx.Exec(ctx, `DELETE FROM account_pass WHERE id = ?`, string(pass)); err != nil {
			return err
		}
	}
	return nil
}

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
