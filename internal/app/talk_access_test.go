package app_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/platform/web"
)

// ask sends a request with an empty form, and gives the answer as far as two
// answers that tell the same are the same.
func (k *talk) ask(name, method, at string, ids ...string) (code int, text string) {
	k.t.Helper()
	k.a.Clock.Advance(2 * time.Second) // a walk like this is more than anybody may do at once
	r := k.a.Request(method, at, url.Values{})
	got := k.a.Do(k.who[name], r)
	text = differs.ReplaceAllString(got.Header.Get("Location")+"\n"+got.Body, "")
	for _, one := range ids {
		text = strings.ReplaceAll(text, one, "0")
	}
	return got.Code, text
}

// talks tells whether a pattern is one of forums, notes and reports within a
// group.
func talks(pattern string) bool {
	return slices.ContainsFunc([]string{"forum", "notes", "lead/reports", "lead/worries", "lead/lifts", "told", "care", "report"}, func(p string) bool {
		_, at, _ := strings.Cut(pattern, " ")
		at, below := strings.CutPrefix(at, "/groups/{group}/"+p)
		return below && (at == "" || at[0] == '/')
	})
}

// one is a route with the first ids that fit it, but for those that are given.
func (k *talk) one(pattern, slug string, given map[string]string) (method, at string) {
	method, at, _ = strings.Cut(pattern, " ")
	at = strings.ReplaceAll(at, "{group}", slug)
	if strings.Contains(at, "/report/") {
		at = strings.NewReplacer("{kind}", "post", "{target}", "{post}").Replace(at)
	}
	for name, id := range given {
		at = strings.ReplaceAll(at, "{"+name+"}", id)
	}
	for name, ids := range k.ids {
		at = strings.ReplaceAll(at, "{"+name+"}", ids[0])
	}
	return method, at
}

// TestATalkIsNowhereForOthers walks every route of a group's forum, with what
// stands in it, as everybody who has no business there.
func TestATalkIsNowhereForOthers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newTalk(t, a)
		walked := 0
		for _, route := range a.Router.Routes() {
			if !talks(route.Pattern) {
				continue
			}
			method, at := k.one(route.Pattern, k.g.Slug, nil)
			for _, name := range []string{"Vera", "Zoe", "Former", "Removed", "Banned", "Paused", "Gus", "Ada", "Stella"} {
				want, nowhere := k.ask(name, method, strings.Replace(at, k.g.Slug, "no-such-abcd", 1))
				code, got := k.ask(name, method, at)
				if got = strings.ReplaceAll(got, k.g.Slug, "no-such-abcd"); code != want || got != nowhere || code < 400 {
					t.Errorf("%s answers %s with %d, and what does not exist with %d\n%s", route.Pattern, name, code, want, firstDifference(nowhere, got))
				}
				walked++
			}
		}
		if walked < 700 {
			t.Errorf("only %d requests were tried", walked)
		}
	})
}

// TestNothingOfATalkIsReachedThroughAnotherGroup has the leader of another group
// use the ids of this one under the address of their own.
func TestNothingOfATalkIsReachedThroughAnotherGroup(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newTalk(t, a)
		own := texts(t, a, `SELECT slug FROM group_group WHERE id <> '`+k.g.ID+`'`)[0]
		before := k.kept()
		for _, route := range a.Router.Routes() {
			if !talks(route.Pattern) || strings.Count(route.Pattern, "{") < 2 {
				continue
			}
			k.same("Gus", route, own, nil)
		}
		if after := k.kept(); after != before {
			t.Errorf("something of the group was changed:\n%s", firstDifference(before, after))
		}
	})
}

