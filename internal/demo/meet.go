package demo

import (
	"context"
	"fmt"
	"time"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/recur"
)

// gathering is a meeting of the demo: what a rule and a time of day make of it.
type gathering struct {
	who, in, key string
	title, about string
	rule, zone   string
	hour, minute int
	minutes      int
	way          meeting.Way
	change       func(d *meeting.Draft)
}

// meets puts a meeting on a group's calendar, from that day on.
func meets(g gathering) deed {
	return does(g.who, g.in, func(ctx context.Context, t *teller, m group.Member) error {
		zone, err := recur.Zone(g.zone)
		if err != nil {
			return err
		}
		rule, err := recur.ParseRule(g.rule)
		if err != nil {
			return err
		}
		first := recur.WallOf(t.clock.Now().In(zone)).Midnight().Add(time.Duration(g.hour)*time.Hour + time.Duration(g.minute)*time.Minute)
		d := meeting.Draft{
			Meeting: meeting.Meeting{Title: g.title, About: g.about, Reach: meeting.ToMembers, Opening: meeting.ForMembers, Languages: []string{"en"}},
			Plan: meeting.Plan{
				Series: recur.Series{First: first, Zone: zone, Rule: rule}, Minutes: g.minutes, Way: g.way, Placing: meeting.Approximate,
			},
		}
		if g.change != nil {
			g.change(&d)
		}
		made, err := t.Meetings.Make(ctx, m, d)
		if err != nil {
			return fmt.Errorf("%s: %w", g.title, err)
		}
		t.kept[g.key] = made.ID
		return nil
	})
}

// onNext does something about the nth of the next dates of a meeting, as
// somebody in its group. 0 is the first that has not begun.
func onNext(who, in, key string, nth int, do func(ctx context.Context, t *teller, m group.Member, date string) error) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		now := t.clock.Now()
		dates, err := t.Meetings.DatesFor(ctx, m, t.kept[key], now, now.AddDate(0, 3, 0))
		if err != nil {
			return err
		}
		for _, o := range dates {
			if !o.Start.After(now) {
				continue
			}
			if nth == 0 {
				return do(ctx, t, m, o.Key())
			}
			nth--
		}
		return fmt.Errorf("%s has no such date", key)
	})
}

// willCome is somebody who says that they come to the next date.
func willCome(in, key string, way meeting.Way, shown meeting.Shown, people ...string) deed {
	return func(ctx context.Context, t *teller) error {
		for _, who := range people {
			if err := onNext(who, in, key, 0, func(ctx context.Context, t *teller, m group.Member, date string) error {
				return t.Meetings.Come(ctx, m, date, meeting.Coming{Way: way, Shown: shown})
			})(ctx, t); err != nil {
				return err
			}
		}
		return nil
	}
}

