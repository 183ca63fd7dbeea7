package entry_test

import (
	"bytes"
	"context"
	"html"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
)

var ctx = context.Background()

// browser is somebody's browser: it keeps cookies as one does.
type browser struct {
	t   *testing.T
	a   *apptest.App
	jar map[string]*http.Cookie
}

// newBrowser is the browser in which a person is signed in; for Vera nobody is.
func newBrowser(t *testing.T, a *apptest.App, p apptest.Person) *browser {
	b := &browser{t: t, a: a, jar: map[string]*http.Cookie{}}
	b.become(p)
	return b
}

// become signs somebody else in, in the same browser.
func (b *browser) become(p apptest.Person) {
	delete(b.jar, "__Host-"+account.Cookie)
	if token := b.a.Token(p); token != "" {
		b.jar["__Host-"+account.Cookie] = &http.Cookie{Name: "__Host-" + account.Cookie, Value: token}
	}
}

func (b *browser) get(path string) apptest.Answer { return b.send(b.a.Request("GET", path, nil)) }

func (b *browser) post(path string, form url.Values) apptest.Answer {
	return b.send(b.a.Request("POST", path, form))
}

// upload posts a form with a picture.
func (b *browser) upload(path string, form url.Values, picture []byte) apptest.Answer {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			must(b.t, m.WriteField(name, value))
		}
	}
	part, err := m.CreateFormFile("picture", "me.jpg")
	must(b.t, err)
	_, err = part.Write(picture)
	must(b.t, err)
	must(b.t, m.Close())
	r := httptest.NewRequest("POST", b.a.Base.String()+path, &body)
	r.RemoteAddr = "198.51.100.7:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Origin", b.a.Base.String())
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.send(r)
}

func (b *browser) send(r *http.Request) apptest.Answer {
	b.t.Helper()
	for _, c := range b.jar {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.a.Router.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.jar, c.Name)
		} else {
			b.jar[c.Name] = c
		}
	}
	return apptest.Answer{Code: w.Code, Header: w.Header(), Body: w.Body.String()}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// want fails unless the answer has this status and holds all these words.
func want(t *testing.T, got apptest.Answer, code int, words ...string) {
	t.Helper()
	page := html.UnescapeString(got.Body)
	if got.Code != code {
		t.Fatalf("%d to %q, want %d\n%s", got.Code, got.Header.Get("Location"), code, brief(page))
	}
	for _, word := range words {
		if !strings.Contains(page, word) {
			t.Errorf("%q is missing in\n%s", word, brief(page))
		}
	}
}

// lacks fails if the page holds one of these words.
func lacks(t *testing.T, got apptest.Answer, words ...string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(html.UnescapeString(got.Body), word) {
			t.Errorf("%q is on the page", word)
		}
	}
}

// leads fails unless the answer leads there.
func leads(t *testing.T, got apptest.Answer, to string) {
	t.Helper()
	if got.Code != http.StatusSeeOther || got.Header.Get("Location") != to {
		t.Fatalf("%d to %q, want 303 to %q\n%s", got.Code, got.Header.Get("Location"), to, brief(got.Body))
	}
}

func brief(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	return main[:min(len(main), 700)]
}

var changing = regexp.MustCompile(`nonce="[^"]*"|name="once" value="[^"]*"`)

// bytesOf is an answer without what is drawn anew each time, and without the
// address that was asked for.
func bytesOf(got apptest.Answer, path string) string {
	got.Header.Del("Content-Security-Policy")
	var head strings.Builder
	_ = got.Header.Write(&head) // never fails
	if path == "" {
		path = "\x00"
	}
	return strings.NewReplacer(path, "", url.QueryEscape(path), "").Replace(http.StatusText(got.Code) + head.String() + changing.ReplaceAllString(got.Body, ""))
}

// field is the value of a hidden field.
func field(page, name string) string {
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// joins is the form of joining, filled in, as the page has it.
func (b *browser) joins(path, name string) url.Values {
	b.t.Helper()
	page := b.get(path)
	want(b.t, page, 200)
	return url.Values{
		"persona": {name}, "agreed": {"yes"}, "version": {field(page.Body, "version")}, "seeds": {field(page.Body, "seeds")},
		"link": {field(page.Body, "link")}, "once": {page.OnceKey()},
	}
}

func with(form url.Values, fields ...string) url.Values {
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return form
}

func at(g group.Group, more string) string { return "/groups/" + g.Slug + more }

// photo is a picture as a phone takes one, in this colour.
func photo(t testing.TB, shade uint8) []byte {
	t.Helper()
	im := image.NewGray(image.Rect(0, 0, 400, 300))
	for y := range 300 {
		for x := range 400 {
			im.SetGray(x, y, color.Gray{Y: uint8(x*y/int(shade+1)) ^ shade})
		}
	}
	var body bytes.Buffer
	must(t, jpeg.Encode(&body, im, nil))
	return body.Bytes()
}
