package private

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/db"
)

// wordRow is a note as it lies in the database.
type wordRow struct {
	ID, Thread string
	number     int64
	fromAuthor bool
	words      []byte
	made       int64
}

const wordColumns = `w.id, w.thread_id, w.number, w.from_author, w.words, w.made_at`

// Fields are wordColumns.
func (r *wordRow) Fields() []any {
	return []any{&r.ID, &r.Thread, &r.number, &r.fromAuthor, &r.words, &r.made}
}

var wordsAmong = db.Pair{
	SQLite:   `SELECT ` + wordColumns + ` FROM forum_note_word w JOIN json_each(?) j ON j.value = w.thread_id ORDER BY w.thread_id, w.number LIMIT 10000`,
	Postgres: `SELECT ` + wordColumns + ` FROM forum_note_word w JOIN jsonb_array_elements_text(?::jsonb) j ON j = w.thread_id ORDER BY w.thread_id, w.number LIMIT 10000`,
}

// wordsOf are the notes in these threads, the first first.
func wordsOf(ctx context.Context, tx *db.Tx, threads []string) ([]wordRow, error) {
	list, err := json.Marshal(threads)
	if err != nil || len(threads) == 0 {
		return nil, err
	}
	return db.All[wordRow](ctx, tx, tx.Pick(wordsAmong), string(list))
}

func wordByID(ctx context.Context, tx *db.Tx, id string) (wordRow, error) {
	return db.One[wordRow](ctx, tx, `SELECT `+wordColumns+` FROM forum_note_word w WHERE w.id = ?`, id)
}

func insertWord(ctx context.Context, tx *db.Tx, r wordRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_note_word (id, thread_id, number, from_author, words, made_at) VALUES (?, ?, ?, ?, ?, ?)`, r.ID, r.Thread, r.number, r.fromAuthor, r.words, r.made)
	return err
}

// unanswered is how many notes one side wrote since the other last did.
func unanswered(ctx context.Context, tx *db.Tx, thread string, fromAuthor bool) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM forum_note_word w WHERE w.thread_id = ? AND w.from_author = ?
		AND w.number > COALESCE((SELECT MAX(x.number) FROM forum_note_word x WHERE x.thread_id = w.thread_id AND x.from_author <> w.from_author), 0)`, thread, fromAuthor)
}

func hasWords(ctx context.Context, tx *db.Tx, thread string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM (SELECT 1 FROM forum_note_word WHERE thread_id = ? LIMIT 1) w`, thread)
	return n > 0, err
}

func deleteWord(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_note_word WHERE id = ?`, id)
	return err
}

func deleteWords(ctx context.Context, tx *db.Tx, thread string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_note_word WHERE thread_id = ?`, thread)
	return err
}

// deleteWordsFrom deletes what one side wrote.
func deleteWordsFrom(ctx context.Context, tx *db.Tx, thread string, author bool) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_note_word WHERE thread_id = ? AND from_author = ?`, thread, author)
	return err
}
