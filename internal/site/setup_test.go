package site_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/site"
)

func TestTheWayThroughSetUp(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		b, at := newBrowser(a), link(t, a)
		wantCode(t, b.get(at), 200, "opened")
		wantCode(t, b.get(at), 200, "opened again in a second tab: looking spends nothing")
		wantTo(t, b.post(at, url.Values{"device": {"own"}}), "/set-up")
		wantCode(t, newBrowser(a).get(at), 404, "spent")
		wantCode(t, newBrowser(a).post(at, nil), 404, "spent")

		before := b.holds(account.Cookie)
		wantCode(t, b.get("/set-up/key"), 404, "the key before the house is set up")
		wantIn(t, b.get("/set-up").Body, `action="/set-up"`, "What is it called?")
		secondTab := b.get("/set-up")
		wantTo(t, b.post("/set-up", answers()), "/set-up/key")
		if b.holds(account.Cookie) == before || b.holds(account.Cookie) == "" {
			t.Error("the token is not a new one after set-up")
		}
		old := newBrowser(a)
		old.jar["__Host-"+account.Cookie] = &http.Cookie{Name: "__Host-" + account.Cookie, Value: before}
		wantCode(t, old.get("/set-up/key"), 404, "the token from before set-up opens nothing")
		wantTo(t, b.get("/set-up"), "/admin/site")
		wantTo(t, b.post("/set-up", withOnce(answers("name", "Second Tab"), secondTab.OnceKey())), "/set-up/key")
		wantIn(t, newBrowser(a).get("/").Body, "Second Tab", "<em>in</em>")
	})
}

func withOnce(form url.Values, key string) url.Values {
	form.Set("once", key)
	return form
}

func TestTheServersKeyIsOfferedUntilItIsKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		key, err := os.ReadFile(a.Config.Folder.ServerKey())
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(string(key))
		shown := strings.NewReplacer("+", "&#43;").Replace(text)
		page := a.Get(apptest.Stella, "/set-up/key").Body
		if !strings.Contains(page, text) && !strings.Contains(page, shown) {
			t.Error("the key is not shown")
		}
		refused := a.Post(apptest.Stella, "/set-up/key", url.Values{})
		wantCode(t, refused, 422, "not ticked")
		wantIn(t, refused.Body, "Tick this once you have put the key somewhere safe.")
		wantCode(t, a.Get(apptest.Ana, "/set-up/key"), 404, "a member")
		wantTo(t, a.Post(apptest.Stella, "/set-up/key", url.Values{"kept": {"on"}}), "/admin")
		wantCode(t, a.Get(apptest.Stella, "/set-up/key"), 404, "kept")
		wantCode(t, a.Post(apptest.Stella, "/set-up/key", url.Values{"kept": {"on"}}), 404, "kept")
		wantActions(t, a, "site.key_kept")
	})
}

func TestTenBrowsersSpendALinkOnce(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		at := link(t, a)
		var in, out atomic.Int32
		var all sync.WaitGroup
		for n := range 10 {
			b := newBrowser(a)
			b.from = "10." + strconv.Itoa(n+1) + ".0.1:4711"
			all.Go(func() {
				switch b.post(at, url.Values{"device": {"borrowed"}}).Code {
				case http.StatusSeeOther:
					in.Add(1)
				case http.StatusNotFound:
					out.Add(1)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 || out.Load() != 9 {
			t.Errorf("%d came in and %d were refused, want 1 and 9", in.Load(), out.Load())
		}
	})
}

func TestALinkEndsAfterADay(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		at := link(t, a)
		a.Clock.Advance(24*time.Hour + time.Second)
		ended := newBrowser(a).get(at)
		wantCode(t, ended, 404, "opened too late")
		wantIn(t, ended.Body, "This link has been used or has ended.")
		wantCode(t, newBrowser(a).post(at, nil), 404, "spent too late")
	})
}

func TestABorrowedDeviceForgets(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		b.post(link(t, a), url.Values{"device": {"borrowed"}})
		if ttl := b.jar["__Host-"+account.Cookie].MaxAge; ttl != 0 {
			t.Errorf("a borrowed device keeps the cookie for %d s, want until it is closed", ttl)
		}
	})
}