// gatherings are the meetings of the groups.
func gatherings() []beat {
	const tide, table, hands, rain = lowTideName, tuesdayName, "Steady Hands", "After the Rain"
	return []beat{
		{46 * day, meets(gathering{
			who: "nadia", in: table, key: "table", title: "Around one table", about: "We sit around one big table. Sit down, or sit by the wall.",
			rule: "FREQ=WEEKLY;BYDAY=TU", zone: "Europe/London", hour: 19, minutes: 60, way: meeting.InPerson, change: func(d *meeting.Draft) {
				d.Meeting.Reach, d.Meeting.Opening, d.Meeting.CrossTalk = meeting.ToFinders, meeting.ForAnybody, meeting.NoAnswers
				d.Meeting.Formats = []meeting.Format{"discussion", "newcomers", "wheelchair"}
				d.Plan.Area, d.Plan.Placing, d.Plan.Capacity = "By the market square of Marrowby", meeting.Exact, 24
				d.Plan.Access = "One step at the front, none at the side door. A toilet for wheelchairs. No scented candles."
				d.Inside.Address = "The old reading room, 2 Market Row, Marrowby"
			},
		})},
		{96 * day, meets(gathering{
			who: "tomasz", in: tide, key: "first hour", title: "The first hour after work", about: "Half an hour of company when the day lets go. Cameras as you like.",
			rule: "FREQ=DAILY", zone: "Europe/Lisbon", hour: 18, minutes: 45, way: meeting.Online, change: func(d *meeting.Draft) {
				d.Meeting.Reach, d.Meeting.Opening = meeting.ToFinders, meeting.ForAnybody
				d.Meeting.CrossTalk, d.Meeting.Formats, d.Meeting.Languages = meeting.WhenAsked, []meeting.Format{"check-in"}, []string{"en", "es"}
				d.Inside.Link, d.Inside.Passcode, d.Inside.Notes = "https://meet.example/low-tide", "driftwood", "The door opens five minutes before."
			},
		})},
		{60 * day, meets(gathering{
			who: "tomasz", in: tide, key: "walk", title: "Sunday walk", about: "Slow, flat, about an hour. Dogs are welcome.",
			rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", zone: "Europe/Lisbon", hour: 10, minutes: 75, way: meeting.InPerson, change: func(d *meeting.Draft) {
				d.Meeting.Formats = []meeting.Format{"walking", "children"}
				d.Plan.Area, d.Plan.Placing = "Along the estuary", meeting.AfterAsking
				d.Inside.Address = "The bench behind the lifeboat shed"
			},
		})},
		{40 * day, meets(gathering{
			who: "tomasz", in: tide, key: "evening", title: "Low Tide evening", about: "One topic, one guest now and then, and tea.",
			rule: "FREQ=MONTHLY;BYDAY=2TH,-1TH", zone: "Europe/Lisbon", hour: 19, minute: 30, minutes: 90, way: meeting.Hybrid, change: func(d *meeting.Draft) {
				d.Meeting.Reach, d.Meeting.Opening = meeting.ToFinders, meeting.ForAnybody
				d.Meeting.Formats = []meeting.Format{"topic", "speaker"}
				d.Plan.Area, d.Plan.Capacity = "Upstairs at the boat club", 16
				d.Inside.Address, d.Inside.Link, d.Inside.Passcode = "Boat club, first floor, Quay 4", "https://meet.example/low-tide-evening", "heron"
			},
		})},
		{54 * day, meets(gathering{
			who: "ines", in: hands, key: "hands", title: "Session", rule: "FREQ=WEEKLY;BYDAY=TH", zone: "Europe/London", hour: 17, minutes: 90, way: meeting.Online,
			change: func(d *meeting.Draft) {
				d.Meeting.Formats, d.Meeting.CrossTalk = []meeting.Format{"skills", "check-in"}, meeting.Discussion
				d.Inside.Link, d.Inside.Notes = "https://meet.example/steady-hands", "Have something to write with."
			},
		})},
		{60 * day, meets(gathering{
			who: "owen", in: rain, key: "rain", title: "Quiet evening", about: "Tea, silence, and words for whoever wants them.",
			rule: "FREQ=MONTHLY;BYDAY=-1FR", zone: "Europe/London", hour: 18, minutes: 90, way: meeting.InPerson, change: func(d *meeting.Draft) {
				d.Meeting.Formats = []meeting.Format{"silence", "check-in"}
				d.Plan.Area, d.Inside.Address = "Near the library of Marrowby", "The garden room, 11 Orchard Lane"
			},
		})},
	}
}

// gatheringsSoon is what is said about the next dates.
func gatheringsSoon() []beat {
	const tide, table = lowTideName, tuesdayName
	return []beat{
		{30 * time.Hour, willCome(table, "table", meeting.InPerson, meeting.AsNumber, "nadia", "bo")},
		{29 * time.Hour, willCome(tide, "walk", meeting.InPerson, meeting.ToEveryone, "marisol", "wren")},
		{28 * time.Hour, willCome(tide, "evening", meeting.Online, meeting.ToHosts, "ada")},
		{20 * time.Hour, onNext("juniper", tide, "evening", 0, func(ctx context.Context, t *teller, m group.Member, date string) error {
			return t.Meetings.Come(ctx, m, date, meeting.Coming{Way: meeting.InPerson, Shown: meeting.AsNumber, Seat: true})
		})},
		{18 * time.Hour, onNext("tomasz", tide, "first hour", 3, func(ctx context.Context, t *teller, m group.Member, date string) error {
			return t.Meetings.Cancel(ctx, m, date, "Nobody can host on this evening. The forum is open all night.")
		})},
		{6 * time.Hour, onNext("wren", tide, "walk", 0, func(ctx context.Context, t *teller, m group.Member, _ string) error {
			return t.Meetings.AskPlace(ctx, m, t.kept["walk"])
		})},
	}
}
