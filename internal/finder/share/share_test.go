package share_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// guide is a feed with a little of everything.
const guide = `[
 {"slug":"harbour","name":"Harbour Lights","day":0,"time":"19:00","end_time":"20:00","types":["O","D"],"formatted_address":"1 Quay, Port Aurel, AX 00001, USA","latitude":40.7,"longitude":-74.0,"region":"Old Town","url":"https://area.example/harbour"},
 {"slug":"wire","name":"On the Wire","day":2,"time":"08:00","types":["C","S"],"conference_url":"https://us02web.zoom.us/j/1?pwd=abc","contact_1_name":"Zed","email":"private@example.org","timezone":"Europe/Lisbon"},
 {"slug":"ask","name":"=Ask us","notes":"<script>alert(1)</script>","types":["XQ9"],"x_shade":{"deep":true}}
]`

// take adds a source with one copy.
func take(t *testing.T, a *apptest.App, name, content string, change func(*finder.Source)) string {
	t.Helper()
	one := finder.Source{Name: name, Programme: "aa", Zone: "America/New_York", Shared: true}
	if change != nil {
		change(&one)
	}
	id, err := a.Finder.AddHere(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	again(t, a, id, content)
	return id
}

func again(t *testing.T, a *apptest.App, id, content string) {
	t.Helper()
	files := []feed.File{{Name: "feed.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}}
	if _, err := a.Finder.Take(t.Context(), id, finder.Copy{Files: files}, nil); err != nil {
		t.Fatal(err)
	}
}

func slugs(t *testing.T, body string) string {
	t.Helper()
	var all []struct{ Slug string }
	if err := json.Unmarshal([]byte(body), &all); err != nil {
		t.Fatalf("%v in %.300s", err, body)
	}
	var list []string
	for _, one := range all {
		list = append(list, one.Slug)
	}
	return strings.Join(list, " ")
}

func TestMeetingsArePassedOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		take(t, a, "Port Aurel Area", guide, nil)
		take(t, a, "Not for others", `[{"slug":"hidden","name":"Hidden","day":1,"time":"10:00"}]`, func(s *finder.Source) { s.Shared = false })

		got := a.Get(apptest.Vera, "/meetings.json")
		if got.Code != http.StatusOK || slugs(t, got.Body) != "harbour wire ask" {
			t.Fatalf("%d: %s", got.Code, got.Body)
		}
		for name, want := range map[string]string{
			"Content-Type": "application/json", "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "X-Content-Type-Options": "nosniff",
		} {
			if got.Header.Get(name) != want {
				t.Errorf("%s is %q", name, got.Header.Get(name))
			}
		}
		for _, want := range []string{`"timezone":"America/New_York"`, `"timezone":"Europe/Lisbon"`, `"url":"https://area.example/harbour"`, `/meetings/wire"`, `"entity":"Port Aurel Area"`, `?pwd=abc`, `"XQ9"`, `"x_shade":{"deep":true}`} {
			if !strings.Contains(got.Body, want) {
				t.Errorf("%s is missing in %s", want, got.Body)
			}
		}
		for _, never := range []string{"Zed", "private@example.org", "<script", "Hidden", "hidden"} {
			for _, path := range []string{"/meetings.json", "/meetings.csv", "/meetings.ics"} {
				if strings.Contains(a.Get(apptest.Stella, path).Body, never) {
					t.Errorf("%q is in %s", never, path)
				}
			}
		}

		rows, err := csv.NewReader(strings.NewReader(a.Get(apptest.Vera, "/meetings.csv").Body)).ReadAll()
		if err != nil || len(rows) != 4 || rows[3][0] != "'=Ask us" || rows[1][1] != "Sunday" {
			t.Errorf("%v: %v", err, rows)
		}
		calendar := a.Get(apptest.Vera, "/meetings.ics")
		if calendar.Header.Get("Content-Type") != "text/calendar; charset=utf-8" || strings.Count(calendar.Body, "BEGIN:VEVENT") != 2 || strings.Count(calendar.Body, "BEGIN:VTIMEZONE") != 2 {
			t.Errorf("%v %s", calendar.Header, calendar.Body)
		}
	})
}

func TestContactsArePassedOnWhereTheStewardKeepsThem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		id := take(t, a, "Port Aurel Area", guide, func(s *finder.Source) { s.Contacts = true })
		if body := a.Get(apptest.Vera, "/meetings.json").Body; !strings.Contains(body, `"contact_1_name":"Zed"`) {
			t.Errorf("the contact is missing: %s", body)
		}
		one, err := a.Finder.Source(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		one.Contacts = false
		if err := a.Finder.Change(t.Context(), a.Viewer(apptest.Stella), one); err != nil {
			t.Fatal(err)
		}
		again(t, a, id, guide)
		if body := a.Get(apptest.Vera, "/meetings.json").Body; strings.Contains(body, "Zed") {
			t.Errorf("the contact is still there: %s", body)
		}
	})
}

