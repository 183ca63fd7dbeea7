package serve_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/meeting"
	"handrail/internal/meeting/serve"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

const soon = "Soon you do this at “Tuesday Lamp” in Low Tide: "

// until brings the clock to a time, the near dates worked out.
func (h *hall) until(at time.Time) {
	h.t.Helper()
	h.Clock.Set(at)
	must(h.t, h.Meetings.WorkOut(ctx))
}

func (h *hall) remind() {
	h.t.Helper()
	must(h.t, h.Serving.RemindDue(ctx))
}

func TestWhoTookSomethingIsRemindedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, of := h.dates(), h.begin()
		o := dates[1]
		h.take(apptest.Ana, o, of[serve.Coffee], true)
		h.take(h.ben, o, of[serve.Reader], false)
		h.until(o.Start.Add(-49 * time.Hour))
		h.remind()
		if n := h.told(apptest.Ana, soon); n != 0 {
			t.Fatalf("reminded %d times two days and an hour before", n)
		}
		must(t, h.Serving.GiveBack(ctx, h.in(h.ben), o.Key(), h.mine(h.ben, o, of[serve.Reader]), false))

		// A crash before the end leaves nothing behind, and the next try tells once.
		h.until(o.Start.Add(-47 * time.Hour))
		h.Break("db.commit")
		if err := h.Serving.RemindDue(ctx); err == nil {
			t.Error("it did not break")
		}
		h.Mend("db.commit")
		if n := h.told(apptest.Ana, soon); n != 0 {
			t.Errorf("told %d times and not marked", n)
		}
		for range 3 {
			h.remind()
			h.Clock.Advance(10 * time.Minute)
		}
		if n := h.told(apptest.Ana, soon+"Coffee and tea."); n != 1 {
			t.Errorf("reminded %d times", n)
		}
		if n := h.told(h.ben, soon); n != 0 {
			t.Errorf("who gave it back was reminded %d times", n)
		}
		turn := h.mine(apptest.Ana, o, of[serve.Coffee])
		if got := h.Get(apptest.Ana, "/m/role/"+turn); got.Header.Get("Location") != h.path(o, "/service/"+turn) {
			t.Errorf("the notice leads to %d %s", got.Code, got.Header.Get("Location"))
		}

		// Each date of a term has its own, unless they want none.
		must(t, h.Notices.SeeAll(ctx, h.Viewer(apptest.Ana)))
		h.until(dates[2].Start.Add(-40 * time.Hour))
		h.remind()
		if n := h.told(apptest.Ana, soon); n != 2 {
			t.Errorf("of two dates reminded %d times", n)
		}
		h.post(apptest.Ana, dates[3], "/service/"+h.mine(apptest.Ana, dates[3], of[serve.Coffee])+"/reminder", url.Values{"lead": {"0"}})
		h.until(dates[3].Start.Add(-40 * time.Hour))
		h.remind()
		if n := h.told(apptest.Ana, soon); n != 2 {
			t.Error("reminded of what they want no reminder of")
		}
		h.post(apptest.Ana, dates[4], "/service/"+h.mine(apptest.Ana, dates[4], of[serve.Coffee])+"/reminder", url.Values{"lead": {"7"}})
		must(t, h.Notices.SeeAll(ctx, h.Viewer(apptest.Ana)))
		h.until(dates[4].Start.Add(-6 * 24 * time.Hour))
		h.remind()
		if n := h.told(apptest.Ana, soon); n != 3 {
			t.Errorf("a week before: %d", n)
		}
	})
}

func TestNobodyIsRemindedWhoKnowsOrIsAway(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, of := h.dates(), h.begin()
		h.until(dates[0].Start.Add(-20 * time.Hour))
		h.take(apptest.Ana, dates[0], of[serve.Coffee], false)
		h.take(h.ben, dates[1], of[serve.Coffee], false)
		h.remind()
		if n := h.told(apptest.Ana, soon); n != 0 {
			t.Error("reminded the moment they took it")
		}
		must(t, h.Groups.StepOut(ctx, h.in(h.ben), h.Clock.Now().Add(20*24*time.Hour)))
		h.until(dates[1].Start.Add(-40 * time.Hour))
		h.remind()
		if n := h.told(h.ben, soon); n != 0 {
			t.Error("reminded while stepped out")
		}
		must(t, h.Groups.ComeBack(ctx, h.in(h.ben)))
		h.remind()
		if n := h.told(h.ben, soon); n != 1 {
			t.Errorf("back in time, and reminded %d times", n)
		}

		// A date that is called off reminds nobody.
		h.take(apptest.Ana, dates[2], of[serve.Reader], false)
		must(t, h.Meetings.Cancel(ctx, h.in(h.fay), dates[2].Key(), ""))
		h.until(dates[2].Start.Add(-40 * time.Hour))
		h.remind()
		if n := h.told(apptest.Ana, soon); n != 0 {
			t.Error("reminded of a date that is off")
		}
	})
}

