package door_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/apptest"
	"handrail/internal/platform/id"
	"handrail/internal/platform/web"
)

// question is what the browser was asked at an address.
func (b *browser) question(path string) (state string, options []byte) {
	b.t.Helper()
	got := b.post(path, nil)
	var q struct {
		State   string          `json:"state"`
		Options json.RawMessage `json:"options"`
	}
	if err := json.Unmarshal([]byte(got.Body), &q); err != nil || got.Code != 200 || q.State == "" {
		b.t.Fatalf("%d %v: %s", got.Code, err, got.Body)
	}
	return q.State, q.Options
}

// answered is the form that a browser sends with what a device answered.
func (b *browser) answered(begin string, device *passkeytest.Authenticator) url.Values {
	b.t.Helper()
	state, options := b.question(begin)
	answer, err := device.Assert(options)
	must(b.t, err)
	return url.Values{"state": {state}, "answer": {string(answer)}, web.OnceField: {id.Token()}}
}

func TestAPasskeyOpensTheDoor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a).addPasskey()
		b := newBrowser(t, a)
		b.want(b.post("/sign-in/passkey", with(b.answered("/sign-in/passkey/begin", p.device), "remember", "yes", "next", "/settings")), 303, "/settings", "with a passkey")
		if v := b.viewer(); v.Account != p.b.viewer().Account || v.Factors != 2 {
			t.Errorf("signed in as %+v", v)
		}
		if b.jar["__Host-seat"].MaxAge == 0 {
			t.Error("the device is not remembered")
		}
		over := newBrowser(t, a)
		over.set(p.b.token())
		over.want(over.post("/sign-in/passkey", over.answered("/sign-in/passkey/begin", a.Device(apptest.Ana))), 303, "/home", "over another's visit")
		if !p.b.viewer().IsVisitor() || over.viewer().Account != a.Viewer(apptest.Ana).Account {
			t.Error("the old visit lives on")
		}
	})
}

func TestAPasskeyThatOnlyTouchesStillTakesTheSecondStep(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a).addPasskey().addApp()
		p.device.UV = false
		b := newBrowser(t, a)
		b.want(b.post("/sign-in/passkey", b.answered("/sign-in/passkey/begin", p.device)), 303, "/sign-in/step", "a touch alone")
		if b.token() != "" {
			t.Error("a touch opens the door")
		}
		a.Clock.Advance(time.Minute)
		b.want(b.post("/sign-in/step", url.Values{"code": {p.code()}}), 303, "/home", "and the code")
	})
}

func TestABrokenAnswerOpensNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a).addPasskey()
		refuse := func(why string, form url.Values) {
			t.Helper()
			a.Clock.Advance(time.Second)
			b := newBrowser(t, a)
			got := b.post("/sign-in/passkey", form)
			if got.Code != 422 || b.token() != "" || !strings.Contains(got.Body, "There is a problem") {
				t.Errorf("%s: %d %s", why, got.Code, brief(got.Body))
			}
		}
		fresh := func() url.Values { return newBrowser(t, a).answered("/sign-in/passkey/begin", p.device) }
		spent := fresh()
		b := newBrowser(t, a)
		b.want(b.post("/sign-in/passkey", spent), 303, "/home", "once")
		spent.Set(web.OnceField, id.Token())
		refuse("an answer that was given before", spent)
		refuse("the question of another", with(fresh(), "state", fresh().Get("state")))
		refuse("no question", with(fresh(), "state", ""))
		refuse("a question that was never asked", with(fresh(), "state", id.Token()))
		late := fresh()
		a.Clock.Advance(11 * time.Minute)
		refuse("too late", late)
		for _, answer := range []string{"", "null", "{}", "[]", `"x"`, "{", strings.Repeat("[", 50_000), strings.Repeat("x", 100_000), "\x00\xff", `{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}`} {
			refuse("broken bytes", with(fresh(), "answer", answer))
		}
		bend := func(why string, f func(*passkeytest.Answer)) {
			p.device.Bend = f
			defer func() { p.device.Bend = nil }()
			refuse(why, fresh())
		}
		bend("another site's page", func(a *passkeytest.Answer) { a.Origin = "https://evil.test" })
		bend("another site's passkey", func(a *passkeytest.Answer) { a.RPID = "evil.test" })
		bend("another's handle", func(a *passkeytest.Answer) { a.Handle = []byte("somebody else") })
		bend("no handle", func(a *passkeytest.Answer) { a.Handle = nil })
		bend("nobody was there", func(a *passkeytest.Answer) { a.Flags &^= passkeytest.Present })
		bend("an unknown passkey", func(a *passkeytest.Answer) { a.ID = []byte("unknown-unknown-unknown") })
	})
}

func TestAClonedPasskeyOpensNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		p := keeps(t, a)
		p.addPasskey()
		p.device.Counts = true
		b := newBrowser(t, a)
		b.want(b.post("/sign-in/passkey", b.answered("/sign-in/passkey/begin", p.device)), 303, "/home", "the passkey")
		copied := p.device.Copy()
		b = newBrowser(t, a)
		b.want(b.post("/sign-in/passkey", b.answered("/sign-in/passkey/begin", p.device)), 303, "/home", "the passkey again")
		thief := newBrowser(t, a)
		if got := thief.post("/sign-in/passkey", thief.answered("/sign-in/passkey/begin", copied)); got.Code != 422 || thief.token() != "" {
			t.Errorf("a copy: %d", got.Code)
		}
	})
}

func TestWherePasskeysCannotWorkThePageSaysSo(t *testing.T) {
	a := apptest.Open(t, apptest.Options{Base: "http://192.0.2.1:8080", Fresh: true}, "")
	b := newBrowser(t, a)
	page := b.get("/sign-in")
	if strings.Contains(page.Body, "<pass-key") || !strings.Contains(page.Body, "Passkeys do not work at this address.") {
		t.Error(brief(page.Body))
	}
	if got := b.post("/sign-in/passkey/begin", nil); got.Code != 404 {
		t.Errorf("%d", got.Code)
	}
}

// TestHostileWords types what is made to break programs into every field of the
// door.
func TestHostileWords(t *testing.T) {
	lines := []string{strings.Repeat("a", 200_000), strings.Repeat("\u0301", 50_000), "\u202E\u2066\u200B", "\x00\x01\x7f", "\xff\xfe\xfd", "ﷺ", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "{{.}}", "%s%n"}
	lines = append(lines, shared(t)...)
	a := apptest.Open(t, apptest.Options{}, "")
	p := keeps(t, a)
	a.Clock.Advance(time.Hour)
	for i, line := range lines {
		a.Clock.Advance(time.Minute)
		b := newBrowser(t, a)
		for path, form := range map[string]url.Values{
			"/come-in":         with(arrival(), "name", line, "once", id.Token()),
			"/sign-in":         {"name": {line}, "words": {line}},
			"/sign-in/passkey": {"state": {line}, "answer": {line}},
			"/sign-in/step":    {"code": {line}, "recovery": {line}, "next": {line}},
			"/open-again":      {"words": {line}, "code": {line}},
		} {
			got := b.post(path, form)
			if got.Code >= 500 || got.Code == 200 || strings.Contains(got.Body, "<script>alert") {
				t.Errorf("line %d at %s: %d", i, path, got.Code)
			}
			if path == "/sign-in" && b.viewer().Account == p.b.viewer().Account {
				t.Errorf("line %d opens the door", i)
			}
			b = newBrowser(t, a)
			if path == "/come-in" && len(line) > 50_000 && got.Code != 422 && got.Code != 413 {
				t.Errorf("line %d is a name: %d", i, got.Code)
			}
		}
	}
	b := newBrowser(t, a)
	for _, form := range []url.Values{{"name": {p.name}, "words": {strings.Repeat("x", 1_000_000)}}, with(arrival(), "name", strings.Repeat("x", 1_000_000))} {
		if got := b.post("/sign-in", form); got.Code != 413 {
			t.Errorf("a million characters: %d", got.Code)
		}
	}
}

// shared are the strings of the shared corpus, where it is there.
func shared(t *testing.T) []string {
	t.Helper()
	dir := os.Getenv("HANDRAIL_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "hostile", "strings", "blns.json"))
	if err != nil {
		t.Logf("only our own lines: the shared corpora are not here (set HANDRAIL_SHARED_DATA): %v", err)
		return nil
	}
	var lines []string
	must(t, json.Unmarshal(raw, &lines))
	files, _ := filepath.Glob(filepath.Join(dir, "hostile", "generated", "text_*"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(t, err)
		lines = append(lines, string(text))
	}
	// Package secret tries them all on names and words; here the oddest are enough.
	odd := slices.DeleteFunc(lines, func(line string) bool {
		return strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) < 0
	})
	return odd[:min(len(odd), 100)]
}
