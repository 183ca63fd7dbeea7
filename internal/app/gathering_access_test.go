package app_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/web"
)

// gathersAt tells whether a pattern is one of meetings within a group.
func gathersAt(pattern string) bool {
	_, at, _ := strings.Cut(pattern, " ")
	return slices.ContainsFunc([]string{"meetings", "run-sheets", "nudges", "attendance", "lead/proofs", "lead/attendance"}, func(p string) bool {
		at, below := strings.CutPrefix(at, "/groups/{group}/"+p)
		return below && (at == "" || at[0] == '/')
	})
}

// ask sends a request with a form, and gives the answer as far as two answers that
// tell the same are the same.
func (k *gathering) ask(name, method, at string, form url.Values, ids ...string) (code int, text string) {
	k.t.Helper()
	k.a.Clock.Advance(2 * time.Second) // a walk like this is more than anybody may do at once
	got := k.a.Do(k.who[name], k.a.Request(method, at, form))
	text = differs.ReplaceAllString(got.Header.Get("Location")+"\n"+got.Body, "")
	for _, one := range ids {
		text = strings.ReplaceAll(text, one, "0")
	}
	return got.Code, text
}

// one is a route with the first ids that fit it, but for those that are given.
func (k *gathering) one(pattern, slug string, given map[string]string) (method, at string) {
	method, at, _ = strings.Cut(pattern, " ")
	at = strings.ReplaceAll(at, "{group}", slug)
	for name, id := range given {
		at = strings.ReplaceAll(at, "{"+name+"}", id)
	}
	for name, ids := range k.ids {
		at = strings.ReplaceAll(at, "{"+name+"}", ids[0])
	}
	_, at = path(method + " " + at)
	return method, at
}

// filledIn is a form that would do something on most routes.
var filledIn = url.Values{
	"way": {"person"}, "shown": {"members"}, "answer": {"yes"}, "keep": {"yes"}, "note": {"x"}, "what": {"all"}, "for": {"date"}, "do": {"next"}, "to": {"yes"}, "words": {"x"}, "text": {"x"}, "name": {"x"},
	"kind": {"own"}, "title": {"x"}, "minutes": {"5"}, "who": {"Finch"}, "line": {"x"}, "ours": {"1"}, "code": {"000000"}, "ask": {"yes"}, "seen": {"yes"}, "moves": {"2"}, "turns": {"0"}, "room": {"x"}, "celebrate": {"x"},
}

// TestNothingOfAGatheringIsThereForOthers walks every route of a group's meetings,
// with what stands there, as everybody who has no business there.
func TestNothingOfAGatheringIsThereForOthers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newGathering(t, a)
		before, walked := k.rows("meeting_"), 0
		for _, route := range a.Router.Routes() {
			if !gathersAt(route.Pattern) {
				continue
			}
			method, at := k.one(route.Pattern, k.g.Slug, nil)
			for _, name := range []string{"Vera", "Zoe", "Former", "Removed", "Banned", "Paused", "Gus", "Ada", "Stella", "Guest"} {
				want, nowhere := k.ask(name, method, strings.Replace(at, k.g.Slug, "no-such-abcd", 1), filledIn)
				code, got := k.ask(name, method, at, filledIn)
				if got = strings.ReplaceAll(got, k.g.Slug, "no-such-abcd"); code != want || got != nowhere || code < 400 {
					t.Errorf("%s answers %s with %d, and what does not exist with %d\n%s", route.Pattern, name, code, want, firstDifference(nowhere, got))
				}
				walked++
			}
		}
		if walked < 1000 {
			t.Errorf("only %d requests were tried", walked)
		}
		if after := k.rows("meeting_"); after != before {
			t.Errorf("something was changed:\n%s", firstDifference(before, after))
		}
	})
}

