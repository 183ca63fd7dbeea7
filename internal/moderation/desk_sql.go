package moderation

import (
	"context"
	"encoding/json"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// filedRow is a report as it lies on a desk.
type filedRow struct {
	reportRow
	State      State
	Answer     []byte
	AnsweredAt int64
}

const filedColumns = reportColumns + `, d.state, d.answer, COALESCE(d.answered_at, 0)`

// Fields are filedColumns.
func (r *filedRow) Fields() []any {
	return append(r.reportRow.Fields(), &r.State, &r.Answer, &r.AnsweredAt)
}

func insertDesk(ctx context.Context, tx *db.Tx, report string, desk Desk) error {
	_, err := tx.Exec(ctx, `INSERT INTO moderation_desk (report_id, desk, state, answer, answered_at) VALUES (?, ?, 'open', NULL, NULL)
		ON CONFLICT (report_id, desk) DO NOTHING`, report, string(desk))
	return err
}

func filed(ctx context.Context, tx *db.Tx, desk Desk, report string) (filedRow, error) {
	return db.One[filedRow](ctx, tx, `SELECT `+filedColumns+` FROM moderation_desk d JOIN moderation_report r ON r.id = d.report_id
		WHERE d.report_id = ? AND d.desk = ?`, report, string(desk))
}

// waitingOn is what waits on a desk, the longest first. For the stewards, group
// is "".
func waitingOn(ctx context.Context, tx *db.Tx, desk Desk, group string) ([]filedRow, error) {
	return db.All[filedRow](ctx, tx, `SELECT `+filedColumns+` FROM moderation_desk d JOIN moderation_report r ON r.id = d.report_id
		WHERE d.desk = ? AND d.state IN ('open', 'replied') AND (? = '' OR r.group_id = ?) ORDER BY r.made_at, r.id LIMIT 200`, string(desk), group, group)
}

// doneOn is what was answered or handed on, the latest first.
func doneOn(ctx context.Context, tx *db.Tx, desk Desk, group string) ([]filedRow, error) {
	return db.All[filedRow](ctx, tx, `SELECT `+filedColumns+` FROM moderation_desk d JOIN moderation_report r ON r.id = d.report_id
		WHERE d.desk = ? AND d.state IN ('answered', 'handed') AND (? = '' OR r.group_id = ?) ORDER BY d.answered_at DESC, r.id LIMIT 100`, string(desk), group, group)
}

// deskRow is a desk of a report.
type deskRow struct {
	Report     string
	Desk       Desk
	State      State
	Answer     []byte
	AnsweredAt int64
}

// Fields are the columns of desksOfAll.
func (r *deskRow) Fields() []any {
	return []any{&r.Report, &r.Desk, &r.State, &r.Answer, &r.AnsweredAt}
}

var desksOfAll = db.Pair{
	SQLite: `SELECT d.report_id, d.desk, d.state, d.answer, COALESCE(d.answered_at, 0) FROM json_each(?) j CROSS JOIN moderation_desk d
		WHERE d.report_id = j.value ORDER BY d.report_id, d.desk LIMIT 400`,
	Postgres: `SELECT d.report_id, d.desk, d.state, d.answer, COALESCE(d.answered_at, 0) FROM moderation_desk d
		JOIN jsonb_array_elements_text(?::jsonb) j ON j = d.report_id ORDER BY d.report_id, d.desk LIMIT 400`,
}

// desksAmong are the desks on which these reports lie.
func desksAmong(ctx context.Context, tx *db.Tx, reports []string) ([]deskRow, error) {
	list, err := json.Marshal(reports)
	if err != nil {
		return nil, err
	}
	return db.All[deskRow](ctx, tx, tx.Pick(desksOfAll), string(list))
}

// writeAnswer closes a report on a desk. first tells that it was not answered
// before: only then is the answer kept.
func writeAnswer(ctx context.Context, tx *db.Tx, report string, desk Desk, answer []byte, now time.Time) (first, changed bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE moderation_desk SET state = 'answered', answer = ?, answered_at = ? WHERE report_id = ? AND desk = ? AND state = 'open'`,
		answer, clock.Millis(now), report, string(desk))
	if err != nil || n > 0 {
		return n > 0, n > 0, err
	}
	n, err = tx.Exec(ctx, `UPDATE moderation_desk SET state = 'answered' WHERE report_id = ? AND desk = ? AND state = 'replied'`, report, string(desk))
	return false, n > 0, err
}

// writeHanded closes a report on the leaders' desk and opens it on the stewards',
// where it has to be looked at again if it lay there before.
func writeHanded(ctx context.Context, tx *db.Tx, report string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE moderation_desk SET state = 'handed', answered_at = ? WHERE report_id = ? AND desk = 'leaders'`, clock.Millis(now), report)
	if err != nil {
		return err
	}
	if err := insertDesk(ctx, tx, report, Stewards); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE moderation_desk SET state = 'replied' WHERE report_id = ? AND desk = 'stewards' AND state = 'answered'`, report)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE moderation_report SET ends_at = NULL WHERE id = ?`, report)
	return err
}

// writeReplied opens a report again, for the desk to read an answer.
func writeReplied(ctx context.Context, tx *db.Tx, report string, desk Desk) error {
	_, err := tx.Exec(ctx, `UPDATE moderation_desk SET state = 'replied' WHERE report_id = ? AND desk = ? AND state IN ('answered', 'handed')`, report, string(desk))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE moderation_report SET ends_at = NULL WHERE id = ?`, report)
	return err
}

// answeredSince is how many reports the leaders of a group answered.
func answeredSince(ctx context.Context, tx *db.Tx, group string, since time.Time) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM moderation_desk d JOIN moderation_report r ON r.id = d.report_id
		WHERE r.group_id = ? AND d.desk = 'leaders' AND d.state = 'answered' AND d.answered_at >= ?`, group, clock.Millis(since))
}
