package schedule_test

import (
	gohtml "html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/recur"
)

var attacks = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'"><svg/onload=alert(1)>`, `</textarea><script>alert(1)</script>`, `</title><script>alert(1)</script>`,
	`" autofocus onfocus=alert(1) x="`, `javascript:alert(1)`, `{{.}}`, `<!--`, `]]>`, "\u202edesrever", "a\x00b\x1b[31m", strings.Repeat("\u0301", 20), `&lt;script&gt;`,
	`{.Meeting}`, `%s%n`, strings.Repeat("界", 60), `<base href=//evil.example>`,
}

// harm is what a page holds that none of ours does.
func harm(page string) string {
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			for _, attr := range tag.Attr {
				if strings.HasPrefix(attr.Key, "on") || attr.Key == "srcdoc" || strings.HasPrefix(strings.TrimSpace(attr.Val), "javascript:") && attr.Key != "value" {
					return tag.String()
				}
			}
			if tag.Data == "base" || tag.Data == "iframe" || tag.Data == "script" && !strings.Contains(tag.String(), "nonce=") {
				return tag.String()
			}
		}
	}
}

func TestHostileTextsStayTexts(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	h := open(t, a)
	for _, attack := range attacks {
		h.Clock.Advance(time.Minute)
		form := typed(map[string]string{"reach": "public", "placing": "exact"})
		for _, field := range []string{"title", "about", "area", "address", "access", "notes", "phone", "passcode"} {
			form[field] = []string{attack}
		}
		kept := h.keep(h.fay, h.path("/new"), form)
		if kept.Code != 303 {
			t.Fatalf("%q: %d %s", attack, kept.Code, words(kept.Body))
		}
		at := kept.Header.Get("Location")
		for _, path := range []string{h.path(), at, at + "/edit?what=all", at + "/edit?what=date", h.path("/poster"), "/groups/" + h.g.Slug} {
			for _, p := range []apptest.Person{h.fay, h.ben, apptest.Vera} {
				if found := harm(h.Get(p, path).Body); found != "" {
					t.Errorf("%q: %s has %s on %s", attack, p.Name, found, path)
				}
			}
		}
		must(t, a.Meetings.EndFrom(ctx, h.Inside(h.fay, h.g), strings.TrimPrefix(at, h.path("/"))))
	}
	for _, link := range []string{"javascript:alert(1)", "data:text/html,x", "https://somebody:secret@meet.example/", "//meet.example", "meet.example", "https://", "http://a b/"} {
		h.Clock.Advance(time.Minute)
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"link": link})), 422, "Paste a whole link")
	}
}

func TestEveryFieldHasItsBounds(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	h := open(t, a)
	long := strings.Repeat("x", 3000)
	for field, says := range map[string]string{
		"title": "Shorten this", "about": "Shorten this", "area": "Shorten this", "address": "Shorten this", "access": "Shorten this", "notes": "Shorten this", "phone": "Shorten this",
		"passcode": "Shorten this", "minutes": "between five minutes and twelve hours", "zone": "We do not know this time zone", "repeats": "Choose how often", "way": "Choose how people take part",
		"placing": "Choose one from the list", "opening": "Choose one from the list", "reach": "Choose one from the list", "cross-talk": "Choose one from the list", "formats": "Choose from the list",
		"date": "year, month and day", "time": "hours and minutes", "capacity": "how many seats", "until": "year, month and day",
	} {
		h.Clock.Advance(time.Minute)
		got := h.Post(h.fay, h.path("/new"), typed(map[string]string{field: long}))
		want(t, got, 422, says)
		if !strings.Contains(got.Body, `value="heron"`) && field != "passcode" {
			t.Errorf("%s: what was typed is gone", field)
		}
	}
	for field, says := range map[string]string{"title": "Give the meeting a name.", "area": "Say whereabouts", "date": "year, month and day"} {
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{field: ""})), 422, says)
	}
	want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"until": "2026-11-30"})), 422, "The last day comes before the first one.")
	want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"languages": "xx|en"})), 200, "Is this right?")
}

