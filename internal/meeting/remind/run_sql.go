package remind

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// mark says what became of one date for one member.
type mark string

// The marks. They are stored.
const (
	told    mark = "told"    // there was a reminder
	settled mark = "settled" // there was one, and it was answered or went by
	known   mark = "known"   // none was needed
	skipped mark = "skipped" // "not this time"
	unsaid  mark = "unsaid"  // it was over before anybody could say a word
)

// aPage is how many candidates are read at once; of one membership no more.
const aPage = 2000

// ahead is how long before the moment a date is looked at: quiet hours can have
// it come a day earlier.
const ahead = 27 * time.Hour

// candidateTables are the dates that a wish is for. One for a meeting keeps that
// for all of the group out, also while it rests. A date that was marked is looked
// at again when it moved, and when it is said to be over and is not: then the
// clock had gone wrong.
const candidateTables = ` FROM meeting_reminder r
	JOIN meeting_occurrence o ON o.group_id = r.group_id AND (o.meeting_id = r.meeting_id OR r.meeting_id IS NULL AND NOT EXISTS
		(SELECT 1 FROM meeting_reminder x WHERE x.membership_id = r.membership_id AND x.meeting_id = o.meeting_id))
	LEFT JOIN meeting_coming c ON c.meeting_id = o.meeting_id AND c.slot = o.slot AND c.membership_id = r.membership_id
	LEFT JOIN meeting_reminded d ON d.meeting_id = o.meeting_id AND d.slot = o.slot AND d.membership_id = r.membership_id
	WHERE r.dates <> 'none' AND NOT r.stopped AND (r.dates = 'every' OR c.membership_id IS NOT NULL)
		AND o.start_at - r.lead * 60000 <= ? AND (d.state IS NULL OR d.state = 'unsaid' AND o.end_at > ? OR d.state NOT IN ('skipped', 'unsaid') AND d.start_at <> o.start_at)`

const candidateColumns = `r.group_id, r.membership_id, o.meeting_id, o.slot, r.lead, r.since_at, o.start_at, o.end_at, CASE WHEN d.state IS NULL OR d.state = 'unsaid' THEN 0 ELSE d.start_at END`

type candidateRow struct {
	group, membership, meeting, slot string
	lead, since, start, end, told    int64
}

// Fields are candidateColumns.
func (r *candidateRow) Fields() []any {
	return []any{&r.group, &r.membership, &r.meeting, &r.slot, &r.lead, &r.since, &r.start, &r.end, &r.told}
}

func (r candidateRow) candidate() candidate {
	c := candidate{
		group: r.group, membership: r.membership, meeting: r.meeting, slot: r.slot, lead: int(r.lead), since: clock.FromMillis(r.since),
		start: clock.FromMillis(r.start), end: clock.FromMillis(r.end),
	}
	if r.told != 0 {
		c.told = clock.FromMillis(r.told)
	}
	return c
}

func candidatesAfter(ctx context.Context, tx *db.Tx, after string, now time.Time) ([]candidateRow, error) {
	return db.All[candidateRow](ctx, tx, `SELECT `+candidateColumns+candidateTables+` AND r.membership_id > ?
		ORDER BY r.membership_id, o.start_at, o.meeting_id, o.slot LIMIT ?`, millis(now.Add(ahead)), millis(now), after, aPage)
}

func candidatesOf(ctx context.Context, tx *db.Tx, membership string, now time.Time) ([]candidateRow, error) {
	return db.All[candidateRow](ctx, tx, `SELECT `+candidateColumns+candidateTables+` AND r.membership_id = ?
		ORDER BY o.start_at, o.meeting_id, o.slot LIMIT ?`, millis(now.Add(ahead)), millis(now), membership, aPage)
}

