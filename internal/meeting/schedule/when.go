package schedule

import (
	"context"
	"time"

	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
	"handrail/internal/ui"
)

// told is one date of a meeting in the zones in which its reader is told it.
type told struct {
	meeting.Occurrence
	main  *time.Location // a room is told of by its own clock, all else by the reader's
	other *time.Location // the other one of both; nil where they show the same time
}

func toldOf(ctx context.Context, o meeting.Occurrence) told {
	reader := reader(ctx)
	t := told{Occurrence: o, main: reader, other: o.Zone()}
	if o.Plan.Way == meeting.InPerson {
		t.main, t.other = t.other, t.main
	}
	if sameClock(o.Start, t.main, t.other) && sameClock(o.End, t.main, t.other) {
		t.other = nil
	}
	return t
}

// reader is the zone of whoever reads.
func reader(ctx context.Context) *time.Location {
	if zone := ui.FrameFrom(ctx).Zone; zone != nil {
		return zone
	}
	return time.UTC
}

func sameClock(at time.Time, a, b *time.Location) bool {
	_, offsetA := at.In(a).Zone()
	_, offsetB := at.In(b).Zone()
	return offsetA == offsetB
}

// day is the day in words: "Today", "Tomorrow", or the date in full.
func (t told) day(ctx context.Context) string {
	if near := near(ctx, t.Start); near != "" && sameDay(t.Start, t.main, reader(ctx)) {
		return near
	}
	return i18n.Date(ctx, t.Start, t.main)
}

// near is "Today" or "Tomorrow", and "" for any other day of the reader's.
func near(ctx context.Context, at time.Time) string {
	now := ui.FrameFrom(ctx).Now
	switch {
	case now.IsZero():
		return ""
	case dayOf(at, reader(ctx)) == dayOf(now, reader(ctx)):
		return i18n.T(ctx, "Today")
	case dayOf(at, reader(ctx)) == dayOf(now, reader(ctx)).AddDays(1):
		return i18n.T(ctx, "Tomorrow")
	}
	return ""
}

// dayOf is the day that a calendar in the zone shows.
func dayOf(at time.Time, zone *time.Location) recur.Wall { return recur.WallOf(at.In(zone)).Midnight() }

func sameDay(at time.Time, a, b *time.Location) bool { return dayOf(at, a) == dayOf(at, b) }

// clock is when it begins by the main clock: "19:00".
func (t told) clock(ctx context.Context) string { return i18n.Time(ctx, t.Start, t.main) }

// zone names the main zone.
func (t told) zone(ctx context.Context) string { return i18n.Zone(ctx, t.Start, t.main) }

// beside is what the other clock shows, "" where it shows the same. It names the
// day where that is another one.
func (t told) beside(ctx context.Context) string {
	if t.other == nil {
		return ""
	}
	args := i18n.Args{"Time": i18n.Time(ctx, t.Start, t.other), "Zone": i18n.Zone(ctx, t.Start, t.other)}
	if !sameDay(t.Start, t.main, t.other) {
		args["Time"] = i18n.DateTime(ctx, t.Start, t.other)
	}
	if t.Plan.Way == meeting.InPerson {
		return i18n.T(ctx, "For you that is {.Time}, {.Zone}.", args)
	}
	return i18n.T(ctx, "There it is {.Time}, {.Zone}.", args)
}

func (t told) machine() string { return t.Start.In(t.main).Format(time.RFC3339) }

// Says is when a date begins, in one line with the zone named: "Tuesday 1
// December 2026, 19:00, Amsterdam time (UTC+1)". For sentences, and where there
// is no markup.
func Says(ctx context.Context, o meeting.Occurrence) string {
	return i18n.DateTimeAndZone(ctx, o.Start, toldOf(ctx, o).main)
}

// Odd explains in one sentence a time that clocks skip or show twice on that
// day, and is "" for all others.
func Odd(ctx context.Context, o meeting.Occurrence) string {
	args := i18n.Args{"Time": i18n.Time(ctx, o.Start, o.Zone())}
	switch o.Fit {
	case recur.Skipped:
		args["Skipped"] = i18n.Time(ctx, meant(o).UTC(), time.UTC)
		return i18n.T(ctx, "The clocks go forward that night and skip {.Skipped}. So it begins at {.Time}.", args)
	case recur.Doubled:
		args["Zone"] = i18n.Zone(ctx, o.Start, o.Zone())
		return i18n.T(ctx, "The clocks go back that night and show {.Time} twice. It begins the first time: {.Zone}.", args)
	}
	return ""
}

// meant is the time on the wall that clocks skip: what they would show had they
// not been changed.
func meant(o meeting.Occurrence) recur.Wall {
	changed, _ := o.Start.In(o.Zone()).ZoneBounds()
	_, before := changed.Add(-time.Second).In(o.Zone()).Zone()
	return recur.WallOf(o.Start.In(time.FixedZone("", before)))
}

// Length is how long a meeting lasts, in words.
func Length(ctx context.Context, minutes int) string {
	hours, rest := minutes/60, minutes%60
	inHours := i18n.N(ctx, hours, "{.Count} hour", "{.Count} hours")
	inMinutes := i18n.N(ctx, rest, "{.Count} minute", "{.Count} minutes")
	switch {
	case hours == 0:
		return inMinutes
	case rest == 0:
		return inHours
	}
	return i18n.T(ctx, "{.Hours} and {.Minutes}", i18n.Args{"Hours": inHours, "Minutes": inMinutes})
}
