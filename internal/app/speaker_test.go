package app_test

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/speaker"
	"handrail/internal/platform/recur"
)

// spoken says of each canary of guest speakers who finds it. Ana wrote what
// members write; between her and Bo stands a block.
var spoken = map[string]string{
	"meeting_speaker.place": "Ana Bo Fay Friend Guest", "meeting_speaker.label": "Fay", "meeting_speaker.page": "Ana Bo Fay Friend Guest", "a page, what one would like": "Ana Bo Fay Friend Guest",
	"a page, what may be asked": "Ana Bo Fay Friend Guest", "a page, pronouns": "Ana Bo Fay Friend Guest", "a page, the name": "Ana Bo Fay Friend Guest",
	"meeting_speaker_word.text": "Ana Fay Friend Guest", "a question without a name": "Ana Bo Fay Friend Guest", "a hidden question": "Ana Fay",
	"thanks": "Ana Fay Guest", "meeting_suggestion.who": "Ana Fay", "meeting_suggestion.why": "Ana Fay",
	"the address": "Fay Guest", "the link": "Ana Bo Fay Friend", "the passcode": "Ana Bo Fay Friend", "the notes": "Ana Bo Fay Friend", "the phone": "Ana Bo Fay Friend Guest",
	"about the meeting": "Ana Bo Fay Friend", "a topic": "Ana Bo Fay Friend",
}

// unspoken are the columns of guest speakers that hold no words of anybody.
var unspoken = []string{
	"id", "group_id", "meeting_id", "slot", "state", "given", "minutes", "shown", "hidden", "start_at", "ends_at", "speaker_id", "membership_id", "kind", "named", "asked", "keep",
	"words", "whom", "reason", // where text, who and why lie, locked
}

func TestEveryColumnOfGuestSpeakersHasACanary(t *testing.T) {
	for _, table := range speaker.Declared() {
		for _, c := range table.Columns {
			if _, planted := spoken[table.Name+"."+c.Name]; !planted && !slices.Contains(unspoken, c.Name) {
				t.Errorf("%s.%s has no canary", table.Name, c.Name)
			}
		}
	}
}

// evening is a group with a date to which a guest speaker comes.
type evening struct {
	t   *testing.T
	a   *apptest.App
	g   group.Group
	o   meeting.Occurrence
	who map[string]apptest.Person
	ids map[string]string // of what stands there, by the name in a pattern
}

func newEvening(t *testing.T, a *apptest.App) *evening {
	t.Helper()
	e := &evening{t: t, a: a, who: map[string]apptest.Person{
		"Ana": apptest.Ana, "Zoe": apptest.Zoe, "Vera": apptest.Vera, "Stella": apptest.Stella, "Sam": apptest.Sam, "Lee": apptest.Lee,
		"Fay": a.Facilitator("Fay"), "Friend": a.Facilitator("Friend"), "Bo": a.Facilitator("Bo"), "Gus": a.Facilitator("Gus"), "Guest": a.Guest("Guest"),
	}}
	e.g = a.Found(e.who["Fay"], "Tomasz", nil)
	a.Found(e.who["Gus"], "Elsewhere", func(p *group.Plan) { p.Group.Name = "High Tide" })
	for _, name := range []string{"Ana", "Bo", "Friend"} {
		must(t, a.Groups.Introduce(ctx, a.Enter(e.who[name], e.g, "The "+name), "Hello.")) // so that others see them
	}
	must(t, a.Groups.BlockOne(ctx, e.in("Ana"), e.in("Bo").Self.ID))
	e.schedule()
	e.invite()
	e.speak()
	_, err := a.Forum.Begin(ctx, e.in("Friend"), forum.Beginning{
		Space: e.g.ID + "-shares", Kind: forum.Share, Title: canary("a topic"), Words: forum.Words{Text: "Hello."},
	})
	must(t, err)
	return e
}

func (e *evening) in(name string) group.Member { return e.a.Inside(e.who[name], e.g) }

