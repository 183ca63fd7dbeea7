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

const sessionColumns = `id, token_hash, COALESCE(account_id, ''), COALESCE(pass_id, ''), kind, device, made_at, seen_at, ends_at, factors, proved_at`

type sessionRow struct {
	ID, TokenHash, AccountID, PassID string
	Kind                             Kind
	Device                           []byte
	MadeAt, SeenAt, EndsAt           int64
	Factors, ProvedAt                int64
}

// Fields are sessionColumns.
func (r *sessionRow) Fields() []any {
	return []any{&r.ID, &r.TokenHash, &r.AccountID, &r.PassID, &r.Kind, &r.Device, &r.MadeAt, &r.SeenAt, &r.EndsAt, &r.Factors, &r.ProvedAt}
}

type viewerRow struct {
	ID, AccountID, PassID  string
	Kind                   Kind
	SeenAt                 int64
	Purpose                Purpose
	Target                 string
	Standing               Standing
	Steward                bool
	AskAfter               int64
	Consents, Keys, Steps  int64
	Strong                 int64
	Factors, Proved, Visit int64
	Hidden                 bool
	Settings               Settings
}

// Fields are the columns of viewerByToken.
func (r *viewerRow) Fields() []any {
	return []any{&r.ID, &r.AccountID, &r.PassID, &r.Kind, &r.SeenAt, &r.Purpose, &r.Target,
		&r.Standing, &r.Steward, &r.AskAfter, &r.Consents, &r.Keys, &r.Steps, &r.Strong, &r.Factors, &r.Proved, &r.Visit, &r.Hidden,
		&r.Settings.Language, &r.Settings.Zone, &r.Settings.Reading, &r.Settings.Notes}
}

func (r viewerRow) viewer() Viewer {
	if r.Hidden {
		return Viewer{Hidden: r.ID}
	}
	v := Viewer{
		Session: r.ID, Account: r.AccountID, Pass: r.PassID, Purpose: r.Purpose, Target: r.Target,
		Standing: r.Standing, Steward: r.Steward, Consents: r.Consents > 0, Keys: int(r.Keys), Steps: r.Steps > 0, Strong: r.Strong > 0,
		Factors: int(r.Factors), ComesBack: r.Visit > 1, Settings: r.Settings,
	}
	if r.Proved > 0 {
		v.Proved = clock.FromMillis(r.Proved)
	}
	if r.AskAfter > 0 {
		v.AskAfter = clock.FromMillis(r.AskAfter)
	}
	return v
}

var selectLiving = db.Pair{
	SQLite:   `SELECT id FROM account_session WHERE id IN (SELECT value FROM json_each(?)) AND ends_at > ? AND NOT hidden`,
	Postgres: `SELECT id FROM account_session WHERE id IN (SELECT jsonb_array_elements_text(CAST(? AS jsonb))) AND ends_at > ? AND NOT hidden`,
}

// livingSessions are those of the sessions that have not ended, and are not
// hidden.
func livingSessions(ctx context.Context, tx *db.Tx, sessions []string, now time.Time) ([]idRow, error) {
	list, err := json.Marshal(sessions)
	if err != nil {
		return nil, err
	}
	return db.All[idRow](ctx, tx, tx.Pick(selectLiving), string(list), clock.Millis(now))
}

// viewerByToken finds who holds a session. The counts of keys and of the
// consent come along, so that what a viewer may do is known without asking
// again.
func viewerByToken(ctx context.Context, tx *db.Tx, hash string, now time.Time) (viewerRow, error) {
	return db.One[viewerRow](ctx, tx, `SELECT s.id, COALESCE(s.account_id, ''), COALESCE(s.pass_id, ''), s.kind, s.seen_at,
		COALESCE(p.purpose, ''), COALESCE(p.target, ''),
		COALESCE(a.standing, ''), COALESCE(a.steward, FALSE), COALESCE(a.ask_after, 0),
		(SELECT COUNT(*) FROM account_consent c WHERE c.account_id = s.account_id AND c.purpose = 'keep-records' AND c.version = ? AND c.withdrawn_at IS NULL),
		(SELECT COUNT(*) FROM account_key k WHERE k.account_id = s.account_id AND k.kind <> 'code'),
		(SELECT COUNT(*) FROM account_key k WHERE k.account_id = s.account_id AND k.kind = 'app'),
		(SELECT COUNT(*) FROM account_key k WHERE k.account_id = s.account_id AND k.kind IN ('app', 'passkey')),
		s.factors, s.proved_at, s.visits, s.hidden, COALESCE(a.language, ''), COALESCE(a.zone, ''), COALESCE(a.reading, ''), COALESCE(a.notes, '')
		FROM account_session s LEFT JOIN account_pass p ON p.id = s.pass_id LEFT JOIN account_account a ON a.id = s.account_id
		WHERE s.token_hash = ? AND s.ends_at > ? AND COALESCE(a.standing, '') NOT IN ('closed', 'erasing')`, Present().Version, hash, clock.Millis(now))
}

