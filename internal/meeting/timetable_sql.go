package meeting

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

const planColumns = `p.id, p.meeting_id, p.slot, p.first, p.until, p.rule, p.zone, p.minutes, p.way, p.area, p.town, p.placed, p.access, p.capacity, p.inside`

type planRow struct {
	Plan
	slot, first, until, rule, zone string
	minutes, capacity              int64
}

// Fields are planColumns.
func (r *planRow) Fields() []any {
	return []any{
		&r.ID, &r.Meeting, &r.slot, &r.first, &r.until, &r.rule, &r.zone, &r.minutes, &r.Way, &r.Area, &r.Town, &r.Placing, &r.Access, &r.capacity, &r.inside,
	}
}

// plan is the row as a plan. To look up a zone takes long, so those that were
// looked up are kept in zones.
func (r planRow) plan(zones map[string]*time.Location) (p Plan, err error) {
	p = r.Plan
	p.Minutes, p.Capacity = int(r.minutes), int(r.capacity)
	if p.Slot, err = wall(r.slot); err != nil {
		return p, err
	}
	if p.Series.First, err = wall(r.first); err != nil {
		return p, err
	}
	if p.Series.Until, err = wall(r.until); err != nil {
		return p, err
	}
	if p.Series.Zone = zones[r.zone]; p.Series.Zone == nil {
		if p.Series.Zone, err = recur.Zone(r.zone); err != nil {
			return p, err
		}
		zones[r.zone] = p.Series.Zone
	}
	if r.rule != "" {
		p.Series.Rule, err = recur.ParseRule(r.rule)
	}
	return p, err
}

// wall reads a column that may be empty.
func wall(text string) (recur.Wall, error) {
	if text == "" {
		return recur.Wall{}, nil
	}
	return recur.ParseWall(text)
}

// written is how such a column is filled.
func written(w recur.Wall) string {
	if w.IsZero() {
		return ""
	}
	return w.String()
}

const dateColumns = `d.meeting_id, d.slot, d.extra, d.cancelled, d.start, d.minutes, d.note, COALESCE(d.plan_id, ''), d.changed_at`

type dateFields struct {
	dateRow
	slot, start      string
	minutes, changed int64
}

// Fields are dateColumns.
func (r *dateFields) Fields() []any {
	return []any{&r.Meeting, &r.slot, &r.Extra, &r.Cancelled, &r.start, &r.minutes, &r.Note, &r.Plan, &r.changed}
}

func (r dateFields) date() (d dateRow, err error) {
	d = r.dateRow
	d.Minutes, d.Changed = int(r.minutes), clock.FromMillis(r.changed)
	if d.Slot, err = wall(r.slot); err != nil {
		return d, err
	}
	d.Start, err = wall(r.start)
	return d, err
}

// timetableOf is all that decides when a meeting takes place.
func timetableOf(ctx context.Context, tx *db.Tx, meeting string) (timetable, error) {
	one, err := meetingByID(ctx, tx, meeting)
	if err != nil {
		return timetable{}, err
	}
	plans, err := db.All[planRow](ctx, tx, `SELECT `+planColumns+` FROM meeting_plan p WHERE p.meeting_id = ? ORDER BY p.first, p.id`, meeting)
	if err != nil {
		return timetable{}, err
	}
	dates, err := db.All[dateFields](ctx, tx, `SELECT `+dateColumns+` FROM meeting_date d WHERE d.meeting_id = ?`, meeting)
	if err != nil {
		return timetable{}, err
	}
	return assemble([]Meeting{one}, plans, dates)[0].checked()
}

