package i18n_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the machine may have none

	"handrail/internal/platform/i18n"
)

func TestMomentsAreSaidInFull(t *testing.T) {
	lisbon := zone(t, "Europe/Lisbon")
	at := time.Date(2027, time.March, 14, 19, 30, 0, 0, time.UTC)
	for lang, want := range map[string][7]string{
		"en": {
			"Sunday 14 March 2027", "14 March 2027", "19:30", "Sunday 14 March 2027, 19:30", "Lisbon time (UTC+0)",
			"19:30, Lisbon time (UTC+0)", "Sunday 14 March 2027, 19:30, Lisbon time (UTC+0)",
		},
		"es": {
			"domingo, 14 de marzo de 2027", "14 de marzo de 2027", "19:30", "domingo, 14 de marzo de 2027, 19:30", "hora de Lisboa (UTC+0)",
			"19:30, hora de Lisboa (UTC+0)", "domingo, 14 de marzo de 2027, 19:30, hora de Lisboa (UTC+0)",
		},
		"fr": {
			"dimanche 14 mars 2027", "14 mars 2027", "19:30", "dimanche 14 mars 2027 à 19:30", "heure\u00a0: Lisbonne (UTC+0)",
			"19:30, heure\u00a0: Lisbonne (UTC+0)", "dimanche 14 mars 2027 à 19:30, heure\u00a0: Lisbonne (UTC+0)",
		},
	} {
		ctx := speaking(t, lang)
		same(t, i18n.Date(ctx, at, lisbon), want[0])
		same(t, i18n.ShortDate(ctx, at, lisbon), want[1])
		same(t, i18n.Time(ctx, at, lisbon), want[2])
		same(t, i18n.DateTime(ctx, at, lisbon), want[3])
		same(t, i18n.Zone(ctx, at, lisbon), want[4])
		same(t, i18n.TimeAndZone(ctx, at, lisbon), want[5])
		same(t, i18n.DateTimeAndZone(ctx, at, lisbon), want[6])
	}
}

func TestTheZoneIsSaidAsItIsAtThatMoment(t *testing.T) {
	winter := time.Date(2027, time.January, 1, 0, 5, 0, 0, time.UTC)
	summer := time.Date(2027, time.July, 1, 0, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		lang string
		at   time.Time
		zone *time.Location
		want string
	}{
		{"en", winter, zone(t, "Europe/Lisbon"), "Friday 1 January 2027, 00:05, Lisbon time (UTC+0)"},
		{"en", summer, zone(t, "Europe/Lisbon"), "Thursday 1 July 2027, 01:05, Lisbon time (UTC+1)"},
		{"en", winter, zone(t, "America/New_York"), "Thursday 31 December 2026, 19:05, New York time (UTC−5)"},
		{"en", winter, zone(t, "America/St_Johns"), "Thursday 31 December 2026, 20:35, St Johns time (UTC−3:30)"},
		{"en", winter, zone(t, "Asia/Kathmandu"), "Friday 1 January 2027, 05:50, Kathmandu time (UTC+5:45)"},
		{"en", winter, zone(t, "America/Argentina/Buenos_Aires"), "Thursday 31 December 2026, 21:05, Buenos Aires time (UTC−3)"},
		{"en", winter, zone(t, "Etc/GMT+8"), "Thursday 31 December 2026, 16:05, UTC−8"},
		{"en", winter, time.FixedZone("", 2*3600), "Friday 1 January 2027, 02:05, UTC+2"},
		{"en", winter, nil, "Friday 1 January 2027, 00:05, UTC+0"},
		{"es", winter, zone(t, "America/Mexico_City"), "jueves, 31 de diciembre de 2026, 18:05, hora de Ciudad de México (UTC−6)"},
		{"fr", winter, zone(t, "America/Montreal"), "jeudi 31 décembre 2026 à 19:05, heure\u00a0: Montréal (UTC−5)"},
		{"fr", summer, zone(t, "Africa/Kampala"), "jeudi 1er juillet 2027 à 03:05, heure\u00a0: Kampala (UTC+3)"},
	} {
		same(t, i18n.DateTimeAndZone(speaking(t, c.lang), c.at, c.zone), c.want)
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
