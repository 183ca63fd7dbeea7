package group

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const agreementColumns = `group_id, version, source, html, substance, COALESCE(ballot_id, ''), made_at`

type agreementRow struct {
	Group        string
	Version      int64
	Source, HTML string
	Substance    bool
	Ballot       string
	MadeAt       int64
}

// Fields are agreementColumns.
func (r *agreementRow) Fields() []any {
	return []any{&r.Group, &r.Version, &r.Source, &r.HTML, &r.Substance, &r.Ballot, &r.MadeAt}
}

func (r agreementRow) agreement() Agreement {
	return Agreement{Version: r.Version, Source: r.Source, HTML: r.HTML, Substance: r.Substance, Ballot: r.Ballot, Made: clock.FromMillis(r.MadeAt)}
}

func agreementOf(ctx context.Context, tx *db.Tx, group string, version int64) (agreementRow, error) {
	return db.One[agreementRow](ctx, tx, `SELECT `+agreementColumns+` FROM group_agreement WHERE group_id = ? AND version = ?`, group, version)
}

func agreements(ctx context.Context, tx *db.Tx, group string) ([]agreementRow, error) {
	return db.All[agreementRow](ctx, tx, `SELECT `+agreementColumns+` FROM group_agreement WHERE group_id = ? ORDER BY version DESC LIMIT 100`, group)
}

func insertAgreement(ctx context.Context, tx *db.Tx, r agreementRow, rendered int) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_agreement (group_id, version, source, html, rendered, substance, ballot_id, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Group, r.Version, r.Source, r.HTML, rendered, r.Substance, orNull(r.Ballot), r.MadeAt)
	return err
}

func writeAgreement(ctx context.Context, tx *db.Tx, group string, version int64) error {
	_, err := tx.Exec(ctx, `UPDATE group_group SET agreement = ? WHERE id = ?`, version, group)
	return err
}

// oldMembers is how many have been here since then.
func oldMembers(ctx context.Context, tx *db.Tx, group string, since time.Time) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership WHERE group_id = ? AND standing IN ('here', 'out') AND joined_at <= ?`, group, clock.Millis(since))
}
