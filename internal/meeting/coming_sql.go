package meeting

import (
	"context"

	"handrail/internal/platform/db"
)

const comingColumns = `c.meeting_id, c.slot, c.membership_id, c.way, c.shown, c.seat, COALESCE(c.greeter_id, '')`

type comingRow struct {
	Coming
	slot string
}

// Fields are comingColumns.
func (r *comingRow) Fields() []any {
	return []any{&r.Meeting, &r.slot, &r.Membership, &r.Way, &r.Shown, &r.Seat, &r.Greeter}
}

func (r comingRow) coming() (c Coming, err error) {
	c = r.Coming
	c.Slot, err = wall(r.slot)
	return c, err
}

func comingOf(ctx context.Context, tx *db.Tx, meeting, slot, membership string) (Coming, error) {
	r, err := db.One[comingRow](ctx, tx, `SELECT `+comingColumns+` FROM meeting_coming c WHERE c.meeting_id = ? AND c.slot = ? AND c.membership_id = ?`,
		meeting, slot, membership)
	if err != nil {
		return Coming{}, err
	}
	return r.coming()
}

func comingsTo(ctx context.Context, tx *db.Tx, meeting, slot string) ([]Coming, error) {
	rows, err := db.All[comingRow](ctx, tx, `SELECT `+comingColumns+` FROM meeting_coming c WHERE c.meeting_id = ? AND c.slot = ? ORDER BY c.membership_id LIMIT 2000`,
		meeting, slot)
	list := make([]Coming, 0, len(rows))
	for _, r := range rows {
		c, err := r.coming()
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, err
}

// countedOn are the memberships of those who come to a date, or do something
// there: who hears of a change.
func countedOn(ctx context.Context, tx *db.Tx, meeting, slot string) ([]string, error) {
	rows, err := db.All[keyRow](ctx, tx, `SELECT membership_id FROM meeting_coming WHERE meeting_id = ? AND slot = ?
		UNION SELECT v.membership_id FROM meeting_service v JOIN meeting_role r ON r.id = v.role_id
			WHERE v.meeting_id = ? AND r.gone_at = 0 AND v.state <> 'asked' AND v.from_slot <= ? AND v.to_slot >= ?`, meeting, slot, meeting, slot, slot)
	return keys(rows), err
}

func countComing(ctx context.Context, tx *db.Tx, meeting, slot string, way Way) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_coming WHERE meeting_id = ? AND slot = ? AND way = ?`, meeting, slot, string(way))
}

func putComing(ctx context.Context, tx *db.Tx, c Coming) error {
	var greeter any
	if c.Greeter != "" {
		greeter = c.Greeter
	}
	_, err := tx.Exec(ctx, `INSERT INTO meeting_coming (meeting_id, slot, membership_id, way, shown, seat, greeter_id) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (meeting_id, slot, membership_id) DO UPDATE SET way = excluded.way, shown = excluded.shown, seat = excluded.seat, greeter_id = excluded.greeter_id`,
		c.Meeting, c.Slot.String(), c.Membership, string(c.Way), string(c.Shown), c.Seat, greeter)
	return err
}

func deleteComing(ctx context.Context, tx *db.Tx, meeting, slot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_coming WHERE meeting_id = ? AND slot = ?`, meeting, slot)
	return err
}

func deleteComingOf(ctx context.Context, tx *db.Tx, meeting, slot, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_coming WHERE meeting_id = ? AND slot = ? AND membership_id = ?`, meeting, slot, membership)
	return err
}

func moveComing(ctx context.Context, tx *db.Tx, meeting, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_coming SET slot = ? WHERE meeting_id = ? AND slot = ?`, to, meeting, from)
	return err
}

// moveServices gives what somebody took for one date to another slot.
func moveServices(ctx context.Context, tx *db.Tx, meeting, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_service SET from_slot = ?, to_slot = ? WHERE meeting_id = ? AND from_slot = ? AND to_slot = ?`, to, to, meeting, from, from)
	return err
}

// Comings that are over go: nobody needs a list of who was where.
func deleteComingBefore(ctx context.Context, tx *db.Tx, slot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_coming WHERE slot < ?`, slot)
	return err
}

// What becomes of somebody who is no member any more.

func deleteComingBy(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_coming WHERE membership_id = ?`, membership)
	return err
}

func clearGreeter(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_coming SET greeter_id = NULL WHERE greeter_id = ?`, membership)
	return err
}

func deleteAskingBy(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_asking WHERE membership_id = ?`, membership)
	return err
}

func deleteServiceBy(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_service WHERE membership_id = ?`, membership)
	return err
}

func comingBy(ctx context.Context, tx *db.Tx, membership string) (map[string]bool, error) {
	rows, err := db.All[comingRow](ctx, tx, `SELECT `+comingColumns+` FROM meeting_coming c WHERE c.membership_id = ?`, membership)
	dates := make(map[string]bool, len(rows))
	for _, r := range rows {
		dates[r.Meeting+"_"+r.slot] = true
	}
	return dates, err
}
