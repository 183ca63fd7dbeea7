package meeting

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// Standing says what became of a date.
type Standing string

// The standings.
const (
	Planned   Standing = "planned"
	Cancelled Standing = "cancelled"
	Extra     Standing = "extra" // beside what the schedule gives, and not cancelled
)

// Occurrence is one date of a meeting.
type Occurrence struct {
	Meeting  Meeting
	Plan     Plan       // what holds on this date
	Slot     recur.Wall // the wall-clock time that its phase gives it: its name
	Start    time.Time
	End      time.Time
	Standing Standing
	Extra    bool      // beside what the schedule gives
	Moved    bool      // it begins at another time than its slot
	Fit      recur.Fit // whether that time was there once, twice, or not at all on that day
	Note     string    // what is to be known about this date, in plain words
}

// Key is the date in addresses: the meeting and the slot.
func (o Occurrence) Key() string { return Key(o.Meeting.ID, o.Slot) }

// Key is one date of a meeting in addresses. A meeting's id alone is its next.
func Key(meeting string, slot recur.Wall) string { return meeting + "_" + slot.String() }

// ParseKey takes a key apart. The slot is zero where it names none.
func ParseKey(key string) (meeting string, slot recur.Wall, err error) {
	meeting, text, dated := strings.Cut(key, "_")
	if !dated {
		return meeting, slot, nil
	}
	if slot, err = recur.ParseWall(text); err != nil || slot.String() != text {
		return "", recur.Wall{}, fault.Missing()
	}
	return meeting, slot, nil
}

// Zone is where the wall clock hangs that the date is told by.
func (o Occurrence) Zone() *time.Location { return o.Plan.Series.Zone }

// IsOver tells whether it has ended.
func (o Occurrence) IsOver(now time.Time) bool { return !now.Before(o.End) }

// IsOn tells whether it is going on.
func (o Occurrence) IsOn(now time.Time) bool {
	return o.Standing != Cancelled && !now.Before(o.Start) && now.Before(o.End)
}

// timetable is all that decides when a meeting takes place.
type timetable struct {
	meeting Meeting
	phases  []Plan             // by their first time
	plans   map[string]Plan    // of one date, by id
	dates   map[string]dateRow // by slot

	fault error // a row that cannot be read
}

func (t timetable) checked() (timetable, error) { return t, t.fault }

// dateRow is what is otherwise on one date.
type dateRow struct {
	Meeting   string
	Slot      recur.Wall
	Extra     bool
	Cancelled bool
	Start     recur.Wall // zero where it was not moved
	Minutes   int        // 0 for the plan's
	Note      string
	Plan      string // "" for the phase's
	Changed   time.Time
}

func (d dateRow) standing() Standing {
	switch {
	case d.Cancelled:
		return Cancelled
	case d.Extra:
		return Extra
	}
	return Planned
}

// between are the dates that begin at from or later and before to, in their
// order.
func (t timetable) between(from, to time.Time) []Occurrence {
	var list []Occurrence
	add := func(o Occurrence) {
		if !o.Start.Before(from) && o.Start.Before(to) {
			list = append(list, o)
		}
	}
	for _, p := range t.phases {
		for _, one := range p.Series.Between(from, to) {
			if d, otherwise := t.dates[one.Slot.String()]; !otherwise || d.Start.IsZero() {
				add(t.occurrence(p, one.Slot))
			}
		}
	}
	for _, d := range t.dates {
		if p, found := t.phaseOf(d); found && !d.Start.IsZero() {
			add(t.occurrence(p, d.Slot))
		}
	}
	slices.SortFunc(list, func(a, b Occurrence) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Key(), b.Key()))
	})
	return list
}

// phaseOf is the phase that a date belongs to: for an extra one, the last that
// had begun by then, or else the first of all.
func (t timetable) phaseOf(d dateRow) (Plan, bool) {
	if d.Extra && len(t.phases) > 0 {
		at := t.phases[0]
		for _, p := range t.phases {
			if p.Series.First.Compare(d.Slot) <= 0 {
				at = p
			}
		}
		return at, true
	}
	for _, p := range t.phases {
		if p.Series.Has(d.Slot) {
			return p, true
		}
	}
	return Plan{}, false
}

