package feed_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/feed"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

var ctx = context.Background()

// house is a group with a meeting on each Tuesday.
type house struct {
	*apptest.App
	t       *testing.T
	g       group.Group
	tomasz  group.Member
	marisol group.Member
	made    meeting.Meeting
}

func open(t *testing.T, a *apptest.App) *house {
	h := &house{App: a, t: t}
	fay := a.Facilitator("Fay")
	h.g = a.Found(fay, "Tomasz", nil)
	h.tomasz = h.Inside(fay, h.g)
	h.marisol = a.Enter(apptest.Ana, h.g, "Marisol")
	zone, _ := recur.Zone("Europe/Amsterdam")
	rule, _ := recur.ParseRule("FREQ=WEEKLY;BYDAY=TU")
	first := recur.WallOf(h.Clock.Now().In(zone)).Midnight().AddDays(1).Add(19 * time.Hour)
	var err error
	h.made, err = h.Meetings.Make(ctx, h.tomasz, meeting.Draft{
		Meeting: meeting.Meeting{Title: "Low Tide on Tuesdays", Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
		Plan: meeting.Plan{
			Series: recur.Series{First: first, Zone: zone, Rule: rule}, Minutes: 60, Way: meeting.Hybrid, Area: "Near the harbour", Placing: meeting.AfterAsking,
		},
		Inside: meeting.Inside{Address: "Quay 4, second door", Link: "https://meet.example/low-tide", Passcode: "heron"},
	})
	must(t, err)
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) make(m group.Member, f feed.Feed) string {
	h.t.Helper()
	secret, err := h.Feeds.Make(ctx, m.Viewer, f)
	must(h.t, err)
	return secret
}

// lines are those of a calendar, unfolded.
func (h *house) lines(secret string) string {
	h.t.Helper()
	body, err := h.Feeds.Read(ctx, secret)
	must(h.t, err)
	return strings.ReplaceAll(string(body), "\r\n ", "")
}

func TestACalendarSaysNothingUnlessItIsAskedTo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		quiet := h.lines(h.make(h.marisol, feed.Feed{Shows: feed.Discreet, Label: "Evening class"}))
		for _, word := range []string{"Tide", "harbour", "Quay", "meet.example", "heron", "Tomasz", "Marisol", h.made.ID, h.g.ID, h.marisol.Self.ID, "localhost", "handrail.test"} {
			if strings.Contains(quiet, word) {
				t.Errorf("a discreet calendar holds %q", word)
			}
		}
		if !strings.Contains(quiet, "SUMMARY:Evening class") || !strings.Contains(quiet, "RRULE:FREQ=WEEKLY") || !strings.Contains(quiet, "TZID=Europe/Amsterdam") {
			t.Errorf("it is\n%s", quiet)
		}
		told := h.lines(h.make(h.marisol, feed.Feed{Shows: feed.Places}))
		if !strings.Contains(told, "Low Tide on Tuesdays") || !strings.Contains(told, "Near the harbour") || !strings.Contains(told, "/m/"+h.made.ID) {
			t.Errorf("one that shows places is\n%s", told)
		}
		for _, word := range []string{"Quay", "meet.example", "heron"} {
			if strings.Contains(told, word) {
				t.Errorf("it holds %q", word)
			}
		}
		must(t, h.Meetings.AskPlace(ctx, h.marisol, h.made.ID))
		o, err := h.Meetings.DateFor(ctx, h.marisol, h.made.ID)
		must(t, err)
		must(t, h.Meetings.AnswerPlace(ctx, h.tomasz, o.Key(), h.marisol.Self.ID, true))
		if now := h.lines(h.make(h.marisol, feed.Feed{Shows: feed.Places})); !strings.Contains(now, "Quay 4") {
			t.Error("where it is was told, and the calendar does not say it")
		}
	})
}

