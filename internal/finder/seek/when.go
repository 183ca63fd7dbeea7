package seek

import (
	"context"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
	"handrail/internal/ui"
)

// told is a date in the zones in which its reader is told it.
type told struct {
	Start, End time.Time
	main       *time.Location
	other      *time.Location // the other one of both; nil where they show the same time
	atPlace    bool
}

func toldOf(ctx context.Context, atPlace bool, start, end time.Time, there *time.Location) told {
	t := told{Start: start, End: end, main: reader(ctx), other: there, atPlace: atPlace}
	if t.atPlace {
		t.main, t.other = t.other, t.main
	}
	_, here := start.In(t.main).Zone()
	if _, away := start.In(t.other).Zone(); here == away {
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

// clock is when it begins: "19:00".
func (t told) clock(ctx context.Context) string { return i18n.Time(ctx, t.Start, t.main) }

// until is when it ends, on the same clock.
func (t told) until(ctx context.Context) string { return i18n.Time(ctx, t.End, t.main) }

// day is the day in words: "Today", "Tomorrow", or the date.
func (t told) day(ctx context.Context) string { return dayIn(ctx, t.Start, t.main) }

func dayIn(ctx context.Context, at time.Time, zone *time.Location) string {
	now := ui.FrameFrom(ctx).Now
	day := dayOf(at, zone)
	switch today := dayOf(now, zone); day {
	case today:
		return i18n.T(ctx, "Today")
	case today.AddDays(1):
		return i18n.T(ctx, "Tomorrow")
	}
	return i18n.Date(ctx, at, zone)
}

// dayOf is the day that a calendar in the zone shows.
func dayOf(at time.Time, zone *time.Location) recur.Wall { return recur.WallOf(at.In(zone)).Midnight() }

// beside names the zone of the main clock where that is not the reader's, and
// says what the other clock shows; "" where both show the same.
func (t told) beside(ctx context.Context) string {
	if t.other == nil {
		return ""
	}
	args := i18n.Args{"Time": i18n.Time(ctx, t.Start, t.other), "Zone": i18n.Zone(ctx, t.Start, t.other), "There": i18n.Zone(ctx, t.Start, t.main)}
	if dayOf(t.Start, t.main) != dayOf(t.Start, t.other) {
		args["Time"] = i18n.DateTime(ctx, t.Start, t.other)
	}
	if t.atPlace {
		return i18n.T(ctx, "{.There}. For you that is {.Time}.", args)
	}
	return i18n.T(ctx, "There it is {.Time}, {.Zone}.", args)
}

func (t told) machine() string { return t.Start.In(t.main).Format(time.RFC3339) }

// toldHit is when what was found takes place. Around a town the clocks there count
// for what one goes to; in a list from everywhere one clock counts, the reader's, or
// nobody could follow it.
func toldHit(ctx context.Context, h finder.Hit) told {
	return toldOf(ctx, h.Way.AtPlace() && h.Km >= 0, h.Start, h.End, h.Start.Location())
}

// begun is how a hit that is going on stands.
func begun(ctx context.Context, h finder.Hit) string {
	switch now := ui.FrameFrom(ctx).Now; {
	case !h.GoingOn:
		return ""
	case now.Sub(h.Start) <= finder.Grace:
		return i18n.T(ctx, "Just begun")
	}
	return i18n.T(ctx, "On now")
}

// toldOnPaper is when what was found takes place, on a list to carry along: by the
// clock of the place that one goes to, else by the reader's.
func toldOnPaper(ctx context.Context, h finder.Hit) told {
	return toldOf(ctx, h.Way == feed.InPerson, h.Start, h.End, h.Start.Location())
}