func TestWhatIsWrongIsSaidAtItsField(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		b.post(link(t, a), url.Values{"device": {"own"}})
		for _, c := range []struct{ field, value, says string }{
			{"name", "", "Give this place a name."},
			{"name", strings.Repeat("ä", 41), "Make the name 40 characters or shorter."},
			{"operator", strings.Repeat("x", 121), "Make this 120 characters or shorter."},
			{"contact", strings.Repeat("x", 121), "Make this 120 characters or shorter."},
			{"welcome", strings.Repeat("x", 64<<10+1), "This text is too long."},
			{"registration", "everybody", "Choose how people come in."},
			{"country", "Narnia", "Choose a country from the list."},
			{"language", "en-XB", "Choose a language from the list."},
			{"zone", "Mars/Olympus", "Choose a time zone from the list, like Europe/Lisbon."},
			{"zone", "Local", "Choose a time zone from the list, like Europe/Lisbon."},
			{"exit_to", "javascript:alert(1)", "Write a full address"},
			{"exit_to", "https://me:secret@example.org/", "Write a full address"},
		} {
			answer := b.post("/set-up", answers("operator", "Typed <b>before</b>", c.field, c.value))
			wantCode(t, answer, 422, c.field+" "+c.value[:min(20, len(c.value))])
			wantIn(t, answer.Body, "<title>Error: ", "There is a problem")
			if strings.Count(answer.Body, c.says) < 2 {
				t.Errorf("%s: %q stands not both in the summary and at the field", c.field, c.says)
			}
			if c.field != "operator" {
				wantIn(t, answer.Body, "Typed &lt;b&gt;before&lt;/b&gt;")
			}
		}
		wantIn(t, b.get("/").Body, "This place is being made ready.")
	})
}

func TestAChangeIsShownAndRecorded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wantTo(t, a.Post(apptest.Stella, "/admin/site", answers("name", "Elm Row")), "/admin/site")
		wantIn(t, a.Get(apptest.Vera, "/").Body, "Elm Row", "Come <em>in</em>.", "Run by The Lindens.")
		wantIn(t, a.Get(apptest.Vera, "/about").Body, "the porch")
		wantChanges(t, a, 1)
		refused := a.Post(apptest.Stella, "/admin/site", answers("name", ""))
		wantCode(t, refused, 422, "no name")
		wantIn(t, a.Get(apptest.Vera, "/").Body, "Elm Row")
		wantChanges(t, a, 1)
	})
}

func TestStewardsSayWhoMayFoundGroups(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		founding := func() site.Founding {
			a.Clock.Advance(time.Minute) // what is kept in memory is read again
			now, err := a.Site.Get(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return now.Founding
		}
		if got := founding(); got != site.FoundByApproval {
			t.Errorf("nobody decided, and it is %q", got)
		}
		wantIn(t, a.Get(apptest.Stella, "/admin/site").Body, "Who may found a group?", `name="founding" value="approval" checked`)
		for _, to := range site.Foundings() {
			wantTo(t, a.Post(apptest.Stella, "/admin/site", answers("founding", string(to))), "/admin/site")
			if got := founding(); got != to {
				t.Errorf("%q was chosen, and it is %q", to, got)
			}
		}
		wantTo(t, a.Post(apptest.Stella, "/admin/site", answers()), "/admin/site")
		if got := founding(); got != site.FoundByAnyone {
			t.Errorf("a form that did not ask changed it to %q", got)
		}
		refused := a.Post(apptest.Stella, "/admin/site", answers("founding", "nobody"))
		wantCode(t, refused, 422, "a way that there is not")
		if strings.Count(refused.Body, "Choose who may found groups.") < 2 || founding() != site.FoundByAnyone {
			t.Error("it stands not both in the summary and at the field, or it was changed")
		}
	})
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		b := newBrowser(a)
		b.post(link(t, a), url.Values{"device": {"own"}})
		if strings.Contains(b.get("/set-up").Body, "Who may found a group?") {
			t.Error("setting up asks for more than is needed")
		}
	})
}

// wantChanges looks at how often the record says that the steward changed the
// site; the cast's set-up was somebody else.
func wantChanges(t *testing.T, a *apptest.App, want int) {
	t.Helper()
	got := 0
	for _, action := range actions(t, a) {
		if action == "site.changed" {
			got++
		}
	}
	if got != want {
		t.Errorf("the record says %d times that the site was changed, want %d", got, want)
	}
}

// wantActions looks at the record of what the steward did, the newest first.
func wantActions(t *testing.T, a *apptest.App, want ...string) {
	t.Helper()
	got := actions(t, a)
	if strings.Join(got[:min(len(want), len(got))], " ") != strings.Join(want, " ") {
		t.Errorf("the record begins with %v, want %v", got, want)
	}
}

