package remind_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/remind"
	"handrail/internal/notify"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

func TestWhoAsksForItIsRemindedOnceAndNobodyElse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		o := h.dates(made)[0]
		h.chooses(apptest.Ana, made, remind.AllDates, 60)
		h.lives(o.Start.Add(-61*time.Minute), 30*time.Minute)
		h.wantTold(apptest.Ana)
		h.Clock.Set(o.Start.Add(-time.Hour))
		for range 5 {
			h.runs()
		}
		h.wantTold(apptest.Ana, "reminder "+o.Key())
		h.lives(o.End, 10*time.Minute)
		h.wantTold(apptest.Ana, "reminder "+o.Key())
		h.wantTold(h.ben)
		h.wantTold(h.fay)
	})
}

func TestOnlyDatesThatOneComesTo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		list := h.dates(made)
		h.chooses(apptest.Ana, made, remind.WhenComes, 10)
		must(t, h.Meetings.Come(ctx, h.in(apptest.Ana), list[1].Key(), meeting.Coming{Shown: meeting.AsNumber}))
		h.lives(list[2].End, 10*time.Minute)
		h.wantTold(apptest.Ana, "reminder "+list[1].Key())
	})
}

// TestWhoSaysItAfterTheMomentIsNotRemindedOfIt: they have just looked.
func TestWhoSaysItAfterTheMomentIsNotRemindedOfIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		o := h.dates(made)[0]
		h.chooses(apptest.Ana, made, remind.WhenComes, 180)
		h.lives(o.Start.Add(-2*time.Hour), time.Hour)
		must(t, h.Meetings.Come(ctx, h.in(apptest.Ana), o.Key(), meeting.Coming{Shown: meeting.AsNumber}))
		h.chooses(h.ben, made, remind.AllDates, 180)
		h.lives(o.End, 20*time.Minute)
		h.wantTold(apptest.Ana)
		h.wantTold(h.ben)
	})
}

// TestTheChoiceForOneMeetingKeepsTheOneForAllOut, in both directions.
func TestTheChoiceForOneMeetingKeepsTheOneForAllOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made, other := h.daily(), h.daily()
		must(t, h.Remind.Choose(ctx, h.in(apptest.Ana), "", remind.Wish{Dates: remind.AllDates, Lead: 0}))
		h.chooses(apptest.Ana, made, remind.NoDates, 0)
		h.chooses(h.ben, made, remind.AllDates, 0)
		o, second := h.dates(made)[0], h.dates(other)[0]
		h.lives(o.Start.Add(time.Minute), time.Hour)
		h.wantTold(apptest.Ana, "reminder "+second.Key())
		h.wantTold(h.ben, "reminder "+o.Key())
	})
}

func TestWhatIsCalledOffHasNoReminder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		list := h.dates(made)
		h.chooses(apptest.Ana, made, remind.AllDates, 60)
		must(t, h.Meetings.Cancel(ctx, h.in(h.fay), list[0].Key(), ""))
		h.lives(list[0].End, time.Hour)
		h.wantTold(apptest.Ana)
		h.lives(list[1].Start, time.Hour)
		h.wantTold(apptest.Ana, "reminder "+list[1].Key())
	})
}

// TestADateThatMovesTakesItsReminderAlong, and one that moves by enough after
// it has a second one.
func TestADateThatMovesTakesItsReminderAlong(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.plans("UTC", "20261126T1900", "")
		o := h.dates(made)[0]
		h.chooses(apptest.Ana, made, remind.AllDates, 60)
		moves := func(by time.Duration) meeting.Occurrence {
			t.Helper()
			now := h.dates(made)[0]
			must(t, h.Meetings.ChangeDate(ctx, h.in(h.fay), o.Key(), meeting.DateDraft{Start: recur.WallOf(now.Start.Add(by)), Minutes: 60}))
			return h.dates(made)[0]
		}
		o = moves(2 * time.Hour)
		h.lives(o.Start.Add(-61*time.Minute), time.Hour)
		h.wantTold(apptest.Ana)
		h.lives(o.Start.Add(-time.Hour), time.Minute)
		h.wantTold(apptest.Ana, "reminder "+o.Key())
		moves(30 * time.Minute)
		h.lives(o.Start, 10*time.Minute)
		h.wantTold(apptest.Ana, "reminder "+o.Key())
		o = moves(3 * time.Hour)
		h.lives(o.Start.Add(-time.Hour), 10*time.Minute)
		h.wantTold(apptest.Ana, "reminder "+o.Key(), "reminder "+o.Key())
		if said := h.reads(apptest.Ana); !strings.Contains(said[1], "26 November 2026, 00:30") && !strings.Contains(said[1], "27 November 2026, 00:30") {
			t.Errorf("the first one reads %q", said[1])
		}
		h.lives(o.End, 10*time.Minute)
		h.wantTold(apptest.Ana, "reminder "+o.Key(), "reminder "+o.Key())
	})
}