// TestRulesAreBoundedAndTellTheRightTime sends rules that would take for ever, and
// dates at the edges of the calendar, through the form.
func TestRulesAreBoundedAndTellTheRightTime(t *testing.T) {
	a := apptest.Open(t, apptest.Options{}, "")
	h := open(t, a)
	for _, c := range calendars(t) {
		h.Clock.Advance(time.Minute)
		form := typed(map[string]string{"repeats": "own", "date": c.date, "time": c.time, "zone": c.zone})
		form["rule"] = []string{c.rule}
		began := time.Now()
		got := h.Post(h.fay, h.path("/new"), form)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%+v takes %s", c, took)
		}
		if got.Code != 422 && got.Code != 200 {
			t.Errorf("%+v answers %d", c, got.Code)
		}
		if got.Code == 200 {
			checkTimes(t, c, got.Body)
		}
		if harm(got.Body) != "" {
			t.Errorf("%+v leaves harm in the page", c)
		}
	}
}

type calendar struct{ date, time, zone, rule string }

var shownTime = regexp.MustCompile(`<time datetime="([^"]+)"`)

// checkTimes looks whether each date that is shown is at the time on the wall that
// was typed, but on days that skip it.
func checkTimes(t *testing.T, c calendar, page string) {
	t.Helper()
	zone, err := recur.Zone(c.zone)
	must(t, err)
	_, page, _ = strings.Cut(page, `id="preview"`)
	page, _, _ = strings.Cut(page, "</section>")
	found := shownTime.FindAllStringSubmatch(page, -1)
	if len(found) == 0 {
		t.Errorf("%+v shows no date", c)
	}
	for _, one := range found {
		if strings.HasPrefix(one[1], "10000-") {
			continue // in the reader's zone, past what a calendar has
		}
		at, err := time.Parse(time.RFC3339, one[1])
		must(t, err)
		local := at.In(zone)
		wall, err := recur.ParseInputs(local.Format(time.DateOnly), c.time)
		must(t, err)
		if should, _ := wall.At(zone); !should.Equal(at) {
			t.Errorf("%+v is shown at %s", c, local)
		}
	}
}

