package i18n

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is the day of t in the zone, in full: "Sunday 14 March 2027". A nil zone
// is UTC, here and below.
func Date(ctx context.Context, t time.Time, zone *time.Location) string {
	t = in(t, zone)
	return TC(ctx, "date", "{.Weekday} {.Day} {.Month} {.Year}", Args{
		"Weekday": T(ctx, weekday(t.Weekday())), "Day": day(ctx, t),
		"Month": T(ctx, month(t.Month())), "Year": t.Year(),
	})
}

// ShortDate is Date without the day of the week: "14 March 2027".
func ShortDate(ctx context.Context, t time.Time, zone *time.Location) string {
	t = in(t, zone)
	return TC(ctx, "date", "{.Day} {.Month} {.Year}", Args{
		"Day": day(ctx, t), "Month": T(ctx, month(t.Month())), "Year": t.Year(),
	})
}

// Time is the time of day of t in the zone: "19:30". All our languages are
// written with the 24-hour clock.
func Time(ctx context.Context, t time.Time, zone *time.Location) string {
	t = in(t, zone)
	return TC(ctx, "time", "{.Hour}:{.Minute}", Args{
		"Hour": fmt.Sprintf("%02d", t.Hour()), "Minute": fmt.Sprintf("%02d", t.Minute()),
	})
}

// DateTime is Date and Time: "Sunday 14 March 2027, 19:30".
func DateTime(ctx context.Context, t time.Time, zone *time.Location) string {
	return TC(ctx, "date and time", "{.Date}, {.Time}", Args{
		"Date": Date(ctx, t, zone), "Time": Time(ctx, t, zone),
	})
}

// TimeAndZone is Time with the zone said: "19:30, Lisbon time (UTC+0)".
func TimeAndZone(ctx context.Context, t time.Time, zone *time.Location) string {
	return TC(ctx, "time and zone", "{.Time}, {.Zone}", Args{
		"Time": Time(ctx, t, zone), "Zone": Zone(ctx, t, zone),
	})
}

// DateTimeAndZone is DateTime with the zone said: "Sunday 14 March 2027, 19:30,
// Lisbon time (UTC+0)".
func DateTimeAndZone(ctx context.Context, t time.Time, zone *time.Location) string {
	return TC(ctx, "date, time and zone", "{.DateTime}, {.Zone}", Args{
		"DateTime": DateTime(ctx, t, zone), "Zone": Zone(ctx, t, zone),
	})
}

// Zone is the name of the zone by its city, and its offset from UTC at t:
// "Lisbon time (UTC+0)". A zone without a city is its offset alone: "UTC+2".
func Zone(ctx context.Context, t time.Time, zone *time.Location) string {
	t = in(t, zone)
	city := From(ctx).city(t.Location().String())
	if city == "" {
		return offset(t)
	}
	return TC(ctx, "time zone", "{.City} time ({.Offset})", Args{"City": city, "Offset": offset(t)})
}

func in(t time.Time, zone *time.Location) time.Time {
	if zone == nil {
		return t.UTC()
	}
	return t.In(zone)
}

// day is the day of the month. French says the first one otherwise than the
// rest.
func day(ctx context.Context, t time.Time) string {
	if t.Day() == 1 {
		return TC(ctx, "day of the month", "1")
	}
	return strconv.Itoa(t.Day())
}

func month(m time.Month) Text {
	return [...]Text{
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	}[m-time.January]
}

func weekday(d time.Weekday) Text {
	return [...]Text{
		"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
	}[d]
}

// offset is the offset from UTC at t: "UTC+0", "UTC+5:30", "UTC−3", with the
// minus sign that screen readers say.
func offset(t time.Time) string {
	_, seconds := t.Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	if seconds%3600 == 0 {
		return fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, seconds/3600, seconds/60%60)
}

// city is the reader's name for the city that names the zone (IANA time zone
// database: "America/New_York"), or "" for a zone that no city names.
func (t Translator) city(zone string) string {
	if t.voice != nil && t.voice.cities[zone] != "" {
		return t.voice.cities[zone]
	}
	region, _, _ := strings.Cut(zone, "/")
	switch region {
	case "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific":
		return strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
	}
	return ""
}