// TestOneDateWithAnotherSlotIsNotRemindedOfTwice: a later schedule renames it.
func TestOneDateWithAnotherSlotIsNotRemindedOfTwice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		list := h.dates(made)
		h.chooses(apptest.Ana, made, remind.AllDates, 1440)
		h.lives(list[1].Start.Add(-23*time.Hour), 10*time.Minute)
		h.wantTold(apptest.Ana, "reminder "+list[1].Key())
		later := h.draft("UTC", list[1].Slot.Add(5*time.Minute).String(), "FREQ=DAILY")
		_, err := h.Meetings.ChangeFrom(ctx, h.in(h.fay), list[1].Key(), later)
		must(t, err)
		h.lives(list[1].Start.Add(time.Hour), 10*time.Minute)
		h.wantTold(apptest.Ana, "reminder "+list[1].Key(), "reminder "+meeting.Key(made.ID, list[2].Slot.Add(5*time.Minute)))
	})
}

func TestQuietHours(t *testing.T) {
	for _, one := range []struct {
		name     string
		first    string // of a meeting of an hour
		lead     int
		from, to int
		want     string
	}{
		{name: "outside", first: "20261126T1900", lead: 60, from: 22 * 60, to: 8 * 60, want: "2026-11-26T18:00:00Z"},
		{name: "at their end", first: "20261126T0900", lead: 180, from: 22 * 60, to: 8 * 60, want: "2026-11-26T08:00:00Z"},
		{name: "at their end, which is the start", first: "20261126T0800", lead: 60, from: 22 * 60, to: 8 * 60, want: "2026-11-26T08:00:00Z"},
		{name: "while it is on", first: "20261126T0730", lead: 60, from: 22 * 60, to: 8 * 60, want: "2026-11-26T08:00:00Z"},
		{name: "before, as it would be over", first: "20261126T0600", lead: 60, from: 22 * 60, to: 8 * 60, want: "2026-11-25T21:45:00Z"},
		{name: "before, as it ends with them", first: "20261126T0700", lead: 10, from: 22 * 60, to: 8 * 60, want: "2026-11-25T21:45:00Z"},
		{name: "by day", first: "20261126T1300", lead: 10, from: 12 * 60, to: 15 * 60, want: "2026-11-26T11:45:00Z"},
	} {
		t.Run(one.name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				want, err := time.Parse(time.RFC3339, one.want)
				must(t, err)
				made := h.plans("UTC", one.first, "")
				h.quiet(apptest.Ana, one.from, one.to)
				h.chooses(apptest.Ana, made, remind.AllDates, one.lead)
				o := h.dates(made)[0]
				h.lives(want.Add(-time.Minute), time.Hour)
				h.wantTold(apptest.Ana)
				h.lives(want, time.Minute)
				h.wantTold(apptest.Ana, "reminder "+o.Key())
				h.lives(o.End.Add(time.Hour), 20*time.Minute)
				h.wantTold(apptest.Ana, "reminder "+o.Key())
			})
		})
	}
}

// TestWhatComesLateSaysSo: after a day in which nothing worked, what is to come
// and what has begun says that it is late, and what is over is in one notice.
func TestWhatComesLateSaysSo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		now := h.Clock.Now()
		at := func(later time.Duration) string { return recur.WallOf(now.Add(later)).String() }
		over, also := h.plans("UTC", at(4*time.Hour), ""), h.plans("UTC", at(9*time.Hour), "")
		begun, coming := h.plans("UTC", at(24*time.Hour-20*time.Minute), ""), h.plans("UTC", at(24*time.Hour+30*time.Minute), "")
		want := func(m meeting.Meeting) string { return h.dates(m)[0].Key() }
		missed, began, comes := []string{want(over), want(also)}, want(begun), want(coming)
		must(t, h.Remind.Choose(ctx, h.in(apptest.Ana), "", remind.Wish{Dates: remind.AllDates, Lead: 60}))
		h.runs()
		h.Clock.Advance(24 * time.Hour)
		h.runs()
		h.runs()
		all := []string{"reminder-late " + began, "reminder-late " + comes, "reminders-missed 2"}
		slices.Sort(all)
		h.wantSorted(all)
		said := h.reads(apptest.Ana)
		for _, part := range []string{"We could not remind you in time of 2 meetings.", "This comes late. “Evening Circle” in Low Tide. It begins on", "This comes late. “Evening Circle” in Low Tide. It began 20 minutes ago."} {
			if !slices.ContainsFunc(said, func(line string) bool { return strings.HasPrefix(line, part) }) {
				t.Errorf("they say %q, and not %q", said, part)
			}
		}
		body := h.wants(apptest.Ana, remind.SettingsPath, "Too late for a reminder")
		for _, key := range missed {
			if !strings.Contains(body, key) {
				t.Errorf("%s is not among what was missed", key)
			}
		}
		h.lives(now.Add(30*time.Hour), time.Hour)
		h.wantSorted(all)
	})
}

