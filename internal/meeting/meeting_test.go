package meeting_test

import (
	"context"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

var ctx = context.Background()

// house is a group in Amsterdam with a leader and two members.
type house struct {
	*apptest.App
	t       *testing.T
	g       group.Group
	fay     apptest.Person // leads it
	ben     apptest.Person
	tomasz  group.Member // of Fay
	marisol group.Member // of Ana
	cedar   group.Member // of Ben
}

func open(t *testing.T, a *apptest.App) *house {
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	h.tomasz = h.Inside(h.fay, h.g)
	h.marisol = a.Enter(apptest.Ana, h.g, "Marisol")
	h.cedar = a.Enter(h.ben, h.g, "Quiet Cedar")
	return h
}

// tuesdays is a weekly meeting at seven in the evening in Amsterdam, from the
// first Tuesday after now on.
func (h *house) tuesdays(change func(*meeting.Draft)) meeting.Draft {
	h.t.Helper()
	zone, err := recur.Zone("Europe/Amsterdam")
	if err != nil {
		h.t.Fatal(err)
	}
	rule, err := recur.ParseRule("FREQ=WEEKLY;BYDAY=TU")
	if err != nil {
		h.t.Fatal(err)
	}
	first := recur.WallOf(h.Clock.Now().In(zone)).Midnight().AddDays(1).Add(19 * time.Hour)
	d := meeting.Draft{
		Meeting: meeting.Meeting{Title: "Low Tide on Tuesdays", Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
		Plan: meeting.Plan{
			Series: recur.Series{First: first, Zone: zone, Rule: rule}, Minutes: 60, Way: meeting.Hybrid, Area: "Near the harbour", Placing: meeting.AfterAsking,
		},
		Inside: meeting.Inside{Address: "Quay 4, second door", Link: "https://meet.example/low-tide", Passcode: "heron"},
	}
	if change != nil {
		change(&d)
	}
	return d
}

func (h *house) make(d meeting.Draft) meeting.Meeting {
	h.t.Helper()
	made, err := h.Meetings.Make(ctx, h.tomasz, d)
	if err != nil {
		h.t.Fatalf("make: %v", err)
	}
	return made
}

// dates are those of the next weeks, as one of the group sees them.
func (h *house) dates(m group.Member, weeks int) []meeting.Occurrence {
	h.t.Helper()
	list, err := h.Meetings.Between(ctx, m, h.Clock.Now(), h.Clock.Now().AddDate(0, 0, 7*weeks))
	if err != nil {
		h.t.Fatalf("dates: %v", err)
	}
	return list
}

func TestAMeetingIsHeldEachWeekByTheClockOfItsZone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.make(h.tuesdays(nil))
		list := h.dates(h.marisol, 52)
		if len(list) != 52 {
			t.Fatalf("there are %d dates", len(list))
		}
		for _, o := range list {
			local := o.Start.In(o.Zone())
			if local.Weekday() != time.Tuesday || local.Hour() != 19 || local.Minute() != 0 || o.End.Sub(o.Start) != time.Hour {
				t.Errorf("one is at %s", local)
			}
		}
		if _, err := h.Meetings.Make(ctx, h.marisol, h.tuesdays(nil)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member schedules: %v", err)
		}
	})
}

func TestOneDateIsCalledOffMovedAndHeldOnceMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		made := h.make(h.tuesdays(nil))
		list := h.dates(h.marisol, 4)
		must(t, h.Meetings.Come(ctx, h.marisol, list[0].Key(), meeting.Coming{Way: meeting.InPerson, Shown: meeting.AsNumber, Seat: true}))
		must(t, h.Meetings.Cancel(ctx, h.tomasz, list[0].Key(), "The hall is closed."))
		must(t, h.Meetings.ChangeDate(ctx, h.tomasz, list[1].Key(), meeting.DateDraft{Start: list[1].Slot.AddDays(1), Minutes: 90, Note: "On Wednesday this once."}))
		key, err := h.Meetings.AddDate(ctx, h.tomasz, made.ID, meeting.DateDraft{Start: list[2].Slot.AddDays(2), Minutes: 60})
		must(t, err)
		now := h.dates(h.marisol, 4)
		if len(now) != 5 || now[0].Standing != meeting.Cancelled || now[0].Note != "The hall is closed." || !now[1].Moved ||
			now[1].Start.In(now[1].Zone()).Weekday() != time.Wednesday || now[1].End.Sub(now[1].Start) != 90*time.Minute || now[3].Standing != meeting.Extra || now[3].Key() != key {
			t.Fatalf("the dates are %+v", now)
		}
		if now[1].Slot != list[1].Slot {
			t.Errorf("the date that moved has another name: %s", now[1].Slot)
		}
		must(t, h.Meetings.Restore(ctx, h.tomasz, list[0].Key()))
		if again := h.dates(h.marisol, 4)[0]; again.Standing != meeting.Planned {
			t.Errorf("after taking it back it is %s", again.Standing)
		}
		seen, err := h.Meetings.ComingFor(ctx, h.marisol, list[0])
		must(t, err)
		if !seen.Coming || seen.Room != 0 || seen.Host {
			t.Errorf("a member sees %+v", seen)
		}
	})
}

