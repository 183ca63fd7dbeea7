package ui

import (
	"context"
	"time"

	"handrail/internal/platform/i18n"
)

// WhenProps is a moment to show. It is shown in the reader's zone, and the zone
// is named beside it.
type WhenProps struct {
	At   time.Time
	Size WhenSize

	// There adds the time where it happens, if that differs from the reader's.
	There *time.Location
}

// WhenSize is how large a moment is set.
type WhenSize string

// The sizes of a moment.
const (
	WhenLine WhenSize = ""    // within a line
	WhenMid  WhenSize = "mid" // the size of a heading
	WhenBig  WhenSize = "big" // the largest thing of a section
)

func (p WhenProps) class() string {
	if p.Size == WhenLine {
		return "when"
	}
	return "when when-" + string(p.Size)
}

// words are the day and time: "Today, 19:30", or the date in full when it is
// further than a day away.
func (p WhenProps) words(ctx context.Context) string {
	if near := nearMoment(ctx, p.At); near != "" {
		return near
	}
	return i18n.DateTime(ctx, p.At, FrameFrom(ctx).Zone)
}

// MomentSays is a moment in the reader's zone, in a few words: "Today, 19:30", or
// the date alone when it is further than a day away.
func MomentSays(ctx context.Context, at time.Time) string {
	if near := nearMoment(ctx, at); near != "" {
		return near
	}
	return i18n.ShortDate(ctx, at, FrameFrom(ctx).Zone)
}

// nearMoment is a day and time no further than a day away, or "".
func nearMoment(ctx context.Context, at time.Time) string {
	f := FrameFrom(ctx)
	day := nearDay(ctx, at, f)
	if day == "" {
		return ""
	}
	return i18n.T(ctx, "{.Day}, {.Time}", i18n.Args{"Day": day, "Time": i18n.Time(ctx, at, f.Zone)})
}

// zone names the reader's zone, and says what time it is there.
func (p WhenProps) zone(ctx context.Context) string {
	zone := i18n.Zone(ctx, p.At, FrameFrom(ctx).Zone)
	if p.There == nil || sameOffset(p.At, p.There, FrameFrom(ctx).zone()) {
		return zone
	}
	return i18n.T(ctx, "{.Zone}. There it is {.Time}, {.There}", i18n.Args{
		"Zone": zone, "Time": i18n.Time(ctx, p.At, p.There), "There": i18n.Zone(ctx, p.At, p.There),
	})
}

// nearDay is "Today", "Tomorrow" or "Yesterday", and "" for any other day.
func nearDay(ctx context.Context, at time.Time, f Frame) string {
	if f.Now.IsZero() {
		return ""
	}
	switch daysBetween(f.Now, at, f.zone()) {
	case 0:
		return i18n.T(ctx, "Today")
	case 1:
		return i18n.T(ctx, "Tomorrow")
	case -1:
		return i18n.T(ctx, "Yesterday")
	}
	return ""
}

// daysBetween counts the midnights from one moment to another in a zone. Noon
// keeps a day of 23 or 25 hours from counting as none or two.
func daysBetween(from, to time.Time, zone *time.Location) int {
	return int(noon(to.In(zone)).Sub(noon(from.In(zone))).Round(24*time.Hour) / (24 * time.Hour))
}

func noon(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
}

func sameOffset(at time.Time, a, b *time.Location) bool {
	_, offsetA := at.In(a).Zone()
	_, offsetB := at.In(b).Zone()
	return offsetA == offsetB
}

func machineTime(t time.Time, f Frame) string { return t.In(f.zone()).Format(time.RFC3339) }
