package moderation

import (
	"context"
	"encoding/json"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const actColumns = `a.id, COALESCE(a.report_id, ''), a.desk, a.group_id, a.kind, a.target, a.what, a.category, COALESCE(a.by_id, ''), COALESCE(a.about_id, ''),
	a.reason, COALESCE(a.until_at, 0), a.answer, COALESCE(a.answered_at, 0), a.made_at`

type actRow struct {
	ID, Report          string
	Desk                Desk
	Group, Kind, Target string
	What                What
	Category            Category
	By, About           string
	Reason              []byte
	Until               int64
	Answer              []byte
	AnsweredAt, MadeAt  int64
}

// Fields are actColumns.
func (r *actRow) Fields() []any {
	return []any{
		&r.ID, &r.Report, &r.Desk, &r.Group, &r.Kind, &r.Target, &r.What, &r.Category, &r.By, &r.About, &r.Reason, &r.Until, &r.Answer, &r.AnsweredAt, &r.MadeAt,
	}
}

func insertAct(ctx context.Context, tx *db.Tx, r actRow) error {
	var until any
	if r.Until > 0 {
		until = r.Until
	}
	_, err := tx.Exec(ctx, `INSERT INTO moderation_act (id, report_id, desk, group_id, kind, target, what, category, by_id, about_id, reason, until_at, answer, answered_at, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)`,
		r.ID, r.Report, string(r.Desk), r.Group, r.Kind, r.Target, string(r.What), string(r.Category), orNull(r.By), orNull(r.About), r.Reason, until, r.MadeAt)
	return err
}

// actsOn are the acts on a thing by a desk, or by all where desk is "", in the
// order in which they were done.
func actsOn(ctx context.Context, tx *db.Tx, desk Desk, kind, target string) ([]actRow, error) {
	return db.All[actRow](ctx, tx, `SELECT `+actColumns+` FROM moderation_act a
		WHERE a.kind = ? AND a.target = ? AND (? = '' OR a.desk = ?) ORDER BY a.made_at, a.id LIMIT 200`, kind, target, string(desk), string(desk))
}

func actByID(ctx context.Context, tx *db.Tx, id string) (actRow, error) {
	return db.One[actRow](ctx, tx, `SELECT `+actColumns+` FROM moderation_act a WHERE a.id = ?`, id)
}

var actsAboutAll = db.Pair{
	SQLite: `SELECT ` + actColumns + ` FROM json_each(?) j CROSS JOIN moderation_act a WHERE a.about_id = j.value
		ORDER BY a.made_at DESC, a.id LIMIT 100`,
	Postgres: `SELECT ` + actColumns + ` FROM moderation_act a JOIN jsonb_array_elements_text(?::jsonb) j ON j = a.about_id
		ORDER BY a.made_at DESC, a.id LIMIT 100`,
}

// actsAbout are what was done about these memberships, the latest first.
func actsAbout(ctx context.Context, tx *db.Tx, memberships []string) ([]actRow, error) {
	list, err := json.Marshal(memberships)
	if err != nil {
		return nil, err
	}
	return db.All[actRow](ctx, tx, tx.Pick(actsAboutAll), string(list))
}

// actsUnnamed are what was done in a group about what nobody is known to have
// written, the latest first.
func actsUnnamed(ctx context.Context, tx *db.Tx, group string, since time.Time) ([]actRow, error) {
	return db.All[actRow](ctx, tx, `SELECT `+actColumns+` FROM moderation_act a
		WHERE a.group_id = ? AND a.about_id IS NULL AND a.made_at >= ? ORDER BY a.made_at DESC, a.id LIMIT 500`, group, clock.Millis(since))
}

// actsIn are what was done in a group, the latest first.
func actsIn(ctx context.Context, tx *db.Tx, group string, since time.Time) ([]actRow, error) {
	return db.All[actRow](ctx, tx, `SELECT `+actColumns+` FROM moderation_act a WHERE a.group_id = ? AND a.made_at >= ? ORDER BY a.made_at DESC, a.id LIMIT 2000`,
		group, clock.Millis(since))
}

// writeReply keeps what somebody answers to an act, once.
func writeReply(ctx context.Context, tx *db.Tx, act string, answer []byte, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE moderation_act SET answer = ?, answered_at = ? WHERE id = ? AND answer IS NULL AND report_id IS NOT NULL`,
		answer, clock.Millis(now), act)
	return n > 0, err
}

func deleteOldActs(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM moderation_act WHERE made_at < ? AND report_id IS NULL`, clock.Millis(before))
	return err
}
