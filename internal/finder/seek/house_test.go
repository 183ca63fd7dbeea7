package seek_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// guide is a little of everything. It is Tuesday, 19:30 in UTC: 13:30 in Wichita.
const guide = `[
 {"slug":"prairie","name":"Prairie Lunch","day":2,"time":"15:00","end_time":"16:00","types":["O","X","W"],"location":"Elm Hall","formatted_address":"12 Elm St, Wichita, KS 67202, USA","latitude":37.69,"longitude":-97.34,"region":"Midtown","notes":"Ring twice.","feedback_emails":["web@area.example"]},
 {"slug":"wire","name":"Open Wire","day":2,"time":"13:15","end_time":"14:30","types":["O","BE","S"],"conference_url":"https://us02web.zoom.us/j/1?pwd=abc","conference_url_notes":"Passcode: lantern","conference_phone":"+16465588656,,123456789#","formatted_address":"Kansas, USA"},
 {"slug":"begun","name":"Just There","day":2,"time":"13:25","end_time":"14:25","types":["C"],"conference_url":"https://us02web.zoom.us/j/2","formatted_address":"Kansas, USA"},
 {"slug":"later","name":"Evening Wire","day":2,"time":"16:00","types":["O"],"conference_url":"https://us02web.zoom.us/j/3","formatted_address":"Kansas, USA"},
 {"slug":"derby","name":"Derby Dawn","day":6,"time":"06:30","types":["C","M"],"location":"Annex","formatted_address":"1 Main St, Derby, KS 67037, USA","latitude":37.545,"longitude":-97.268},
 {"slug":"whenever","name":"Whenever","types":["O"],"conference_url":"https://us02web.zoom.us/j/4"}
]`

const hostile = `[{"slug":"evil","name":"Evil <img src=x onerror=alert(1)>","day":2,"time":"13:20","end_time":"16:00","types":["<b>ZZ</b>"],"location":"\"><script>alert(2)</script>","notes":"<script>alert(3)</script>",
 "formatted_address":"<svg onload=alert(4)>, Wichita, KS, USA","latitude":37.69,"longitude":-97.34,"conference_url":"javascript:alert(5)","conference_url_notes":"<iframe src=//evil.example>","website":"javascript:alert(6)","feedback_url":"javascript:alert(7)","feedback_emails":["a@b.example?bcc=all@example.org"],"conference_phone":"javascript:alert(8)","entity":"<i>E</i>","entity_website_url":"data:text/html,hi"}]`

type house struct {
	*apptest.App
	t *testing.T
}

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := &house{a, t}
		test(h)
	})
}

// takes adds a source with one copy.
func (h *house) takes(name, content string) {
	h.t.Helper()
	takes(h.t, h.App, name, content)
}

func takes(t testing.TB, a *apptest.App, name, content string) {
	t.Helper()
	id, err := a.Finder.AddHere(t.Context(), finder.Source{Name: name, Programme: "aa", Zone: "America/Chicago", Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	files := []feed.File{{Name: "feed.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}}
	if _, err := a.Finder.Take(t.Context(), id, finder.Copy{Files: files}, nil); err != nil {
		t.Fatal(err)
	}
}

// opens opens a page as a visitor, and checks what its main part says and does not.
func (h *house) opens(path string, says ...string) string {
	h.t.Helper()
	got := h.Get(apptest.Vera, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s answers %d: %.500s", path, got.Code, got.Body)
	}
	body := mainOf(got.Body)
	h.says(path, body, says...)
	return body
}

// says checks that a text holds some words, and not those that begin with "!".
func (h *house) says(where, body string, words ...string) {
	h.t.Helper()
	for _, one := range words {
		not, absent := strings.CutPrefix(one, "!")
		if strings.Contains(body, not) == absent {
			h.t.Errorf("%s: %q is there: %v", where, not, !absent)
		}
	}
}

func mainOf(body string) string {
	_, rest, _ := strings.Cut(body, "<main")
	rest, _, _ = strings.Cut(rest, "</main>")
	return rest
}

// visitor is a browser of somebody without a session, with its cookies.
type visitor struct {
	h   *house
	jar map[string]string
}

func (v *visitor) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	v.h.t.Helper()
	r := v.h.Request(method, path, form)
	for name, value := range v.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.h.Router.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if v.jar[c.Name] = c.Value; c.MaxAge < 0 {
			delete(v.jar, c.Name)
		}
	}
	return w
}