func TestTwoCalendarsShareNoNameOfAnEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		uid := regexp.MustCompile(`UID:\S+`)
		my, their := h.lines(h.make(h.marisol, feed.Feed{Shows: feed.Discreet})), h.lines(h.make(h.tomasz, feed.Feed{Shows: feed.Discreet}))
		for _, line := range []string{"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"} { // none of them tells that both are of one meeting
			of := regexp.MustCompile(line + `:\S+`)
			if mine, theirs := of.FindString(my), of.FindString(their); mine == "" || mine == theirs {
				t.Errorf("they have %q and %q", mine, theirs)
			}
		}
		again := h.make(h.marisol, feed.Feed{Shows: feed.Discreet})
		first := uid.FindString(h.lines(again))
		if second := uid.FindString(h.lines(again)); first != second {
			t.Error("the name of an event is another one each time")
		}
	})
}

func TestACalendarFollowsWhatChanges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		secret := h.make(h.marisol, feed.Feed{Shows: feed.Titles, Meeting: h.made.ID})
		coming := h.make(h.marisol, feed.Feed{Shows: feed.Titles, Coming: true})
		now := h.Clock.Now()
		dates, err := h.Meetings.Between(ctx, h.marisol, now, now.AddDate(0, 0, 28))
		must(t, err)
		must(t, h.Meetings.Cancel(ctx, h.tomasz, dates[0].Key(), "Closed."))
		must(t, h.Meetings.ChangeDate(ctx, h.tomasz, dates[1].Key(), meeting.DateDraft{Start: dates[1].Slot.AddDays(1), Minutes: 90}))
		_, err = h.Meetings.AddDate(ctx, h.tomasz, h.made.ID, meeting.DateDraft{Start: dates[2].Slot.AddDays(2), Minutes: 60})
		must(t, err)
		must(t, h.Meetings.Come(ctx, h.marisol, dates[1].Key(), meeting.Coming{Way: meeting.Online, Shown: meeting.AsNumber}))
		lines := h.lines(secret)
		for _, want := range []string{"EXDATE;TZID=Europe/Amsterdam:" + dates[0].Slot.String(), "RECURRENCE-ID;TZID=Europe/Amsterdam:" + dates[1].Slot.String(), dates[2].Slot.AddDays(2).String()} {
			if !strings.Contains(lines, want) {
				t.Errorf("%s is not in\n%s", want, lines)
			}
		}
		if only := h.lines(coming); strings.Contains(only, "FREQ=WEEKLY") || !strings.Contains(only, "DTSTART;TZID=Europe/Amsterdam:"+dates[1].Slot.AddDays(1).String()) {
			t.Errorf("of what she comes to it holds\n%s", only)
		}
	})
}

func TestACalendarIsDeadOnceItsOwnerIsOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		one := h.make(h.marisol, feed.Feed{Shows: feed.Titles, Group: h.g.ID})
		all := h.make(h.marisol, feed.Feed{Shows: feed.Titles})
		must(t, h.Groups.Leave(ctx, h.marisol.Viewer, h.g.Slug, group.AsFormer))
		if _, err := h.Feeds.Read(ctx, one); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the calendar of the group: %v", err)
		}
		if left := h.lines(all); strings.Contains(left, "VEVENT") {
			t.Errorf("the calendar of everything holds\n%s", left)
		}
		if _, err := h.Feeds.Make(ctx, h.marisol.Viewer, feed.Feed{Shows: feed.Titles, Group: h.g.ID}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a new one of that group: %v", err)
		}
	})
}

func TestACalendarIsFetchedOverTheWire(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		secret := h.make(h.marisol, feed.Feed{Shows: feed.Discreet})
		fetch := func(secret, tag string) apptest.Answer {
			r := a.Request("GET", "/calendar/"+secret+".ics", nil)
			r.Header.Set("If-None-Match", tag)
			return a.Do(apptest.Vera, r)
		}
		first := fetch(secret, "")
		if first.Code != http.StatusOK || first.Header.Get("Content-Type") != "text/calendar; charset=utf-8" || first.Header.Get("Cache-Control") != "private, no-cache" {
			t.Fatalf("%d %v", first.Code, first.Header)
		}
		if again := fetch(secret, `W/`+first.Header.Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("asked whether it changed, it says %d", again.Code)
		}
		if wrong := fetch(strings.Repeat("A", 43), ""); wrong.Code != http.StatusNotFound {
			t.Errorf("a secret that is none: %d", wrong.Code)
		}
		mine, err := h.Feeds.FeedsFor(ctx, h.marisol.Viewer)
		must(t, err)
		must(t, h.Feeds.Withdraw(ctx, h.tomasz.Viewer, mine[0].ID))
		if still := fetch(secret, ""); still.Code != http.StatusOK {
			t.Errorf("somebody else took it back: %d", still.Code)
		}
		must(t, h.Feeds.Withdraw(ctx, h.marisol.Viewer, mine[0].ID))
		if gone := fetch(secret, first.Header.Get("ETag")); gone.Code != http.StatusNotFound {
			t.Errorf("taken back: %d", gone.Code)
		}
	})
}