// same wants a route to answer somebody with these ids as with those of nothing.
func (k *gathering) same(name string, route web.Route, slug string, given, nothing map[string]string) {
	k.t.Helper()
	var ids []string
	for _, id := range given {
		ids = append(ids, id)
	}
	method, at := k.one(route.Pattern, slug, given)
	_, none := k.one(route.Pattern, slug, nothing)
	want, nowhere := k.ask(name, method, none, filledIn, ids...)
	code, got := k.ask(name, method, at, filledIn, ids...)
	if code != want || got != nowhere {
		k.t.Errorf("%s (%v) answers %s with %d, and for what is not there with %d\n%s", route.Pattern, given, name, code, want, firstDifference(nowhere, got))
	}
}

// TestNothingOfAGatheringIsReachedThroughAnotherGroup has the leader of another
// group use the ids of this one under the address of their own, and below a date
// of their own.
func TestNothingOfAGatheringIsReachedThroughAnotherGroup(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newGathering(t, a)
		before, walked := k.rows("meeting_"), 0
		for _, route := range a.Router.Routes() {
			if !gathersAt(route.Pattern) || strings.Count(route.Pattern, "{") < 2 {
				continue
			}
			for _, date := range []string{"", k.ownDate} {
				given, nothing := map[string]string{}, map[string]string{}
				for _, place := range placeIn.FindAllString(route.Pattern, -1) {
					switch place = strings.Trim(place, "{}"); {
					case place == "group":
					case place == "part":
						given[place], nothing[place] = "0", "0"
					case place == "occurrence" && date != "":
						given[place], nothing[place] = date, date
					default:
						given[place], nothing[place] = k.ids[place][0], "0"
					}
				}
				if date != "" && len(given) == 1 {
					continue // a date of their own, and nothing of ours
				}
				k.same("Gus", route, k.own, given, nothing)
				walked++
			}
		}
		if walked < 120 {
			t.Errorf("only %d routes were walked", walked)
		}
		if after := k.rows("meeting_"); after != before {
			t.Errorf("something of the group was changed:\n%s", firstDifference(before, after))
		}
	})
}

// TestNothingOfAGatheringIsThereForWhomItIsNotFor walks every route that leads to
// something of one member's, or of those who look after the group, as members who
// have no part in it.
func TestNothingOfAGatheringIsThereForWhomItIsNotFor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newGathering(t, a)
		before := k.rows("meeting_")
		private := []string{"nudge", "record", "paper", "reminder", "feed"}
		others := append([]string{"asking", "suggestion"}, private...)
		for name, unseen := range map[string][]string{
			"Bo": others, "Wren": others, "Greeter": others, "Friend": {"asking", "suggestion", "record", "paper", "reminder", "feed"}, "Chair": {"asking", "nudge", "suggestion", "record", "paper", "reminder", "feed"}, "Gil": private, "Fay": private,
		} {
			for _, place := range unseen {
				for _, route := range a.Router.Routes() {
					if !strings.Contains(route.Pattern, "{"+place+"}") || strings.HasPrefix(strings.TrimPrefix(strings.TrimPrefix(route.Pattern, "GET "), "POST "), "/admin") {
						continue
					}
					for _, id := range k.ids[place] {
						k.same(name, route, k.g.Slug, map[string]string{place: id}, map[string]string{place: "0"})
					}
				}
			}
		}
		for name, people := range map[string]string{"Bo": k.self("Ana"), "Wren": k.self("Ana")} { // a block: she is not there for them
			for _, route := range a.Router.Routes() {
				if gathersAt(route.Pattern) && strings.Contains(route.Pattern, "{membership}") {
					k.same(name, route, k.g.Slug, map[string]string{"membership": people}, map[string]string{"membership": "0"})
				}
			}
		}
		if after := k.rows("meeting_"); after != before {
			t.Errorf("something was changed:\n%s", firstDifference(before, after))
		}
	})
}