// actions are what the record says that the steward did. It has to hold.
func actions(t *testing.T, a *apptest.App) (mine []string) {
	t.Helper()
	list, err := a.Audit.List(t.Context(), a.Viewer(apptest.Stella).Subject(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range list {
		if entry.Mine {
			mine = append(mine, entry.Action)
		}
	}
	if report, err := a.Audit.Verify(t.Context()); err != nil || !report.Sound() {
		t.Errorf("the record does not hold: %v %v", report, err)
	}
	return mine
}

func TestAChangeThatCannotBeRecordedIsNotMade(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		a.Break("db.commit")
		answer := a.Post(apptest.Stella, "/admin/site", answers("name", "Nowhere"))
		a.Mend("db.commit")
		if answer.Code < 500 {
			t.Errorf("got %d though nothing was kept", answer.Code)
		}
		a.Clock.Advance(time.Minute)
		wantIn(t, a.Get(apptest.Vera, "/").Body, "Lantern Street")
		wantChanges(t, a, 0)
	})
}

func TestTheWelcomeIsSafe(t *testing.T) {
	texts := append([]string{
		"<script>alert(1)</script>", `<img src=x onerror=alert(1)>`, "[x](javascript:alert(1))", `<a href="&#106;avascript:alert(1)">x</a>`,
		"<style>*{display:none}</style>", `<svg onload=alert(1)>`, "![x](https://elsewhere.example/pixel.png)",
	}, hostile(t)...)
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, text := range texts {
			next, err := a.Site.Get(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			next.Welcome = text
			if err := a.Site.Change(t.Context(), a.Viewer(apptest.Stella), next); err != nil {
				continue // refused is safe too
			}
			wantSafe(t, text, welcomeOf(a.Get(apptest.Vera, "/").Body))
		}
	})
}

// wantSafe reads what is shown as a browser does, and looks for what could run,
// load or deceive.
func wantSafe(t *testing.T, text, shown string) {
	t.Helper()
	known := []string{"p", "br", "em", "strong", "del", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h2", "h3", "h4", "h5", "h6", "div", "span"}
	tokens := html.NewTokenizer(strings.NewReader(shown))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return
		}
		token := tokens.Token()
		if kind == html.StartTagToken && !slices.Contains(known, token.Data) {
			t.Errorf("%.60q is shown with <%s>", text, token.Data)
		}
		for _, attr := range token.Attr {
			if strings.HasPrefix(attr.Key, "on") || attr.Key == "style" || attr.Key == "src" || attr.Key == "href" && strings.Contains(attr.Val, "script:") {
				t.Errorf("%.60q is shown with %s=%q", text, attr.Key, attr.Val)
			}
		}
	}
}

func welcomeOf(page string) string {
	_, rest, _ := strings.Cut(page, `<div class="said">`)
	said, _, _ := strings.Cut(rest, "</div></section>")
	return said
}

// hostile are texts that attack a page, where such a collection is at hand.
func hostile(t *testing.T) []string {
	t.Helper()
	folder := os.Getenv("HANDRAIL_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	text, err := os.ReadFile(filepath.Join(folder, "hostile", "xss", "dompurify-expect.json"))
	if err != nil {
		t.Log("no collection of hostile texts at hand: only our own are tried")
		return nil
	}
	var attacks []struct{ Payload string }
	if err := json.Unmarshal(text, &attacks); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for attack := range slices.Chunk(attacks, 10) {
		var several []string
		for _, one := range attack {
			several = append(several, one.Payload)
		}
		texts = append(texts, strings.Join(several, "\n\n"))
	}
	return texts
}

func TestAnotherNodeShowsAChangeWithinTwoSeconds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		a.Get(apptest.Vera, "/") // this node has read the site
		other, err := site.New(site.Options{DB: a.DB, Clock: a.Clock, Events: a.Events, Text: a.Text})
		if err != nil {
			t.Fatal(err)
		}
		next, err := other.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		next.Name = "Changed Elsewhere"
		if err := other.Change(t.Context(), a.Viewer(apptest.Stella), next); err != nil {
			t.Fatal(err)
		}
		wantIn(t, a.Get(apptest.Vera, "/").Body, "Lantern Street")
		a.Clock.Advance(2 * time.Second)
		wantIn(t, a.Get(apptest.Vera, "/").Body, "Changed Elsewhere")
	})
}
