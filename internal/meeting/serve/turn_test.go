package serve_test

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/meeting"
	"handrail/internal/meeting/serve"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

func TestAMemberTakesARoleFromThePageOfADate(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		o := h.dates()[0]
		if body := h.reads(apptest.Ana, h.path(o, "")); strings.Contains(body, "Who does what") {
			t.Error("a member is shown roles that do not exist")
		}
		h.wants(h.fay, h.path(o, ""), "No roles yet", "Begin with these roles", "Reader")
		h.post(h.fay, o, "/roles/beginning", nil)
		h.post(h.fay, o, "/roles/beginning", nil)
		roles, _, err := h.Serving.RolesFor(ctx, h.in(h.fay), h.meeting.ID)
		must(t, err)
		if len(roles) != 7 {
			t.Fatalf("there are %d roles", len(roles))
		}
		chair := roles[0].ID
		h.wants(apptest.Ana, h.path(o, ""), "Who does what", "Chair", "1 place is free", "I can do this")
		if to := h.post(apptest.Ana, o, "/roles/"+chair+"/places", url.Values{"for": {"date"}, "back": {"date"}}); to != h.path(o, "") {
			t.Errorf("it leads to %s", to)
		}
		h.wants(apptest.Ana, h.path(o, ""), "You do this.")
		h.wants(h.ben, h.path(o, "/roles"), "Marisol", "Back to this date")
		if !h.has(apptest.Ana, o, chair) || h.has(apptest.Ana, h.dates()[1], chair) {
			t.Error("she has it on other dates than that one")
		}
		h.post(h.ben, o, "/roles/"+chair+"/places", url.Values{"for": {"date"}})
		if h.has(h.ben, o, chair) {
			t.Error("two have one place")
		}
		h.post(apptest.Ana, o, "/service/"+h.mine(apptest.Ana, o, chair)+"/return", url.Values{"for": {"date"}})
		if h.has(apptest.Ana, o, chair) || h.duty(h.ben, o, chair).Free != 1 {
			t.Error("it is not free again")
		}
	})
}

func TestOfTwoAtTheSameMomentOneGetsIt(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		o, chair := h.dates()[0], h.begin()[serve.Chair]
		var wait sync.WaitGroup
		people := []apptest.Person{apptest.Ana, h.ben, h.fay}
		errs := make([]error, len(people))
		for i, p := range people {
			m := h.in(p)
			wait.Go(func() { errs[i] = h.Serving.Take(ctx, m, o.Key(), chair, false) })
		}
		wait.Wait()
		got, late := 0, 0
		for _, err := range errs {
			f, _ := fault.From(err)
			switch {
			case err == nil:
				got++
			case f != nil && f.Kind == fault.Conflict && strings.HasPrefix(string(f.Say), "Somebody took this a moment before you."):
				late++
			default:
				t.Errorf("one reads %v", err)
			}
		}
		if got != 1 || late != 2 || len(h.duty(h.fay, o, chair).Places) != 1 {
			t.Errorf("%d got it, %d were late", got, late)
		}
	})
}