// wantSorted wants Ana to have been told this, in any order.
func (h *house) wantSorted(want []string) {
	h.t.Helper()
	if got := slices.Sorted(slices.Values(h.told(apptest.Ana))); !slices.Equal(got, want) {
		h.t.Errorf("Ana was told %q, not %q", got, want)
	}
}

// TestAClockThatJumpsRemindsOnce: forward by years and back, and back and forward
// again.
func TestAClockThatJumpsRemindsOnce(t *testing.T) {
	for name, jumps := range map[string][]time.Duration{
		"ahead and back":    {400 * 24 * time.Hour, -400 * 24 * time.Hour},
		"back and ahead":    {-400 * 24 * time.Hour, 400 * 24 * time.Hour},
		"a little":          {-30 * time.Minute, 30 * time.Minute, -time.Second, time.Second},
		"again and again":   {30 * 24 * time.Hour, -60 * 24 * time.Hour, 30 * 24 * time.Hour, 10 * 24 * time.Hour, -10 * 24 * time.Hour},
		"a day and an hour": {25 * time.Hour, -25 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				made := h.daily()
				list := h.dates(made)
				h.chooses(apptest.Ana, made, remind.AllDates, 60)
				h.lives(list[0].Start.Add(-30*time.Minute), 10*time.Minute)
				h.wantTold(apptest.Ana, "reminder "+list[0].Key())
				for _, by := range jumps {
					h.Clock.Advance(by)
					h.runs()
					h.runs()
				}
				for h.Clock.Now().Before(list[5].Start) {
					h.lives(h.Clock.Now().Add(6*time.Hour), 30*time.Minute)
					must(t, h.Notices.SeeAll(ctx, h.as(apptest.Ana))) // so that they do not stop by themselves
				}
				counts := map[string]int{}
				for _, line := range h.told(apptest.Ana) {
					kind, key, _ := strings.Cut(line, " ")
					if strings.HasPrefix(kind, "reminder") && kind != "reminders-missed" && kind != "reminders-rest" {
						counts[key]++
					}
				}
				for n, o := range list[:6] {
					if counts[o.Key()] != 1 {
						t.Errorf("date %d was reminded of %d times: %q", n, counts[o.Key()], h.told(apptest.Ana))
					}
				}
			})
		})
	}
}

// TestADayBeforeIsADayOnTheWall, also in the week in which clocks are changed.
func TestADayBeforeIsADayOnTheWall(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Clock.Set(time.Date(2027, 3, 20, 12, 0, 0, 0, time.UTC))
		made := h.plans("Europe/Berlin", "20270328T1900", "") // on that morning they go forward
		must(t, h.Accounts.Keep(ctx, h.as(apptest.Ana), account.Settings{Zone: "Europe/Berlin"}))
		h.chooses(apptest.Ana, made, remind.AllDates, 1440)
		o := h.dates(made)[0]
		h.lives(time.Date(2027, 3, 27, 17, 59, 0, 0, time.UTC), time.Hour)
		h.wantTold(apptest.Ana)
		h.lives(time.Date(2027, 3, 27, 18, 0, 0, 0, time.UTC), time.Minute)
		h.wantTold(apptest.Ana, "reminder "+o.Key())
	})
}

func TestTheyStopByThemselvesAndSaySoOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		list := h.dates(made)
		h.chooses(apptest.Ana, made, remind.AllDates, 60)
		h.lives(list[6].End, 30*time.Minute)
		// The third is judged twelve hours after its end.
		want := []string{"reminder " + list[0].Key(), "reminder " + list[1].Key(), "reminder " + list[2].Key(), "reminders-rest " + made.ID}
		h.wantTold(apptest.Ana, want...)
		if said := h.reads(apptest.Ana)[0]; said != "You did not need the last reminders of “Evening Circle” in Low Tide, so they rest now. You can turn them on again whenever you like." {
			t.Error(said)
		}
		h.wants(apptest.Ana, remind.SettingsPath, "They rest, since you did not need the last ones.", "Turn them on again")
		h.chooses(apptest.Ana, made, remind.AllDates, 60)
		h.lives(list[7].Start, 30*time.Minute)
		h.wantTold(apptest.Ana, append(want, "reminder "+list[7].Key())...)
	})
}

