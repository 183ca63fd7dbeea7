package ui

import (
	"context"
	"slices"
	"time"

	"handrail/internal/platform/i18n"
)

// footZone says which zone the times of the page are in, and how far that is
// from UTC now: "Times are in Lisbon time (UTC+0)." A frame without a now has
// no times to speak of.
func footZone(ctx context.Context, f Frame) string {
	if f.Now.IsZero() {
		return ""
	}
	return i18n.T(ctx, "Times are in {.Zone}.", i18n.Args{"Zone": i18n.Zone(ctx, f.Now, f.Zone)})
}

// zoneOptions are the zones of Zones as choices, and the chosen one among them
// even when the list lacks it. Each is named by its city and its offset now.
func zoneOptions(ctx context.Context, chosen string) []Option {
	names := Zones()
	if chosen != "" && !slices.Contains(names, chosen) {
		names = append([]string{chosen}, names...)
	}
	var options []Option
	for _, name := range names {
		zone, err := time.LoadLocation(name)
		if err != nil {
			continue // a name this machine's zone database does not have
		}
		options = append(options, Option{Value: name, Label: i18n.Zone(ctx, FrameFrom(ctx).Now, zone)})
	}
	return options
}

// Zones are the IANA zones offered in lists, from west to east. Any other zone
// of the database can be a reader's zone all the same.
func Zones() []string {
	return []string{
		"Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Vancouver", "America/Tijuana",
		"America/Phoenix", "America/Denver", "America/Edmonton", "America/Mexico_City", "America/Guatemala",
		"America/Costa_Rica", "America/Chicago", "America/Winnipeg", "America/Bogota", "America/Lima",
		"America/Guayaquil", "America/Panama", "America/Havana", "America/New_York", "America/Toronto",
		"America/Caracas", "America/La_Paz", "America/Puerto_Rico", "America/Santo_Domingo", "America/Halifax",
		"America/Santiago", "America/Asuncion", "America/St_Johns", "America/Argentina/Buenos_Aires",
		"America/Montevideo", "America/Sao_Paulo", "Atlantic/Azores", "UTC", "Atlantic/Reykjavik",
		"Atlantic/Canary", "Europe/Lisbon", "Europe/Dublin", "Europe/London", "Africa/Abidjan", "Africa/Accra",
		"Africa/Dakar", "Africa/Casablanca", "Africa/Algiers", "Africa/Tunis", "Africa/Lagos", "Africa/Kinshasa",
		"Europe/Madrid", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam", "Europe/Zurich", "Europe/Berlin",
		"Europe/Vienna", "Europe/Rome", "Europe/Oslo", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Prague",
		"Europe/Warsaw", "Europe/Athens", "Europe/Helsinki", "Europe/Bucharest", "Europe/Kyiv", "Africa/Cairo",
		"Africa/Johannesburg", "Asia/Jerusalem", "Europe/Istanbul", "Europe/Moscow", "Africa/Nairobi",
		"Asia/Riyadh", "Asia/Tehran", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu",
		"Asia/Dhaka", "Asia/Bangkok", "Asia/Jakarta", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore",
		"Asia/Manila", "Australia/Perth", "Asia/Tokyo", "Asia/Seoul", "Australia/Adelaide", "Australia/Brisbane",
		"Australia/Sydney", "Australia/Melbourne", "Pacific/Noumea", "Pacific/Auckland",
	}
}