// same wants a route to answer somebody with these ids as with those of nothing.
func (k *talk) same(name string, route web.Route, slug string, given map[string]string) {
	k.t.Helper()
	method, at := k.one(route.Pattern, slug, given)
	zero := map[string]string{}
	var ids []string
	for _, place := range placeIn.FindAllString(route.Pattern, -1) {
		place = strings.Trim(place, "{}")
		if given != nil && given[place] == "" {
			continue
		}
		zero[place] = "0"
		if given != nil {
			ids = append(ids, given[place])
		}
	}
	if given == nil {
		for _, some := range k.ids {
			ids = append(ids, some...)
		}
	}
	delete(zero, "group")
	delete(zero, "kind")
	if _, known := zero["target"]; known {
		zero["post"] = "0"
	}
	_, nothing := k.one(route.Pattern, slug, zero)
	want, nowhere := k.ask(name, method, nothing, ids...)
	code, got := k.ask(name, method, at, ids...)
	if code != want || got != nowhere {
		k.t.Errorf("%s (%v) answers %s with %d, and for what is not there with %d\n%s", route.Pattern, given, name, code, want, firstDifference(nowhere, got))
	}
}

var placeIn = regexp.MustCompile(`\{[^}]*\}`)

// kept are the rows of the forum and of reports.
func (k *talk) kept() string {
	k.t.Helper()
	var rows []string
	for _, line := range strings.Split(k.a.Dump(), "\n") {
		if strings.HasPrefix(line, "forum_") || strings.HasPrefix(line, "moderation_") || strings.HasPrefix(line, "search_document") {
			rows = append(rows, line)
		}
	}
	return strings.Join(rows, "\n")
}

// TestWhatOneDoesNotSeeIsNotThere walks every route that leads to a post, to a
// note, to a report or to what was done, as members who do not see it.
func TestWhatOneDoesNotSeeIsNotThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newTalk(t, a)
		post := func(words ...string) (all []string) {
			for _, word := range words {
				all = append(all, k.posts[word])
			}
			return all
		}
		before := k.kept()
		for name, unseen := range map[string]map[string][]string{
			"Bo":      {"post": post("forum_post.source", "forum_topic.title", "a hidden post", "a deleted post", "a post by Ana that waits", "a post that waits"), "topic": {k.topics["Ana"]}},
			"Ana":     {"post": post("a post by Bo", "a post by Wren", "a topic by Bo", "a post that waits", "a hidden post by Friend"), "topic": {k.topics["Bo"]}},
			"Friend":  {"post": post("a hidden post", "a deleted post", "a post by Ana that waits"), "act": k.acts("Hushed")},
			"Greeter": {"post": post("a hidden post", "a deleted post"), "thread": k.ids["thread"], "report": k.ids["report"], "call": k.ids["call"], "lift": k.ids["lift"], "act": k.ids["act"]},
			"Hushed":  {"thread": k.ids["thread"], "report": k.ids["report"], "call": k.ids["call"], "lift": k.ids["lift"], "word": k.ids["word"]},
			"Gil":     {"thread": k.ids["thread"], "post": post("a deleted post"), "act": k.ids["act"]},
			"Fay":     {"report": k.reports("stewards")},
		} {
			for place, ids := range unseen {
				for _, route := range a.Router.Routes() {
					if !talks(route.Pattern) || !strings.Contains(route.Pattern, "{"+place+"}") {
						continue
					}
					if strings.HasSuffix(route.Pattern, "/admission") && (name == "Greeter" || name == "Gil") {
						continue // whoever lets posts through is told that another was quicker
					}
					for _, id := range ids {
						k.same(name, route, k.g.Slug, map[string]string{place: id})
					}
				}
			}
		}
		if after := k.kept(); after != before {
			t.Errorf("something was changed:\n%s", firstDifference(before, after))
		}
	})
}

// acts are what was done about somebody.
func (k *talk) acts(name string) []string {
	return texts(k.t, k.a, `SELECT id FROM moderation_act WHERE about_id = '`+k.self(name)+`'`)
}

// reports are those that lie on one desk alone.
func (k *talk) reports(desk string) []string {
	return texts(k.t, k.a, `SELECT report_id FROM moderation_desk GROUP BY report_id HAVING min(desk) = '`+desk+`'`)
}

