package sheet

import (
	"context"

	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/db"
)

// dayRow is the sheet of one date. Items are sealed.
type dayRow struct {
	id, group, meeting, slot string
	items                    []byte
	edition                  int64 // how often the items were changed
	state                    string
	number                   int64 // how often anything was
	clearAt                  int64
}

const dayColumns = `d.id, d.group_id, d.meeting_id, d.slot, d.items, d.edition, d.state, d.number, d.clear_at`

// Fields are dayColumns.
func (r *dayRow) Fields() []any {
	return []any{&r.id, &r.group, &r.meeting, &r.slot, &r.items, &r.edition, &r.state, &r.number, &r.clearAt}
}

func dayOf(ctx context.Context, tx *db.Tx, meeting, slot string) (dayRow, error) {
	return db.One[dayRow](ctx, tx, `SELECT `+dayColumns+` FROM meeting_sheet d WHERE d.meeting_id = ? AND d.slot = ?`, meeting, slot)
}

func dayByID(ctx context.Context, tx *db.Tx, id string) (dayRow, error) {
	return db.One[dayRow](ctx, tx, `SELECT `+dayColumns+` FROM meeting_sheet d WHERE d.id = ?`, id)
}

func insertDay(ctx context.Context, tx *db.Tx, r dayRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_sheet (id, group_id, meeting_id, slot, items, edition, state, number, clear_at) VALUES (?, ?, ?, ?, ?, 0, ?, 1, ?)`,
		r.id, r.group, r.meeting, r.slot, r.items, r.state, r.clearAt)
	return err
}

func writeState(ctx context.Context, tx *db.Tx, r dayRow) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_sheet SET state = ?, number = number + 1, clear_at = ? WHERE id = ?`, r.state, r.clearAt, r.id)
	return err
}

func writeItems(ctx context.Context, tx *db.Tx, id string, items []byte) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_sheet SET items = ?, edition = edition + 1 WHERE id = ?`, items, id)
	return err
}

func deleteDay(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_sheet WHERE id = ?`, id)
	return err
}

func renameDay(ctx context.Context, tx *db.Tx, id, slot string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_sheet SET slot = ? WHERE id = ?`, slot, id)
	return err
}

func dueDays(ctx context.Context, tx *db.Tx, now int64) ([]dayRow, error) {
	return db.All[dayRow](ctx, tx, `SELECT `+dayColumns+` FROM meeting_sheet d WHERE d.clear_at <= ? ORDER BY d.clear_at, d.id LIMIT 500`, now)
}

func putOff(ctx context.Context, tx *db.Tx, id string, to int64) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_sheet SET clear_at = ? WHERE id = ?`, to, id)
	return err
}

// daysOfMeeting are the sheets of all dates of a meeting.
func daysOfMeeting(ctx context.Context, tx *db.Tx, meeting string) ([]dayRow, error) {
	return db.All[dayRow](ctx, tx, `SELECT `+dayColumns+` FROM meeting_sheet d WHERE d.meeting_id = ? ORDER BY d.slot LIMIT 1000`, meeting)
}

// daysWith are the sheets that one of two follows, or both. Nobody else is named in
// a sheet, and nobody else said something for it.
func daysWith(ctx context.Context, tx *db.Tx, one, other string) ([]dayRow, error) {
	return db.All[dayRow](ctx, tx, `SELECT `+dayColumns+` FROM meeting_sheet d
		WHERE d.id IN (SELECT p.sheet_id FROM meeting_present p WHERE p.membership_id IN (?, ?)) ORDER BY d.id LIMIT 1000`, one, other)
}

// presentRow is somebody who follows a sheet.
type presentRow struct {
	Membership string
	hosts      bool
}

// Fields are the columns of presentAt.
func (r *presentRow) Fields() []any { return []any{&r.Membership, &r.hosts} }

func presentAt(ctx context.Context, tx *db.Tx, sheet string) ([]presentRow, error) {
	return db.All[presentRow](ctx, tx, `SELECT membership_id, hosts FROM meeting_present WHERE sheet_id = ? ORDER BY place, membership_id LIMIT 1000`, sheet)
}

func isPresent(ctx context.Context, tx *db.Tx, sheet, membership string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_present WHERE sheet_id = ? AND membership_id = ?`, sheet, membership)
	return n > 0, err
}

func insertPresent(ctx context.Context, tx *db.Tx, sheet, membership string, hosts bool) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO meeting_present (sheet_id, membership_id, place, hosts)
		VALUES (?, ?, (SELECT COALESCE(MAX(place) + 1, 0) FROM meeting_present WHERE sheet_id = ?), ?) ON CONFLICT (sheet_id, membership_id) DO NOTHING`,
		sheet, membership, sheet, hosts)
	return n > 0, err
}

func deletePresent(ctx context.Context, tx *db.Tx, sheet, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_present WHERE sheet_id = ? AND membership_id = ?`, sheet, membership)
	return err
}

// lineRow is somebody in the room without a phone, or something to celebrate.
// Words are sealed.
type lineRow struct {
	id         string
	kind       string
	membership string // whose it is; "" for somebody in the room
	words      []byte
}

// The kinds of lines.
const (
	inRoom      = "room"
	celebrating = "celebration"
)

// Fields are the columns of linesOf.
func (r *lineRow) Fields() []any { return []any{&r.id, &r.kind, &r.membership, &r.words} }

func linesOf(ctx context.Context, tx *db.Tx, sheet string) ([]lineRow, error) {
	return db.All[lineRow](ctx, tx, `SELECT id, kind, COALESCE(membership_id, ''), words FROM meeting_line WHERE sheet_id = ? ORDER BY place, id LIMIT 500`, sheet)
}

func insertLine(ctx context.Context, tx *db.Tx, sheet string, r lineRow) error {
	var membership any
	if r.membership != "" {
		membership = r.membership
	}
	_, err := tx.Exec(ctx, `INSERT INTO meeting_line (id, sheet_id, kind, membership_id, words, place)
		VALUES (?, ?, ?, ?, ?, (SELECT COALESCE(MAX(place) + 1, 0) FROM meeting_line WHERE sheet_id = ?))`, r.id, sheet, r.kind, membership, r.words, sheet)
	return err
}

func deleteLinesBy(ctx context.Context, tx *db.Tx, sheet, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_line WHERE sheet_id = ? AND membership_id = ?`, sheet, membership)
	return err
}

// deleteFollowing leaves nothing of who was there, and what they said.
func deleteFollowing(ctx context.Context, tx *db.Tx, sheet string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM meeting_line WHERE sheet_id = ?`, sheet); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM meeting_present WHERE sheet_id = ?`, sheet)
	return err
}

// among tells which of the ids of a queue are lines.
func among(lines []lineRow) func(queue.Who) bool {
	return func(who queue.Who) bool {
		for _, one := range lines {
			if one.id == string(who) {
				return true
			}
		}
		return false
	}
}