// calendars are rules that harm: our own, and the lines of a collection where it
// is at hand.
func calendars(t *testing.T) []calendar {
	list := []calendar{
		{"0000-01-01", "19:00", "UTC", "FREQ=DAILY"}, {"0001-01-01", "00:00", "UTC", "FREQ=DAILY"}, {"9999-12-31", "23:59", "Pacific/Kiritimati", "FREQ=DAILY"},
		{"9999-12-31", "23:59", "Pacific/Honolulu", "FREQ=YEARLY"}, {"10000-01-01", "19:00", "UTC", "FREQ=DAILY"}, {"2026-12-01", "24:00", "UTC", "FREQ=DAILY"},
		{"2026-12-01", "19:00", "UTC", "FREQ=SECONDLY"}, {"2026-12-01", "19:00", "UTC", "FREQ=DAILY;COUNT=2000000000"}, {"2026-12-01", "19:00", "UTC", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
		{"2026-12-01", "19:00", "UTC", "FREQ=DAILY;INTERVAL=0"}, {"2026-12-01", "19:00", "UTC", "FREQ=DAILY;INTERVAL=99999999999999999999"}, {"2026-12-01", "19:00", "../../etc/passwd", "FREQ=DAILY"},
		{"2026-12-01", "19:00", "Local", "FREQ=DAILY"}, {"2026-12-01", "19:00", "UTC", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"}, {"2026-12-01", "19:00", "UTC", "FREQ=DAILY;UNTIL=19000101T000000Z"},
		{"2026-12-01", "19:00", "UTC", strings.Repeat("FREQ=DAILY;", 500)}, {"2026-12-01", "19:00", "UTC", "<script>"}, {"2026-12-01", "19:00", "UTC", ""}, {"2026-12-01", "19:00", "UTC", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-5"},
		{"2027-03-14", "02:30", "America/New_York", "FREQ=WEEKLY;BYDAY=SU"}, {"2026-11-01", "01:30", "America/New_York", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"}, {"2026-12-01", "19:00", "Pacific/Apia", "freq=weekly;byday=tu"},
	}
	dir := os.Getenv("HANDRAIL_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "hostile", "generated", "ics_*"))
	if len(files) == 0 {
		t.Log("the collection of hostile calendars is not here")
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		list = append(list, fromLines(string(content))...)
	}
	return list
}

// fromLines are the first DTSTART, TZID and RRULE lines of a calendar, as somebody
// would type them.
func fromLines(content string) (list []calendar) {
	c := calendar{"2026-12-01", "19:00", "Europe/Amsterdam", ""}
	for _, line := range strings.Split(strings.ReplaceAll(content, "\r\n ", ""), "\n") {
		line = strings.TrimSpace(line)
		name, value, _ := strings.Cut(line, ":")
		switch {
		case strings.HasPrefix(name, "DTSTART"):
			if _, zone, with := strings.Cut(name, "TZID="); with {
				c.zone = strings.Trim(zone, `"`)
			}
			date, clock, _ := strings.Cut(value, "T")
			if len(date) > 6 {
				c.date = date[:len(date)-4] + "-" + date[len(date)-4:len(date)-2] + "-" + date[len(date)-2:]
			}
			if len(clock) >= 4 {
				c.time = clock[:2] + ":" + clock[2:4]
			}
		case name == "TZID":
			c.zone = value
		case strings.HasPrefix(name, "RRULE"):
			c.rule = value
		}
		if (name == "END" || strings.HasPrefix(name, "RRULE") || strings.HasPrefix(name, "DTSTART")) && len(list) < 60 && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

func TestTimesThatClocksSkipOrShowTwiceAreExplained(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		spring := typed(map[string]string{"date": "2027-03-07", "time": "02:30", "zone": "America/New_York", "days": "SU", "way": "person"})
		want(t, h.Post(h.fay, h.path("/new"), spring), 200, "Sunday 14 March 2027, 03:30", "The clocks go forward that night and skip 02:30. So it begins at 03:30.")
		autumn := typed(map[string]string{"date": "2027-11-07", "time": "01:30", "zone": "America/New_York", "repeats": "once", "way": "person"})
		want(t, h.Post(h.fay, h.path("/new"), autumn), 200, "The clocks go back that night and show 01:30 twice. It begins the first time: New York time (UTC−4).", "For you that is 05:30, London time (UTC+0).")
	})
}

func TestWhatIsOddIsSaidBeforeItIsKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.plan(nil)
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"title": "Late", "time": "20:00"})), 200, "“Open Window” is held at the same time: Tuesday 1 December 2026, 18:00, London time (UTC+0).")
		lacks(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"title": "Later", "time": "20:30"})), "is held at the same time")
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"date": "2026-10-06"})), 200, "The first date is over. It is held from the next one on.")
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"date": "2036-12-02"})), 200, "more than five years away")
		want(t, h.keep(h.fay, h.path("/new"), typed(map[string]string{"date": "2026-10-06", "repeats": "once"})), 422, "This date is over.")
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"repeats": "own", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"})), 422, "With these dates the meeting never takes place.")
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"repeats": "month", "days": "", "date": "2026-12-08"})), 200, "Second Tuesday of the month")
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"repeats": "month", "nth": "-1", "days": "FR"})), 200, "Last Friday of the month")
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"every": "2", "days": "TU|TH", "until": "2027-01-31"})), 200, "Every other Tuesday and Thursday", "Until")
	})
}

func TestPeopleOutsideSeeOnlyWhatIsForThem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		public := "/groups/" + h.g.Slug
		want(t, h.Get(h.fay, h.path("/poster")), 200, "No meeting of this group can be seen from outside")
		h.plan(map[string]string{"title": "Inner Room", "address": "Secret Lane 9"})
		lacks(t, h.Get(apptest.Vera, public), "Inner Room", "When it meets")
		h.plan(map[string]string{"title": "Told To Askers", "reach": "public", "address": "Hidden Quay 4", "days": "WE"})
		h.plan(map[string]string{"title": "Door Open", "reach": "public", "placing": "exact", "address": "Station Road 12", "days": "TH", "way": "person"})
		for _, p := range []apptest.Person{apptest.Vera, h.former, h.elsewhere} {
			got := h.Get(p, public)
			want(t, got, 200, "When it meets", "Told To Askers", "Every Wednesday.", "Near the harbour", "Door Open", "Station Road 12", "Amsterdam time")
			lacks(t, got, "Inner Room", "Hidden Quay", "Secret Lane", "meet.example", "heron", "555 01 23", "Wait a moment")
		}
		sheet := h.Get(h.ben, h.path("/poster"))
		want(t, sheet, 200, "Told To Askers", "Every Wednesday, 19:00 to 20:30, Amsterdam time (UTC+1)", "Station Road 12")
		lacks(t, sheet, "Inner Room", "Hidden Quay", "meet.example", "heron", "555 01 23", "Wait a moment")
	})
}

