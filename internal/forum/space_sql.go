package forum

import (
	"context"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const spaceColumns = `s.id, s.group_id, s.shipped, s.name, s.about, s.kind, s.answers, s.starts, s.place, s.closed, s.made_at`

type spaceRow struct {
	Space
	place, made int64
}

// Fields are spaceColumns.
func (r *spaceRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Shipped, &r.Name, &r.About, &r.Kind, &r.Answers, &r.Starts, &r.place, &r.Closed, &r.made}
}

func (r spaceRow) space() Space {
	sp := r.Space
	sp.Place, sp.Made = int(r.place), clock.FromMillis(r.made)
	return sp
}

func spacesOf(ctx context.Context, tx *db.Tx, group string) ([]Space, error) {
	rows, err := db.All[spaceRow](ctx, tx, `SELECT `+spaceColumns+` FROM forum_space s WHERE s.group_id = ? ORDER BY s.place, s.id LIMIT 200`, group)
	list := make([]Space, len(rows))
	for i, r := range rows {
		list[i] = r.space()
	}
	return list, err
}

func spaceByID(ctx context.Context, tx *db.Tx, id string) (Space, error) {
	r, err := db.One[spaceRow](ctx, tx, `SELECT `+spaceColumns+` FROM forum_space s WHERE s.id = ?`, id)
	return r.space(), err
}

func insertSpace(ctx context.Context, tx *db.Tx, sp Space) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_space (id, group_id, shipped, name, about, kind, answers, starts, place, closed, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		sp.ID, sp.Group, sp.Shipped, sp.Name, sp.About, string(sp.Kind), string(sp.Answers), string(sp.Starts), sp.Place, sp.Closed, clock.Millis(sp.Made))
	return err
}

func writeSpace(ctx context.Context, tx *db.Tx, sp Space) error {
	_, err := tx.Exec(ctx, `UPDATE forum_space SET name = ?, about = ?, kind = ?, answers = ?, starts = ?, closed = ? WHERE id = ?`,
		sp.Name, sp.About, string(sp.Kind), string(sp.Answers), string(sp.Starts), sp.Closed, sp.ID)
	return err
}

func writeSpacePlace(ctx context.Context, tx *db.Tx, id string, place int) error {
	_, err := tx.Exec(ctx, `UPDATE forum_space SET place = ? WHERE id = ?`, place, id)
	return err
}

func spaceUsed(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM (SELECT 1 FROM forum_topic WHERE space_id = ? LIMIT 1) t`, id)
	return n > 0, err
}

func deleteSpace(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_space WHERE id = ?`, id)
	return err
}
