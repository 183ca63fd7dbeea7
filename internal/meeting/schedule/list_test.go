package schedule_test

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/meeting"
	"handrail/internal/platform/recur"
)

func TestTheListGoesOnWithoutLosingADate(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		for _, title := range []string{"One", "Two", "Three"} {
			h.plan(map[string]string{"title": title, "repeats": "day", "date": "2026-11-25"})
		}
		seen := map[string]bool{}
		next := regexp.MustCompile(`href="([^"]+\?from=[^"]+)" rel="next"`)
		hits := regexp.MustCompile(`<a class="whole" href="([^"]+)"`)
		path := h.path()
		for range 6 {
			page := h.Get(h.ben, path)
			all := hits.FindAllStringSubmatch(page.Body, -1)
			if len(all) == 0 || len(all) > 60 {
				t.Errorf("%s has %d dates", path, len(all))
			}
			for _, one := range all {
				if seen[one[1]] {
					t.Errorf("%s stands there twice", one[1])
				}
				seen[one[1]] = true
			}
			path = html.UnescapeString(next.FindStringSubmatch(page.Body)[1])
		}
		list, err := a.Meetings.Between(ctx, h.Inside(h.ben, h.g), h.Clock.Now(), h.Clock.Now().AddDate(0, 0, 40))
		must(t, err)
		for _, o := range list {
			if !seen[h.path("/", o.Key())] {
				t.Errorf("%s is missing", o.Key())
			}
		}
		for _, from := range []string{"9999-12-31", "0001-01-01", "x", "2026-13-01", "%00", strings.Repeat("9", 5000)} {
			if got := h.Get(h.ben, h.path("?from=", from)); got.Code != 200 {
				t.Errorf("from %.20q: %d", from, got.Code)
			}
		}
		want(t, h.Get(h.ben, h.path("?from=2026-10-01")), 200, "No meeting in these four weeks", "The next one is:")
	})
}

// BenchmarkList is the list of a group with 200 meetings over a year, through the
// whole house.
func BenchmarkList(b *testing.B) {
	a := apptest.Open(b, apptest.Options{}, "")
	fay := a.Facilitator("Fay")
	g := a.Found(fay, "Tomasz", nil)
	lead := a.Inside(fay, g)
	zones := []string{"Europe/Amsterdam", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"}
	rules := []string{"FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "", "FREQ=MONTHLY;BYDAY=-1FR"}
	for n := range 200 {
		zone, err := recur.Zone(zones[n%len(zones)])
		if err != nil {
			b.Fatal(err)
		}
		rule, err := recur.ParseRule(rules[n%len(rules)])
		if err != nil {
			b.Fatal(err)
		}
		first := recur.WallOf(apptest.Start).Midnight().AddDays(1 + n*365/200).Add(time.Duration(8+n%12) * time.Hour)
		_, err = a.Meetings.Make(ctx, lead, meeting.Draft{
			Meeting: meeting.Meeting{Title: "Meeting " + strings.Repeat("I", n%7), Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
			Plan:    meeting.Plan{Series: recur.Series{First: first, Zone: zone, Rule: rule}, Minutes: 60, Way: meeting.Hybrid, Area: "Near the harbour", Placing: meeting.AfterAsking},
			Inside:  meeting.Inside{Address: "Quay 4", Link: "https://meet.example/x"},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	path := "/groups/" + g.Slug + "/meetings"
	for b.Loop() {
		a.Clock.Advance(time.Second)
		if got := a.Get(fay, path); got.Code != 200 {
			b.Fatal(got.Code)
		}
	}
}