func TestAnUnlistedGroupShowsNoMeetingOutside(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.g = a.Found(h.fay, "Tomasz", func(p *group.Plan) { p.Group.Name, p.Group.Visibility = "Hidden Cove", group.Unlisted })
		h.plan(map[string]string{"reach": "public"})
		want(t, h.Get(apptest.Vera, "/groups/"+h.g.Slug), 404)
		listed := a.Found(h.fay, "Tomasz", func(p *group.Plan) { p.Group.Name, p.Group.Visibility = "Half Tide", group.Listed })
		h.g = listed
		h.plan(map[string]string{"reach": "public"})
		got := h.Get(apptest.Vera, "/groups/"+h.g.Slug)
		want(t, got, 200, "Half Tide")
		lacks(t, got, "Open Window")
	})
}

func TestTheHomeOfAGroupSaysWhenItMeetsNext(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		lacks(t, h.Get(h.ben, "/groups/"+h.g.Slug), "Next meeting")
		h.plan(map[string]string{"date": "2027-01-05"})
		want(t, h.Get(h.ben, "/groups/"+h.g.Slug), 200, "Next meeting 18:00 Open Window Tuesday 5 January 2027")
		h.plan(map[string]string{"title": "Sooner", "date": "2026-11-25", "repeats": "once"})
		want(t, h.Get(h.ben, "/groups/"+h.g.Slug), 200, "Next meeting 18:00 Sooner Tomorrow, London time (UTC+0)")
	})
}

func TestALiftIsAskedForInTheForum(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		id := h.plan(nil)
		h.AddKey(h.ben)
		at := h.path("/", h.dates(14)[0].Key())
		page := h.Get(h.ben, at)
		want(t, page, 200, "Ask who walks in with you", "Ask for a lift")
		forum := "/groups/" + h.g.Slug + "/forum/new"
		link := regexp.MustCompile(`href="(` + regexp.QuoteMeta(forum) + `\?begin=lift[^"]*)"`).FindStringSubmatch(page.Body)
		if link == nil {
			t.Fatal("there is no way to the forum")
		}
		asked := h.Get(h.ben, gohtml.UnescapeString(link[1]))
		if strings.Contains(asked.Body, "Where does it belong?") {
			space := regexp.MustCompile(`href="(` + regexp.QuoteMeta(forum) + `[^"]*)"`).FindStringSubmatch(asked.Body)
			asked = h.Get(h.ben, gohtml.UnescapeString(space[1]))
		}
		want(t, asked, 200, "Could somebody give me a lift")
		if !strings.Contains(asked.Body, `value="A lift on 1 December 2026?"`) {
			t.Error("the title is not filled in")
		}
		for _, of := range []string{"lift." + id + "x", "lift.%00", "other." + id, "lift", "walk.x_20261201T1900"} {
			if got := h.Get(h.ben, forum+"?begin="+of); got.Code != 404 && (got.Code != 200 || strings.Contains(got.Body, "give me a lift")) {
				t.Errorf("%q answers %d", of, got.Code)
			}
		}
	})
}

func TestAChairWhoIsNoLeaderSeesNumbersAndPlansNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.plan(map[string]string{"opening": string(meeting.ForMembers)})
		o := h.dates(14)[0]
		h.chair(h.ben, o)
		at := h.path("/", o.Key())
		got := h.Get(h.ben, at)
		want(t, got, 200, "Only hosts see these numbers.")
		lacks(t, got, "Quay 4") // anybody can take the chair, so it gives no address
		want(t, h.Get(h.ben, at+"/place"), 404)
		want(t, h.Get(h.ben, at+"/edit"), 404)
		want(t, h.Post(h.ben, at+"/cancellation", nil), 404)
		second := h.dates(14)[1]
		got = h.Get(h.ben, h.path("/", second.Key()))
		want(t, got, 200)
		lacks(t, got, "Only hosts see these numbers.", "Quay 4")
	})
}

func TestAMeetingFarAwayHasItsPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		for _, date := range []string{"2036-12-02", "9999-12-28"} {
			at := h.path("/", h.plan(map[string]string{"date": date, "title": "Far " + date}))
			want(t, h.Get(h.fay, at), 200, "Far "+date)
			got := h.Get(h.fay, at+"/edit?what=all")
			want(t, got, 200, "Change all dates to come")
			if !strings.Contains(got.Body, `value="`+date+`"`) {
				t.Errorf("the form does not begin on %s", date)
			}
			want(t, h.Post(h.fay, at+"/end", nil), 303)
			want(t, h.Get(h.fay, at), 404)
		}
	})
}