// putMark marks a date, unless it is marked already for the time at which it
// begins now: whoever comes second does nothing.
func putMark(ctx context.Context, tx *db.Tx, c candidate, as mark) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO meeting_reminded (membership_id, meeting_id, slot, state, start_at, end_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (membership_id, meeting_id, slot) DO UPDATE SET state = excluded.state, start_at = excluded.start_at, end_at = excluded.end_at
		WHERE meeting_reminded.state <> 'skipped' AND (meeting_reminded.start_at <> excluded.start_at OR meeting_reminded.state = 'unsaid' AND excluded.state <> 'unsaid')`,
		c.membership, c.meeting, c.slot, string(as), millis(c.start), millis(c.end))
	return n == 1, err
}

type markRow struct {
	membership, meeting, slot string
	state                     mark
	start, end                int64
}

const markColumns = `d.membership_id, d.meeting_id, d.slot, d.state, d.start_at, d.end_at`

// Fields are markColumns.
func (r *markRow) Fields() []any {
	return []any{&r.membership, &r.meeting, &r.slot, &r.state, &r.start, &r.end}
}

func markOf(ctx context.Context, tx *db.Tx, membership, meeting, slot string) (markRow, error) {
	return db.One[markRow](ctx, tx, `SELECT `+markColumns+` FROM meeting_reminded d WHERE d.membership_id = ? AND d.meeting_id = ? AND d.slot = ?`, membership, meeting, slot)
}

func toldBefore(ctx context.Context, tx *db.Tx, at time.Time) ([]markRow, error) {
	return db.All[markRow](ctx, tx, `SELECT `+markColumns+` FROM meeting_reminded d WHERE d.state = 'told' AND d.end_at <= ? ORDER BY d.end_at, d.membership_id LIMIT 1000`, millis(at))
}

func unsaidOf(ctx context.Context, tx *db.Tx, membership string, now time.Time) ([]markRow, error) {
	return db.All[markRow](ctx, tx, `SELECT `+markColumns+` FROM meeting_reminded d WHERE d.membership_id = ? AND d.state = 'unsaid' AND d.end_at <= ?
		ORDER BY d.start_at DESC LIMIT 100`, membership, millis(now))
}

func settleMark(ctx context.Context, tx *db.Tx, r markRow) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE meeting_reminded SET state = 'settled' WHERE membership_id = ? AND meeting_id = ? AND slot = ? AND state = 'told'`,
		r.membership, r.meeting, r.slot)
	return n == 1, err
}

// writeMark marks a date whatever stood there.
func writeMark(ctx context.Context, tx *db.Tx, r markRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_reminded (membership_id, meeting_id, slot, state, start_at, end_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (membership_id, meeting_id, slot) DO UPDATE SET state = excluded.state, start_at = excluded.start_at, end_at = excluded.end_at`,
		r.membership, r.meeting, r.slot, string(r.state), r.start, r.end)
	return err
}

func deleteMark(ctx context.Context, tx *db.Tx, r markRow) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_reminded WHERE membership_id = ? AND meeting_id = ? AND slot = ?`, r.membership, r.meeting, r.slot)
	return err
}

// moveMarks gives what became of a date to another slot, or with "" lets it go.
func moveMarks(ctx context.Context, tx *db.Tx, meeting, from, to string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM meeting_reminded WHERE meeting_id = ? AND slot = ?`, meeting, pick(to == "", from, to)); err != nil || to == "" {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE meeting_reminded SET slot = ? WHERE meeting_id = ? AND slot = ?`, to, meeting, from)
	return err
}

// nearRow is a date of the near future.
type nearRow struct{ start, end int64 }

// Fields are start_at and end_at.
func (r *nearRow) Fields() []any { return []any{&r.start, &r.end} }

func nearDate(ctx context.Context, tx *db.Tx, meeting, slot string) (nearRow, error) {
	return db.One[nearRow](ctx, tx, `SELECT start_at, end_at FROM meeting_occurrence WHERE meeting_id = ? AND slot = ?`, meeting, slot)
}

type runRow struct{ ran, steady int64 }

// Fields are ran_at and steady_at.
func (r *runRow) Fields() []any { return []any{&r.ran, &r.steady} }

func readRun(ctx context.Context, tx *db.Tx) (ran, steady time.Time, err error) {
	r, err := db.One[runRow](ctx, tx, `SELECT ran_at, steady_at FROM meeting_remind_run WHERE id = 1`)
	if isGone(err) {
		return time.Time{}, time.Time{}, nil
	}
	return clock.FromMillis(r.ran), clock.FromMillis(r.steady), err
}

func writeRun(ctx context.Context, tx *db.Tx, ran, steady time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_remind_run (id, ran_at, steady_at) VALUES (1, ?, ?)
		ON CONFLICT (id) DO UPDATE SET ran_at = excluded.ran_at, steady_at = excluded.steady_at`, millis(ran), millis(steady))
	return err
}

// sweep lets go what no longer matters: nobody needs to know who was where. What
// became of a date stays while it counts as near, or it would be looked at anew.
func sweep(ctx context.Context, tx *db.Tx, now time.Time) error {
	if _, err := tx.Exec(ctx, `DELETE FROM meeting_reminded WHERE end_at <= ? AND NOT EXISTS
		(SELECT 1 FROM meeting_occurrence o WHERE o.meeting_id = meeting_reminded.meeting_id AND o.slot = meeting_reminded.slot)`, millis(now.Add(-kept))); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM meeting_nudge WHERE ended_at > 0 AND ended_at <= ?`, millis(now.Add(-endedKept))); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE meeting_nudge SET line_id = '', ours = 0, line = NULL, line_at = 0, answer = '' WHERE line_at > 0 AND line_at <= ?`, millis(now.Add(-lineKept)))
	return err
}