func TestAFeedCanBeNarrowed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		take(t, a, "Port Aurel Area", guide, nil)
		for query, want := range map[string]string{
			"": "harbour wire ask", "q=wire": "wire", "day=0": "harbour", "day=Sunday,tuesday&timezone=Europe/Lisbon": "harbour wire", "part=evening": "harbour",
			"way=online": "wire", "way=in-person": "harbour", "way=appointment": "ask", "way=online&way=in-person": "harbour wire", "way[]=online": "wire",
			"type=closed": "wire", "type=spanish": "wire", "lang=spanish": "wire", "open=open": "harbour", "type=closed,spanish&way=in-person": "", "programme=na": "", "programme=aa": "harbour wire ask",
			"code=aa:XQ9": "ask", "region=Old+Town": "harbour", "at=40.71,-74.01&km=5": "harbour", "at=48,2": "", "place=New+York&km=10": "harbour", "place=Paris,+France": "", "utm_source=x": "harbour wire ask",
		} {
			got := a.Get(apptest.Vera, "/meetings.json?"+query)
			if got.Code != http.StatusOK || slugs(t, got.Body) != want {
				t.Errorf("%s: %d, %.200s, not %s", query, got.Code, got.Body, want)
			}
		}
		for _, query := range []string{"day=7", "part=dawn", "way=boat", "type=nothing", "programme=zz", "at=91,0", "at=x", "at=1,1&km=-1", "at=NaN,1", "place=Nowhere+At+All", "when=now", "timezone=Mars/Base", "type=" + strings.Repeat("open,", 60)} {
			if got := a.Get(apptest.Vera, "/meetings.json?"+query); got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%.40s: %d", query, got.Code)
			}
		}
	})
}

func TestAFeedIsSentAgainOnlyWhenItChanged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		id := take(t, a, "Port Aurel Area", guide, nil)
		ask := func(path, tag string) apptest.Answer {
			r := a.Request(http.MethodGet, path, nil)
			r.Header.Set("If-None-Match", tag)
			return a.Do(apptest.Vera, r)
		}
		tag := a.Get(apptest.Vera, "/meetings.json").Header.Get("ETag")
		if got := ask("/meetings.json", tag); tag == "" || got.Code != http.StatusNotModified || got.Body != "" {
			t.Errorf("%q: %d", tag, got.Code)
		}
		for _, other := range []string{"/meetings.json?day=0", "/meetings.csv", "/meetings.ics"} {
			if got := ask(other, tag); got.Code != http.StatusOK {
				t.Errorf("%s has the tag of another: %d", other, got.Code)
			}
		}
		again(t, a, id, strings.Replace(guide, "Harbour", "Harbor", 1))
		if got := ask("/meetings.json", tag); got.Code != http.StatusOK || !strings.Contains(got.Body, "Harbor Lights") {
			t.Errorf("a change goes unseen: %d", got.Code)
		}
		if got := a.Do(apptest.Vera, a.Request(http.MethodHead, "/meetings.json", nil)); got.Code != http.StatusOK || got.Body != "" || got.Header.Get("ETag") == "" {
			t.Errorf("HEAD: %d, %q", got.Code, got.Body)
		}
	})
}

// TestAnotherPlaceTakesTheFeed: what is passed on here and taken in there is passed
// on there as the same bytes.
func TestAnotherPlaceTakesTheFeed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		take(t, a, "Port Aurel Area", guide, nil)
		for path, format := range map[string]feed.Kind{"/meetings.json": feed.MeetingGuide, "/meetings.csv": feed.TSML} {
			once := a.Get(apptest.Vera, path).Body
			there := apptest.Open(t, apptest.Options{}, "")
			take(t, there, "Port Aurel Area", once, func(s *finder.Source) { s.Format = format })
			if twice := there.Get(apptest.Vera, path).Body; twice != once {
				t.Errorf("%s:\n%s\n%s", path, once, twice)
			}
		}
	})
}

func TestAFeedIsPacked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		take(t, a, "Port Aurel Area", guide, nil)
		r := a.Request(http.MethodGet, "/meetings.json", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		if got := a.Do(apptest.Vera, r); got.Header.Get("Content-Encoding") != "gzip" || !bytes.HasPrefix([]byte(got.Body), []byte{0x1f, 0x8b}) {
			t.Errorf("%v", got.Header)
		}
	})
}