// TestAnyAnswerBeginsTheCountAnew.
func TestAnyAnswerBeginsTheCountAnew(t *testing.T) {
	for name, answer := range map[string]func(h *house, made meeting.Meeting, o meeting.Occurrence){
		"opening it": func(h *house, _ meeting.Meeting, o meeting.Occurrence) {
			list, err := h.Notices.ListFor(ctx, h.as(apptest.Ana), 1)
			must(h.t, err)
			n := slices.IndexFunc(list.Lines, func(l notify.Line) bool { return l.Target == o.Key() })
			path, err := h.Notices.Open(ctx, h.as(apptest.Ana), list.Lines[n].ID)
			must(h.t, err)
			if path != "/m/"+o.Key() {
				h.t.Errorf("it opens %s", path)
			}
		},
		"taking it away": func(h *house, _ meeting.Meeting, _ meeting.Occurrence) {
			must(h.t, h.Notices.RemoveAll(ctx, h.as(apptest.Ana)))
		},
		"coming": func(h *house, _ meeting.Meeting, o meeting.Occurrence) {
			must(h.t, h.Meetings.Come(ctx, h.in(apptest.Ana), o.Key(), meeting.Coming{Shown: meeting.AsNumber}))
		},
		"not this time": func(h *house, _ meeting.Meeting, o meeting.Occurrence) {
			must(h.t, h.Remind.Skip(ctx, h.in(apptest.Ana), o.Key(), true))
		},
		"a change": func(h *house, made meeting.Meeting, _ meeting.Occurrence) {
			h.chooses(apptest.Ana, made, remind.AllDates, 60)
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				made := h.daily()
				list := h.dates(made)
				h.chooses(apptest.Ana, made, remind.AllDates, 60)
				h.lives(list[2].Start.Add(-30*time.Minute), 30*time.Minute)
				h.wantTold(apptest.Ana, "reminder "+list[0].Key(), "reminder "+list[1].Key(), "reminder "+list[2].Key())
				answer(h, made, list[2])
				h.lives(list[4].Start, 30*time.Minute)
				h.wantReminded(list[:5])
			})
		})
	}
}

// wantReminded wants Ana to have been reminded of these dates, once each, and
// told of nothing else.
func (h *house) wantReminded(list []meeting.Occurrence) {
	h.t.Helper()
	var want []string
	for _, o := range list {
		want = append(want, "reminder "+o.Key())
	}
	h.wantTold(apptest.Ana, want...)
}

func TestNotThisTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.daily()
		list := h.dates(made)
		wantKind(t, "without a reminder", h.Remind.Skip(ctx, h.in(apptest.Ana), list[0].Key(), true), fault.Conflict)
		h.chooses(apptest.Ana, made, remind.AllDates, 60)
		must(t, h.Remind.Skip(ctx, h.in(apptest.Ana), list[0].Key(), true))
		must(t, h.Remind.Skip(ctx, h.in(apptest.Ana), list[1].Key(), true))
		must(t, h.Remind.Skip(ctx, h.in(apptest.Ana), list[1].Key(), false))
		h.lives(list[1].Start, 30*time.Minute)
		h.wantTold(apptest.Ana, "reminder "+list[1].Key())
	})
}

// TestWhoLeavesIsRemindedOfNothing, at the same moment, however they go.
func TestWhoLeavesIsRemindedOfNothing(t *testing.T) {
	for name, goes := range map[string]func(h *house){
		"leaves":       func(h *house) { must(h.t, h.Groups.Leave(ctx, h.as(apptest.Ana), h.g.Slug, group.AsFormer)) },
		"without name": func(h *house) { must(h.t, h.Groups.Leave(ctx, h.as(apptest.Ana), h.g.Slug, group.AsAnonymous)) },
		"is removed": func(h *house) {
			must(h.t, h.Groups.Remove(ctx, h.in(h.fay), h.in(apptest.Ana).Self.ID, false, "a reason"))
		},
		"steps out": func(h *house) {
			must(h.t, h.Groups.StepOut(ctx, h.in(apptest.Ana), h.Clock.Now().AddDate(0, 1, 0)))
		},
		"the group rests": func(h *house) { must(h.t, h.Groups.Move(ctx, h.in(h.fay), group.Paused)) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				made := h.daily()
				o := h.dates(made)[0]
				h.chooses(apptest.Ana, made, remind.AllDates, 60)
				h.lives(o.Start.Add(-61*time.Minute), time.Hour)
				h.Clock.Advance(2 * time.Minute)
				goes(h)
				h.runs()
				h.lives(o.Start.Add(12*time.Hour), time.Hour)
				h.wantTold(apptest.Ana)
				if gone := name != "steps out" && name != "the group rests"; gone && h.kept() != 0 {
					t.Error("what they chose is kept")
				}
			})
		})
	}
}
