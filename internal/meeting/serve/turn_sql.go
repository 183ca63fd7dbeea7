package serve

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

const turnColumns = `v.id, v.role_id, v.meeting_id, v.membership_id, v.term_id, v.from_slot, v.to_slot, v.state, v.note, v.lead_days, v.reminded, v.ending, v.changed_at, v.vouched`

type turnRow struct {
	Turn
	from, to      string
	lead, changed int64
}

// Fields are turnColumns.
func (r *turnRow) Fields() []any {
	return []any{&r.ID, &r.Role, &r.Meeting, &r.Membership, &r.Term, &r.from, &r.to, &r.State, &r.Note, &r.lead, &r.Reminded, &r.Ending, &r.changed, &r.Vouched}
}

func (r turnRow) turn() (t Turn, err error) {
	t = r.Turn
	t.Lead, t.Changed = int(r.lead), clock.FromMillis(r.changed)
	if t.From, err = recur.ParseWall(r.from); err != nil {
		return t, err
	}
	t.To, err = recur.ParseWall(r.to)
	return t, err
}

func turns(rows []turnRow, err error) ([]Turn, error) {
	if err != nil {
		return nil, err
	}
	list := make([]Turn, len(rows))
	for i, r := range rows {
		if list[i], err = r.turn(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func turnByID(ctx context.Context, tx *db.Tx, id string) (Turn, error) {
	r, err := db.One[turnRow](ctx, tx, `SELECT `+turnColumns+` FROM meeting_service v WHERE v.id = ?`, id)
	if err != nil {
		return Turn{}, err
	}
	return r.turn()
}

// turnsBetween are all turns at a meeting that hold somewhere between two slots.
func turnsBetween(ctx context.Context, tx *db.Tx, meeting string, from, to recur.Wall) ([]Turn, error) {
	return turns(db.All[turnRow](ctx, tx, `SELECT `+turnColumns+` FROM meeting_service v WHERE v.meeting_id = ? AND v.from_slot <= ? AND v.to_slot >= ?
		ORDER BY v.from_slot, v.id LIMIT 4000`, meeting, to.String(), from.String()))
}

func turnsOfRole(ctx context.Context, tx *db.Tx, role string, from, to recur.Wall) ([]Turn, error) {
	return turns(db.All[turnRow](ctx, tx, `SELECT `+turnColumns+` FROM meeting_service v WHERE v.role_id = ? AND v.from_slot <= ? AND v.to_slot >= ?
		ORDER BY v.from_slot, v.id LIMIT 4000`, role, to.String(), from.String()))
}

// turnsOfTerm are the pieces of what somebody took at once, in their order.
func turnsOfTerm(ctx context.Context, tx *db.Tx, term, membership string) ([]Turn, error) {
	return turns(db.All[turnRow](ctx, tx, `SELECT `+turnColumns+` FROM meeting_service v WHERE v.term_id = ? AND v.membership_id = ?
		ORDER BY v.from_slot LIMIT 1000`, term, membership))
}

func insertTurn(ctx context.Context, tx *db.Tx, t Turn) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_service (id, role_id, meeting_id, membership_id, term_id, from_slot, to_slot, state, note, lead_days, reminded, ending, changed_at, vouched)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.ID, t.Role, t.Meeting, t.Membership, t.Term, t.From.String(), t.To.String(), string(t.State), t.Note, t.Lead, t.Reminded, string(t.Ending), clock.Millis(t.Changed), t.Vouched)
	return err
}

func writeTurn(ctx context.Context, tx *db.Tx, t Turn) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_service SET membership_id = ?, term_id = ?, from_slot = ?, to_slot = ?, state = ?, note = ?, lead_days = ?, reminded = ?, ending = ?, changed_at = ?
		WHERE id = ?`,
		t.Membership, t.Term, t.From.String(), t.To.String(), string(t.State), t.Note, t.Lead, t.Reminded, string(t.Ending), clock.Millis(t.Changed), t.ID)
	return err
}

func writeLead(ctx context.Context, tx *db.Tx, term, membership string, lead int) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_service SET lead_days = ? WHERE term_id = ? AND membership_id = ?`, lead, term, membership)
	return err
}

func writeEnding(ctx context.Context, tx *db.Tx, term, membership string, to Ending) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_service SET ending = ? WHERE term_id = ? AND membership_id = ?`, string(to), term, membership)
	return err
}

// writeVouched says of all that somebody took at once that leaders confirmed it.
func writeVouched(ctx context.Context, tx *db.Tx, term, membership string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_service SET vouched = ? WHERE term_id = ? AND membership_id = ?`, true, term, membership)
	return err
}