func TestWhoChairsADateHostsIt(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, of := h.dates(), h.begin()
		reader := of[serve.Reader]
		chair := h.role(serve.Role{Kind: serve.Chair, Many: 1, Weeks: 2})
		h.take(h.ben, dates[0], reader, false)
		if h.hosts(h.ben, dates[0]) {
			t.Error("a reader hosts")
		}
		h.take(apptest.Ana, dates[1], chair, true)
		for i, want := range []bool{false, true, true, false} {
			if got := h.hosts(apptest.Ana, dates[i]); got != want {
				t.Errorf("on date %d: %v", i, got)
			}
		}
		host := func(o meeting.Occurrence) error {
			return h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, _, err := h.Meetings.HostIn(ctx, tx, h.in(apptest.Ana), o.Key())
				return err
			})
		}
		must(t, host(dates[2]))
		if err := host(dates[3]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("after the term: %v", err)
		}
		must(t, h.Serving.GiveBack(ctx, h.in(apptest.Ana), dates[1].Key(), h.mine(apptest.Ana, dates[1], chair), false))
		if h.hosts(apptest.Ana, dates[1]) || !h.hosts(apptest.Ana, dates[2]) {
			t.Error("giving one date back")
		}
		must(t, h.Serving.DropRole(ctx, h.in(h.fay), dates[0].Key(), chair))
		if h.hosts(apptest.Ana, dates[2]) {
			t.Error("a role that was taken away makes a host")
		}
		must(t, h.Serving.RestoreRole(ctx, h.in(h.fay), dates[0].Key(), chair))
		h.hush(apptest.Ana)
		if h.hosts(apptest.Ana, dates[2]) || !h.has(apptest.Ana, dates[2], chair) {
			t.Error("whose writing is paused hosts, or lost what they took")
		}
		if err := h.Serving.Take(ctx, h.in(apptest.Ana), dates[3].Key(), chair, false); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("and takes more: %v", err)
		}
		h.Clock.Advance(49 * time.Hour)
		if !h.hosts(apptest.Ana, dates[2]) {
			t.Error("when that is over they do not host")
		}
		must(t, h.Groups.Remove(ctx, h.in(h.fay), h.id(apptest.Ana), false, "a reason for the tests"))
		if d := h.duty(h.ben, dates[2], chair); d.Free != 1 || len(d.Places) != 0 {
			t.Errorf("somebody who is gone: %+v", d)
		}
	})
}

// hush has leaders pause somebody's writing for two days.
func (h *hall) hush(p apptest.Person) {
	h.t.Helper()
	leader, who := h.in(h.fay), h.id(p)
	must(h.t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return h.Groups.Hush(ctx, tx, leader, who, h.Clock.Now().Add(48*time.Hour))
	}))
}

func TestATermLeavesOthersTheirDates(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, coffee := h.dates(), h.begin()[serve.Coffee]
		h.take(h.ben, dates[2], coffee, false)
		h.take(apptest.Ana, dates[0], coffee, true)
		for i, o := range dates[:14] {
			want := i != 2 && i < 12
			if got := h.has(apptest.Ana, o, coffee); got != want {
				t.Errorf("date %d: %v", i, got)
			}
		}
		if err := h.Serving.Take(ctx, h.in(apptest.Ana), dates[1].Key(), coffee, false); fault.KindOf(err) != fault.Conflict {
			t.Errorf("twice the same: %v", err)
		}

		// Another hour on the same days moves nobody.
		later := h.tuesdays()
		later.Plan.Series.First = dates[1].Slot.Add(-30 * time.Minute)
		_, err := h.Meetings.ChangeFrom(ctx, h.in(h.fay), dates[1].Key(), later)
		must(t, err)
		moved := h.dates()
		if moved[2].Slot == dates[2].Slot {
			t.Fatal("no date moved")
		}
		for i, o := range moved[:14] {
			if got, want := h.has(apptest.Ana, o, coffee), i != 2 && i < 12; got != want {
				t.Errorf("with another hour, date %d: %v", i, got)
			}
		}
		if !h.has(h.ben, moved[2], coffee) {
			t.Error("the single date stayed behind")
		}

		h.post(apptest.Ana, moved[4], "/service/"+h.mine(apptest.Ana, moved[4], coffee)+"/return", url.Values{"for": {"term"}})
		for i, o := range moved[:14] {
			if got, want := h.has(apptest.Ana, o, coffee), i != 2 && i < 4; got != want {
				t.Errorf("given back from there on, date %d: %v", i, got)
			}
		}
	})
}