// at is the date with this slot.
func (t timetable) at(slot recur.Wall) (Occurrence, error) {
	d, otherwise := t.dates[slot.String()]
	if !otherwise {
		d = dateRow{Slot: slot}
	}
	p, found := t.phaseOf(d)
	if !found {
		return Occurrence{}, fault.Missing()
	}
	return t.occurrence(p, slot), nil
}

// next is the date that is on at a time or comes first after it, if there is one.
func (t timetable) next(now time.Time) (Occurrence, bool) {
	for from, days := now.Add(-MostLength), 40; days <= 800; days *= 2 {
		for _, o := range t.between(from, now.AddDate(0, 0, days)) {
			if !o.IsOver(now) && o.Standing != Cancelled {
				return o, true
			}
		}
	}
	o, any := t.far(now)
	return o, any && o.Standing != Cancelled
}

// far is the first date that the schedule gives after a time, however late it is.
func (t timetable) far(now time.Time) (first Occurrence, any bool) {
	for _, p := range t.phases {
		one, found := p.Series.Next(now)
		if !found {
			continue
		}
		if o := t.occurrence(p, one.Slot); !any || o.Start.Before(first.Start) {
			first, any = o, true
		}
	}
	return first, any
}

// nextEnd is when the next date ends, for finding meetings that go on; a time
// far away where there is none.
func (t timetable) nextEnd(now time.Time) time.Time {
	o, any := t.next(now)
	switch {
	case !any:
		return never
	case o.End.Before(never):
		return o.End
	}
	return never.Add(-time.Minute)
}

func (t timetable) occurrence(p Plan, slot recur.Wall) Occurrence {
	d := t.dates[slot.String()]
	o := Occurrence{Meeting: t.meeting, Plan: p, Slot: slot, Standing: d.standing(), Extra: d.Extra, Note: d.Note}
	if own, otherwise := t.plans[d.Plan]; otherwise {
		series := own.Series
		o.Plan = own
		o.Plan.Series = p.Series
		o.Plan.Series.Zone = series.Zone
	}
	begins := slot
	if !d.Start.IsZero() {
		begins, o.Moved = d.Start, d.Start != slot
	}
	if d.Minutes > 0 {
		o.Plan.Minutes = d.Minutes
	}
	o.Start, o.Fit = begins.At(o.Plan.Series.Zone)
	o.End = o.Start.Add(o.Plan.Length())
	return o
}

// For is the viewer as a member of the group at this address, and a date of one
// of its meetings. For whoever is outside, neither exists.
func (s *Service) For(ctx context.Context, v account.Viewer, slug, key string) (m group.Member, o Occurrence, err error) {
	if m, err = s.groups.MemberFor(ctx, v, slug); err != nil {
		return m, o, err
	}
	o, err = s.DateFor(ctx, m, key)
	return m, o, err
}

// DateFor is a date of one of the meetings of the member's group. A meeting's
// id alone is the next one, or the last one if there is none to come.
func (s *Service) DateFor(ctx context.Context, m group.Member, key string) (o Occurrence, err error) {
	if err := m.May(group.Read); err != nil {
		return o, err
	}
	meeting, slot, err := ParseKey(key)
	if err != nil {
		return o, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := meetingOf(ctx, tx, m, meeting); err != nil {
			return err
		}
		if slot.IsZero() {
			o, err = s.nextOf(ctx, tx, meeting)
			return err
		}
		o, err = s.In(ctx, tx, meeting, slot)
		return err
	})
	return o, err
}

// In is a date within a transaction. For the parts of this package, which have
// to ask whose it is.
func (s *Service) In(ctx context.Context, tx *db.Tx, meeting string, slot recur.Wall) (Occurrence, error) {
	t, err := timetableOf(ctx, tx, meeting)
	if err != nil {
		return Occurrence{}, err
	}
	return t.at(slot)
}