func (e *evening) schedule() {
	e.t.Helper()
	zone, err := recur.Zone("Europe/Lisbon")
	must(e.t, err)
	first := recur.WallOf(e.a.Clock.Now().In(zone)).Midnight().AddDays(1).Add(19 * time.Hour)
	made, err := e.a.Meetings.Make(ctx, e.in("Fay"), meeting.Draft{
		Meeting: meeting.Meeting{Title: "Wednesday harbour", About: canary("about the meeting"), Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
		Plan:    meeting.Plan{Series: recur.Series{First: first, Zone: zone}, Minutes: 600, Way: meeting.Hybrid, Area: "Near the harbour", Placing: meeting.AfterAsking},
		Inside: meeting.Inside{
			Address: canary("the address"), Link: "https://meet.example/" + canary("the link"), Phone: canary("the phone"), Passcode: canary("the passcode"), Notes: canary("the notes"),
		},
	})
	must(e.t, err)
	e.o, err = e.a.Meetings.DateFor(ctx, e.in("Fay"), made.ID)
	must(e.t, err)
	e.ids = map[string]string{"group": e.g.Slug, "occurrence": e.o.Key()}
}

func (e *evening) invite() {
	e.t.Helper()
	one, link, err := e.a.Speakers.Invite(ctx, e.in("Fay"), e.o.Key(), speaker.Draft{
		Label: canary("meeting_speaker.label"), Place: canary("meeting_speaker.place"), Given: speaker.Given{Address: true, Phone: true}, Shown: true,
	})
	must(e.t, err)
	token, _, err := e.a.Speakers.Take(ctx, link, speaker.Coming{Name: "Ruth", Agrees: true, Kind: account.Kept})
	must(e.t, err)
	e.ids["speaker"] = one.ID
	e.a.Hold(e.who["Guest"], token)
	must(e.t, e.a.Speakers.WritePage(ctx, e.a.Viewer(e.who["Guest"]), speaker.Page{
		Name: canary("a page, the name"), Pronouns: canary("a page, pronouns"), About: canary("meeting_speaker.page"), Talk: canary("a page, what one would like"), Ask: canary("a page, what may be asked"),
	}))
}

func (e *evening) speak() {
	e.t.Helper()
	must(e.t, e.a.Speakers.Suggest(ctx, e.in("Ana"), e.o.Key(), canary("meeting_suggestion.who"), canary("meeting_suggestion.why")))
	for _, w := range []speaker.Word{
		{Kind: speaker.Question, Text: canary("meeting_speaker_word.text"), Named: true}, {Kind: speaker.Question, Text: canary("a question without a name")},
		{Kind: speaker.Question, Text: canary("a hidden question")},
	} {
		must(e.t, e.a.Speakers.Say(ctx, e.in("Ana"), e.o.Key(), e.ids["speaker"], w))
	}
	e.a.Clock.Set(e.o.Start.Add(time.Minute))
	must(e.t, e.a.Speakers.Say(ctx, e.in("Ana"), e.o.Key(), e.ids["speaker"], speaker.Word{Kind: speaker.Thanks, Text: canary("thanks"), Named: true}))
	v, err := e.a.Speakers.ViewFor(ctx, e.in("Ana"), e.o)
	must(e.t, err)
	for _, q := range v.Cards[0].Questions {
		if e.ids["word"] = q.ID; q.Text == canary("a hidden question") {
			must(e.t, e.a.Speakers.HideWord(ctx, e.in("Fay"), e.o.Key(), q.ID, true))
		}
	}
	e.ids["suggestion"] = v.Suggestions[0].ID
}

// fill is a pattern with what stands there, and nothing elsewhere.
func (e *evening) fill(pattern string) (method, at string) {
	method, at, _ = strings.Cut(pattern, " ")
	for name, id := range e.ids {
		at = strings.ReplaceAll(at, "{"+name+"}", id)
	}
	_, at = path(method + " " + at)
	return method, at
}

// TestAGuestSpeakerReachesNothingElse walks every route, with what stands there,
// as the speaker, as somebody without a session, and as a speaker whose date is
// gone: the answers are the same, to the letter.
func TestAGuestSpeakerReachesNothingElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		e := newEvening(t, a)
		before, walked, own := e.kept(), 0, 0
		for _, route := range a.Router.Routes() {
			method, at := e.fill(route.Pattern)
			if at == "/exit" || at == "/sign-in/passkey/begin" {
				continue // ends their visit, tested by itself; asks everybody something else each time
			}
			guest := e.answer("Guest", method, at)
			if at == speaker.Path || strings.HasPrefix(at, speaker.Path+"/") && !strings.HasPrefix(at, speaker.Path+"/invitation/") {
				if own++; method == http.MethodGet && guest[:3] != "200" {
					t.Errorf("%s: %s", route.Pattern, guest[:40])
				}
				continue
			}
			walked++
			want := e.answer("Vera", method, at)
			if guest != want {
				t.Errorf("%s answers the speaker otherwise than a visitor\n%s", route.Pattern, firstDifference(want, guest))
			}
			if gone := e.answer("Sam", method, at); gone != want {
				t.Errorf("%s answers a speaker of another date otherwise than a visitor", route.Pattern)
			}
		}
		if walked < 400 || own != 5 {
			t.Errorf("%d routes were walked, and %d are their own", walked, own)
		}
		if after := e.kept(); after != before {
			t.Errorf("something was changed:\n%s", firstDifference(before, after))
		}
	})
}