// TestNoGetOfATalkChangesTheDatabase opens all that there is.
func TestNoGetOfATalkChangesTheDatabase(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newTalk(t, a)
		before := a.Dump()
		pages := k.pages()
		for _, name := range []string{"Ana", "Friend", "Bo", "Fay", "Greeter", "Hushed", "Former", "Stella"} {
			for _, at := range pages {
				k.ask(name, "GET", at)
			}
			if after := a.Dump(); after != before {
				t.Fatalf("what %s opens changes the database:\n%s", name, firstDifference(before, after))
			}
		}
	})
}

// TestABlockLooksLikeDeletion compares all that Bo can open while Ana's words are
// hidden from him with the same after she has deleted them.
func TestABlockLooksLikeDeletion(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newTalk(t, a)
		var pages []string
		for _, at := range k.pages() {
			if strings.Contains(at, "/forum") && !strings.Contains(at, "from%3A") && !strings.Contains(at, "/report/") {
				pages = append(pages, at)
			}
		}
		see := func() (all []string) {
			now := a.Clock.Now()
			for _, at := range pages {
				_, text := k.ask("Bo", "GET", at)
				all = append(all, text)
			}
			a.Clock.Set(now)
			return all
		}
		counts := k.counts("Wren")
		see() // what is read is not new any more
		before := see()
		for _, word := range []string{"forum_post.source", "forum_version.source", "an earlier version that was reported", "a hidden post", "a post by Ana that waits", "forum_topic.title"} {
			if _, err := a.Forum.Delete(ctx, k.in("Ana"), k.posts[word]); err != nil {
				t.Fatal(err)
			}
		}
		if after := k.counts("Wren"); after != counts {
			t.Errorf("what is unread tells a block from a deletion: %s, then %s", counts, after)
		}
		for i, after := range see() {
			if after != before[i] {
				t.Errorf("%s tells a block from a deletion:\n%s", pages[i], firstDifference(before[i], after))
			}
		}
	})
}

// counts are how much is unread for somebody, in all and by topic.
func (k *talk) counts(name string) string {
	k.t.Helper()
	u, err := k.a.Forum.UnreadFor(ctx, k.in(name))
	mustDo(k.t, err)
	list, err := k.a.Forum.TopicsFor(ctx, k.in(name), "", 1)
	mustDo(k.t, err)
	all := fmt.Sprint(u)
	for _, one := range list.Lines {
		if one.Topic.ID != k.topics["Ana"] {
			all += fmt.Sprint(" ", one.Topic.ID, one.Unread, one.First)
		}
	}
	if u.All == 0 {
		k.t.Errorf("nothing is unread for %s: %s", name, all)
	}
	return all
}

// TestNobodyIsToldPastABlock has those apart write, who follow the same topics.
func TestNobodyIsToldPastABlock(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newTalk(t, a)
		told := func(name string) int {
			return len(texts(t, a, `SELECT kind FROM notify_notice WHERE account_id = '`+a.Viewer(k.who[name]).Account+`'`))
		}
		mustDo(t, a.Jobs.Start(ctx))
		defer a.Jobs.Stop(ctx)
		for _, one := range []struct {
			by, apart string
			w         forum.Words
		}{
			{"Ana", "Bo", forum.Words{Text: "@" + canary("the name of Bo")}},
			{"Bo", "Ana", forum.Words{Text: "@" + canary("the name of Ana")}},
			{"Ana", "Wren", forum.Words{Text: "@Wryneck"}},
		} {
			_, err := a.DB.Writer().ExecContext(ctx, `DELETE FROM notify_notice`)
			mustDo(t, err)
			k.reply(one.by, "Friend", "a post past a block", one.w)
			mustDo(t, a.Jobs.Drain(ctx))
			if told("Friend") == 0 {
				t.Errorf("nobody was told of what %s wrote", one.by)
			}
			if told(one.apart) > 0 {
				t.Errorf("%s was told of what %s wrote", one.apart, one.by)
			}
		}
	})
}
