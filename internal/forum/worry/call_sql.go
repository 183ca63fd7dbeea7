package worry

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/db"
)

// callRow is a call as it lies in the database.
type callRow struct {
	ID, Group, Post   string // Post is "" where it is about a persona alone
	Persona, Reporter string // memberships, or ""
	Thread            string // of a card, or ""
	said              []byte
	State             State
	TakenBy           string
	made, changed     int64
}

const callColumns = `w.id, w.group_id, w.post_id, COALESCE(w.persona_id, ''), COALESCE(w.reporter_id, ''), w.thread_id, w.said, w.state, COALESCE(w.taken_by, ''), w.made_at, w.changed_at`

// Fields are callColumns.
func (r *callRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Post, &r.Persona, &r.Reporter, &r.Thread, &r.said, &r.State, &r.TakenBy, &r.made, &r.changed}
}

func callByID(ctx context.Context, tx *db.Tx, id string) (callRow, error) {
	return db.One[callRow](ctx, tx, `SELECT `+callColumns+` FROM forum_worry w WHERE w.id = ?`, id)
}

func callOfCard(ctx context.Context, tx *db.Tx, thread string) (callRow, error) {
	return db.One[callRow](ctx, tx, `SELECT `+callColumns+` FROM forum_worry w WHERE w.thread_id = ? AND w.state <> 'done' ORDER BY w.made_at DESC LIMIT 1`, thread)
}

// callsIn are the calls of a group: those that are not done, the longest first,
// then the others, the latest first.
func callsIn(ctx context.Context, tx *db.Tx, group string) ([]callRow, error) {
	return db.All[callRow](ctx, tx, `SELECT `+callColumns+` FROM forum_worry w WHERE w.group_id = ?
		ORDER BY CASE WHEN w.state = 'done' THEN 1 ELSE 0 END, CASE WHEN w.state = 'done' THEN -w.changed_at ELSE w.made_at END, w.id LIMIT 200`, group)
}

func insertCall(ctx context.Context, tx *db.Tx, r callRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_worry (id, group_id, post_id, persona_id, reporter_id, thread_id, said, state, made_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Group, r.Post, orNull(r.Persona), orNull(r.Reporter), r.Thread, r.said, string(r.State), r.made, r.changed)
	return err
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// writeState moves a call from one state on, and says whether it was there.
func writeState(ctx context.Context, tx *db.Tx, id string, from, to State, by string, now int64) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE forum_worry SET state = ?, taken_by = ?, changed_at = ? WHERE id = ? AND state = ?`, string(to), orNull(by), now, id, string(from))
	return n > 0, err
}

// dueCalls are the calls whose words go: closed before one moment, or made before
// another.
func dueCalls(ctx context.Context, tx *db.Tx, closed, made int64) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM forum_worry WHERE (state = 'done' AND changed_at < ?) OR made_at < ? ORDER BY id LIMIT 1000`, closed, made)
}

func deleteCall(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_worry WHERE id = ?`, id)
	return err
}

// cutMembership takes somebody out of the calls of their group.
func cutMembership(ctx context.Context, tx *db.Tx, membership string) error {
	if _, err := tx.Exec(ctx, `UPDATE forum_worry SET reporter_id = NULL WHERE reporter_id = ?`, membership); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE forum_worry SET persona_id = NULL WHERE persona_id = ?`, membership); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE forum_worry SET taken_by = NULL WHERE taken_by = ?`, membership)
	return err
}

var takersAmong = db.Pair{
	SQLite:   `SELECT c.membership_id FROM forum_call c JOIN json_each(?) j ON j.value = c.membership_id ORDER BY c.membership_id LIMIT 1000`,
	Postgres: `SELECT c.membership_id FROM forum_call c JOIN jsonb_array_elements_text(?::jsonb) j ON j = c.membership_id ORDER BY c.membership_id LIMIT 1000`,
}

// takers are those of these memberships who take calls.
func takers(ctx context.Context, tx *db.Tx, ids []string) (list []string, err error) {
	asked, err := json.Marshal(ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rows, err := db.All[idRow](ctx, tx, tx.Pick(takersAmong), string(asked))
	for _, one := range rows {
		list = append(list, string(one))
	}
	return list, err
}

func insertTaker(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_call (membership_id) VALUES (?) ON CONFLICT DO NOTHING`, membership)
	return err
}

func deleteTaker(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_call WHERE membership_id = ?`, membership)
	return err
}

// idRow is a single id.
type idRow string

// Fields is the id.
func (r *idRow) Fields() []any { return []any{(*string)(r)} }
