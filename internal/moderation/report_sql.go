package moderation

import (
	"context"
	"encoding/json"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const reportColumns = `r.id, COALESCE(r.group_id, ''), r.kind, r.target, r.category, COALESCE(r.reporter_id, ''), r.named, COALESCE(r.author_id, ''), r.made_at`

type reportRow struct {
	ID, Group, Kind, Target string
	Category                Category
	Reporter                string
	Named                   bool
	Author                  string
	Code                    string // the mark of a code, or ""; only written
	MadeAt                  int64
}

// Fields are reportColumns.
func (r *reportRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Kind, &r.Target, &r.Category, &r.Reporter, &r.Named, &r.Author, &r.MadeAt}
}

// report is the row as a desk sees it: a reporter who did not want to be known
// is not in it.
func (r reportRow) report() Report {
	one := Report{ID: r.ID, Group: r.Group, Kind: r.Kind, Target: r.Target, Category: r.Category, Author: r.Author, Made: clock.FromMillis(r.MadeAt)}
	if r.Named {
		one.Reporter = r.Reporter
	}
	return one
}

// wordsRow is what was said with a report and what its reporter saw, sealed.
type wordsRow struct {
	Report      string
	Said, Shown []byte
}

// Fields are the columns of moderation_words.
func (r *wordsRow) Fields() []any { return []any{&r.Report, &r.Said, &r.Shown} }

// idRow is one id.
type idRow string

// Fields is the one column.
func (r *idRow) Fields() []any { return []any{(*string)(r)} }

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func insertReport(ctx context.Context, tx *db.Tx, r reportRow, w wordsRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO moderation_report (id, group_id, kind, target, category, reporter_id, named, author_id, code_mark, made_at, ends_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
		r.ID, orNull(r.Group), r.Kind, r.Target, string(r.Category), orNull(r.Reporter), r.Named, orNull(r.Author), orNull(r.Code), r.MadeAt)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO moderation_words (report_id, said, shown) VALUES (?, ?, ?)`, w.Report, w.Said, w.Shown)
	return err
}

func reportByID(ctx context.Context, tx *db.Tx, id string) (reportRow, error) {
	return db.One[reportRow](ctx, tx, `SELECT `+reportColumns+` FROM moderation_report r WHERE r.id = ?`, id)
}

func reportByCode(ctx context.Context, tx *db.Tx, mark string) (reportRow, error) {
	return db.One[reportRow](ctx, tx, `SELECT `+reportColumns+` FROM moderation_report r WHERE r.code_mark = ?`, mark)
}

func wordsOf(ctx context.Context, tx *db.Tx, report string) (wordsRow, error) {
	return db.One[wordsRow](ctx, tx, `SELECT report_id, said, shown FROM moderation_words WHERE report_id = ?`, report)
}

var reportsOfAll = db.Pair{
	SQLite: `SELECT ` + reportColumns + ` FROM json_each(?) j CROSS JOIN moderation_report r
		WHERE r.reporter_id = j.value ORDER BY r.made_at DESC, r.id LIMIT 200`,
	Postgres: `SELECT ` + reportColumns + ` FROM moderation_report r JOIN jsonb_array_elements_text(?::jsonb) j ON j = r.reporter_id
		ORDER BY r.made_at DESC, r.id LIMIT 200`,
}

// reportsBy are those that these memberships made, the latest first.
func reportsBy(ctx context.Context, tx *db.Tx, memberships []string) ([]reportRow, error) {
	list, err := json.Marshal(memberships)
	if err != nil {
		return nil, err
	}
	return db.All[reportRow](ctx, tx, tx.Pick(reportsOfAll), string(list))
}

// reportsLike are the others about the same thing on a desk, the oldest first.
func reportsLike(ctx context.Context, tx *db.Tx, desk Desk, r reportRow) ([]reportRow, error) {
	return db.All[reportRow](ctx, tx, `SELECT `+reportColumns+` FROM moderation_report r JOIN moderation_desk d ON d.report_id = r.id AND d.desk = ?
		WHERE r.kind = ? AND r.target = ? AND r.id <> ? AND r.target <> '' AND r.group_id = ? ORDER BY r.made_at, r.id LIMIT 100`,
		string(desk), r.Kind, r.Target, r.ID, r.Group)
}

// writeEnds says when the words of a report are destroyed, if every desk has
// answered it.
func writeEnds(ctx context.Context, tx *db.Tx, report string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE moderation_report SET ends_at = ?
		WHERE id = ? AND NOT EXISTS (SELECT 1 FROM moderation_desk d WHERE d.report_id = moderation_report.id AND d.state = 'open')`,
		clock.Millis(at), report)
	return err
}

func endedReports(ctx context.Context, tx *db.Tx, now time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM moderation_report WHERE ends_at <= ? ORDER BY ends_at, id LIMIT 100`, clock.Millis(now))
}

func deleteReport(ctx context.Context, tx *db.Tx, id string) error {
	for _, statement := range []func() (int64, error){
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE moderation_act SET reason = NULL, answer = NULL, report_id = NULL WHERE report_id = ?`, id)
		},
		func() (int64, error) { return tx.Exec(ctx, `DELETE FROM moderation_words WHERE report_id = ?`, id) },
		func() (int64, error) { return tx.Exec(ctx, `DELETE FROM moderation_desk WHERE report_id = ?`, id) },
		func() (int64, error) { return tx.Exec(ctx, `DELETE FROM moderation_report WHERE id = ?`, id) },
	} {
		if _, err := statement(); err != nil {
			return err
		}
	}
	return nil
}

// cutMembership takes a membership out of what it reported, and out of what was
// reported about it.
func cutMembership(ctx context.Context, tx *db.Tx, membership string) error {
	if _, err := tx.Exec(ctx, `UPDATE moderation_report SET reporter_id = NULL WHERE reporter_id = ?`, membership); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE moderation_report SET author_id = NULL WHERE author_id = ?`, membership)
	return err
}

// isWaiting tells whether a report of this thing waits for an answer.
func isWaiting(ctx context.Context, tx *db.Tx, kind, target string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM moderation_report WHERE kind = ? AND target = ? AND ends_at IS NULL`, kind, target)
	return n > 0, err
}
