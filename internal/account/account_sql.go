package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const accountColumns = `id, made_at, COALESCE(name_mark, ''), name, salt, COALESCE(handle, ''), standing, shown, COALESCE(erase_at, 0), steward,
	ask_after, language, zone, reading, notes`

type accountRow struct {
	ID                      string
	MadeAt                  int64
	NameMark                string
	Name, Salt              []byte
	Handle                  string
	Standing, Shown         Standing // Shown is how stewards see it, where that differs
	EraseAt                 int64
	Steward                 bool
	AskAfter                int64
	Language, Zone, Reading string
	Notes                   string // as package group/note writes it
}

// Fields are accountColumns.
func (r *accountRow) Fields() []any {
	return []any{&r.ID, &r.MadeAt, &r.NameMark, &r.Name, &r.Salt, &r.Handle, &r.Standing, &r.Shown, &r.EraseAt, &r.Steward,
		&r.AskAfter, &r.Language, &r.Zone, &r.Reading, &r.Notes}
}

func accountByID(ctx context.Context, tx *db.Tx, id string) (accountRow, error) {
	return db.One[accountRow](ctx, tx, `SELECT `+accountColumns+` FROM account_account WHERE id = ?`, id)
}

func accountByMark(ctx context.Context, tx *db.Tx, mark string) (accountRow, error) {
	return db.One[accountRow](ctx, tx, `SELECT `+accountColumns+` FROM account_account WHERE name_mark = ?`, mark)
}

func insertAccount(ctx context.Context, tx *db.Tx, r accountRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_account (id, made_at, name_mark, name, salt, handle, standing, language, zone)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.MadeAt, r.NameMark, r.Name, r.Salt, r.Handle, string(r.Standing), r.Language, r.Zone)
	return err
}

// writeName gives the account another sign-in name. A passkey keeps working.
func writeName(ctx context.Context, tx *db.Tx, id, mark string, name []byte) error {
	_, err := tx.Exec(ctx, `UPDATE account_account SET name_mark = ?, name = ? WHERE id = ?`, mark, name, id)
	return err
}

func writeStanding(ctx context.Context, tx *db.Tx, id string, standing Standing, eraseAt int64) error {
	_, err := tx.Exec(ctx, `UPDATE account_account SET standing = ?, erase_at = ? WHERE id = ?`, string(standing), orNever(eraseAt), id)
	return err
}

func writeShown(ctx context.Context, tx *db.Tx, id string, shown Standing) error {
	_, err := tx.Exec(ctx, `UPDATE account_account SET shown = ? WHERE id = ?`, string(shown), id)
	return err
}

func writeSteward(ctx context.Context, tx *db.Tx, id string, steward bool) error {
	n, err := tx.Exec(ctx, `UPDATE account_account SET steward = ? WHERE id = ?`, steward, id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// unkeyedStewards are stewards who do not hold the two keys it takes.
func unkeyedStewards(ctx context.Context, tx *db.Tx) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT a.id FROM account_account a WHERE a.steward
		AND (SELECT COUNT(*) FROM account_key k WHERE k.account_id = a.id AND k.kind <> 'code') < 2 ORDER BY a.id LIMIT 500`)
}

func writeAskAfter(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_account SET ask_after = ? WHERE id = ?`, clock.Millis(at), id)
	return err
}

func writeSettings(ctx context.Context, tx *db.Tx, id string, s Settings) error {
	_, err := tx.Exec(ctx, `UPDATE account_account SET language = ?, zone = ?, reading = ? WHERE id = ?`, s.Language, s.Zone, s.Reading, id)
	return err
}

func writeNotes(ctx context.Context, tx *db.Tx, id, notes string) error {
	_, err := tx.Exec(ctx, `UPDATE account_account SET notes = ? WHERE id = ?`, notes, id)
	return err
}

// lostSeats are accounts without a key, which no session opens any more and
// nobody can help into: they only lie there.
func lostSeats(ctx context.Context, tx *db.Tx, madeBefore time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT a.id FROM account_account a
		WHERE a.made_at < ? AND a.standing IN ('here', 'waiting', 'resting', 'leaving')
		AND NOT EXISTS (SELECT 1 FROM account_session s WHERE s.account_id = a.id)
		AND NOT EXISTS (SELECT 1 FROM account_key k WHERE k.account_id = a.id)
		AND NOT EXISTS (SELECT 1 FROM account_claim c WHERE c.account_id = a.id)
		AND NOT EXISTS (SELECT 1 FROM account_trust t WHERE t.account_id = a.id)
		ORDER BY a.made_at, a.id LIMIT 100`, clock.Millis(madeBefore))
}

// dueToErase are the accounts whose time to think again is over.
func dueToErase(ctx context.Context, tx *db.Tx, now time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM account_account WHERE erase_at <= ? ORDER BY erase_at LIMIT 100`, clock.Millis(now))
}
