package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/serve"
	"handrail/internal/meeting/sheet"
	"handrail/internal/meeting/speaker"
	"handrail/internal/platform/recur"
)

// onComing does something about the date of a meeting that is the next one when the
// demo is there, or the one that is on then.
func onComing(who, in, key string, do func(ctx context.Context, t *teller, m group.Member, date string) error) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		dates, err := t.Meetings.DatesFor(ctx, m, t.kept[key], t.now, t.now.AddDate(0, 3, 0))
		for _, o := range dates {
			if key == companyIs || o.Start.After(t.now) {
				return do(ctx, t, m, o.Key())
			}
		}
		return cmp.Or(err, fmt.Errorf("%s has no such date", key))
	})
}

// hasRoles gives a meeting the roles that groups like this one begin with.
func hasRoles(who, in, key string) deed {
	return onComing(who, in, key, func(ctx context.Context, t *teller, m group.Member, date string) error {
		return t.Serving.Begin(ctx, m, date)
	})
}

// takes has somebody do something at the date to come, over a term where the role
// has one.
func takes(who, in, key string, kind serve.Kind) deed {
	return onComing(who, in, key, func(ctx context.Context, t *teller, m group.Member, date string) error {
		role, err := t.role(ctx, m, date, kind)
		if err != nil {
			return err
		}
		return t.Serving.Take(ctx, m, date, role.ID, role.Weeks > 0)
	})
}

// asked has leaders ask somebody by name, who has not answered yet.
func asked(who, in, key string, kind serve.Kind, name string) deed {
	return onComing(who, in, key, func(ctx context.Context, t *teller, m group.Member, date string) error {
		role, err := t.role(ctx, m, date, kind)
		if err != nil {
			return err
		}
		return t.Serving.Ask(ctx, m, date, role.ID, name, false)
	})
}

// cannot has somebody look for another one in their place.
func cannot(who, in, key string, kind serve.Kind, note string) deed {
	return onComing(who, in, key, func(ctx context.Context, t *teller, m group.Member, date string) error {
		duties, err := t.duties(ctx, m, date)
		for _, d := range duties {
			for _, p := range d.Places {
				if d.Role.Kind == kind && p.Mine {
					return t.Serving.Search(ctx, m, date, p.Turn.ID, note)
				}
			}
		}
		return cmp.Or(err, fmt.Errorf("%s has no such role", who))
	})
}

func (t *teller) role(ctx context.Context, m group.Member, date string, kind serve.Kind) (serve.Role, error) {
	duties, err := t.duties(ctx, m, date)
	for _, d := range duties {
		if d.Role.Kind == kind {
			return d.Role, nil
		}
	}
	return serve.Role{}, cmp.Or(err, fmt.Errorf("%s has no %s", date, kind))
}

// duties are the roles of a date, with who has them.
func (t *teller) duties(ctx context.Context, m group.Member, date string) ([]serve.Duty, error) {
	o, err := t.Meetings.DateFor(ctx, m, date)
	if err != nil {
		return nil, err
	}
	days, err := t.Serving.DaysFor(ctx, m, []meeting.Occurrence{o})
	if err != nil || len(days) == 0 {
		return nil, err
	}
	return days[0].Duties, nil
}

// serving is who does what at the next meetings, with places that are free.
func serving() []beat {
	const tide, table = lowTideName, tuesdayName
	return []beat{
		{9*day - 2*time.Hour, hasRoles("nadia", table, "table")},
		{26 * time.Hour, takes("bo", table, "table", serve.Chair)},
		{25 * time.Hour, takes("mei", table, "table", serve.Reader)},
		{24 * time.Hour, takes("ada", table, "table", serve.Coffee)},
		{22 * time.Hour, cannot("mei", table, "table", serve.Reader, "I have to work that night.")},
		{170 * time.Minute, hasRoles("tomasz", tide, companyIs)},
		{160 * time.Minute, takes("bo", tide, companyIs, serve.Chair)},
		{150 * time.Minute, takes("marisol", tide, companyIs, serve.Greeter)},
		{140 * time.Minute, takes("ikenna", tide, companyIs, serve.Coffee)},
		{130 * time.Minute, asked("tomasz", tide, companyIs, serve.Timekeeper, "Ada")},
	}
}

// guest is somebody who comes to the next evening to speak.
func guest() []beat {
	const tide = lowTideName
	return []beat{
		{4*day - time.Hour, onComing("tomasz", tide, "evening", invitesGuest)},
		{4*day - 6*time.Hour, asksGuest("wren", "How do you get through a Sunday without sleep?", false)},
		{3*day - 2*time.Hour, asksGuest("ada", "Does it get easier with the years?", true)},
		{2*day - 3*time.Hour, onComing("juniper", tide, "evening", func(ctx context.Context, t *teller, m group.Member, date string) error {
			return t.Speakers.Suggest(ctx, m, date, "Somebody who knows about breathing", "I count coats. There may be other ways.")
		})},
	}
}