func TestADayWithTwoDates(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, coffee := h.dates(), h.begin()[serve.Coffee]
		key, err := h.Meetings.AddDate(ctx, h.in(h.fay), h.meeting.ID, meeting.DateDraft{Start: dates[0].Slot.Add(-3 * time.Hour), Minutes: 60})
		must(t, err)
		early, err := h.Meetings.DateFor(ctx, h.in(h.fay), key)
		must(t, err)
		h.take(apptest.Ana, dates[0], coffee, true)
		if h.has(apptest.Ana, early, coffee) || !h.has(apptest.Ana, dates[0], coffee) || !h.has(apptest.Ana, dates[1], coffee) {
			t.Error("the term does not begin with the date that was meant")
		}
		h.take(h.ben, early, coffee, true)
		if h.has(h.ben, dates[0], coffee) || h.has(h.ben, dates[1], coffee) {
			t.Error("a term took another's dates")
		}
	})
}

func TestSomebodyIsWanted(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, coffee := h.dates(), h.begin()[serve.Coffee]
		h.take(h.ben, dates[0], coffee, false)
		h.take(apptest.Ana, dates[1], coffee, true)
		o := dates[2]
		turn := h.mine(apptest.Ana, o, coffee)
		h.post(apptest.Ana, o, "/service/"+turn+"/search", url.Values{"note": {""}})
		if !h.has(apptest.Ana, dates[1], coffee) || !h.has(apptest.Ana, o, coffee) || !h.has(apptest.Ana, dates[3], coffee) {
			t.Fatal("the place is not hers any more")
		}
		body := h.wants(h.ben, h.path(o, ""), "Somebody is wanted", "I can do this instead")
		if strings.Contains(main(body), "Marisol") {
			t.Error("the page tells who cannot")
		}
		if strings.Contains(main(h.reads(h.fay, h.path(o, "/roles/"+coffee))), "Marisol") {
			t.Error("leaders are told who cannot")
		}
		if n := h.told(h.ben, "Somebody is wanted for what you have done before at “Tuesday Lamp” in Low Tide: Coffee and tea."); n != 1 {
			t.Errorf("who did it before was told %d times", n)
		}
		if n := h.told(h.fay, "Somebody is wanted"); n != 0 {
			t.Errorf("who never did it was told %d times", n)
		}
		if got := h.Get(h.ben, "/m/role/"+turn); got.Header.Get("Location") != h.path(o, "/roles") {
			t.Errorf("the notice leads to %d %s", got.Code, got.Header.Get("Location"))
		}

		// With a word about it, the name shows.
		must(t, h.Serving.StopSearch(ctx, h.in(apptest.Ana), o.Key(), turn))
		h.post(apptest.Ana, o, "/service/"+turn+"/search", url.Values{"note": {"My daughter sings that night."}})
		h.wants(h.ben, h.path(o, ""), "Marisol", "My daughter sings that night.")

		h.post(h.ben, o, "/service/"+turn+"/takeover", url.Values{"back": {"date"}})
		if h.has(apptest.Ana, o, coffee) || !h.has(h.ben, o, coffee) || !h.has(apptest.Ana, dates[3], coffee) || h.has(h.ben, dates[3], coffee) {
			t.Error("more or less than that date was taken over")
		}
		if n := h.told(apptest.Ana, "Somebody does what you could not do at “Tuesday Lamp” in Low Tide."); n != 1 {
			t.Errorf("she was told %d times", n)
		}
		if err := h.Serving.TakeOver(ctx, h.in(h.fay), o.Key(), turn); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a moment later: %v", err)
		}
		if err := h.Serving.TakeOver(ctx, h.in(h.fay), dates[3].Key(), h.mine(apptest.Ana, dates[3], coffee)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("where nobody is wanted: %v", err)
		}
	})
}