func TestADateThatMovesAnHourIsRemindedOfOnce(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, of := h.dates(), h.begin()
		h.take(apptest.Ana, dates[1], of[serve.Reader], false)
		h.until(dates[1].Start.Add(-40 * time.Hour))
		h.remind()
		must(t, h.Notices.SeeAll(ctx, h.Viewer(apptest.Ana)))
		later := h.tuesdays()
		later.Plan.Series.First = dates[1].Slot.Add(30 * time.Minute)
		_, err := h.Meetings.ChangeFrom(ctx, h.in(h.fay), dates[1].Key(), later)
		must(t, err)
		h.remind()
		if n := h.told(apptest.Ana, soon); n != 1 {
			t.Errorf("reminded %d times", n)
		}
		if !h.has(apptest.Ana, h.dates()[0], of[serve.Reader]) {
			t.Error("she lost it")
		}
	})
}

func TestATermEndsWithAQuestion(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates := h.dates()
		role := h.role(serve.Role{Kind: serve.Tech, Many: 1, Weeks: 2})
		h.take(apptest.Ana, dates[0], role, true)
		own := func(i int) string { return h.path(dates[i], "/service/"+h.mine(apptest.Ana, dates[i], role)) }
		if body := h.reads(apptest.Ana, own(0)); strings.Contains(body, "When the time is up") {
			t.Error("it asks at the beginning")
		}
		if err := h.Serving.GoOn(ctx, h.in(apptest.Ana), dates[0].Key(), h.mine(apptest.Ana, dates[0], role)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("going on at the beginning: %v", err)
		}
		h.until(dates[0].Start.Add(5 * 24 * time.Hour))
		for range 3 {
			h.remind()
			h.Clock.Advance(10 * time.Minute)
		}
		if n := h.told(apptest.Ana, "ends soon: Tech host. Would you go on, or hand it over?"); n != 1 {
			t.Errorf("asked %d times", n)
		}
		h.wants(apptest.Ana, own(1), "When the time is up", "Go on for 2 weeks", "Hand it over")
		h.post(apptest.Ana, dates[1], "/service/"+h.mine(apptest.Ana, dates[1], role)+"/term", url.Values{"to": {"yes"}})
		for i, want := range []bool{true, true, true, true, false} {
			if got := h.has(apptest.Ana, dates[i], role); got != want {
				t.Errorf("date %d: %v", i, got)
			}
		}
		must(t, h.Notices.SeeAll(ctx, h.Viewer(apptest.Ana)))
		h.remind()
		if n := h.told(apptest.Ana, "Would you go on"); n != 1 {
			t.Errorf("who goes on is asked again: %d", n)
		}
		h.until(dates[2].Start.Add(5 * 24 * time.Hour))
		h.remind()
		if n := h.told(apptest.Ana, "Would you go on"); n != 1 {
			t.Errorf("of the second term asked %d times, that of the first being over", n)
		}
		h.post(apptest.Ana, dates[3], "/service/"+h.mine(apptest.Ana, dates[3], role)+"/term", url.Values{"to": {"no"}})
		h.wants(apptest.Ana, own(3), "You hand it over.", "For whoever comes next")
		if h.has(apptest.Ana, dates[4], role) {
			t.Error("the term goes on")
		}
	})
}

// Leaders confirm a term that they see. Whoever adds another one by themselves is not
// trusted for that.
func TestATermThatGoesOnIsNotTrustedUntilLeadersConfirmIt(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates := h.dates()
		role := h.role(serve.Role{Kind: serve.Chair, Many: 1, Weeks: 2})
		h.take(apptest.Ana, dates[0], role, true)
		h.wants(h.fay, h.path(dates[0], "/roles"), "Confirm this chair for the whole term", "It counts for all dates that they took with this one.")
		must(t, h.Serving.Vouch(ctx, h.in(h.fay), dates[0].Key(), h.mine(apptest.Ana, dates[0], role)))
		h.until(dates[0].Start.Add(5 * 24 * time.Hour))
		must(t, h.Serving.GoOn(ctx, h.in(apptest.Ana), dates[1].Key(), h.mine(apptest.Ana, dates[1], role)))
		for i, want := range []bool{true, true, false, false} {
			if !h.has(apptest.Ana, dates[i], role) || !h.hosts(apptest.Ana, dates[i]) {
				t.Fatalf("date %d is not hers", i)
			}
			if got := h.trusted(apptest.Ana, dates[i]); got != want {
				t.Errorf("date %d: trusted %v", i, got)
			}
		}
		must(t, h.Serving.Vouch(ctx, h.in(h.fay), dates[2].Key(), h.mine(apptest.Ana, dates[2], role)))
		if !h.trusted(apptest.Ana, dates[2]) || !h.trusted(apptest.Ana, dates[3]) {
			t.Error("and when they do, she is not trusted")
		}
	})
}

