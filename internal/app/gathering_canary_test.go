package app_test

import (
	"bytes"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/app"
	"handrail/internal/apptest"
)

// Who may see a word of a gathering, by name.
const (
	looksAfter = "Fay Gil"
	hostsNow   = looksAfter + " Chair"
	gathers    = "Ana Bo Wren Friend Greeter " + hostsNow
	hearsAna   = "Ana Friend Greeter " + hostsNow // Bo and Wren do not
	isPresent  = "Fay Ana Bo"
	atTheSheet = isPresent + " Gil Chair"
	everywhere = gathers + " Paused Zoe Former Removed Banned Gus Ada Stella Vera Guest"
)

// foundBy says of each canary who finds it: of each column that holds words, and of
// what stands there in a way of its own.
var foundBy = map[string]string{
	"meeting_meeting.title": gathers + " Former Guest", // Former has it in a record and a paper of their own
	"meeting_meeting.about": gathers, "meeting_plan.area": gathers, "meeting_plan.access": gathers, "meeting_date.note": gathers, "the area of one date": gathers,
	"the address": looksAfter + " Friend", "the address of one date": looksAfter + " Friend",
	"the link": gathers, "the phone": gathers + " Guest", "the passcode": gathers, "the notes": gathers,
	"a meeting for all": everywhere, "the area of a meeting for all": everywhere, "the address for all": everywhere, "about a meeting for all": gathers,
	"notes of a meeting for all": gathers, "the link of a meeting for all": gathers, "a note about a date for all": gathers,

	"meeting_role.label": gathers, "meeting_role.about": gathers, "meeting_role.notes": looksAfter + " Friend Ana", "meeting_service.note": hearsAna,

	"meeting_template.body": looksAfter, "the title of a part": gathers, "meeting_sheet.items": atTheSheet, "who leads a part": atTheSheet, "a page of a book": atTheSheet, "a link to a book": atTheSheet,
	"a pasted reading": atTheSheet, "somebody in the room": atTheSheet, "meeting_sheet_setting.answering": atTheSheet,
	"meeting_line.words": "Fay Ana", "what somebody celebrated who left": "",

	"meeting_speaker.label": looksAfter, "meeting_speaker.place": gathers + " Guest", "meeting_speaker.page": gathers + " Guest", "an invitation that nobody took": looksAfter,
	"meeting_speaker_word.text": hearsAna + " Guest", "a question without a name": gathers + " Guest", "thanks": "Ana " + looksAfter + " Guest",
	"meeting_suggestion.who": "Ana " + looksAfter, "meeting_suggestion.why": "Ana " + looksAfter,

	"meeting_nudge.about": "Ana Friend", "meeting_nudge.line": "Ana Friend",
	"meeting_feed.label": "Ana", "the label of Former": "Former", "the label of Removed": "Removed", "the label of Banned": "Banned", "the label of Paused": "Paused",

	// Bo follows the same meeting, and a block takes her name from his page. Ana asked
	// a guest something under her name.
	"the name of Ana": hearsAna + " Guest",
}

// noWordsIn are the columns of gatherings that hold no words of anybody, and why.
var noWordsIn = map[string][]string{
	"ids and keyed marks":  {"id", "group_id", "meeting_id", "membership_id", "greeter_id", "plan_id", "role_id", "term_id", "account_id", "sheet_id", "speaker_id", "receiver_id", "giver_id", "line_id", "mark", "hash", "secret", "public"},
	"dates and clocks":     {"slot", "first", "until", "rule", "zone", "start", "from_slot", "to_slot", "reminded", "was"},
	"one of a few values":  {"reach", "opening", "cross_talk", "languages", "formats", "way", "placed", "shown", "state", "kind", "ending", "dates", "shows", "answer", "given"},
	"numbers and whether":  {"sequence", "minutes", "capacity", "extra", "cancelled", "seat", "many", "weeks", "place", "lead_days", "share_minutes", "number", "edition", "hosts", "confirms", "lead", "unanswered", "stopped", "agreed", "ours", "coming", "alarm", "hidden", "named", "asked", "keep", "vouched", "chairs"},
	"a number of GeoNames": {"town"},
	"moments":              {"made_at", "changed_at", "next_at", "start_at", "end_at", "ends_at", "gone_at", "clear_at", "since_at", "ran_at", "steady_at", "line_at", "told_at", "ended_at"},
}

