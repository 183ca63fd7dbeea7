package remind

import (
	"context"
	"time"

	"handrail/internal/platform/db"
)

// nudgeRow is a nudge as it lies in the database, with the title of its meeting.
type nudgeRow struct {
	ID, group, receiver, giver, meeting string
	about                               []byte // sealed with the key of the receiver
	agreed                              bool
	lineID                              string
	ours                                int64
	line                                []byte // sealed with the key of the giver
	lineAt                              int64
	answer                              Answer
	title                               string
	toldAt                              int64 // when the giver was told that they are asked
}

// other is the membership on the other side.
func (n nudgeRow) other(self string) string { return pick(n.giver == self, n.receiver, n.giver) }

const nudgeColumns = `n.id, n.group_id, n.receiver_id, n.giver_id, COALESCE(n.meeting_id, ''), n.about, n.agreed, n.line_id, n.ours, n.line, n.line_at, n.answer, COALESCE(m.title, ''), n.told_at`

const nudgeTables = ` FROM meeting_nudge n LEFT JOIN meeting_meeting m ON m.id = n.meeting_id `

// Fields are nudgeColumns.
func (n *nudgeRow) Fields() []any {
	return []any{&n.ID, &n.group, &n.receiver, &n.giver, &n.meeting, &n.about, &n.agreed, &n.lineID, &n.ours, &n.line, &n.lineAt, &n.answer, &n.title, &n.toldAt}
}

func nudgeByID(ctx context.Context, tx *db.Tx, id string) (nudgeRow, error) {
	return db.One[nudgeRow](ctx, tx, `SELECT `+nudgeColumns+nudgeTables+`WHERE n.id = ? AND n.ended_at = 0`, id)
}

func nudgeByLine(ctx context.Context, tx *db.Tx, line string) (nudgeRow, error) {
	return db.One[nudgeRow](ctx, tx, `SELECT `+nudgeColumns+nudgeTables+`WHERE n.line_id = ? AND n.line_id <> '' AND n.ended_at = 0`, line)
}

// nudgesWith are those of a membership, on both sides.
func nudgesWith(ctx context.Context, tx *db.Tx, membership string) ([]nudgeRow, error) {
	return db.All[nudgeRow](ctx, tx, `SELECT `+nudgeColumns+nudgeTables+`WHERE (n.receiver_id = ? OR n.giver_id = ?) AND n.ended_at = 0 ORDER BY n.id LIMIT 1000`, membership, membership)
}

func insertNudge(ctx context.Context, tx *db.Tx, n nudgeRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_nudge (id, group_id, receiver_id, giver_id, meeting_id, about, agreed, line_id, ours, line, line_at, answer, told_at)
		VALUES (?, ?, ?, ?, ?, ?, FALSE, '', 0, NULL, 0, '', ?)`, n.ID, n.group, n.receiver, n.giver, orNull(n.meeting), n.about, n.toldAt)
	return err
}

func agreeTo(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_nudge SET agreed = TRUE WHERE id = ?`, id)
	return err
}

func writeLine(ctx context.Context, tx *db.Tx, n nudgeRow) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_nudge SET line_id = ?, ours = ?, line = ?, line_at = ?, answer = ? WHERE id = ?`,
		n.lineID, n.ours, n.line, n.lineAt, string(n.answer), n.ID)
	return err
}

func writeAnswer(ctx context.Context, tx *db.Tx, id string, a Answer) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_nudge SET answer = ? WHERE id = ?`, string(a), id)
	return err
}

// endNudge leaves of a nudge that there was one, and when somebody last heard of it.
func endNudge(ctx context.Context, tx *db.Tx, id string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_nudge SET ended_at = ?, meeting_id = NULL, about = NULL, agreed = FALSE, line_id = '', ours = 0, line = NULL, line_at = 0, answer = '' WHERE id = ?`,
		millis(now), id)
	return err
}

// endedBetween are the nudges between two that ended, and endedGone lets them go.
func endedBetween(ctx context.Context, tx *db.Tx, receiver, giver string) ([]nudgeRow, error) {
	return db.All[nudgeRow](ctx, tx, `SELECT `+nudgeColumns+nudgeTables+`WHERE n.receiver_id = ? AND n.giver_id = ? AND n.ended_at > 0 ORDER BY n.ended_at LIMIT 100`, receiver, giver)
}

func endedGone(ctx context.Context, tx *db.Tx, receiver, giver string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_nudge WHERE receiver_id = ? AND giver_id = ? AND ended_at > 0`, receiver, giver)
	return err
}

func deleteNudgesWith(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_nudge WHERE receiver_id = ? OR giver_id = ?`, membership, membership)
	return err
}
