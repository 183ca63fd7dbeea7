package app_test

import (
	"bytes"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/app"
	"handrail/internal/apptest"
)

// Who may see a word, by name.
const (
	leadersOf  = "Fay Gil"
	keepersOf  = "Greeter " + leadersOf
	apartOf    = "Bo Wren" // a block stands between them and Ana
	othersOf   = "Friend Hushed " + keepersOf
	insideOf   = "Ana " + apartOf + " " + othersOf
	byAnaOf    = "Ana " + othersOf
	everySeat  = insideOf + " Paused Zoe Former Removed Banned Gus Ada Stella"
	noneAtAll  = ""
	authorOf   = "Ana"
	stewardsOf = "Stella"
)

// heardBy says of each canary who finds it: of each column that holds words, and
// of what stands there in a way of its own.
var heardBy = map[string]string{
	"group_note.label": everySeat, "group_note.about": everySeat,
	"forum_setting.watched": leadersOf, "forum_space.name": insideOf, "forum_space.about": insideOf,
	"group_ballot.title": insideOf, "group_ballot_option.label": insideOf,

	"the name of Ana": byAnaOf + " Stella", "the name of Bo": apartOf + " " + othersOf,

	// What Ana wrote, and how it is quoted and named.
	"forum_topic.title": byAnaOf + " Stella", "forum_topic.title, its title": byAnaOf + " Stella", "forum_post.source": byAnaOf, "forum_post.quote_text": byAnaOf,
	"forum_post.picture": byAnaOf, "forum_post.picture_alt": byAnaOf,
	"a hidden post": authorOf + " " + leadersOf, "a post by Ana that waits": authorOf + " " + keepersOf, "a deleted post": noneAtAll,
	"forum_version.source": noneAtAll, "after forum_version.source": byAnaOf,
	"an earlier version that was reported": leadersOf, "after an earlier version that was reported": byAnaOf,
	"forum_draft.words": authorOf, "a draft, its title": authorOf,

	// What others wrote.
	"a topic by Friend": insideOf, "a topic by Friend, its title": insideOf + " Stella", "a post that quotes Ana": insideOf, "a post that quotes Bo": insideOf, "a post by Former": insideOf + " Former",
	"a post that waits": "Friend " + keepersOf, "a hidden post by Friend": "Friend " + leadersOf,
	"a topic by Bo": apartOf + " " + othersOf, "a topic by Bo, its title": apartOf + " " + othersOf, "a post by Bo": apartOf + " " + othersOf, "words of Bo that Friend quotes": apartOf + " " + othersOf,
	"a post by Wren":             apartOf + " " + othersOf,
	"an anonymous topic by Wren": insideOf + " Stella", "an anonymous topic by Wren, its title": insideOf + " Stella", "an anonymous post by Bo": insideOf + " Stella",

	// What is between two, or for some.
	"forum_note_word.words": "Friend Ana", "forum_note_word.words, answered": "Friend Ana",
	"a note by Bo": "Bo", "a note by Bo, answered": "Ana",
	"a note to an anonymous author": "Friend Bo",
	"a note of the stewards":        "Ana Stella",
	"forum_worry.said":              leadersOf, "forum_lift.reason": "Fay Stella", "forum_lift.answer": "Fay Stella", "an asking that waits": "Fay Stella",
	"moderation_words.said": leadersOf, "a report by Ana": leadersOf, "a report about a persona": leadersOf, "a report of what was changed": leadersOf,
	"a report past the leaders": stewardsOf, "a report about the group": stewardsOf, "where somebody signed out means": stewardsOf, "what somebody says signed out": stewardsOf,
	"moderation_act.reason": authorOf + " " + leadersOf, "moderation_act.answer": authorOf + " " + leadersOf, "why Friend's was hidden": "Friend " + leadersOf, "why somebody is hushed": "Hushed " + leadersOf,
	"moderation_desk.answer": "Friend", "what a steward answered": "Friend",
}