func TestALaterChangeKeepsWhatWasSaidAboutTheSameDays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		made := h.make(h.tuesdays(nil))
		list := h.dates(h.marisol, 4)
		for _, o := range list[:3] {
			must(t, h.Meetings.Come(ctx, h.marisol, o.Key(), meeting.Coming{Way: meeting.Online, Shown: meeting.ToEveryone}))
		}
		later := h.tuesdays(func(d *meeting.Draft) {
			d.Plan.Series.First = list[1].Slot.Add(30 * time.Minute)
			d.Meeting.Title = "Low Tide, half past seven"
		})
		_, err := h.Meetings.ChangeFrom(ctx, h.tomasz, list[1].Key(), later)
		must(t, err)
		now := h.dates(h.cedar, 4)
		if len(now) != 4 || now[0].Slot != list[0].Slot || now[1].Slot != list[1].Slot.Add(30*time.Minute) {
			t.Fatalf("the dates are %+v", now)
		}
		for n, o := range now[:3] {
			seen, err := h.Meetings.ComingFor(ctx, h.cedar, o)
			must(t, err)
			if len(seen.Faces) != 1 || seen.Faces[0].Name != "Marisol" {
				t.Errorf("on date %d come %+v", n, seen.Faces)
			}
		}
		must(t, h.Meetings.EndFrom(ctx, h.tomasz, now[2].Key()))
		if left := h.dates(h.cedar, 10); len(left) != 2 {
			t.Errorf("after the end there are %d", len(left))
		}
		if _, err := h.Meetings.DateFor(ctx, h.marisol, made.ID); err != nil {
			t.Errorf("the meeting itself: %v", err)
		}
	})
}

// TestWhatIsKeptMeetsWhatStandsThere moves all dates to a time at which one was
// held once more, and to which somebody comes too.
func TestWhatIsKeptMeetsWhatStandsThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		made := h.make(h.tuesdays(nil))
		o := h.dates(h.marisol, 1)[0]
		key, err := h.Meetings.AddDate(ctx, h.tomasz, made.ID, meeting.DateDraft{Start: o.Slot.Add(time.Hour), Minutes: 30, Note: "Once more."})
		must(t, err)
		must(t, h.Meetings.ChangeDate(ctx, h.tomasz, o.Key(), meeting.DateDraft{Start: o.Slot, Minutes: 90, Note: "Longer."}))
		for _, one := range []string{o.Key(), key} {
			must(t, h.Meetings.Come(ctx, h.marisol, one, meeting.Coming{Way: meeting.Online, Shown: meeting.AsNumber}))
		}
		_, err = h.Meetings.ChangeFrom(ctx, h.tomasz, made.ID, h.tuesdays(func(d *meeting.Draft) { d.Plan.Series.First = d.Plan.Series.First.Add(time.Hour) }))
		must(t, err)
		if seen, err := h.Meetings.DateFor(ctx, h.marisol, key); err != nil || seen.Slot != o.Slot.Add(time.Hour) {
			t.Errorf("the date is %+v, %v", seen, err)
		}
		comes, err := h.Meetings.ComesFor(ctx, h.marisol)
		must(t, err)
		if !comes[key] || len(comes) != 1 {
			t.Errorf("she comes to %v", comes)
		}
	})
}

func TestWhereItIsIsToldToWhoAsked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		made := h.make(h.tuesdays(nil))
		o := h.dates(h.marisol, 1)[0]
		see := func(m group.Member) meeting.InsideView {
			t.Helper()
			view, err := h.Meetings.InsideFor(ctx, m, o)
			must(t, err)
			return view
		}
		if view := see(h.marisol); view.Inside.Address != "" || !view.Hidden || view.Inside.Passcode != "heron" {
			t.Errorf("before asking: %+v", view)
		}
		must(t, h.Meetings.AskPlace(ctx, h.marisol, made.ID))
		if err := h.Meetings.AnswerPlace(ctx, h.cedar, o.Key(), h.marisol.Self.ID, true); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a member tells: %v", err)
		}
		must(t, h.Meetings.AnswerPlace(ctx, h.tomasz, o.Key(), h.marisol.Self.ID, true))
		if view := see(h.marisol); view.Inside.Address != "Quay 4, second door" {
			t.Errorf("after being told: %+v", view)
		}
		if view := see(h.cedar); view.Inside.Address != "" {
			t.Errorf("another one reads %+v", view)
		}
		must(t, h.Meetings.AskPlace(ctx, h.cedar, made.ID))
		must(t, h.Meetings.AnswerPlace(ctx, h.tomasz, o.Key(), h.cedar.Self.ID, false))
		must(t, h.Meetings.TakeBackAsking(ctx, h.cedar, made.ID))
		if view := see(h.cedar); view.Where != meeting.NotNow {
			t.Errorf("what was answered is gone: %+v", view)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
