package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"handrail/internal/platform/web"
)

func TestCookies(t *testing.T) {
	for _, c := range []struct {
		cookies web.Cookies
		ttl     time.Duration
		want    string
	}{
		{web.Cookies{Secure: true}, time.Hour, "__Host-seat=t; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax"},
		{web.Cookies{Secure: true}, 0, "__Host-seat=t; Path=/; HttpOnly; Secure; SameSite=Lax"},
		{web.Cookies{}, time.Hour, "seat=t; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"},
	} {
		w := httptest.NewRecorder()
		c.cookies.Set(w, "seat", "t", c.ttl)
		if got := w.Header().Get("Set-Cookie"); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	w := httptest.NewRecorder()
	web.Cookies{Secure: true}.Expire(w, "seat")
	if got := w.Header().Get("Set-Cookie"); got != "__Host-seat=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax" {
		t.Errorf("taken back with %q", got)
	}
	// Over TLS a cookie without the prefix, which another host may set, is no cookie of ours.
	if got := (web.Cookies{Secure: true}).Get(get("/", "Cookie", "seat=evil"), "seat"); got != "" {
		t.Errorf("took %q from anywhere", got)
	}
}

func TestAFlashIsShownOnce(t *testing.T) {
	cookies := web.Cookies{Secure: true}
	sentence := "Kept. “Gràcies” <b>\r\nSet-Cookie: x=y"
	w := httptest.NewRecorder()
	cookies.Flash(w, sentence)
	browser := jar{}
	browser.take(w)
	shown := httptest.NewRecorder()
	if got := cookies.TakeFlash(shown, browser.get("/")); got != sentence {
		t.Errorf("shown as %q", got)
	}
	browser.take(shown)
	if got := cookies.TakeFlash(httptest.NewRecorder(), browser.get("/")); got != "" {
		t.Errorf("shown again as %q", got)
	}
	if len(w.Header()["Set-Cookie"]) != 1 || strings.ContainsAny(w.Header().Get("Set-Cookie"), "<\r\n") {
		t.Errorf("sent as %q", w.Header())
	}
}

func TestALongFlashIsCutBetweenLetters(t *testing.T) {
	w := httptest.NewRecorder()
	web.Cookies{}.Flash(w, "a"+strings.Repeat("é", 2000))
	browser := jar{}
	browser.take(w)
	got := web.Cookies{}.TakeFlash(httptest.NewRecorder(), browser.get("/"))
	if !utf8.ValidString(got) || len(got) < 1000 || len(got) > 1024 {
		t.Errorf("%d bytes, valid: %v", len(got), utf8.ValidString(got))
	}
}

func TestAFlashThatWasTamperedWithIsDropped(t *testing.T) {
	for _, value := range []string{"!!!", "YQ==", "_w", strings.Repeat("YWFh", 400)} {
		w := httptest.NewRecorder()
		if got := (web.Cookies{}).TakeFlash(w, get("/", "Cookie", "flash="+value)); got != "" {
			t.Errorf("%q is shown as %q", value, got)
		}
		if w.Header().Get("Set-Cookie") == "" {
			t.Errorf("%q stays in the browser", value)
		}
	}
}

// jar is what a browser does with cookies.
type jar map[string]string

func (j jar) take(w *httptest.ResponseRecorder) {
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(j, c.Name)
		} else {
			j[c.Name] = c.Value
		}
	}
}

func (j jar) get(path string) *http.Request {
	r := get(path)
	for name, value := range j {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return r
}