func sessionByID(ctx context.Context, tx *db.Tx, id string) (sessionRow, error) {
	return db.One[sessionRow](ctx, tx, `SELECT `+sessionColumns+` FROM account_session WHERE id = ?`, id)
}

func insertSession(ctx context.Context, tx *db.Tx, r sessionRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_session (id, token_hash, account_id, pass_id, kind, device, made_at, seen_at, ends_at, factors, proved_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.TokenHash, orNull(r.AccountID), orNull(r.PassID), string(r.Kind), r.Device, r.MadeAt, r.SeenAt, r.EndsAt, r.Factors, r.ProvedAt)
	return err
}

func rotateSession(ctx context.Context, tx *db.Tx, id, hash string) error {
	n, err := tx.Exec(ctx, `UPDATE account_session SET token_hash = ? WHERE id = ? AND NOT hidden`, hash, id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

func writeSeen(ctx context.Context, tx *db.Tx, id string, at int64) error {
	_, err := tx.Exec(ctx, `UPDATE account_session SET seen_at = ?, visits = visits + CASE WHEN seen_at <= ? THEN 1 ELSE 0 END
		WHERE id = ? AND seen_at < ?`, at, at-anotherVisit.Milliseconds(), id, at)
	return err
}

// proveSession notes that a key was shown, and gives the session a new token.
// One that was hidden has the factors that were shown now, and no others.
func proveSession(ctx context.Context, tx *db.Tx, id, hash string, factors int, now time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE account_session SET token_hash = ?, factors = CASE WHEN hidden OR factors < ? THEN ? ELSE factors END, proved_at = ?, hidden = FALSE
		WHERE id = ?`, hash, factors, factors, clock.Millis(now), id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// renewSession gives a session a new token after its keys changed. A key that
// was added has been shown by that, with so many factors; 0 stands for none.
func renewSession(ctx context.Context, tx *db.Tx, id, hash string, factors int, now time.Time) error {
	if factors == 0 {
		return rotateSession(ctx, tx, id, hash)
	}
	n, err := tx.Exec(ctx, `UPDATE account_session SET token_hash = ?, factors = CASE WHEN factors < ? THEN ? ELSE factors END, proved_at = ?
		WHERE id = ? AND NOT hidden`, hash, factors, factors, clock.Millis(now), id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// lowerFactors takes from every session of an account what a key gave that is
// no more.
func lowerFactors(ctx context.Context, tx *db.Tx, account string, most int) error {
	_, err := tx.Exec(ctx, `UPDATE account_session SET factors = ? WHERE account_id = ? AND factors > ?`, most, account, most)
	return err
}

func hideSession(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE account_session SET hidden = TRUE WHERE id = ?`, id)
	return err
}

func sessionsOf(ctx context.Context, tx *db.Tx, account string, now time.Time) ([]sessionRow, error) {
	return db.All[sessionRow](ctx, tx, `SELECT `+sessionColumns+` FROM account_session
		WHERE account_id = ? AND ends_at > ? ORDER BY seen_at DESC, id LIMIT 100`, account, clock.Millis(now))
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
	for _, also := range []func(context.Context, *db.Tx, time.Time) error{sweepChallenges, sweepInvitations, sweepClaims, sweepTrusts} {
		if err := also(ctx, tx, now); err != nil {
			return err
		}
	}
	for _, pass := range ended {
		if _, err := tx.Exec(ctx, `DELETE FROM account_pass WHERE id = ?`, string(pass)); err != nil {
			return err
		}
	}
	return nil
}

// orNever is NULL for a moment that is not set.
func orNever(at int64) sql.NullInt64 { return sql.NullInt64{Int64: at, Valid: at != 0} }

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