// alike are columns that hold what stands elsewhere, or are filled by what has
// canaries of another name.
var alike = map[string]string{
	"meeting_plan.inside": "the address", "meeting_attendance.words": "meeting_meeting.title", "meeting_paper.words": "meeting_meeting.title",
	"meeting_speaker_word.words": "meeting_speaker_word.text", "meeting_suggestion.whom": "meeting_suggestion.who", "meeting_suggestion.reason": "meeting_suggestion.why",
	"meeting_confirming.words": "the name of Ana", "meeting_confirming.place": "the name of Ana", "meeting_proof_setting.name": "meeting_meeting.title", "meeting_proof_setting.title": "meeting_meeting.title",
}

// TestEveryColumnOfAGatheringHasACanary goes through the declaration of data: a
// new column is planted, or said to hold no words.
func TestEveryColumnOfAGatheringHasACanary(t *testing.T) {
	tables := 0
	for _, table := range app.Declared() {
		if !strings.HasPrefix(table.Name, "meeting_") {
			continue
		}
		tables++
		for _, c := range table.Columns {
			name := table.Name + "." + c.Name
			_, planted := foundBy[name]
			known := slices.ContainsFunc(slices.Collect(maps.Values(noWordsIn)), func(list []string) bool { return slices.Contains(list, c.Name) })
			if !planted && alike[name] == "" && !known {
				t.Errorf("%s has no canary", name)
			}
		}
	}
	if tables < 28 {
		t.Errorf("only %d tables of meetings are declared", tables)
	}
}

// pages are the addresses of all there is to open, with what stands there.
func (k *gathering) pages() (all []string) {
	k.t.Helper()
	for _, route := range k.a.Router.Routes() {
		method, at, _ := strings.Cut(route.Pattern, " ")
		if method != "GET" || slices.ContainsFunc([]string{"/connection", "/assets", "/exit", "/ui", "/hide", "/settings/visit/end", "/help", "/admin/"}, func(p string) bool { return strings.HasPrefix(at, p) }) {
			continue
		}
		more := []string{strings.ReplaceAll(at, "{$}", "")}
		for name, ids := range k.ids {
			more = spread(more, "{"+name+"}", ids)
		}
		for _, one := range more {
			if strings.Contains(one, "{") && gathersAt(route.Pattern) {
				k.t.Fatalf("there is no id for %s", one)
			}
			_, one = path("GET " + one)
			all = append(all, one)
		}
	}
	date := "/groups/" + k.g.Slug + "/meetings/" + k.now.Key()
	return append(all, date+"/calendar.ics?shows=places", date+"/calendar.ics?shows=titles", date+"/edit?what=all", date+"/edit?what=date", "/groups/"+k.g.Slug+"/forum/new?begin=walk."+k.now.Key(), "/settings/calendar?of=meeting:"+k.now.Meeting.ID)
}

// spread is each of these addresses with each of these ids.
func spread(all []string, place string, ids []string) (more []string) {
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

// opens is whatever somebody can get: every page, and their copy.
func (k *gathering) opens(name string, pages []string) (found map[string]string) {
	k.t.Helper()
	found = map[string]string{}
	look := func(text, at string) {
		for word := range foundBy {
			if found[word] == "" && strings.Contains(text, canary(word)) {
				found[word] = at
			}
		}
	}
	for _, at := range pages {
		if strings.HasSuffix(at, "/me") || strings.HasSuffix(at, "/people/"+k.ids["membership"][0]) {
			continue // where a block is taken back, which names whom it is about
		}
		k.a.Clock.Advance(time.Second) // nobody may ask for so much at once
		got := k.a.Do(k.who[name], k.a.Request("GET", at, url.Values{}))
		if got.Code == 429 || got.Code >= 500 && got.Code != 501 {
			k.t.Errorf("%s as %s: %d", at, name, got.Code)
		}
		look(got.Body+strings.Join(got.Header["Location"], "")+strings.Join(got.Header["Set-Cookie"], ""), at)
	}
	if v := k.a.Viewer(k.who[name]); v.Account != "" {
		var copied bytes.Buffer
		mustDo(k.t, k.a.Belongings.WriteCopy(ctx, &copied, v.Account, k.a.Clock.Now(), nil))
		look(copied.String(), "the copy")
	}
	return found
}

// TestCanariesOfAGatheringAreFoundByNobodyElse walks every page as everybody.
func TestCanariesOfAGatheringAreFoundByNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newGathering(t, a)
		k.lies()
		pages := k.pages()
		for _, name := range slices.Sorted(maps.Keys(k.who)) {
			found := k.opens(name, pages)
			for word, people := range foundBy {
				may, at := slices.Contains(strings.Fields(people), name), found[word]
				if at != "" && !may {
					t.Errorf("%s finds %q at %s", name, word, at)
				}
				if at == "" && may {
					t.Errorf("%s does not find %q anywhere", name, word)
				}
			}
		}
		t.Logf("%d pages for %d people", len(pages), len(k.who))
		k.quiet()
	})
}