// InKey is In by a key, for a date of the member's group. It takes no key
// without a slot.
func (s *Service) InKey(ctx context.Context, tx *db.Tx, m group.Member, key string) (Occurrence, error) {
	meeting, slot, err := ParseKey(key)
	if err != nil || slot.IsZero() {
		return Occurrence{}, fault.Missing()
	}
	if _, err := meetingOf(ctx, tx, m, meeting); err != nil {
		return Occurrence{}, err
	}
	return s.In(ctx, tx, meeting, slot)
}

func (s *Service) nextOf(ctx context.Context, tx *db.Tx, meeting string) (Occurrence, error) {
	t, err := timetableOf(ctx, tx, meeting)
	if err != nil {
		return Occurrence{}, err
	}
	now := s.clock.Now()
	if o, any := t.next(now); any {
		return o, nil
	}
	past := t.between(now.AddDate(-3, 0, 0), now.AddDate(2, 0, 0))
	if len(past) > 0 {
		return past[len(past)-1], nil
	}
	o, any := t.far(now)
	if !any {
		return o, fault.Missing()
	}
	return o, nil
}

// Between are the dates of the meetings of the member's group that are on at
// from, or begin later and before to; those that were cancelled too. In their
// order.
func (s *Service) Between(ctx context.Context, m group.Member, from, to time.Time) (list []Occurrence, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = s.betweenIn(ctx, tx, m.Group.ID, from, to)
		return err
	})
	return list, err
}

func (s *Service) betweenIn(ctx context.Context, tx *db.Tx, groupID string, from, to time.Time) ([]Occurrence, error) {
	tables, err := timetablesOf(ctx, tx, groupID, from)
	if err != nil {
		return nil, err
	}
	var list []Occurrence
	for _, t := range tables {
		for _, o := range t.between(from.Add(-MostLength), to) {
			if o.End.After(from) {
				list = append(list, o)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Occurrence) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Meeting.Title, b.Meeting.Title), cmp.Compare(a.Key(), b.Key()))
	})
	return list, nil
}

// DatesFor are the dates of one meeting that are on at from, or begin later and
// before to.
func (s *Service) DatesFor(ctx context.Context, m group.Member, meeting string, from, to time.Time) (list []Occurrence, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := meetingOf(ctx, tx, m, meeting); err != nil {
			return err
		}
		list, err = s.DatesIn(ctx, tx, meeting, from, to)
		return err
	})
	return list, err
}

// DatesIn is DatesFor within a transaction. For the parts of this package, which
// have to ask whose meeting it is.
func (s *Service) DatesIn(ctx context.Context, tx *db.Tx, meeting string, from, to time.Time) (list []Occurrence, err error) {
	t, err := timetableOf(ctx, tx, meeting)
	for _, o := range t.between(from.Add(-MostLength), to) {
		if o.End.After(from) {
			list = append(list, o)
		}
	}
	return list, err
}

// Hosts tells whether the member hosts a date: those who look after the group
// do, and whoever chairs it, unless they may take no role for now.
func (s *Service) Hosts(ctx context.Context, tx *db.Tx, m group.Member, o Occurrence) (bool, error) {
	if m.Self.Role.Leads() {
		return true, nil
	}
	if fault.KindOf(m.May(group.Serve)) == fault.Forbidden {
		return false, nil
	}
	return chairs(ctx, tx, o.Meeting.ID, m.Self.ID, o.Slot.String())
}

// Trusted tells whether the member hosts a date by somebody else's doing: they look
// after the group, or those who do gave them the chair of that date or confirmed
// it. A chair whom nobody confirmed hosts, and is not trusted.
func (s *Service) Trusted(ctx context.Context, tx *db.Tx, m group.Member, o Occurrence) (bool, error) {
	if host, err := s.Hosts(ctx, tx, m, o); err != nil || !host || m.Self.Role.Leads() {
		return host, err
	}
	return chairsByTrust(ctx, tx, o.Meeting.ID, m.Self.ID, o.Slot.String())
}

// HostsFor is Hosts for a page.
func (s *Service) HostsFor(ctx context.Context, m group.Member, o Occurrence) (host bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		host, err = s.Hosts(ctx, tx, m, o)
		return err
	})
	return host, err
}