// voiceless are the columns of forums, of searches and of reports that hold no
// words of anybody, and why.
var voiceless = map[string][]string{
	"ids and keyed marks": {"id", "group_id", "space_id", "topic_id", "post_id", "quote_id", "ballot_id", "twin_id", "membership_id", "mark", "author", "from_id", "to_id", "target_id", "target", "report_id", "sender_id", "author_id", "reporter_id", "persona_id", "thread_id", "asker_id", "by_id", "about_id", "taken_by", "made_by", "steward_mark", "author_mark", "code_mark", "picture"},
	"one of a few values": {"anonymous", "shipped", "kind", "answers", "starts", "state", "cared", "how", "desk", "category", "what", "has", "notes"},
	"numbers and whether": {"pictures", "review", "slow", "keep_days", "find_days", "seq", "place", "closed", "pinned", "number", "pseudonym", "helped", "rendered", "picture_width", "picture_height", "told", "width", "height", "sender_seen", "author_seen", "sender_cut", "author_cut", "sender_refuses", "author_refuses", "from_author", "named", "gone"},
	"moments":             {"at", "made_at", "last_at", "ends_at", "edited_at", "changed_at", "decided_at", "answered_at", "until_at"},
}

// madeOf are the columns that are made from a planted one: what finds its canary
// finds theirs.
var madeOf = map[string]string{
	"forum_post.html": "forum_post.source", "forum_version.html": "forum_version.source", "search_document.text": "forum_post.source", "search_document.words": "forum_post.source",
	"moderation_words.shown": "an earlier version that was reported", "forum_author.author": "an anonymous post by Bo",
}

// TestEveryColumnOfATalkHasACanary goes through the declaration of data: a new
// column is planted, or said to hold no words.
func TestEveryColumnOfATalkHasACanary(t *testing.T) {
	for _, table := range app.Declared() {
		if !slices.ContainsFunc([]string{"forum_", "search_", "moderation_", "group_note"}, func(p string) bool { return strings.HasPrefix(table.Name, p) }) {
			continue
		}
		for _, c := range table.Columns {
			name := table.Name + "." + c.Name
			_, planted := heardBy[name]
			_, made := madeOf[name]
			wordless := slices.ContainsFunc(slices.Collect(maps.Values(voiceless)), func(list []string) bool { return slices.Contains(list, c.Name) })
			if !planted && !made && !wordless {
				t.Errorf("%s has no canary", name)
			}
		}
	}
}

// canaryShape is what a canary looks like.
const canaryShape = `kanari[a-t]{10}`

// pages are the addresses of all there is to open, with what stands in the talk.
func (k *talk) pages() (all []string) {
	k.t.Helper()
	for _, route := range k.a.Router.Routes() {
		method, at, _ := strings.Cut(route.Pattern, " ")
		if method != "GET" || slices.ContainsFunc([]string{"/connection", "/assets", "/exit", "/ui", "/hide", "/settings/visit/end", "/help"}, func(p string) bool { return strings.HasPrefix(at, p) }) {
			continue
		}
		all = append(all, k.filled(at)...)
	}
	for _, order := range []string{"", "&order=best"} {
		for _, words := range []string{commonWord, "from%3AFinch", "from%3A" + canary("the name of Bo") + "+" + commonWord, "from%3A" + canary("the name of Ana") + "+" + commonWord, "has%3Apicture", "has%3Apoll", "has%3Aquestion"} {
			all = append(all, "/groups/"+k.g.Slug+"/forum/search?q="+words+order)
		}
	}
	return all
}

// filled is a pattern with every id that its places can hold.
func (k *talk) filled(pattern string) (all []string) {
	k.t.Helper()
	all = []string{strings.ReplaceAll(pattern, "{$}", "")}
	if strings.HasPrefix(pattern, "/t/") {
		return k.with(all, "{id}", append(slices.Clone(k.ids["topic"]), k.ids["post"]...))
	}
	if strings.HasPrefix(pattern, "/g/") || strings.HasPrefix(pattern, "/admin/groups/") {
		all = k.with(k.with(all, "{id}", []string{k.g.ID}), "{group}", []string{k.g.ID})
	}
	if strings.Contains(pattern, "/report/{kind}/") {
		return append(k.with(k.with(k.with(all, "{kind}", []string{"post"}), "{target}", k.ids["post"]), "{group}", k.ids["group"]),
			append(k.with(k.with(k.with(all, "{kind}", []string{"persona"}), "{target}", k.ids["persona"]), "{group}", k.ids["group"]),
				k.with(k.with(k.with(all, "{kind}", []string{"note"}), "{target}", k.ids["word"]), "{group}", k.ids["group"])...)...)
	}
	for name, ids := range k.ids {
		all = k.with(all, "{"+name+"}", ids)
	}
	within := slices.ContainsFunc([]string{"/groups/{group}/forum", "/groups/{group}/notes", "/groups/{group}/lead/reports", "/groups/{group}/lead/lifts", "/groups/{group}/lead/worries", "/groups/{group}/told", "/groups/{group}/care", "/groups/{group}/report", "/admin/reports", "/admin/lifts", "/admin/content-notes", "/told"}, func(p string) bool { return strings.HasPrefix(pattern, p) })
	for i, at := range all {
		if strings.Contains(at, "{") && within {
			k.t.Fatalf("there is no id for %s", at)
		}
		_, all[i] = path("GET " + at)
	}
	return all
}