// lies looks at the database: what is told to some lies sealed there, and what
// was said in a room is gone with whoever left it.
func (k *gathering) lies() {
	k.t.Helper()
	kept := k.a.Dump()
	for _, word := range []string{
		"the address", "the address of one date", "the link", "the phone", "the passcode", "the notes", "meeting_role.notes", "meeting_template.body", "meeting_sheet.items", "who leads a part",
		"a page of a book", "a pasted reading", "somebody in the room", "meeting_line.words", "what somebody celebrated who left", "meeting_speaker.label", "meeting_speaker.page", "meeting_nudge.about", "meeting_nudge.line",
		"meeting_feed.label", "the label of Former",
	} {
		if strings.Contains(kept, canary(word)) {
			k.t.Errorf("%q lies in the clear", word)
		}
	}
	for _, secret := range k.feeds {
		if strings.Contains(kept, strings.TrimSuffix(strings.TrimPrefix(secret, "/calendar/"), ".ics")) {
			k.t.Error("the secret of a calendar lies in the clear")
		}
	}
}

// quiet looks at what is kept and said beside: no word stands in the log, in work
// that waits, or in a notice; no notice leads to somebody past a block; and the
// log tells neither who goes where nor a secret.
func (k *gathering) quiet() {
	k.t.Helper()
	notices := k.rows("notify_notice ")
	if !strings.Contains(notices, "meeting.") {
		k.t.Error("nobody was told of anything, so that notices prove nothing")
	}
	for _, line := range strings.Split(notices, "\n") {
		for name, other := range map[string]string{"Bo": "Ana", "Ana": "Bo"} {
			if strings.Contains(line, k.a.Viewer(k.who[name]).Account) && strings.Contains(line, k.self(other)) {
				k.t.Errorf("a notice for %s names %s: %s", name, other, line)
			}
		}
	}
	if beside := k.rows("river_", "notify_", "audit_", "web_", "account_"); strings.Contains(beside, "kanari") {
		k.t.Errorf("a word is in what is kept beside:\n%s", beside)
	}
	log := k.a.Log.Text()
	for what, word := range map[string]string{
		"a word": "kanari", "a meeting": k.now.Meeting.ID, "a date": k.now.Slot.String(), "a link": k.link, "a calendar": strings.TrimSuffix(k.feeds["Ana"], ".ics"), "a paper": k.ids["paper"][0],
	} {
		if strings.Contains(log, word) {
			k.t.Errorf("%s is in the log", what)
		}
	}
}

// TestWhoComesIsShownAsEachChose looks at the one page that names who comes.
func TestWhoComesIsShownAsEachChose(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		k := newGathering(t, a)
		for name, sees := range map[string][]string{
			"Ana": {"Grebe"}, "Bo": nil, "Wren": nil, "Friend": {"Ana"}, "Greeter": {"Ana"}, "Chair": {"Ana", "Finch", "only hosts"}, "Gil": {"Ana", "Finch", "only hosts"}, "Fay": {"Ana", "Finch", "only hosts"},
		} {
			page := a.Get(k.who[name], "/groups/"+k.g.Slug+"/meetings/"+k.now.Key()).Body
			_, page, found := strings.Cut(page, `id="coming"`)
			page, _, _ = strings.Cut(page, "</section>")
			if !found {
				t.Fatalf("%s finds nothing about who comes", name)
			}
			for who, says := range map[string]string{"Ana": canary("the name of Ana"), "Finch": "Finch", "Wryneck": "Wryneck", "Falcon": "Falcon", "Rail": "Rail", "Bittern": "Bittern", "Grebe": "Grebe", "only hosts": "Only hosts see these numbers."} {
				if has := strings.Contains(page, says); has != slices.Contains(sees, who) {
					t.Errorf("%s reads of %s: %t", name, who, has)
				}
			}
		}
	})
}
