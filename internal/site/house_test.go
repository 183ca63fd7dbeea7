package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
)

// browser is one browser: it keeps the cookies that it is given.
type browser struct {
	a    *apptest.App
	from string
	jar  map[string]*http.Cookie
}

func newBrowser(a *apptest.App) *browser {
	return &browser{a: a, from: "198.51.100.7:4711", jar: map[string]*http.Cookie{}}
}

// as is a browser in which p is signed in.
func as(a *apptest.App, p apptest.Person) *browser {
	b := newBrowser(a)
	b.jar["__Host-"+account.Cookie] = &http.Cookie{Name: "__Host-" + account.Cookie, Value: a.Token(p)}
	return b
}

func (b *browser) get(path string, headers ...string) apptest.Answer {
	return b.send("GET", path, nil, headers...)
}

func (b *browser) post(path string, form url.Values, headers ...string) apptest.Answer {
	return b.send("POST", path, form, headers...)
}

// send adds the cookies, and headers as name, value, name, value.
func (b *browser) send(method, path string, form url.Values, headers ...string) apptest.Answer {
	r := b.a.Request(method, path, form)
	r.RemoteAddr = b.from
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for _, cookie := range b.jar {
		r.AddCookie(cookie)
	}
	answer := b.a.Do(apptest.Vera, r)
	b.keep(answer)
	return answer
}

func (b *browser) keep(answer apptest.Answer) {
	for _, cookie := range cookiesOf(answer) {
		if cookie.MaxAge < 0 {
			delete(b.jar, cookie.Name)
			continue
		}
		b.jar[cookie.Name] = cookie
	}
}

// holds is the value of a cookie, or "".
func (b *browser) holds(name string) string {
	if cookie := b.jar["__Host-"+name]; cookie != nil {
		return cookie.Value
	}
	return ""
}

func cookiesOf(answer apptest.Answer) []*http.Cookie {
	return (&http.Response{Header: answer.Header}).Cookies()
}

// link makes a set-up link, as the program prints it at its start.
func link(t *testing.T, a *apptest.App) string {
	t.Helper()
	token, err := a.Accounts.Issue(t.Context(), account.SetUp, "", 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return "/set-up/" + token
}

// answers are the answers to the questions of set-up, with changes as name,
// value, name, value.
func answers(changes ...string) url.Values {
	form := url.Values{
		"name": {"Linden House"}, "operator": {"The Lindens"}, "contact": {"the porch"}, "welcome": {"Come *in*."},
		"registration": {"open"}, "country": {"IE"}, "language": {"en"}, "zone": {"Europe/Dublin"}, "exit_to": {""},
	}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

func wantCode(t *testing.T, answer apptest.Answer, code int, why string) {
	t.Helper()
	if answer.Code != code {
		t.Errorf("%s: got %d, want %d\n%.600s", why, answer.Code, code, answer.Body)
	}
}

func wantTo(t *testing.T, answer apptest.Answer, to string) {
	t.Helper()
	if answer.Code != http.StatusSeeOther || answer.Header.Get("Location") != to {
		t.Errorf("got %d to %q, want 303 to %q", answer.Code, answer.Header.Get("Location"), to)
	}
}

func wantIn(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(body, part) {
			t.Errorf("the page does not say %q", part)
		}
	}
}

func wantNotIn(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(body, part) {
			t.Errorf("the page says %q", part)
		}
	}
}