// timetablesOf are those of a group whose meetings have a date that ends at a
// time or later. What is otherwise on dates long past is left out.
func timetablesOf(ctx context.Context, tx *db.Tx, group string, from time.Time) ([]timetable, error) {
	rows, err := db.All[meetingRow](ctx, tx, `SELECT `+meetingColumns+` FROM meeting_meeting m WHERE m.group_id = ? ORDER BY m.id`, group)
	if err != nil {
		return nil, err
	}
	plans, err := db.All[planRow](ctx, tx, `SELECT `+planColumns+` FROM meeting_plan p JOIN meeting_meeting m ON m.id = p.meeting_id
		WHERE m.group_id = ? ORDER BY p.first, p.id`, group)
	if err != nil {
		return nil, err
	}
	dates, err := db.All[dateFields](ctx, tx, `SELECT `+dateColumns+` FROM meeting_date d JOIN meeting_meeting m ON m.id = d.meeting_id
		WHERE m.group_id = ? AND (d.slot >= ? OR d.start >= ?)`, group, earliest(from), earliest(from))
	if err != nil {
		return nil, err
	}
	meetings := make([]Meeting, len(rows))
	for i, r := range rows {
		meetings[i] = r.meeting()
	}
	list := assemble(meetings, plans, dates)
	for _, t := range list {
		if t.fault != nil {
			return nil, t.fault
		}
	}
	return list, nil
}

// earliest is a wall-clock time that comes before an instant in every zone, with
// a meeting's length to spare.
func earliest(t time.Time) string { return recur.WallOf(t.UTC().Add(-50 * time.Hour)).String() }

// assemble puts each row to its meeting.
func assemble(meetings []Meeting, plans []planRow, dates []dateFields) []timetable {
	list := make([]timetable, len(meetings))
	at := make(map[string]*timetable, len(meetings))
	for i, m := range meetings {
		list[i] = timetable{meeting: m, plans: map[string]Plan{}, dates: map[string]dateRow{}}
		at[m.ID] = &list[i]
	}
	zones := map[string]*time.Location{}
	for _, r := range plans {
		p, err := r.plan(zones)
		t := at[r.Meeting]
		switch {
		case t == nil:
		case err != nil:
			t.fault = err
		case p.Slot.IsZero():
			t.phases = append(t.phases, p)
		default:
			t.plans[p.ID] = p
		}
	}
	for _, r := range dates {
		d, err := r.date()
		t := at[r.Meeting]
		switch {
		case t == nil:
		case err != nil:
			t.fault = err
		default:
			t.dates[d.Slot.String()] = d
		}
	}
	return list
}

func insertPlan(ctx context.Context, tx *db.Tx, p Plan) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_plan (id, meeting_id, slot, first, until, rule, zone, minutes, way, area, town, placed, access, capacity, inside)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Meeting, written(p.Slot), written(p.Series.First), written(p.Series.Until), p.Series.Rule.String(), p.Series.Zone.String(),
		p.Minutes, string(p.Way), p.Area, p.Town, string(p.Placing), p.Access, p.Capacity, p.inside)
	return err
}

func writeUntil(ctx context.Context, tx *db.Tx, plan string, until recur.Wall) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_plan SET until = ? WHERE id = ?`, written(until), plan)
	return err
}

func deletePlan(ctx context.Context, tx *db.Tx, plan string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_plan WHERE id = ?`, plan)
	return err
}

func putDate(ctx context.Context, tx *db.Tx, d dateRow) error {
	var plan any
	if d.Plan != "" {
		plan = d.Plan
	}
	_, err := tx.Exec(ctx, `INSERT INTO meeting_date (meeting_id, slot, extra, cancelled, start, minutes, note, plan_id, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (meeting_id, slot) DO UPDATE SET extra = excluded.extra, cancelled = excluded.cancelled, start = excluded.start, minutes = excluded.minutes,
			note = excluded.note, plan_id = excluded.plan_id, changed_at = excluded.changed_at`,
		d.Meeting, d.Slot.String(), d.Extra, d.Cancelled, written(d.Start), d.Minutes, d.Note, plan, clock.Millis(d.Changed))
	return err
}

func deleteDate(ctx context.Context, tx *db.Tx, meeting, slot string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_date WHERE meeting_id = ? AND slot = ?`, meeting, slot)
	return err
}

func moveDate(ctx context.Context, tx *db.Tx, meeting, from, to string) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_date SET slot = ? WHERE meeting_id = ? AND slot = ?`, to, meeting, from)
	return err
}
