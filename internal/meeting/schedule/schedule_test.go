package schedule_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/serve"
)

var ctx = context.Background()

// hall is a group in Lisbon that everybody can see, with somebody of every kind.
type hall struct {
	*apptest.App
	t *testing.T
	g group.Group

	fay, ben, former, elsewhere apptest.Person // leads it; a member; was one; leads another group
}

func open(t *testing.T, a *apptest.App) *hall {
	t.Helper()
	h := &hall{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Newcomer("Ben"), former: a.Newcomer("Former"), elsewhere: a.Facilitator("Elsewhere")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	a.Enter(h.ben, h.g, "Quiet Cedar")
	a.Enter(h.former, h.g, "Gone Heron")
	must(t, a.Groups.Leave(ctx, a.Viewer(h.former), h.g.Slug, group.AsFormer))
	a.Found(h.elsewhere, "Ada", func(p *group.Plan) { p.Group.Name = "High Tide" })
	return h
}

func (h *hall) path(parts ...string) string {
	return "/groups/" + h.g.Slug + "/meetings" + strings.Join(parts, "")
}

// typed is the form of a weekly meeting in a room in Amsterdam and online, on
// Tuesdays at seven from the first of December on.
func typed(change map[string]string) url.Values {
	form := url.Values{
		"title": {"Open Window"}, "about": {"We sit and listen."}, "date": {"2026-12-01"}, "time": {"19:00"}, "minutes": {"90"}, "zone": {"Europe/Amsterdam"},
		"repeats": {"week"}, "every": {"1"}, "days": {"TU"}, "way": {"hybrid"}, "area": {"Near the harbour"}, "placing": {"ask"}, "address": {"Quay 4, second door"},
		"access": {"A ramp at the side."}, "link": {"https://meet.example/window"}, "phone": {"+31 20 555 01 23"}, "passcode": {"heron"}, "notes": {"Wait a moment, somebody lets you in."},
		"opening": {"open"}, "cross-talk": {"none"}, "formats": {"topic", "newcomers"}, "languages": {"en"}, "reach": {"members"},
	}
	for name, value := range change {
		form[name] = strings.Split(value, "|")
		if value == "" {
			form[name] = nil
		}
	}
	return form
}

var seenField = regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`)

// keep looks at what becomes of a form, and then keeps it.
func (h *hall) keep(p apptest.Person, path string, form url.Values) apptest.Answer {
	h.t.Helper()
	looked := h.Post(p, path, form)
	found := seenField.FindStringSubmatch(looked.Body)
	if looked.Code != http.StatusOK || found == nil {
		return looked
	}
	form.Set("seen", found[1])
	form.Set("press", "keep")
	return h.Post(p, path, form)
}

// plan plans a meeting, and is its id.
func (h *hall) plan(change map[string]string) string {
	h.t.Helper()
	kept := h.keep(h.fay, h.path("/new"), typed(change))
	to := kept.Header.Get("Location")
	if kept.Code != http.StatusSeeOther || !strings.HasPrefix(to, h.path("/")) {
		h.t.Fatalf("the meeting is not planned: %d %q %s", kept.Code, to, words(kept.Body))
	}
	return strings.TrimPrefix(to, h.path("/"))
}

// dates are the next dates of the group's meetings.
func (h *hall) dates(days int) []meeting.Occurrence {
	h.t.Helper()
	list, err := h.Meetings.Between(ctx, h.Inside(h.fay, h.g), h.Clock.Now(), h.Clock.Now().AddDate(0, 0, days))
	must(h.t, err)
	return list
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// words are what the main part of a page says.
func words(page string) string {
	_, page, _ = strings.Cut(page, "<main")
	page, _, _ = strings.Cut(page, "</main>")
	return html.UnescapeString(strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " ")), " "))
}

func want(t *testing.T, got apptest.Answer, code int, says ...string) {
	t.Helper()
	if got.Code != code {
		t.Errorf("answers %d to %q, want %d: %s", got.Code, got.Header.Get("Location"), code, words(got.Body))
	}
	for _, one := range says {
		if !strings.Contains(words(got.Body), one) {
			t.Errorf("does not say %q: %s", one, words(got.Body))
		}
	}
}

func lacks(t *testing.T, got apptest.Answer, says ...string) {
	t.Helper()
	for _, one := range says {
		if strings.Contains(got.Body, one) {
			t.Errorf("says %q", one)
		}
	}
}

func TestALeaderPlansAMeetingAfterLookingAtItsDates(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		want(t, h.Get(h.fay, h.path()), 200, "No meeting is planned", "Plan a meeting")
		want(t, h.Get(h.ben, h.path()), 200, "No meeting is planned", "Go to the forum")
		want(t, h.Get(h.fay, h.path("/new")), 200, "Does it repeat?")
		looked := h.Post(h.fay, h.path("/new"), typed(nil))
		want(t, looked, 200, "Is this right?", "Every Tuesday", "Tuesday 1 December 2026, 18:00 London time (UTC+0)", "There it is 19:00, Amsterdam time (UTC+1).", "Tuesday 8 December 2026")
		if len(h.dates(60)) != 0 {
			t.Error("a meeting is kept that was only looked at")
		}
		other := typed(map[string]string{"title": "Another"})
		other.Set("seen", seenField.FindStringSubmatch(looked.Body)[1])
		other.Set("press", "keep")
		want(t, h.Post(h.fay, h.path("/new"), other), 200, "Is this right?")
		if len(h.dates(60)) != 0 {
			t.Error("a meeting is kept that was not looked at")
		}
		h.plan(nil)
		list := h.dates(14)
		if len(list) != 2 || list[0].Meeting.Title != "Open Window" || list[0].Start.In(list[0].Zone()).Hour() != 19 {
			t.Fatalf("the dates are %+v", list)
		}
		want(t, h.Get(h.ben, h.path()), 200, "Open Window", "Tuesday 1 December 2026", "18:00", "Near the harbour, and online", "1 hour and 30 minutes", "Open meeting")
	})
}

func TestADateSaysAllThatAMemberNeeds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		id := h.plan(nil)
		at := h.path("/", id)
		got := h.Get(h.ben, at)
		want(t, got, 200, "Tuesday 1 December 2026, 18:00", "London time (UTC+0)", "There it is 19:00, Amsterdam time (UTC+1).", "Until 19:30, 1 hour and 30 minutes", "Every Tuesday.",
			"Near the harbour", "Ask where it is", "A ramp at the side.", "Open the meeting online", "heron", "+31 20 555 01 23", "Wait a moment", "We sit and listen.",
			"Nobody answers what somebody shares.", "One topic, For newcomers", "English", "I’m coming", "To the room", "I would like a seat beside a greeter", "Tuesday 8 December 2026")
		lacks(t, got, "Quay 4", "people come to the room", "For those who plan it")
		want(t, h.Get(h.fay, at), 200, "Quay 4, second door", "0 people come to the room, 0 people come online.", "Cancel this date")
		for _, p := range []apptest.Person{h.former, h.elsewhere, apptest.Ana, apptest.Vera, apptest.Pia, apptest.Lee} {
			for _, path := range []string{at, h.path(), h.path("/poster"), h.path("/new"), at + "/edit", at + "/place"} {
				if got := h.Get(p, path); got.Code == 200 || strings.Contains(got.Body, "Open Window") {
					t.Errorf("%s reads %s: %d", p.Name, path, got.Code)
				}
			}
		}
	})
}

func TestOnlyThoseWhoLeadChangeMeetings(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		id := h.plan(nil)
		at := h.path("/", h.dates(14)[0].Key())
		before := h.Get(h.fay, at).Body
		for _, p := range []apptest.Person{h.ben, h.former, h.elsewhere, apptest.Ana} {
			for _, path := range []string{h.path("/new"), at + "/edit", at + "/edit?what=all", at + "/move", at + "/dates", at + "/cancellation", at + "/end", at + "/place"} {
				if got := h.Get(p, path); got.Code != 404 {
					t.Errorf("%s opens %s: %d", p.Name, path, got.Code)
				}
			}
			for _, path := range []string{h.path("/new"), at + "/edit", at + "/move", at + "/dates", at + "/cancellation", at + "/restoration", at + "/end", at + "/place/" + h.Inside(h.ben, h.g).Self.ID} {
				form := typed(nil)
				form.Set("what", "all")
				form.Set("press", "keep")
				if got := h.Post(p, path, form); got.Code != 404 {
					t.Errorf("%s posts to %s: %d", p.Name, path, got.Code)
				}
			}
		}
		if len(h.dates(14)) != 2 || !strings.Contains(before, id) {
			t.Error("somebody changed it")
		}
		want(t, h.Get(h.elsewhere, "/groups/high-tide/meetings/"+id), 404)
		want(t, h.Post(h.elsewhere, "/groups/high-tide/meetings/"+id+"/cancellation", url.Values{}), 404)
	})
}

func TestAMemberComesAndTakesItBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.plan(nil)
		at := h.path("/", h.dates(14)[0].Key())
		want(t, h.Post(h.ben, at+"/coming", url.Values{"shown": {"number"}}), 422, "Say whether you come to the room or online.")
		want(t, h.Post(h.ben, at+"/coming", url.Values{"shown": {"all"}, "way": {"person"}}), 422, "Choose one from the list.")
		want(t, h.Post(h.ben, at+"/coming", url.Values{"shown": {"number"}, "way": {"person"}, "seat": {"yes"}}), 303)
		want(t, h.Get(h.ben, at), 200, "You said that you come to the room.", "Nobody sees that it is you.", "You would like a seat beside a greeter.")
		want(t, h.Get(h.ben, h.path()), 200, "You come")
		seen := h.Get(h.fay, at)
		want(t, seen, 200, "1 person comes to the room", "They would like a seat beside a greeter Only those who greet see this. Quiet Cedar")
		ben := h.Inside(h.ben, h.g).Self.ID
		want(t, h.Post(h.ben, at+"/seat/"+ben, url.Values{"keep": {"yes"}}), 404)
		want(t, h.Post(h.fay, at+"/seat/"+ben, url.Values{"keep": {"yes"}}), 303)
		want(t, h.Get(h.ben, at), 200, "Tomasz keeps a seat for you, beside them.")
		want(t, h.Post(h.fay, at+"/seat/"+ben, url.Values{"keep": {"no"}}), 303)
		want(t, h.Post(h.ben, at+"/coming", url.Values{"shown": {"members"}, "way": {"online"}}), 303)
		want(t, h.Get(h.fay, at), 200, "1 person comes online", "They let you know that they come Quiet Cedar")
		want(t, h.Post(h.ben, at+"/coming/withdrawal", nil), 303)
		got := h.Get(h.ben, at)
		want(t, got, 200, "I’m coming")
		lacks(t, got, "You said that you come")
	})
}

func TestWhoAsksIsToldWhereItIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.plan(nil)
		at := h.path("/", h.dates(14)[0].Key())
		want(t, h.Post(h.ben, at+"/place", nil), 303)
		want(t, h.Get(h.ben, at), 200, "You asked where it is.", "Take it back")
		want(t, h.Get(h.fay, at), 200, "1 person asks where it is")
		want(t, h.Get(h.fay, at+"/place"), 200, "Quiet Cedar", "Waits for an answer.")
		ben := h.Inside(h.ben, h.g).Self.ID
		want(t, h.Post(h.fay, at+"/place/"+ben, url.Values{"answer": {"no"}}), 303)
		got := h.Get(h.ben, at)
		want(t, got, 200, "cannot be told to you for now")
		lacks(t, got, "Quay 4")
		want(t, h.Post(h.fay, at+"/place/"+ben, url.Values{"answer": {"yes"}}), 303)
		want(t, h.Get(h.ben, at), 200, "Quay 4, second door", "Please do not pass it on.")
	})
}

func TestOneDateIsCancelledMovedAndHeldOnceMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.plan(nil)
		list := h.dates(21)
		first, second := h.path("/", list[0].Key()), h.path("/", list[1].Key())
		want(t, h.Get(h.fay, first+"/cancellation"), 200, "Cancel this date?")
		want(t, h.Post(h.fay, first+"/cancellation", url.Values{"note": {strings.Repeat("x", 501)}}), 422, "Shorten this")
		want(t, h.Post(h.fay, first+"/cancellation", url.Values{"note": {"The hall is closed."}}), 303)
		want(t, h.Get(h.ben, h.path()), 200, "Cancelled", "The hall is closed.")
		want(t, h.Get(h.ben, first), 200, "This date is cancelled", "The hall is closed.")
		want(t, h.Post(h.fay, first+"/restoration", nil), 303)
		lacks(t, h.Get(h.ben, h.path()), "The hall is closed.")

		move := url.Values{"date": {"2026-12-09"}, "time": {"20:00"}, "minutes": {"60"}, "note": {"On Wednesday this once."}}
		want(t, h.Post(h.fay, second+"/move", move), 200, "Wednesday 9 December 2026, 19:00", "There it is 20:00")
		want(t, h.keep(h.fay, second+"/move", move), 303)
		want(t, h.Get(h.ben, second), 200, "Wednesday 9 December 2026", "Moved from Tuesday 8 December 2026, 19:00.", "On Wednesday this once.")
		past := url.Values{"date": {"2026-11-09"}, "time": {"20:00"}, "minutes": {"60"}}
		if got := h.keep(h.fay, second+"/move", past); got.Code != 422 {
			t.Errorf("a date is moved into the past: %d", got.Code)
		}

		more := url.Values{"date": {"2026-12-10"}, "time": {"10:00"}, "minutes": {"60"}, "note": {"A walk."}}
		want(t, h.keep(h.fay, first+"/dates", more), 303)
		want(t, h.Get(h.ben, h.path()), 200, "Thursday 10 December 2026", "Once more", "A walk.")
		if more := h.dates(21); len(more) != 4 {
			t.Errorf("there are %d dates", len(more))
		}
	})
}

func TestAChangeHoldsForTheDatesThatAreMeant(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		id := h.plan(nil)
		list := h.dates(29)
		second := h.path("/", list[1].Key())
		want(t, h.Get(h.fay, second+"/edit"), 200, "Only this date", "This date and later ones", "All dates to come")

		got := h.Get(h.fay, second+"/edit?what=later")
		want(t, got, 200, "Change this date and later ones")
		if !strings.Contains(got.Body, `value="2026-12-08"`) || !strings.Contains(got.Body, `value="heron"`) {
			t.Error("the form does not show the meeting as it is")
		}
		later := typed(map[string]string{"date": "2026-12-08", "time": "20:30", "what": "later"})
		want(t, h.keep(h.fay, second+"/edit", later), 303)
		now := h.dates(29)
		if hour := func(n int) int { return now[n].Start.In(now[n].Zone()).Hour() }; len(now) != 4 || hour(0) != 19 || hour(1) != 20 || hour(2) != 20 {
			t.Fatalf("the dates are %+v", now)
		}

		third := h.path("/", now[2].Key())
		alone := typed(map[string]string{"date": "2026-12-15", "time": "20:30", "what": "date", "area": "At the mill", "placing": "approximate", "address": "Mill Lane 1", "note": "Elsewhere this once."})
		want(t, h.keep(h.fay, third+"/edit", alone), 303)
		want(t, h.Get(h.ben, third), 200, "At the mill", "Mill Lane 1", "Elsewhere this once.")
		want(t, h.Get(h.ben, h.path("/", now[1].Key())), 200, "Near the harbour")

		all := typed(map[string]string{"title": "Open Door", "what": "all", "days": "WE"})
		want(t, h.keep(h.fay, h.path("/", id)+"/edit", all), 303)
		for _, o := range h.dates(29) {
			if o.Meeting.Title != "Open Door" || o.Start.In(o.Zone()).Weekday() != time.Wednesday {
				t.Errorf("a date is %s at %s", o.Meeting.Title, o.Start)
			}
		}
		want(t, h.Post(h.fay, h.path("/", id)+"/end", nil), 303)
		want(t, h.Get(h.ben, h.path()), 200, "No meeting is planned")
	})
}

func TestTwoLeadersDoNotOverwriteEachOther(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		id := h.plan(nil)
		at := h.path("/", id, "/edit")
		saw := regexp.MustCompile(`name="saw" value="(\d+)"`)
		mine := typed(map[string]string{"what": "all", "title": "Mine", "saw": saw.FindStringSubmatch(h.Get(h.fay, at+"?what=all").Body)[1]})
		theirs := typed(map[string]string{"what": "all", "title": "Theirs", "saw": mine.Get("saw")})
		want(t, h.keep(h.fay, at, theirs), 303)
		got := h.keep(h.fay, at, mine)
		want(t, got, 422, "Somebody else changed this meeting a moment ago.")
		if !strings.Contains(got.Body, `value="Mine"`) {
			t.Error("what was typed is gone")
		}
		if now := h.dates(14); now[0].Meeting.Title != "Theirs" {
			t.Errorf("it is called %q", now[0].Meeting.Title)
		}
		mine.Set("saw", saw.FindStringSubmatch(got.Body)[1])
		want(t, h.keep(h.fay, at, mine), 303)
	})
}

func TestPressedTwiceItIsPlannedOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		form := typed(nil)
		looked := h.Post(h.fay, h.path("/new"), form)
		form.Set("seen", seenField.FindStringSubmatch(looked.Body)[1])
		form.Set("press", "keep")
		form.Set("once", looked.OnceKey())
		first, second := h.Post(h.fay, h.path("/new"), form), h.Post(h.fay, h.path("/new"), form)
		if first.Code != 303 || second.Code != 303 || first.Header.Get("Location") != second.Header.Get("Location") {
			t.Errorf("answers %d %d", first.Code, second.Code)
		}
		if n := len(h.dates(7)); n != 1 {
			t.Errorf("there are %d dates", n)
		}
	})
}

// chair lets a member chair one date.
func (h *hall) chair(p apptest.Person, o meeting.Occurrence) {
	h.t.Helper()
	h.AddKey(p)
	lead := h.Inside(h.fay, h.g)
	must(h.t, h.Serving.Begin(ctx, lead, o.Key()))
	roles, _, err := h.Serving.RolesFor(ctx, lead, o.Meeting.ID)
	must(h.t, err)
	for _, one := range roles {
		if one.Kind == serve.Chair {
			must(h.t, h.Serving.Take(ctx, h.Inside(p, h.g), o.Key(), one.ID, false))
			return
		}
	}
	h.t.Fatal("nobody can chair it")
}