// kept are the rows of the group, of its speakers and of all sessions.
func (e *evening) kept() string {
	mine := regexp.MustCompile(`(?m)^(meeting_speaker|meeting_suggestion|meeting_plan|account_pass|account_session|group_|forum_).*$`)
	return strings.Join(mine.FindAllString(e.a.Dump(), -1), "\n")
}

// answer is a whole answer, without what differs each time.
func (e *evening) answer(name, method, at string) string {
	e.t.Helper()
	e.a.Clock.Advance(3 * time.Second)
	r := e.a.Request(method, at, url.Values{})
	if strings.HasPrefix(at, "/connection/") {
		r.Header.Set("Origin", e.a.Base.String())
	}
	got := e.a.Do(e.who[name], r)
	return strconv.Itoa(got.Code) + " " + got.Header.Get("Location") + "\n" + differs.ReplaceAllString(got.Body, "")
}

// TestWordsOfAGuestEveningAreHeardByNobodyElse walks every page as everybody.
func TestWordsOfAGuestEveningAreHeardByNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		e := newEvening(t, a)
		for _, name := range slices.Sorted(maps.Keys(e.who)) {
			found := e.walk(name)
			for word, people := range spoken {
				at, may := found[word], slices.Contains(strings.Fields(people), name)
				if at != "" && !may {
					t.Errorf("%s finds %q at %s", name, word, at)
				}
				if at == "" && may {
					t.Errorf("%s does not find %q anywhere", name, word)
				}
			}
		}
		e.quiet()
	})
}

// walk opens every page and the copy, and gives where somebody found what.
func (e *evening) walk(name string) map[string]string {
	e.t.Helper()
	found := map[string]string{}
	look := func(text, at string) {
		for word := range spoken {
			if found[word] == "" && strings.Contains(text, canary(word)) {
				found[word] = at
			}
		}
	}
	for _, route := range e.a.Router.Routes() {
		method, at := e.fill(route.Pattern)
		if method != http.MethodGet || slices.Contains([]string{"/exit", "/settings/visit/end", "/hide"}, at) || strings.HasPrefix(at, "/connection/") {
			continue
		}
		e.a.Clock.Advance(2 * time.Second)
		got := e.a.Get(e.who[name], at)
		look(got.Body+got.Header.Get("Location"), at)
	}
	if v := e.a.Viewer(e.who[name]); v.Account != "" {
		var copied bytes.Buffer
		must(e.t, e.a.Belongings.WriteCopy(ctx, &copied, v.Account, e.a.Clock.Now(), nil))
		look(copied.String(), "the copy")
	}
	return found
}

// quiet looks at what is kept beside: no word stands in the log, in work that
// waits or in a notice, and what the speaker wrote lies sealed.
func (e *evening) quiet() {
	e.t.Helper()
	if strings.Contains(e.a.Log.Text(), "kanari") {
		e.t.Error("a word is in the log")
	}
	apart := regexp.MustCompile(`^(river_|notify_|audit_|web_|account_)`)
	for _, line := range strings.Split(e.a.Dump(), "\n") {
		if apart.MatchString(line) && strings.Contains(line, "kanari") {
			e.t.Errorf("a word is in %s", line)
		}
		for _, word := range []string{"meeting_speaker.page", "meeting_speaker.label", "a page, the name", "a page, pronouns", "a page, what may be asked"} {
			if strings.Contains(line, canary(word)) {
				e.t.Errorf("%q lies open in %s", word, line)
			}
		}
	}
}