func TestWhoIsAwayIsStoodInFor(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, coffee := h.dates(), h.begin()[serve.Coffee]
		o := dates[1]
		h.take(apptest.Ana, o, coffee, false)
		turn := h.mine(apptest.Ana, o, coffee)
		must(t, h.Groups.StepOut(ctx, h.in(apptest.Ana), h.Clock.Now().Add(20*24*time.Hour)))
		if d := h.duty(h.ben, o, coffee); !d.Places[0].Wanted || d.Places[0].Named() {
			t.Errorf("stepped out: %+v", d.Places[0])
		}
		must(t, h.Groups.ComeBack(ctx, h.in(apptest.Ana)))
		if d := h.duty(h.ben, o, coffee); d.Places[0].Wanted {
			t.Error("back, and somebody is wanted all the same")
		}

		by, err := account.ByViewer(h.Viewer(apptest.Stella), "a pause for the tests")
		must(t, err)
		must(t, h.Accounts.Pause(ctx, by, h.Viewer(apptest.Ana).Account))
		if d := h.duty(h.ben, o, coffee); !d.Places[0].Wanted || d.Places[0].Named() {
			t.Errorf("paused by the stewards: %+v", d.Places[0])
		}
		must(t, h.Serving.TakeOver(ctx, h.in(h.ben), o.Key(), turn))
		if !h.has(h.ben, o, coffee) {
			t.Error("it was not taken over")
		}
	})
}

func TestABlockHidesWhoHasAPlace(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, coffee := h.dates(), h.begin()[serve.Coffee]
		h.take(apptest.Ana, dates[0], coffee, true)
		must(t, h.Groups.BlockOne(ctx, h.in(h.ben), h.id(apptest.Ana)))
		body := main(h.wants(h.ben, h.path(dates[0], ""), "Taken"))
		if strings.Contains(body, "Marisol") || strings.Contains(body, "A former member") {
			t.Error("the block shows")
		}
		must(t, h.Serving.Search(ctx, h.in(apptest.Ana), dates[1].Key(), h.mine(apptest.Ana, dates[1], coffee), "I am at a wedding."))
		body = main(h.wants(h.ben, h.path(dates[1], ""), "Somebody is wanted"))
		if strings.Contains(body, "wedding") || strings.Contains(body, "Marisol") {
			t.Error("what they wrote shows")
		}
		h.wants(h.fay, h.path(dates[1], ""), "wedding", "Marisol")
		h.post(h.ben, dates[1], "/service/"+h.mine(apptest.Ana, dates[1], coffee)+"/takeover", nil)
		if body := main(h.wants(apptest.Ana, h.path(dates[1], ""), "Taken")); strings.Contains(body, "Quiet Cedar") {
			t.Error("and the other way round")
		}
	})
}

func TestADateThatIsOverOrCalledOffTakesNobody(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, coffee := h.dates(), h.begin()[serve.Coffee]
		h.take(apptest.Ana, dates[0], coffee, false)
		must(t, h.Meetings.Cancel(ctx, h.in(h.fay), dates[0].Key(), ""))
		if n := h.told(apptest.Ana, "is called off"); n != 1 {
			t.Errorf("who would have made coffee was told %d times", n)
		}
		if err := h.Serving.Take(ctx, h.in(h.ben), dates[0].Key(), coffee, false); fault.KindOf(err) != fault.Conflict {
			t.Errorf("called off: %v", err)
		}
		if body := h.reads(h.ben, h.path(dates[0], "/roles/"+coffee)); strings.Contains(main(body), "I can do this") {
			t.Error("the page of a date that is off offers places")
		}
		h.Clock.Set(dates[1].End.Add(time.Hour))
		if err := h.Serving.Take(ctx, h.in(h.ben), dates[1].Key(), coffee, false); fault.KindOf(err) != fault.Conflict {
			t.Errorf("over: %v", err)
		}

		// Days that are gone from the schedule take their turns with them.
		h.take(h.ben, dates[3], coffee, false)
		must(t, h.Meetings.EndFrom(ctx, h.in(h.fay), dates[3].Key()))
		if got := h.Get(h.ben, h.path(dates[3], "/roles")); got.Code != 404 {
			t.Errorf("a date that is no more: %d", got.Code)
		}
	})
}
