package seat_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/account/secret"
	"handrail/internal/apptest"
)

// browser is somebody at a device, with its cookies.
type browser struct {
	t       *testing.T
	a       *apptest.App
	cookies map[string]string
	last    apptest.Answer
}

// at is a person of the cast in a browser of their own.
func at(t *testing.T, a *apptest.App, p apptest.Person) *browser {
	return holding(t, a, a.Token(p))
}

func holding(t *testing.T, a *apptest.App, token string) *browser {
	return &browser{t: t, a: a, cookies: map[string]string{"__Host-" + account.Cookie: token}}
}

// thief is another browser with a copy of the cookies.
func (b *browser) thief() *browser { return holding(b.t, b.a, b.token()) }

func (b *browser) token() string { return b.cookies["__Host-"+account.Cookie] }

func (b *browser) do(method, path string, form url.Values) apptest.Answer {
	b.t.Helper()
	r := b.a.Request(method, path, form)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Android 15; Mobile) Firefox/140.0")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.a.Router.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	b.last = apptest.Answer{Code: w.Code, Header: w.Header(), Body: w.Body.String()}
	return b.last
}

func (b *browser) get(path string) apptest.Answer { b.t.Helper(); return b.do("GET", path, nil) }

// want opens a page that has to be there, and gives its text.
func (b *browser) want(path string) string {
	b.t.Helper()
	got := b.get(path)
	if got.Code != http.StatusOK {
		b.t.Fatalf("%s: %d to %s", path, got.Code, got.Header.Get("Location"))
	}
	return got.Body
}

// post sends a form and has to be led to another page.
func (b *browser) post(path string, form url.Values, to string) {
	b.t.Helper()
	got := b.do("POST", path, form)
	if got.Code != http.StatusSeeOther || got.Header.Get("Location") != to {
		b.t.Fatalf("POST %s: %d to %q, want to be led to %q\n%s", path, got.Code, got.Header.Get("Location"), to, got.Body)
	}
}

// refused sends a form and has to be told at a field what is wrong.
func (b *browser) refused(path string, form url.Values, why string) {
	b.t.Helper()
	got := b.do("POST", path, form)
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, why) {
		b.t.Fatalf("POST %s: %d, want %q at a field\n%s", path, got.Code, why, got.Body)
	}
}

func (b *browser) viewer() account.Viewer {
	b.t.Helper()
	v, err := b.a.Accounts.Find(context.Background(), b.token())
	must(b.t, err)
	return v
}

func (b *browser) name() string {
	b.t.Helper()
	name, err := b.a.Accounts.NameFor(context.Background(), b.viewer())
	must(b.t, err)
	return name
}

func (b *browser) wantIn(in bool, why string) {
	b.t.Helper()
	if !b.viewer().IsVisitor() != in {
		b.t.Errorf("%s: is in: %v", why, !in)
	}
}

var secretBox = regexp.MustCompile(`(?s)<code translate="no"><bdi dir="ltr">(.*?)</bdi>`)

// shown is the secret that a page shows.
func shown(t *testing.T, page string) string {
	t.Helper()
	found := secretBox.FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no secret is shown:\n%s", page)
	}
	return found[1]
}

// keepPhrase adds a phrase on the pages, as somebody without scripts does.
func (b *browser) keepPhrase() (words string) {
	b.t.Helper()
	b.post("/settings/keys/phrase", nil, "/settings/keys/phrase")
	words = shown(b.t, b.want("/settings/keys/phrase"))
	b.post("/settings/keys/phrase/kept", url.Values{"kept": {"yes"}}, "/settings/keys")
	return words
}

// begin asks for the options of a passkey, as the script of the page does.
func (b *browser) begin(path string) (q account.Question) {
	b.t.Helper()
	got := b.do("POST", path, nil)
	if got.Code != http.StatusOK || got.Header.Get("Content-Type") != "application/json" {
		b.t.Fatalf("POST %s: %d", path, got.Code)
	}
	must(b.t, json.Unmarshal([]byte(got.Body), &q))
	return q
}

func (b *browser) keepPasskey(phone *passkeytest.Authenticator) {
	b.t.Helper()
	q := b.begin("/settings/keys/passkey/begin")
	answer, err := phone.Register(q.Options)
	must(b.t, err)
	b.post("/settings/keys/passkey", url.Values{"state": {q.Token}, "answer": {string(answer)}}, "/settings/keys")
}

func (b *browser) provePasskey(phone *passkeytest.Authenticator, next, to string) {
	b.t.Helper()
	q := b.begin("/settings/prove/passkey/begin")
	answer, err := phone.Assert(q.Options)
	must(b.t, err)
	b.post("/settings/prove/passkey", url.Values{"state": {q.Token}, "answer": {string(answer)}, "next": {next}}, to)
}

// keys are the ids of the keys somebody holds, by kind.
func (b *browser) keys() map[account.KeyKind]string {
	b.t.Helper()
	list, _, err := b.a.Accounts.KeysFor(context.Background(), b.viewer())
	must(b.t, err)
	byKind := map[account.KeyKind]string{}
	for _, k := range list {
		byKind[k.Kind] = k.ID
	}
	return byKind
}

// signIn opens the door with words, in a browser of its own.
func signIn(t *testing.T, a *apptest.App, name, words string) (account.Entry, error) {
	t.Helper()
	return a.Accounts.SignIn(context.Background(), account.Attempt{Name: name, Words: words, Visit: account.Visit{Kind: account.Kept, Device: "Edge on Windows"}})
}

// told gives, each time, the kinds of notices that came to an account since the
// last, sorted: the clock stands still, so their order says nothing.
func (b *browser) told() func() []string {
	b.t.Helper()
	account, seen := b.viewer().Account, map[string]bool{}
	return func() (kinds []string) {
		b.t.Helper()
		rows, err := b.a.DB.Writer().QueryContext(context.Background(), `SELECT id, account_id, kind FROM notify_notice`)
		must(b.t, err)
		defer rows.Close()
		for rows.Next() {
			var id, whose, kind string
			must(b.t, rows.Scan(&id, &whose, &kind))
			if whose == account && !seen[id] {
				seen[id] = true
				kinds = append(kinds, strings.TrimPrefix(kind, "account."))
			}
		}
		must(b.t, rows.Err())
		slices.Sort(kinds)
		return kinds
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// app is an authenticator app that was set up.
type app string

func (s app) code(a *apptest.App) string { return secret.TOTPCode(string(s), a.Clock.Now()) }

// keepApp adds an authenticator app on the pages.
func (b *browser) keepApp() app {
	b.t.Helper()
	b.post("/settings/keys/app", nil, "/settings/keys/app")
	made := app(strings.ReplaceAll(shown(b.t, b.want("/settings/keys/app")), " ", ""))
	b.post("/settings/keys/app/code", url.Values{"code": {made.code(b.a)}}, "/settings/keys/codes")
	return made
}

// makeCodes makes ten recovery codes on the page.
func (b *browser) makeCodes() []string {
	b.t.Helper()
	return strings.Fields(shown(b.t, b.do("POST", "/settings/keys/codes", nil).Body))
}

// zeroAddr is where nobody comes from.
var zeroAddr netip.Addr
