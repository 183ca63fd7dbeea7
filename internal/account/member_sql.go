package account

import (
	"context"

	"handrail/internal/platform/db"
)

const memberColumns = `a.id, a.made_at, a.name, COALESCE(NULLIF(a.shown, ''), a.standing), a.steward, (SELECT COUNT(*) FROM account_key k WHERE k.account_id = a.id AND k.kind <> 'code')`

type memberRow struct {
	ID       string
	MadeAt   int64
	Name     []byte
	Standing Standing
	Steward  bool
	Keys     int64
}

// Fields are memberColumns.
func (r *memberRow) Fields() []any {
	return []any{&r.ID, &r.MadeAt, &r.Name, &r.Standing, &r.Steward, &r.Keys}
}

// memberPlace is a place in the list of members.
type memberPlace struct {
	MadeAt int64
	ID     string
}

// Fields are the columns of placeOf.
func (p *memberPlace) Fields() []any { return []any{&p.MadeAt, &p.ID} }

func placeOf(ctx context.Context, tx *db.Tx, id string) (memberPlace, error) {
	return db.One[memberPlace](ctx, tx, `SELECT made_at, id FROM account_account WHERE id = ?`, id)
}

func members(ctx context.Context, tx *db.Tx, standing Standing, after memberPlace, most int) ([]memberRow, error) {
	return db.All[memberRow](ctx, tx, `SELECT `+memberColumns+` FROM account_account a
		WHERE (? = '' OR COALESCE(NULLIF(a.shown, ''), a.standing) = ?) AND a.standing <> 'erasing' AND (? = '' OR a.made_at < ? OR (a.made_at = ? AND a.id > ?))
		ORDER BY a.made_at DESC, a.id LIMIT ?`,
		string(standing), string(standing), after.ID, after.MadeAt, after.MadeAt, after.ID, most)
}

func memberByMark(ctx context.Context, tx *db.Tx, mark string) (memberRow, error) {
	return db.One[memberRow](ctx, tx, `SELECT `+memberColumns+` FROM account_account a WHERE a.name_mark = ? AND a.standing <> 'erasing'`, mark)
}

func memberByID(ctx context.Context, tx *db.Tx, id string) (memberRow, error) {
	return db.One[memberRow](ctx, tx, `SELECT `+memberColumns+` FROM account_account a WHERE a.id = ? AND a.standing <> 'erasing'`, id)
}

func waiters(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_account WHERE standing = 'waiting'`)
}

func stewards(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_account WHERE steward AND standing = 'here'`)
}

func keyedStewards(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_account a WHERE a.steward AND a.standing = 'here'
		AND (SELECT COUNT(*) FROM account_key k WHERE k.account_id = a.id AND k.kind <> 'code') > 1`)
}
