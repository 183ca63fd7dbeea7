package door_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/account/secret"
	"handrail/internal/apptest"
	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
	"handrail/internal/platform/web"
	"handrail/internal/site"
)

// browser is somebody's browser: it keeps cookies as one does.
type browser struct {
	t    *testing.T
	a    *apptest.App
	jar  map[string]*http.Cookie
	from string // where it is
}

func newBrowser(t *testing.T, a *apptest.App) *browser {
	return &browser{t: t, a: a, jar: map[string]*http.Cookie{}, from: "198.51.100.7:4711"}
}

func (b *browser) get(path string) apptest.Answer { return b.do("GET", path, nil) }

func (b *browser) post(path string, form url.Values) apptest.Answer { return b.do("POST", path, form) }

func (b *browser) do(method, path string, form url.Values) apptest.Answer {
	b.t.Helper()
	r := b.a.Request(method, path, form)
	r.RemoteAddr = b.from
	r.Header.Set("User-Agent", "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0")
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

// want fails unless the answer has this status and, for a redirect, leads there.
func (b *browser) want(got apptest.Answer, code int, to, why string) {
	b.t.Helper()
	if got.Code != code || got.Header.Get("Location") != to {
		b.t.Fatalf("%s: %d to %q, want %d to %q\n%s", why, got.Code, got.Header.Get("Location"), code, to, brief(got.Body))
	}
}

func brief(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	return main[:min(len(main), 3000)]
}

// token is the cookie of the session, or "".
func (b *browser) token() string {
	if c := b.jar["__Host-"+account.Cookie]; c != nil {
		return c.Value
	}
	return ""
}

func (b *browser) viewer() account.Viewer {
	b.t.Helper()
	v, err := b.a.Accounts.Find(context.Background(), b.token())
	must(b.t, err)
	return v
}

func (b *browser) set(token string) {
	b.jar["__Host-"+account.Cookie] = &http.Cookie{Name: "__Host-" + account.Cookie, Value: token}
}

// arrival is a form that lets somebody in.
func arrival() url.Values {
	return url.Values{"age": {"over"}, "consent": {"yes"}, "device": {"own"}, web.OnceField: {id.Token()}}
}

func with(form url.Values, fields ...string) url.Values {
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return form
}

// person is somebody who has keys.
type person struct {
	name, words string
	app         string // the secret of an authenticator app, or ""
	codes       []string
	device      *passkeytest.Authenticator
	b           *browser // in which they came in
}

// keeps lets somebody in who then keeps their seat with a phrase.
func keeps(t *testing.T, a *apptest.App) *person {
	t.Helper()
	ctx, b := t.Context(), newBrowser(t, a)
	b.want(b.post("/come-in", arrival()), 303, "/come-in/done", "coming in")
	p := &person{name: secretIn(b.get("/come-in/done").Body), b: b}
	asked, err := a.Accounts.OfferPhrase(ctx, b.viewer())
	must(t, err)
	p.words, err = a.Accounts.OfferedPhraseFor(ctx, b.viewer(), asked)
	must(t, err)
	token, err := a.Accounts.KeepPhrase(ctx, b.viewer(), asked)
	must(t, err)
	b.set(token)
	return p
}

var secretPattern = regexp.MustCompile(`<code translate="no"><bdi dir="ltr">([^<]*)</bdi>`)

func secretIn(page string) string {
	if found := secretPattern.FindStringSubmatch(page); found != nil {
		return found[1]
	}
	return ""
}

// addApp gives a person a second step, and recovery codes.
func (p *person) addApp() *person {
	t, a := p.b.t, p.b.a
	t.Helper()
	ctx := t.Context()
	asked, err := a.Accounts.OfferApp(ctx, p.b.viewer())
	must(t, err)
	offer, err := a.Accounts.OfferedAppFor(ctx, p.b.viewer(), asked)
	must(t, err)
	p.app = offer.Secret
	token, err := a.Accounts.KeepApp(ctx, p.b.viewer(), asked, secret.TOTPCode(p.app, a.Clock.Now()))
	must(t, err)
	p.b.set(token)
	codes, token, err := a.Accounts.NewCodes(ctx, p.b.viewer())
	must(t, err)
	p.codes = codes
	p.b.set(token)
	return p
}

// addPasskey gives a person a passkey on a phone.
func (p *person) addPasskey() *person {
	t, a := p.b.t, p.b.a
	t.Helper()
	p.device = passkeytest.New(a.Base.String())
	q, err := a.Accounts.BeginPasskey(t.Context(), p.b.viewer())
	must(t, err)
	answer, err := p.device.Register(q.Options)
	must(t, err)
	token, err := a.Accounts.AddPasskey(t.Context(), p.b.viewer(), q.Token, answer, "a phone")
	must(t, err)
	p.b.set(token)
	return p
}

func (p *person) code() string { return secret.TOTPCode(p.app, p.b.a.Clock.Now()) }

func (p *person) form() url.Values {
	return url.Values{"name": {p.name}, "words": {p.words}, web.OnceField: {id.Token()}}
}

// count is how many rows a table has.
func count(a *apptest.App, table string) (n int64) {
	a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		switch table {
		case "account":
			n, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_account`)
		case "session":
			n, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM account_session`)
		default:
			err = fmt.Errorf("no table %s", table)
		}
		return err
	})
	return n
}

// door has the house open its door in another way.
func setDoor(t *testing.T, a *apptest.App, registration site.Registration) {
	t.Helper()
	current, err := a.Site.Get(t.Context())
	must(t, err)
	current.Registration = registration
	must(t, a.Site.Change(t.Context(), a.Viewer(apptest.Stella), current))
}

// differs is what differs between two answers and tells nothing: the nonce and
// the key of the form.
var differs = regexp.MustCompile(`(nonce="[^"]*"|name="once" value="[^"]*")`)

func same(page string) string { return differs.ReplaceAllString(page, "") }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
