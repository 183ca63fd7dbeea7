package private

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/db"
)

// threadRow is a thread with what its post and topic say of it.
type threadRow struct {
	ID, Group, Post             string // Post is "" for a card to somebody by their name
	Desk                        string
	Report                      string
	Sender, Author, Mark        string
	senderSeen, authorSeen      int64
	senderCut, authorCut        int64
	senderRefuses, authorRefuse bool
	number, last                int64
	title, postMark, postState  string
	pseudonym                   int64
}

const threadColumns = `t.id, t.group_id, COALESCE(t.post_id, ''), t.desk, t.report_id, COALESCE(t.sender_id, ''), COALESCE(t.author_id, ''), t.mark, t.sender_seen, t.author_seen,
	t.sender_cut, t.author_cut, t.sender_refuses, t.author_refuses, t.number, t.last_at, COALESCE(o.title, ''), COALESCE(p.mark, ''), COALESCE(p.state, ''), COALESCE(p.pseudonym, 0)`

const threadTables = ` FROM forum_note_thread t LEFT JOIN forum_post p ON p.id = t.post_id LEFT JOIN forum_topic o ON o.id = p.topic_id `

// Fields are threadColumns.
func (r *threadRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Post, &r.Desk, &r.Report, &r.Sender, &r.Author, &r.Mark, &r.senderSeen, &r.authorSeen,
		&r.senderCut, &r.authorCut, &r.senderRefuses, &r.authorRefuse, &r.number, &r.last, &r.title, &r.postMark, &r.postState, &r.pseudonym}
}

func threadByID(ctx context.Context, tx *db.Tx, id string) (threadRow, error) {
	return db.One[threadRow](ctx, tx, `SELECT `+threadColumns+threadTables+`WHERE t.id = ?`, id)
}

func threadOfPair(ctx context.Context, tx *db.Tx, post, sender string) (threadRow, error) {
	return db.One[threadRow](ctx, tx, `SELECT `+threadColumns+threadTables+`WHERE t.post_id = ? AND t.sender_id = ?`, post, sender)
}

func threadOfPeople(ctx context.Context, tx *db.Tx, sender, author string) (threadRow, error) {
	return db.One[threadRow](ctx, tx, `SELECT `+threadColumns+threadTables+`WHERE t.post_id IS NULL AND t.sender_id = ? AND t.author_id = ?`, sender, author)
}

func threadOfStewards(ctx context.Context, tx *db.Tx, post string) (threadRow, error) {
	return db.One[threadRow](ctx, tx, `SELECT `+threadColumns+threadTables+`WHERE t.post_id = ? AND t.desk = 'stewards'`, post)
}

// threadsWith are the threads in which somebody stands under their name.
func threadsWith(ctx context.Context, tx *db.Tx, membership string) ([]threadRow, error) {
	return db.All[threadRow](ctx, tx, `SELECT `+threadColumns+threadTables+`WHERE t.sender_id = ? OR t.author_id = ? ORDER BY t.last_at DESC, t.id LIMIT 1000`, membership, membership)
}

func threadsAbout(ctx context.Context, tx *db.Tx, post string) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM forum_note_thread WHERE post_id = ? LIMIT 10000`, post)
}

// markRow is a thread whose author is found by a mark.
type markRow struct{ ID, Mark string }

// Fields are id and mark.
func (r *markRow) Fields() []any { return []any{&r.ID, &r.Mark} }

func marksIn(ctx context.Context, tx *db.Tx, group string) ([]markRow, error) {
	return db.All[markRow](ctx, tx, `SELECT id, mark FROM forum_note_thread WHERE group_id = ? AND mark <> '' LIMIT 100000`, group)
}

var threadsAmong = db.Pair{
	SQLite:   `SELECT ` + threadColumns + threadTables + `JOIN json_each(?) j ON j.value = t.id LIMIT 1000`,
	Postgres: `SELECT ` + threadColumns + threadTables + `JOIN jsonb_array_elements_text(?::jsonb) j ON j = t.id LIMIT 1000`,
}

func threadsByID(ctx context.Context, tx *db.Tx, ids []string) ([]threadRow, error) {
	list, err := json.Marshal(ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return db.All[threadRow](ctx, tx, tx.Pick(threadsAmong), string(list))
}

func insertThread(ctx context.Context, tx *db.Tx, r threadRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_note_thread (id, group_id, post_id, desk, report_id, sender_id, author_id, mark, sender_seen, author_seen, sender_cut, author_cut, sender_refuses, author_refuses, number, last_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, FALSE, FALSE, 0, 0)`, r.ID, r.Group, orNull(r.Post), r.Desk, r.Report, orNull(r.Sender), orNull(r.Author), r.Mark)
	return err
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

func nextNumber(ctx context.Context, tx *db.Tx, thread string, now int64) (int64, error) {
	return db.Scalar[int64](ctx, tx, `UPDATE forum_note_thread SET number = number + 1, last_at = ? WHERE id = ? RETURNING number`, now, thread)
}

func writeReport(ctx context.Context, tx *db.Tx, thread, report string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_note_thread SET report_id = ? WHERE id = ?`, report, thread)
	return err
}

func writeSeen(ctx context.Context, tx *db.Tx, thread string, side Side, number int64) error {
	if side == Author {
		_, err := tx.Exec(ctx, `UPDATE forum_note_thread SET author_seen = ? WHERE id = ? AND author_seen < ?`, number, thread, number)
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE forum_note_thread SET sender_seen = ? WHERE id = ? AND sender_seen < ?`, number, thread, number)
	return err
}

func writeCut(ctx context.Context, tx *db.Tx, thread string, side Side) error {
	if side == Author {
		_, err := tx.Exec(ctx, `UPDATE forum_note_thread SET author_cut = number WHERE id = ?`, thread)
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE forum_note_thread SET sender_cut = number WHERE id = ?`, thread)
	return err
}

func writeRefuses(ctx context.Context, tx *db.Tx, thread string, side Side, refuses bool) error {
	if side == Author {
		_, err := tx.Exec(ctx, `UPDATE forum_note_thread SET author_refuses = ? WHERE id = ?`, refuses, thread)
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE forum_note_thread SET sender_refuses = ? WHERE id = ?`, refuses, thread)
	return err
}

func deleteThread(ctx context.Context, tx *db.Tx, thread string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_note_thread WHERE id = ?`, thread)
	return err
}

// leaveThreads takes somebody's name from their threads.
func leaveThreads(ctx context.Context, tx *db.Tx, membership string) error {
	if _, err := tx.Exec(ctx, `UPDATE forum_note_thread SET sender_id = NULL WHERE sender_id = ?`, membership); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE forum_note_thread SET author_id = NULL WHERE author_id = ?`, membership); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM forum_note_quiet WHERE membership_id = ?`, membership)
	return err
}

func isQuiet(ctx context.Context, tx *db.Tx, membership string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM forum_note_quiet WHERE membership_id = ?`, membership)
	return n > 0, err
}

func insertQuiet(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_note_quiet (membership_id) VALUES (?) ON CONFLICT DO NOTHING`, membership)
	return err
}

func deleteQuiet(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_note_quiet WHERE membership_id = ?`, membership)
	return err
}

// idRow is a single id.
type idRow string

// Fields is the id.
func (r *idRow) Fields() []any { return []any{(*string)(r)} }
