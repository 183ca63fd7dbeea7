//go:build bench

// Schedule gives a group 200 meetings over a year and 40 members who come to some, and measures the processor time of each opening of the pages of dates.
package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"handrail/bench/house"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/recur"
)

// within is how much of a processor the list of a group may take, the database's
// part included.
const within = 5 * time.Millisecond

const people = 40 // who look, the first of whom leads

var (
	given    = house.PageFlags(1000)
	meetings = flag.Int("meetings", 200, "how many meetings the group has")
)

func main() {
	flag.Parse()
	given.Run(func(ctx context.Context, p house.Place) (string, []house.Ask, error) {
		t, err := found(ctx, p)
		if err != nil {
			return "", nil, err
		}
		return fmt.Sprintf("%d meetings of one group", *meetings), t.asks(), nil
	})
}

// town is the house that is measured.
type town struct {
	*house.Town
	lead  group.Member
	look  []house.Visitor
	dates []string // keys of the next ones
}

func found(ctx context.Context, p house.Place) (*town, error) {
	t := &town{}
	return t, p.Fill(ctx, func(ctx context.Context, h *house.Town) error {
		t.Town = h
		if err := t.begin(ctx); err != nil {
			return err
		}
		now := clock.System().Now()
		for n := range *meetings {
			if err := t.plan(ctx, now, n); err != nil {
				return err
			}
		}
		return t.comeIn(ctx, now)
	})
}

// begin lets in who leads, with two keys, and has them found the group.
func (t *town) begin(ctx context.Context) error {
	v, err := t.ComeIn(ctx, 0)
	if err != nil {
		return err
	}
	for range 2 {
		if err := t.AddPasskey(ctx, &v); err != nil {
			return err
		}
	}
	t.look = append(t.look, v)
	t.lead, err = t.Found(ctx, v, house.Plan(ctx, "Low Tide", "Tomasz"))
	return err
}

// plan puts a meeting on the calendar, on a day of the year to come: some once,
// some again and again, each in one of four zones.
func (t *town) plan(ctx context.Context, now time.Time, n int) error {
	zones := []string{"Europe/Amsterdam", "Europe/Lisbon", "America/New_York", "Asia/Kolkata"}
	rules := []string{"FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "", "FREQ=MONTHLY;BYDAY=-1FR"}
	zone, err := recur.Zone(zones[n%len(zones)])
	if err != nil {
		return err
	}
	rule, err := recur.ParseRule(rules[n%len(rules)])
	if err != nil {
		return err
	}
	first := recur.WallOf(now).Midnight().AddDays(1 + n*365 / *meetings).Add(time.Duration(8+n%12) * time.Hour)
	_, err = t.Meetings.Make(ctx, t.lead, meeting.Draft{
		Meeting: meeting.Meeting{Title: "Meeting " + strings.Repeat("I", n%7), Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
		Plan:    meeting.Plan{Series: recur.Series{First: first, Zone: zone, Rule: rule}, Minutes: 60, Way: meeting.Hybrid, Area: "Near the harbour", Placing: meeting.AfterAsking},
		Inside:  meeting.Inside{Address: "Quay 4", Link: "https://meet.example/x"},
	})
	return err
}

// comeIn lets in the others, who each say of five dates that they come.
func (t *town) comeIn(ctx context.Context, now time.Time) error {
	dates, err := t.Meetings.Between(ctx, t.lead, now, now.AddDate(0, 0, 28))
	if err != nil {
		return err
	}
	if len(dates) == 0 {
		return fmt.Errorf("there is no date in the next four weeks")
	}
	for _, o := range dates {
		t.dates = append(t.dates, o.Key())
	}
	for n := 1; n < people; n++ {
		v, err := t.ComeIn(ctx, n)
		if err != nil {
			return err
		}
		m, err := t.Join(ctx, v, t.lead.Group.Slug, fmt.Sprintf("Somebody of number %d", n))
		if err != nil {
			return err
		}
		for i := range 5 {
			if err := t.Meetings.Come(ctx, m, t.dates[(n+i*7)%len(t.dates)], meeting.Coming{Way: meeting.InPerson, Shown: meeting.AsNumber}); err != nil {
				return err
			}
		}
		t.look = append(t.look, v)
	}
	return nil
}

// asks are what is measured.
func (t *town) asks() []house.Ask {
	at, lead, look := "/groups/"+t.lead.Group.Slug+"/meetings", t.look[:1], t.look[1:]
	var dates []string
	for _, key := range t.dates {
		dates = append(dates, at+"/"+key)
	}
	later := recur.WallOf(clock.System().Now().AddDate(0, 6, 0)).InputDate()
	return []house.Ask{
		{Name: "the next four weeks", Paths: []string{at}, As: look, Holds: "Near the harbour", Within: within},
		{Name: "the next four weeks, for who leads", Paths: []string{at}, As: lead, Holds: "Near the harbour", Within: within, Times: 100},
		{Name: "four weeks in half a year", Paths: []string{at + "?from=" + later}, As: look, Holds: "Near the harbour", Within: within},
		{Name: "one date", Paths: dates, As: look, Holds: "Near the harbour"},
		{Name: "the group's home", Paths: []string{"/groups/" + t.lead.Group.Slug}, As: look},
		{Name: "home", Paths: []string{"/home"}, As: look},
	}
}