func (h *hall) trusted(p apptest.Person, o meeting.Occurrence) (is bool) {
	h.t.Helper()
	m := h.in(p)
	must(h.t, h.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		is, err = h.Meetings.Trusted(ctx, tx, m, o)
		return err
	}))
	return is
}

func TestARoleThatGoesTellsThoseWhoHadIt(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, of := h.dates(), h.begin()
		h.take(apptest.Ana, dates[1], of[serve.Coffee], true)
		h.post(h.fay, dates[0], "/roles/"+of[serve.Coffee]+"/removal", nil)
		if body := h.wants(apptest.Ana, h.path(dates[1], "/roles"), "Reader"); strings.Contains(main(body), "Coffee") {
			t.Error("it still stands there")
		}
		h.wants(h.fay, h.path(dates[0], "/roles/arrange"), "Just taken away", "Put it back")
		h.Clock.Advance(9 * time.Minute)
		h.remind()
		h.post(h.fay, dates[0], "/roles/"+of[serve.Coffee]+"/restoration", nil)
		if !h.has(apptest.Ana, dates[1], of[serve.Coffee]) {
			t.Error("who had it lost it")
		}
		h.post(h.fay, dates[0], "/roles/"+of[serve.Coffee]+"/removal", nil)
		h.Clock.Advance(11 * time.Minute)
		h.remind()
		h.remind()
		if n := h.told(apptest.Ana, "is not needed any more."); n != 1 {
			t.Errorf("told %d times", n)
		}
		roles, away, err := h.Serving.RolesFor(ctx, h.in(h.fay), h.meeting.ID)
		must(t, err)
		if len(away) != 0 || slices.ContainsFunc(roles, func(r serve.Role) bool { return r.ID == of[serve.Coffee] }) {
			t.Error("it is still there")
		}
	})
}

func TestWhatIsLongOverIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, of := h.dates(), h.begin()
		h.take(apptest.Ana, dates[0], of[serve.Coffee], false)
		must(t, h.Serving.Ask(ctx, h.in(h.fay), dates[1].Key(), of[serve.Coffee], "Quiet Cedar", false))
		turn, asked, leader := h.mine(h.ben, dates[1], of[serve.Coffee]), h.Viewer(h.ben), h.in(h.fay)
		known := func() (n int) {
			days, err := h.Serving.DaysFor(ctx, leader, dates[:1])
			must(t, err)
			for _, d := range days[0].Duties {
				n += len(d.Places)
			}
			return n
		}
		h.until(dates[1].Start.Add(4 * 24 * time.Hour))
		must(t, h.Serving.Sweep(ctx))
		if _, err := h.Serving.HeadFor(ctx, asked, turn); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an old question: %v", err)
		}
		if known() != 1 {
			t.Error("last week is forgotten already")
		}
		h.until(dates[0].Start.AddDate(1, 0, 3))
		must(t, h.Serving.Sweep(ctx))
		if known() != 0 {
			t.Error("last year is still known")
		}
	})
}

func TestADayThatIsNoMoreTakesItsTurns(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, of := h.dates(), h.begin()
		h.take(apptest.Ana, dates[2], of[serve.Reader], false)
		h.take(h.ben, dates[1], of[serve.Coffee], true)
		turn := h.mine(apptest.Ana, dates[2], of[serve.Reader])
		other := h.tuesdays()
		other.Plan.Series.First = dates[1].Slot.AddDays(2)
		other.Plan.Series.Rule = mustRule(t, "FREQ=WEEKLY;BYDAY=TH")
		_, err := h.Meetings.ChangeFrom(ctx, h.in(h.fay), dates[1].Key(), other)
		must(t, err)
		if _, err := h.Serving.HeadFor(ctx, h.Viewer(apptest.Ana), turn); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a turn for a day that is no more: %v", err)
		}
		now := h.dates()
		if now[1].Start.Weekday() != time.Thursday || !h.has(h.ben, now[1], of[serve.Coffee]) {
			t.Error("a term does not go on with the new days")
		}
		must(t, h.Meetings.EndFrom(ctx, h.in(h.fay), now[0].Key()))
		if _, err := h.Meetings.DateFor(ctx, h.in(h.fay), h.meeting.ID); fault.KindOf(err) != fault.NotFound {
			t.Fatalf("the meeting is still there: %v", err)
		}
		if got := h.Get(h.ben, h.path(meeting.Occurrence{Meeting: h.meeting, Slot: now[1].Slot}, "/roles")); got.Code != 404 {
			t.Errorf("its roles: %d", got.Code)
		}
	})
}
