package schedule

import (
	"cmp"
	"context"
	"slices"
	"time"

	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
	"handrail/internal/ui"
)

// How much the list shows at once.
const (
	windowDays = 28
	rowsMost   = 24 // but a day is never cut
	yearsMost  = 5  // before and after today
)

// window is the days of the list that are shown.
type window struct {
	From, To   recur.Wall // midnights; To is the first day that is not shown any more
	Today      bool       // it begins today
	Start, End time.Time  // the instants between which dates are looked for
}

// windowFrom is the window that begins on a day, or today where that is no day
// of a date that anybody looks for.
func windowFrom(day string, now time.Time, zone *time.Location) window {
	today := dayOf(now, zone)
	from, err := recur.ParseInputs(day, "00:00")
	if err != nil || from.Sub(today).Abs() > yearsMost*366*24*time.Hour {
		from = today
	}
	w := window{From: from, To: from.AddDays(windowDays), Today: from == today}
	w.Start, _ = w.From.At(zone)
	w.End, _ = w.To.At(zone)
	if w.Today {
		w.Start = now // what is over today is looked for no more
	}
	return w
}

// day is the dates of one day.
type day struct {
	Day   recur.Wall
	Dates []told
}

// byDay puts dates to their days, each by the clock that it is told by. Of many
// dates there are as many whole days as go on a page; the rest is left to the
// next one.
func byDay(ctx context.Context, dates []meeting.Occurrence, w window) ([]day, window) {
	all := make([]told, len(dates))
	for i, o := range dates {
		all[i] = toldOf(ctx, o)
	}
	slices.SortStableFunc(all, func(a, b told) int { return cmp.Or(a.when().Compare(b.when()), a.Start.Compare(b.Start)) })
	var days []day
	for n, one := range all {
		on := one.when().Midnight()
		if len(days) == 0 || days[len(days)-1].Day != on {
			if n >= rowsMost {
				w.To = on
				break
			}
			days = append(days, day{Day: on})
		}
		last := &days[len(days)-1]
		last.Dates = append(last.Dates, one)
	}
	return days, w
}

// when is the time on the wall that the date is told by.
func (t told) when() recur.Wall { return recur.WallOf(t.Start.In(t.main)) }

// section is some days under one heading.
type section struct {
	ID, Heading string
	Lit         bool
	Days        []day
}

// sections are the days of the list: today, the days after, and what is later.
// In a window that begins on another day they stand together.
func sections(ctx context.Context, days []day, w window) []section {
	if !w.Today {
		return []section{{ID: "dates", Heading: w.says(ctx), Lit: true, Days: days}}
	}
	all := []section{
		{ID: "today", Heading: i18n.T(ctx, "Today")},
		{ID: "week", Heading: i18n.T(ctx, "In the next seven days")},
		{ID: "later", Heading: i18n.T(ctx, "Later")},
	}
	for _, one := range days {
		at := 2
		switch {
		case !one.Day.After(w.From):
			at = 0
		case !one.Day.After(w.From.AddDays(7)):
			at = 1
		}
		all[at].Days = append(all[at].Days, one)
	}
	all = slices.DeleteFunc(all, func(s section) bool { return len(s.Days) == 0 })
	if len(all) > 0 {
		all[0].Lit = true
	}
	return all
}

// says are the days of a window: "1 December 2026 to 28 December 2026".
func (w window) says(ctx context.Context) string {
	return i18n.T(ctx, "{.From} to {.To}", i18n.Args{
		"From": i18n.ShortDate(ctx, w.From.UTC(), time.UTC), "To": w.lastDay(ctx),
	})
}

// lastDay is the last one that is shown.
func (w window) lastDay(ctx context.Context) string {
	return i18n.ShortDate(ctx, w.To.AddDays(-1).UTC(), time.UTC)
}

// earlier and later are the days that the windows before and after begin on.
func (w window) earlier() string { return w.From.AddDays(-windowDays).InputDate() }

func (w window) later() string { return w.To.InputDate() }

// heading is a day above its dates. Today has it in the section's own.
func (d day) heading(ctx context.Context) string {
	text := i18n.Date(ctx, d.Day.UTC(), time.UTC)
	if d.Day == dayOf(ui.FrameFrom(ctx).Now, reader(ctx)).AddDays(1) {
		return i18n.T(ctx, "Tomorrow, {.Day}", i18n.Args{"Day": text})
	}
	return text
}

// where is how one takes part, in short: the whereabouts, or that it is online.
func (t told) where(ctx context.Context) string {
	switch t.Plan.Way {
	case meeting.Online:
		return i18n.T(ctx, "Online")
	case meeting.Hybrid:
		return i18n.T(ctx, "{.Where}, and online", i18n.Args{"Where": t.Plan.Area})
	}
	return t.Plan.Area
}

func (t told) icon() ui.IconName {
	if t.Plan.Way == meeting.Online {
		return "screen"
	}
	return "pin"
}

// zoneAndLength stand below the time: "Amsterdam time (UTC+1), 1 hour".
func (t told) zoneAndLength(ctx context.Context) string {
	return t.zone(ctx) + ", " + Length(ctx, t.Plan.Minutes)
}

// movedFrom says from when a date was moved, in the clock of its meeting.
func movedFrom(ctx context.Context, o meeting.Occurrence) string {
	if !o.Moved || o.Extra {
		return ""
	}
	return i18n.T(ctx, "Moved from {.When}.", i18n.Args{"When": i18n.DateTime(ctx, o.Slot.UTC(), time.UTC)})
}

// badges are the words about a date that stand out in a list.
func (v listView) badges(ctx context.Context, t told) (on, other []string) {
	switch {
	case t.Standing == meeting.Cancelled:
		other = append(other, i18n.TC(ctx, "meeting", "Cancelled"))
	case t.IsOn(v.Now):
		on = append(on, i18n.T(ctx, "On now"))
	case t.IsOver(v.Now):
		other = append(other, i18n.TC(ctx, "meeting", "Over"))
	}
	if v.Comes[t.Key()] && t.Standing != meeting.Cancelled {
		on = append(on, i18n.T(ctx, "You come"))
	}
	if t.Extra {
		other = append(other, i18n.T(ctx, "Once more"))
	}
	if t.Meeting.Opening == meeting.ForAnybody {
		other = append(other, i18n.T(ctx, openingWord(t.Meeting.Opening)))
	}
	return on, other
}

// lede says where times are told, once above the list.
func (v listView) lede(ctx context.Context) string {
	f := ui.FrameFrom(ctx)
	return i18n.T(ctx, "Online meetings are shown in your time: {.Zone}. A room has the time of its place.", i18n.Args{"Zone": i18n.Zone(ctx, f.Now, f.Zone)})
}

// isEmpty tells whether nothing at all is planned, as far as is shown.
func (v listView) isEmpty() bool {
	return len(v.Sections) == 0 || len(v.Sections) == 1 && len(v.Sections[0].Days) == 0
}
