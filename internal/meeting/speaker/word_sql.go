package speaker

import (
	"context"

	"handrail/internal/platform/db"
)

type wordRow struct {
	ID, Meeting, Speaker, by   string
	slot, text                 string
	kind                       Kind
	named, hidden, asked, keep bool
	words                      []byte // sealed; nil where text holds what was written before words were
}

const wordColumns = `w.id, w.meeting_id, w.slot, COALESCE(w.speaker_id, ''), w.membership_id, w.kind, w.text, w.named, w.hidden, w.asked, w.keep, w.words`

// Fields are wordColumns.
func (r *wordRow) Fields() []any {
	return []any{&r.ID, &r.Meeting, &r.slot, &r.Speaker, &r.by, &r.kind, &r.text, &r.named, &r.hidden, &r.asked, &r.keep, &r.words}
}

func wordByID(ctx context.Context, tx *db.Tx, id string) (wordRow, error) {
	return db.One[wordRow](ctx, tx, `SELECT `+wordColumns+` FROM meeting_speaker_word w WHERE w.id = ?`, id)
}

// wordsAt are the words of a date, in an order that tells nothing.
func wordsAt(ctx context.Context, tx *db.Tx, meeting, slot string) ([]wordRow, error) {
	return db.All[wordRow](ctx, tx, `SELECT `+wordColumns+` FROM meeting_speaker_word w WHERE w.meeting_id = ? AND w.slot = ? ORDER BY w.id LIMIT 5000`, meeting, slot)
}

func wordsTo(ctx context.Context, tx *db.Tx, speaker string) ([]wordRow, error) {
	return db.All[wordRow](ctx, tx, `SELECT `+wordColumns+` FROM meeting_speaker_word w WHERE w.speaker_id = ? ORDER BY w.id LIMIT 5000`, speaker)
}

func countWords(ctx context.Context, tx *db.Tx, speaker, membership string, kind Kind) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_speaker_word WHERE speaker_id = ? AND membership_id = ? AND kind = ?`, speaker, membership, string(kind))
}

func insertWord(ctx context.Context, tx *db.Tx, r wordRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_speaker_word (id, meeting_id, slot, speaker_id, membership_id, kind, text, named, hidden, asked, keep, words)
		VALUES (?, ?, ?, ?, ?, ?, '', ?, FALSE, FALSE, ?, ?)`, r.ID, r.Meeting, r.slot, r.Speaker, r.by, string(r.kind), r.named, r.keep, r.words)
	return err
}

// openWords are some of the words that lie in the clear, from one on.
func openWords(ctx context.Context, tx *db.Tx, after string) ([]wordRow, error) {
	return db.All[wordRow](ctx, tx, `SELECT `+wordColumns+` FROM meeting_speaker_word w WHERE w.words IS NULL AND w.id > ? ORDER BY w.id LIMIT 500`, after)
}

func writeLocked(ctx context.Context, tx *db.Tx, id string, words []byte) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_speaker_word SET words = ?, text = '' WHERE id = ? AND words IS NULL`, words, id)
	return err
}

func writeWordHidden(ctx context.Context, tx *db.Tx, id string, hidden bool) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_speaker_word SET hidden = ? WHERE id = ?`, hidden, id)
	return err
}

func writeAsked(ctx context.Context, tx *db.Tx, id string, asked bool) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_speaker_word SET asked = ? WHERE id = ?`, asked, id)
	return err
}

func deleteWord(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_speaker_word WHERE id = ?`, id)
	return err
}

// deleteUnkept deletes what members said to a speaker, but for what they wish the
// group to keep. Where there is no date any more nothing could show it.
func deleteUnkept(ctx context.Context, tx *db.Tx, speaker string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_speaker_word WHERE speaker_id = ? AND (keep = FALSE OR slot = '')`, speaker)
	return err
}

func deleteWordsBy(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_speaker_word WHERE membership_id = ?`, membership)
	return err
}

func moveWords(ctx context.Context, tx *db.Tx, meeting, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_speaker_word SET slot = ? WHERE meeting_id = ? AND slot = ?`, to, meeting, from)
	return err
}

func deleteWordsAt(ctx context.Context, tx *db.Tx, meeting, slot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_speaker_word WHERE meeting_id = ? AND slot = ?`, meeting, slot)
	return err
}

// Suggestions.

type suggestionRow struct {
	ID, Meeting, by string
	who, why        string // in the clear, from before whom and reason were
	whom, reason    []byte // sealed
}

const suggestionColumns = `id, meeting_id, membership_id, who, why, whom, reason`

// Fields are suggestionColumns.
func (r *suggestionRow) Fields() []any {
	return []any{&r.ID, &r.Meeting, &r.by, &r.who, &r.why, &r.whom, &r.reason}
}

func suggestionsOf(ctx context.Context, tx *db.Tx, meeting string) ([]suggestionRow, error) {
	return db.All[suggestionRow](ctx, tx, `SELECT `+suggestionColumns+` FROM meeting_suggestion WHERE meeting_id = ? ORDER BY id LIMIT 1000`, meeting)
}

func suggestionByID(ctx context.Context, tx *db.Tx, id string) (suggestionRow, error) {
	return db.One[suggestionRow](ctx, tx, `SELECT `+suggestionColumns+` FROM meeting_suggestion WHERE id = ?`, id)
}

func countSuggestions(ctx context.Context, tx *db.Tx, meeting, membership string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_suggestion WHERE meeting_id = ? AND membership_id = ?`, meeting, membership)
}

func insertSuggestion(ctx context.Context, tx *db.Tx, r suggestionRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_suggestion (id, meeting_id, membership_id, who, why, whom, reason) VALUES (?, ?, ?, '', '', ?, ?)`, r.ID, r.Meeting, r.by, r.whom, r.reason)
	return err
}

// openSuggestions are some of those that lie in the clear, from one on.
func openSuggestions(ctx context.Context, tx *db.Tx, after string) ([]suggestionRow, error) {
	return db.All[suggestionRow](ctx, tx, `SELECT `+suggestionColumns+` FROM meeting_suggestion WHERE whom IS NULL AND id > ? ORDER BY id LIMIT 500`, after)
}

func writeLockedSuggestion(ctx context.Context, tx *db.Tx, id string, whom, reason []byte) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_suggestion SET whom = ?, reason = ?, who = '', why = '' WHERE id = ? AND whom IS NULL`, whom, reason, id)
	return err
}

func deleteSuggestion(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_suggestion WHERE id = ?`, id)
	return err
}

func deleteSuggestionsBy(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_suggestion WHERE membership_id = ?`, membership)
	return err
}