func TestSomebodyMakesACalendarAndTakesItBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		page := a.Get(apptest.Ana, feed.SettingsPath+"?of=meeting:"+h.made.ID)
		if page.Code != http.StatusOK || !strings.Contains(page.Body, "Low Tide on Tuesdays") {
			t.Fatalf("the page: %d", page.Code)
		}
		form := url.Values{"once": {page.OnceKey()}, "of": {"meeting:" + h.made.ID}, "shows": {"discreet"}, "label": {strings.Repeat("x", 61)}, "alarm": {"15"}}
		if long := a.Post(apptest.Ana, feed.SettingsPath, form); long.Code != http.StatusUnprocessableEntity || !strings.Contains(long.Body, strings.Repeat("x", 61)) {
			t.Errorf("a long title: %d", long.Code)
		}
		form.Set("label", "Evening class")
		made := a.Post(apptest.Ana, feed.SettingsPath, form)
		address := regexp.MustCompile(`/calendar/[\w-]{43}\.ics`).FindString(made.Body)
		if made.Code != http.StatusOK || address == "" {
			t.Fatalf("made: %d %q", made.Code, address)
		}
		if strings.Contains(a.Get(apptest.Ana, feed.SettingsPath).Body, address) {
			t.Error("the address is shown again")
		}
		if got := a.Get(apptest.Vera, address); got.Code != http.StatusOK || !strings.Contains(got.Body, "TRIGGER:-PT15M") {
			t.Errorf("fetched: %d\n%s", got.Code, got.Body)
		}
		mine, err := h.Feeds.FeedsFor(ctx, h.marisol.Viewer)
		must(t, err)
		gone := a.Post(apptest.Ana, feed.SettingsPath+"/"+mine[0].ID+"/removal", url.Values{"once": {a.Get(apptest.Ana, feed.SettingsPath).OnceKey()}})
		if gone.Code != http.StatusSeeOther || a.Get(apptest.Vera, address).Code != http.StatusNotFound {
			t.Errorf("taken back: %d", gone.Code)
		}
		foreign := url.Values{"once": {a.Get(apptest.Zoe, feed.SettingsPath).OnceKey()}, "of": {"meeting:" + h.made.ID}, "shows": {"titles"}, "alarm": {"0"}}
		if got := a.Post(apptest.Zoe, feed.SettingsPath, foreign); got.Code != http.StatusUnprocessableEntity || strings.Contains(got.Body, "Low Tide") {
			t.Errorf("somebody of no group makes one: %d", got.Code)
		}
	})
}

func TestOneDateIsAFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		o, err := h.Meetings.DateFor(ctx, h.marisol, h.made.ID)
		must(t, err)
		path := "/groups/" + h.g.Slug + "/meetings/" + o.Key() + "/calendar.ics"
		got := a.Get(apptest.Ana, path)
		if got.Code != http.StatusOK || strings.Contains(got.Body, "Tide") || !strings.Contains(got.Body, "DTSTART;TZID=Europe/Amsterdam:"+o.Slot.String()) {
			t.Errorf("%d\n%s", got.Code, got.Body)
		}
		if told := a.Get(apptest.Ana, path+"?shows=places"); !strings.Contains(told.Body, "Low Tide") || strings.Contains(told.Body, "heron") {
			t.Errorf("with its place: %s", told.Body)
		}
		if got := a.Get(apptest.Zoe, path); got.Code != http.StatusNotFound {
			t.Errorf("somebody outside gets %d", got.Code)
		}
	})
}
