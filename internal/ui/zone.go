package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/internal/platform/i18n"
)

// footZone says which zone the times of the page are in, and how far that is
// from UTC now.
func footZone(ctx context.Context, f Frame) string {
	zone := f.zone()
	if f.Now.IsZero() || zone == time.UTC {
		return i18n.T(ctx, "Times are in {.Zone}.", i18n.Args{"Zone": ZoneName(ctx, zone)})
	}
	return i18n.T(ctx, "Times are in {.Zone} ({.Offset}).", i18n.Args{
		"Zone": ZoneName(ctx, zone), "Offset": offset(f.Now.In(zone)),
	})
}

// ZoneName names a zone for people: "Lisbon time" for Europe/Lisbon.
func ZoneName(ctx context.Context, zone *time.Location) string {
	if zone == time.UTC || zone.String() == "UTC" || zone.String() == "Etc/UTC" {
		return i18n.T(ctx, "UTC time")
	}
	return i18n.T(ctx, "{.City} time", i18n.Args{"City": City(ctx, zone.String())})
}

// City is the city an IANA zone is called after, in the reader's language where
// it is one of Zones and as the zone database spells it otherwise.
func City(ctx context.Context, zone string) string {
	for _, place := range Zones() {
		if place.Zone == zone {
			return i18n.T(ctx, place.City)
		}
	}
	return strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
}

// offset is how far t's zone is from UTC at t: "UTC+0", "UTC-3:30".
func offset(t time.Time) string {
	_, seconds := t.Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "\u2212", -seconds
	}
	if minutes := seconds / 60 % 60; minutes != 0 {
		return fmt.Sprintf("UTC%s%d:%02d", sign, seconds/3600, minutes)
	}
	return fmt.Sprintf("UTC%s%d", sign, seconds/3600)
}