func deleteTurn(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_service WHERE id = ?`, id)
	return err
}

// didBefore are the memberships of those who did something before a slot, the
// latest first, without those who have it on that slot or were asked to.
func didBefore(ctx context.Context, tx *db.Tx, role, slot string) ([]string, error) {
	rows, err := db.All[idRow](ctx, tx, `SELECT v.membership_id FROM meeting_service v WHERE v.role_id = ? AND v.state = 'taken' AND v.from_slot < ?
		AND NOT EXISTS (SELECT 1 FROM meeting_service o WHERE o.role_id = v.role_id AND o.membership_id = v.membership_id AND o.from_slot <= ? AND o.to_slot >= ?)
		GROUP BY v.membership_id ORDER BY MAX(v.to_slot) DESC, v.membership_id LIMIT 20`, role, slot, slot, slot)
	return ids(rows), err
}

// lookAll has somebody else wanted for all that somebody took, and that is not
// over.
func lookAll(ctx context.Context, tx *db.Tx, membership, from string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_service SET state = 'wanted', note = '' WHERE membership_id = ? AND state = 'taken' AND to_slot >= ?`, membership, from)
	return err
}

// dropSlot lets go who took something for one date that is not held any more.
func dropSlot(ctx context.Context, tx *db.Tx, meeting, slot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_service WHERE meeting_id = ? AND from_slot = ? AND to_slot = ?`, meeting, slot, slot)
	return err
}

// renameReminded keeps a reminder from being sent again for a date that has
// another name.
func renameReminded(ctx context.Context, tx *db.Tx, meeting, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_service SET reminded = ? WHERE meeting_id = ? AND reminded = ?`, to, meeting, from)
	return err
}

func deleteAskedBefore(ctx context.Context, tx *db.Tx, slot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_service WHERE state = 'asked' AND from_slot < ?`, slot)
	return err
}

func deleteTurnsBefore(ctx context.Context, tx *db.Tx, slot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_service WHERE to_slot < ?`, slot)
	return err
}

// dueRow is a turn of which somebody is to be reminded.
type dueRow struct {
	Turn, Slot, Group string
	Membership        string
}

// Fields are the columns of due.
func (r *dueRow) Fields() []any { return []any{&r.Turn, &r.Slot, &r.Group, &r.Membership} }

// due are the turns on near dates that begin after a moment, within as many days
// as their holder wants to be reminded before, and were not reminded of.
func due(ctx context.Context, tx *db.Tx, now time.Time, afterID string, most int) ([]dueRow, error) {
	at := clock.Millis(now)
	return db.All[dueRow](ctx, tx, `SELECT v.id, MIN(o.slot), o.group_id, v.membership_id FROM meeting_occurrence o
		JOIN meeting_service v ON v.meeting_id = o.meeting_id AND v.from_slot <= o.slot AND v.to_slot >= o.slot JOIN meeting_role r ON r.id = v.role_id
		WHERE o.start_at > ? AND o.start_at <= ? + v.lead_days * 86400000 AND v.lead_days > 0 AND v.state <> 'asked' AND r.gone_at = 0 AND v.reminded < o.slot AND v.id > ?
		GROUP BY v.id, o.group_id, v.membership_id ORDER BY v.id LIMIT ?`, at, at, afterID, most)
}

// mark notes that somebody was reminded, once: it tells whether it was so.
func mark(ctx context.Context, tx *db.Tx, turn, slot string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE meeting_service SET reminded = ? WHERE id = ? AND reminded < ? AND state <> 'asked' AND from_slot <= ? AND to_slot >= ?`, slot, turn, slot, slot, slot)
	return n > 0, err
}

// endingSoon are the last pieces of terms that end between two slots, whose
// holders were not asked yet what comes next.
func endingSoon(ctx context.Context, tx *db.Tx, from, to, afterID string, most int) ([]Turn, error) {
	return turns(db.All[turnRow](ctx, tx, `SELECT `+turnColumns+` FROM meeting_service v JOIN meeting_role r ON r.id = v.role_id
		WHERE v.to_slot >= ? AND v.to_slot <= ? AND v.from_slot <> v.to_slot AND v.state <> 'asked' AND v.ending = '' AND r.gone_at = 0 AND v.id > ?
		AND NOT EXISTS (SELECT 1 FROM meeting_service o WHERE o.term_id = v.term_id AND o.membership_id = v.membership_id AND o.to_slot > v.to_slot)
		ORDER BY v.id LIMIT ?`, from, to, afterID, most))
}

type idRow struct{ id string }

// Fields is the one column.
func (r *idRow) Fields() []any { return []any{&r.id} }

func ids(rows []idRow) []string {
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = r.id
	}
	return list
}