func (k *talk) with(all []string, place string, ids []string) (more []string) {
	if len(all) == 0 || !strings.Contains(all[0], place) {
		return all
	}
	for _, at := range all {
		for _, id := range ids {
			more = append(more, strings.ReplaceAll(at, place, id))
		}
	}
	return more
}

// open is whatever somebody can get: every page, and their copy.
func (k *talk) open(name string, pages []string) (found map[string]string) {
	k.t.Helper()
	found = map[string]string{}
	p := k.who[name]
	for i, at := range pages {
		k.a.Clock.Advance(time.Second) // nobody may ask for so much at once
		r := k.a.Request("GET", at, url.Values{})
		if i%2 == 1 {
			r.Header.Set("HX-Request", "true")
		}
		got := k.a.Do(p, r)
		if got.Code == 429 || got.Code >= 500 && got.Code != 501 {
			k.t.Errorf("%s as %s: %d", at, name, got.Code)
		}
		asked := regexp.MustCompile(`from(:|%3a)` + canaryShape) // which the page of a search repeats
		if strings.HasSuffix(at, "/me") {
			continue // where a block is taken back, which names whom it is about
		}
		k.find(asked.ReplaceAllString(strings.ToLower(got.Body+strings.Join(got.Header["Location"], "")+strings.Join(got.Header["Set-Cookie"], "")), ""), at, found)
	}
	if v := k.a.Viewer(p); v.Account != "" {
		var copied bytes.Buffer
		mustDo(k.t, k.a.Belongings.WriteCopy(ctx, &copied, v.Account, k.a.Clock.Now(), nil))
		k.find(strings.ToLower(copied.String()), "the copy", found)
	}
	return found
}

func (k *talk) find(text, at string, found map[string]string) {
	if !strings.Contains(text, "kanari") {
		return
	}
	for word := range heardBy {
		if found[word] == "" && strings.Contains(text, canary(word)) {
			found[word] = at
		}
	}
}

// TestCanariesOfATalkAreHeardByNobodyElse walks every page as everybody.
func TestCanariesOfATalkAreHeardByNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newTalk(t, a)
		pages := k.pages()
		names := slices.Sorted(maps.Keys(k.who))
		for _, name := range names {
			found := k.open(name, pages)
			for word, people := range heardBy {
				may, at := slices.Contains(strings.Fields(people), name), found[word]
				if at != "" && !may {
					t.Errorf("%s finds %q at %s", name, word, at)
				}
				if at == "" && may {
					t.Errorf("%s does not find %q anywhere", name, word)
				}
			}
		}
		t.Logf("%d pages for %d people", len(pages), len(names))
		k.quietBeside()
	})
}

// quietBeside looks at what is kept and said beside: no word stands in the log, in
// work that waits, or in a notice; and no notice leads to somebody's words past a
// block.
func (k *talk) quietBeside() {
	k.t.Helper()
	notices := 0
	for _, line := range strings.Split(k.a.Dump(), "\n") {
		for name, other := range map[string]string{"Bo": "Ana", "Ana": "Bo"} {
			if strings.HasPrefix(line, "notify_notice ") && strings.Contains(line, k.a.Viewer(k.who[name]).Account) {
				notices++
				if strings.Contains(line, k.self(other)) {
					k.t.Errorf("a notice for %s names %s: %s", name, other, line)
				}
			}
		}
	}
	if notices == 0 {
		k.t.Error("nobody was told of anything, so that their notices prove nothing")
	}
	if strings.Contains(strings.ToLower(k.a.Log.Text()), "kanari") {
		k.t.Error("a word is in the log")
	}
	for _, line := range strings.Split(k.a.Dump(), "\n") {
		apart := slices.ContainsFunc([]string{"river_", "notify_", "audit_", "web_", "account_"}, func(p string) bool { return strings.HasPrefix(line, p) })
		if apart && strings.Contains(strings.ToLower(line), "kanari") {
			k.t.Errorf("a word is in %s", line)
		}
	}
}