// TestNothingOfAGatheringIsGivenWithTheChair has somebody who took the chair by
// themselves try what only those who look after the group do.
func TestNothingOfAGatheringIsGivenWithTheChair(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newGathering(t, a)
		before := k.rows("meeting_")
		for _, route := range a.Router.Routes() {
			_, at, _ := strings.Cut(route.Pattern, "{occurrence}")
			if !gathersAt(route.Pattern) || !slices.ContainsFunc([]string{"/edit", "/move", "/dates", "/cancellation", "/restoration", "/end", "/place", "/roles/arrange", "/roles/new", "/roles/beginning", "/speakers/invitation", "/code", "/code/now", "/confirmations"}, func(p string) bool { return at == p || strings.HasPrefix(at, "/place/{") }) {
				continue
			}
			if at == "/place" && strings.HasPrefix(route.Pattern, "POST") || at == "/place/withdrawal" {
				continue // they ask like everybody
			}
			method, at := k.one(route.Pattern, k.g.Slug, nil)
			if code, _ := k.ask("Chair", method, at, filledIn); code != 404 {
				t.Errorf("%s answers with %d", route.Pattern, code)
			}
		}
		_, at := k.one("POST /groups/{group}/meetings/{occurrence}/place/{membership}", k.g.Slug, map[string]string{"membership": k.self("Chair")})
		if code, _ := k.ask("Chair", "POST", at, url.Values{"answer": {"yes"}}); code != 404 {
			t.Errorf("they answer themselves: %d", code)
		}
		if after := k.rows("meeting_"); after != before {
			t.Errorf("something was changed:\n%s", firstDifference(before, after))
		}
	})
}

// TestNoGetOfAGatheringChangesARow opens all that there is. One thing is noted, once:
// that a host was shown the code of a date, so that no paper of theirs rests on it.
func TestNoGetOfAGatheringChangesARow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newGathering(t, a)
		pages := append(k.pages(), k.feeds["Ana"], k.feeds["Former"])
		shown := 0
		for _, at := range pages {
			if strings.HasSuffix(at, "/code") {
				if code, _ := k.ask("Fay", "GET", at, nil); code == 200 {
					shown++
				}
			}
		}
		if shown == 0 {
			t.Fatal("Fay was shown no code")
		}
		before := a.Dump()
		for _, name := range []string{"Ana", "Bo", "Chair", "Fay", "Greeter", "Former", "Stella", "Guest", "Vera"} {
			for _, at := range pages {
				k.ask(name, "GET", at, nil)
			}
			if after := a.Dump(); after != before {
				t.Fatalf("what %s opens changes the database:\n%s", name, firstDifference(before, after))
			}
		}
	})
}

// TestNothingOfAGatheringIsInACalendarOfWhoeverIsOut fetches calendars as the
// programs of those do who left, were removed, banned or paused; and of all when
// the group takes a pause, is over, or the account is closed.
func TestNothingOfAGatheringIsInACalendarOfWhoeverIsOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newGathering(t, a)
		fetch := func(name string) (int, string) { return k.ask("Vera", "GET", k.feeds[name], nil) }
		_, nothing := k.ask("Vera", "GET", "/calendar/"+strings.Repeat("A", 43)+".ics", nil)
		for _, name := range []string{"Former", "Removed", "Banned", "Paused"} {
			if code, body := fetch(name); code != 404 || body != nothing {
				t.Errorf("the calendar of %s: %d\n%s", name, code, firstDifference(nothing, body))
			}
		}
		holds := func(when string, should bool) {
			t.Helper()
			code, body := fetch("Ana")
			if strings.Contains(body, "VEVENT") != should || strings.Contains(body, "kanari") != should {
				t.Errorf("%s the calendar of Ana: %d\n%s", when, code, body[:min(len(body), 300)])
			}
		}
		holds("as things are", true)
		for _, to := range []group.State{group.Paused, group.Open, group.Archived, group.Open} {
			mustDo(t, a.Groups.Move(ctx, k.in("Fay"), to))
			holds("while the group is "+string(to), to == group.Open)
			if _, page := k.ask("Guest", "GET", "/speaker", nil); strings.Contains(page, canary("the phone")) != (to == group.Open) {
				t.Errorf("while the group is %s its guest reads how to come: %t", to, to != group.Open)
			}
		}
		by, err := account.ByViewer(a.Viewer(apptest.Stella), "closed for the walk")
		mustDo(t, err)
		mustDo(t, a.Accounts.Close(ctx, by, a.Viewer(apptest.Ana).Account))
		if code, body := fetch("Ana"); code != 404 || body != nothing {
			t.Errorf("after the account is closed: %d", code)
		}
	})
}