func invitesGuest(ctx context.Context, t *teller, m group.Member, date string) error {
	one, link, err := t.Speakers.Invite(ctx, m, date, speaker.Draft{
		Label: "Ruth Amsel, sleep clinic of Marrowby", Given: speaker.Given{Address: true}, Minutes: 20, Place: "After the welcome", Shown: true,
	})
	if err != nil {
		return err
	}
	t.kept["guest"] = one.ID
	token, _, err := t.Speakers.Take(ctx, link, speaker.Coming{Name: "Ruth Amsel", Agrees: true, Kind: account.Kept, Device: "Firefox on Android"})
	if err != nil {
		return err
	}
	ruth, err := t.Accounts.Find(ctx, token)
	if err != nil {
		return err
	}
	return t.Speakers.WritePage(ctx, ruth, speaker.Page{
		Name: "Ruth Amsel", Pronouns: "she/her", About: "I work in the sleep clinic of Marrowby, *which does not exist*, and I have slept badly myself for ten years.",
		Talk: "Nights without sleep, and what can be done before them.", Ask: "Anything but whom I treat.",
	})
}

func asksGuest(who, question string, named bool) deed {
	return onComing(who, lowTideName, "evening", func(ctx context.Context, t *teller, m group.Member, date string) error {
		return t.Speakers.Say(ctx, m, date, t.kept["guest"], speaker.Word{Kind: speaker.Question, Text: question, Named: named})
	})
}

const companyIs = "company"

// company is a meeting that is on while the demo is made.
func company() []beat {
	return []beat{
		{3 * time.Hour, does("tomasz", lowTideName, callsCompany)},
		{30 * time.Minute, onCompany("bo", func(ctx context.Context, t *teller, m group.Member, o meeting.Occurrence) error {
			return t.Sheets.MakeFrom(ctx, m, o.Key(), sheet.First)
		})},
		{15 * time.Minute, func(ctx context.Context, t *teller) error {
			for _, who := range []string{"bo", "marisol", "ada", "ikenna", "juniper"} {
				if err := onCompany(who, follows)(ctx, t); err != nil {
					return err
				}
			}
			return nil
		}},
		{12 * time.Minute, onCompany("bo", opensSharing)},
		{8 * time.Minute, hand("ikenna", sheet.Raise)},
		{7 * time.Minute, hand("marisol", sheet.Raise)},
		{6 * time.Minute, hand("juniper", sheet.HideName)},
		{5 * time.Minute, hand("juniper", sheet.Raise)},
		{4 * time.Minute, onCompany("bo", func(ctx context.Context, t *teller, m group.Member, o meeting.Occurrence) error {
			return t.Sheets.AddFromRoom(ctx, m, o.Key(), "somebody by the window")
		})},
		{time.Minute, onCompany("bo", func(ctx context.Context, t *teller, m group.Member, o meeting.Occurrence) error {
			return t.Sheets.Tend(ctx, m, o.Key(), sheet.Next, "", 0)
		})},
	}
}

// callsCompany puts a single meeting on the calendar that begins a quarter of an
// hour before the demo is there.
func callsCompany(ctx context.Context, t *teller, m group.Member) error {
	zone, err := recur.Zone("Europe/Lisbon")
	if err != nil {
		return err
	}
	made, err := t.Meetings.Make(ctx, m, meeting.Draft{
		Meeting: meeting.Meeting{
			Title: "Company for an hour", About: "For whoever has a free hour today.", Reach: meeting.ToMembers, Opening: meeting.ForMembers,
			CrossTalk: meeting.NoAnswers, Languages: []string{"en"}, Formats: []meeting.Format{"check-in"},
		},
		Plan: meeting.Plan{
			Series:  recur.Series{First: recur.WallOf(t.now.Add(-15 * time.Minute).In(zone).Truncate(time.Minute)), Zone: zone},
			Minutes: 90, Way: meeting.InPerson, Area: "The small room at the boat club", Placing: meeting.Approximate,
		},
	})
	t.kept[companyIs] = made.ID
	return err
}

// onCompany does something at that meeting.
func onCompany(who string, do func(ctx context.Context, t *teller, m group.Member, o meeting.Occurrence) error) deed {
	return does(who, lowTideName, func(ctx context.Context, t *teller, m group.Member) error {
		o, err := t.Meetings.DateFor(ctx, m, t.kept[companyIs])
		if err != nil {
			return err
		}
		return do(ctx, t, m, o)
	})
}

func follows(ctx context.Context, t *teller, m group.Member, o meeting.Occurrence) error {
	return t.Sheets.Follow(ctx, m, o.Key())
}

func hand(who string, what sheet.Deed) deed {
	return onCompany(who, func(ctx context.Context, t *teller, m group.Member, o meeting.Occurrence) error {
		return t.Sheets.Hand(ctx, m, o.Key(), what)
	})
}

// opensSharing goes to the part for sharing.
func opensSharing(ctx context.Context, t *teller, m group.Member, o meeting.Occurrence) error {
	items, err := t.Sheets.ItemsFor(ctx, m, o)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(items, func(i sheet.Item) bool { return i.Kind == sheet.Sharing })
	if at < 0 {
		return fmt.Errorf("none of %d parts is for sharing", len(items))
	}
	if err := t.Sheets.Step(ctx, m, o.Key(), 0, 0); err != nil {
		return err
	}
	return t.Sheets.Step(ctx, m, o.Key(), at, 1)
}
