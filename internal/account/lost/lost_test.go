package lost_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
)

// device is a browser with what it keeps.
type device struct {
	a       *apptest.App
	cookies map[string]string
}

func newDevice(a *apptest.App) *device { return &device{a: a, cookies: map[string]string{}} }

func (d *device) do(r *http.Request) apptest.Answer {
	for name, value := range d.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	got := d.a.Do(apptest.Vera, r)
	for _, c := range (&http.Response{Header: got.Header}).Cookies() {
		if c.MaxAge < 0 {
			delete(d.cookies, c.Name)
		} else {
			d.cookies[c.Name] = c.Value
		}
	}
	return got
}

func (d *device) get(path string) apptest.Answer { return d.do(d.a.Request("GET", path, nil)) }

func (d *device) post(path string, form url.Values) apptest.Answer {
	return d.do(d.a.Request("POST", path, form))
}

// spoken finds the code where it is shown: a form's key looks like one now and then.
var spoken = regexp.MustCompile(`<bdi dir="ltr">([0-9A-Z]{4}-[0-9A-Z]{4})</bdi>`)

// ask asks to be let in with a name, and gives the code that the page shows.
func (d *device) ask(t *testing.T, name string) string {
	t.Helper()
	if got := d.post("/lost", url.Values{"name": {name}}); got.Code != http.StatusSeeOther || got.Header.Get("Location") != "/lost/waiting" {
		t.Fatalf("asking: %d to %q", got.Code, got.Header.Get("Location"))
	}
	page := d.get("/lost/waiting")
	found := spoken.FindStringSubmatch(page.Body)
	if page.Code != http.StatusOK || found == nil {
		t.Fatalf("waiting: %d without a code", page.Code)
	}
	return found[1]
}

func wants(t *testing.T, got apptest.Answer, status int, words ...string) {
	t.Helper()
	if got.Code != status {
		t.Errorf("status %d, want %d", got.Code, status)
	}
	for _, w := range words {
		if !strings.Contains(got.Body, w) {
			t.Errorf("the page does not say %q", w)
		}
	}
}

func goesTo(t *testing.T, got apptest.Answer, path string) {
	t.Helper()
	if got.Code != http.StatusSeeOther || got.Header.Get("Location") != path {
		t.Errorf("%d to %q, want %q", got.Code, got.Header.Get("Location"), path)
	}
}

func nameOf(t *testing.T, a *apptest.App, p apptest.Person) string {
	t.Helper()
	name, err := a.Accounts.NameFor(context.Background(), a.Viewer(p))
	if err != nil {
		t.Fatal(err)
	}
	return name
}

var madeLink = regexp.MustCompile(`/trust/[A-Za-z0-9_-]{43}`)

// trusts has one of the cast trust another, through the pages, and gives the
// address at which the other confirms.
func trusts(t *testing.T, a *apptest.App, owner, friend apptest.Person) (confirm string) {
	t.Helper()
	made := a.Post(owner, "/settings/trust", url.Values{"label": {"the one with the dog"}})
	link := madeLink.FindString(made.Body)
	wants(t, made, http.StatusOK, "the one with the dog", "We show it this once", apptest.Base+link)
	wants(t, a.Get(friend, link), http.StatusOK, "whether you would confirm, one day")
	goesTo(t, a.Post(friend, link, url.Values{"label": {"my neighbour"}}), "/settings/trust")
	list := a.Get(friend, "/settings/trust")
	wants(t, list, http.StatusOK, "my neighbour")
	a.Clock.Advance(time.Millisecond)
	return regexp.MustCompile(`/settings/trust/[0-9a-f-]+/confirm`).FindString(list.Body)
}

func TestTheWholeWayBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wants(t, a.Get(apptest.Ana, "/settings/trust"), http.StatusOK, "Nobody yet.", "Nobody has asked you.")
		confirm := trusts(t, a, apptest.Ana, apptest.Stella)
		name := nameOf(t, a, apptest.Ana)
		d := newDevice(a)
		wants(t, d.get("/lost"), http.StatusOK, "You lost every key?")
		goesTo(t, d.get("/lost/waiting"), "/lost")
		code := d.ask(t, name)
		wants(t, d.get("/lost"), http.StatusOK, "This device has asked already.")
		wants(t, a.Get(apptest.Ana, "/settings/trust/claims"), http.StatusOK, "Nobody has confirmed it.")

		wants(t, a.Get(apptest.Stella, confirm), http.StatusOK, "Is it my neighbour?")
		wants(t, a.Post(apptest.Stella, confirm, url.Values{"code": {"0000-0000"}}), http.StatusUnprocessableEntity, "That code does not fit.")
		goesTo(t, a.Post(apptest.Stella, confirm, url.Values{"code": {strings.ToLower(strings.ReplaceAll(code, "-", " "))}}), "/settings/trust")
		wants(t, d.get("/lost/waiting"), http.StatusOK, "It is confirmed", "This device can open the door from:")
		wants(t, a.Get(apptest.Ana, "/settings/trust/claims"), http.StatusOK, "Somebody whom you trust confirmed it.", "Opens to them from:")
		wants(t, a.Get(apptest.Ana, "/home"), http.StatusOK, "Somebody asks to be let in to your seat", "This is not me: stop it")
		goesTo(t, d.post("/lost", url.Values{"name": {"Somebody Else-0001"}}), "/lost/waiting") // what is confirmed is not lost by asking again

		a.Clock.Advance(account.ClaimWait - time.Minute)
		goesTo(t, d.post("/lost/open", nil), "/lost/waiting")
		a.Clock.Advance(time.Minute)
		wants(t, d.get("/lost/waiting"), http.StatusOK, "The door can open now")
		goesTo(t, d.post("/lost/open", url.Values{"remember": {"yes"}}), "/settings/keys")
		wants(t, d.get("/settings/keys"), http.StatusOK, "You are in. Add a key now", "Keep my seat")
		if got := a.Get(apptest.Ana, "/settings/keys"); got.Code == http.StatusOK {
			t.Error("the old device is still signed in")
		}
		wants(t, a.Get(apptest.Stella, "/settings/trust"), http.StatusOK, "my neighbour")
	})
}

func TestAFormThatWasSentTwiceIsAnsweredTwiceAlike(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		confirm := trusts(t, a, apptest.Ana, apptest.Stella)
		d := newDevice(a)
		code := d.ask(t, nameOf(t, a, apptest.Ana))
		goesTo(t, a.Post(apptest.Stella, confirm, url.Values{"code": {code}}), "/settings/trust")
		a.Clock.Advance(account.ClaimWait)
		lost := &device{a: a, cookies: map[string]string{"__Host-w": d.cookies["__Host-w"]}} // the first answer never arrived
		goesTo(t, d.post("/lost/open", nil), "/settings/keys")
		goesTo(t, lost.post("/lost/open", nil), "/settings/keys")
		wants(t, lost.get("/settings/keys"), http.StatusOK, "Keep my seat")
		a.Clock.Advance(time.Hour)
		late := &device{a: a, cookies: map[string]string{"__Host-w": d.cookies["__Host-w"]}}
		goesTo(t, late.post("/lost/open", nil), "/lost/waiting")
		if late.cookies["__Host-"+account.Cookie] != "" {
			t.Error("a ticket that was used an hour ago opens the door")
		}
	})
}

func TestStoppingItFromTheFirstPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		confirm := trusts(t, a, apptest.Ana, apptest.Stella)
		d := newDevice(a)
		code := d.ask(t, nameOf(t, a, apptest.Ana))
		goesTo(t, a.Post(apptest.Stella, confirm, url.Values{"code": {code}}), "/settings/trust")
		stop := regexp.MustCompile(`/settings/trust/claims/[0-9a-f-]+/stop`).FindString(a.Get(apptest.Ana, "/home").Body)
		if got := a.Post(apptest.Zoe, stop, nil); got.Code != http.StatusNotFound {
			t.Errorf("somebody else stops it: %d", got.Code)
		}
		goesTo(t, a.Post(apptest.Ana, stop, nil), "/settings/trust/claims")
		wants(t, a.Get(apptest.Ana, "/settings/trust/claims"), http.StatusOK, "Nobody asks.")
		wants(t, d.get("/lost/waiting"), http.StatusOK, "Somebody stopped this")
		a.Clock.Advance(account.ClaimWait)
		goesTo(t, d.post("/lost/open", nil), "/lost/waiting")
		goesTo(t, d.post("/lost/removal", nil), "/lost")
		goesTo(t, d.get("/lost/waiting"), "/lost")
	})
}

func TestWhoMayNotSayYesIsToldWhatTheyLack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		made := a.Post(apptest.Ana, "/settings/trust", url.Values{"label": {"a friend"}})
		link := madeLink.FindString(made.Body)
		if again := a.Get(apptest.Ana, "/settings/trust"); strings.Contains(again.Body, link) {
			t.Error("the link is shown a second time")
		}
		wants(t, a.Get(apptest.Zoe, link), http.StatusOK, "Keep your seat first", "/settings/keys")
		goesTo(t, a.Post(apptest.Zoe, link, url.Values{"label": {"somebody"}}), link)
		wants(t, a.Get(apptest.Ana, link), http.StatusOK, "This is your own link.")
		for _, nobody := range []apptest.Person{apptest.Vera, apptest.Lee} {
			if got := a.Get(nobody, link); got.Code == http.StatusOK || strings.Contains(got.Body, "one day") {
				t.Errorf("%s sees the link: %d", nobody.Name, got.Code)
			}
		}
		wants(t, a.Get(apptest.Zoe, "/settings/trust"), http.StatusOK, "so make a key first")
		a.Clock.Advance(account.FreshFor + time.Second)
		wants(t, a.Get(apptest.Ana, "/settings/trust"), http.StatusOK, "Show one of yours first.")
		goesTo(t, a.Post(apptest.Ana, "/settings/trust", url.Values{"label": {"a friend"}}), "/settings/prove?next=%2Fsettings%2Ftrust")
		goesTo(t, a.Post(apptest.Stella, link, url.Values{"label": {"my neighbour"}}), "/settings/trust")
		confirm := regexp.MustCompile(`/settings/trust/[0-9a-f-]+/confirm`).FindString(a.Get(apptest.Stella, "/settings/trust").Body)
		prove := "/settings/prove?next=" + url.QueryEscape(confirm)
		goesTo(t, a.Get(apptest.Stella, confirm), prove)
		goesTo(t, a.Post(apptest.Stella, confirm, url.Values{"code": {"0000-0000"}}), prove)
		end := regexp.MustCompile(`/settings/trust/[0-9a-f-]+/removal`).FindString(a.Get(apptest.Ana, "/settings/trust").Body)
		goesTo(t, a.Post(apptest.Ana, end, nil), "/settings/prove?next=%2Fsettings%2Ftrust")
		goesTo(t, a.Post(apptest.Stella, end, nil), "/settings/trust") // whoever was chosen needs no key to stop being so
	})
}

func TestWhatWasTypedIsKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		long := strings.Repeat("x", account.LabelMost+1)
		wants(t, a.Post(apptest.Ana, "/settings/trust", url.Values{"label": {long}}), http.StatusUnprocessableEntity, "Error: ", long, "60 characters or shorter")
		wants(t, newDevice(a).post("/lost", nil), http.StatusUnprocessableEntity, "Error: ", "Type your sign-in name.")
		link := madeLink.FindString(a.Post(apptest.Ana, "/settings/trust", url.Values{"label": {"<script>alert(1)</script>"}}).Body)
		wants(t, a.Get(apptest.Ana, "/settings/trust"), http.StatusOK, "&lt;script&gt;alert(1)")
		wants(t, a.Post(apptest.Stella, link, url.Values{"label": {long}}), http.StatusUnprocessableEntity, "Error: ", long)
	})
}

// shows is a page without what differs between any two answers.
func shows(a apptest.Answer) string {
	body := regexp.MustCompile(`(nonce="[^"]*"|name="once" value="[^"]*"|datetime="[^"]*")`).ReplaceAllString(a.Body, "")
	return spoken.ReplaceAllString(regexp.MustCompile(`<b>[^<]*</b>`).ReplaceAllString(body, ""), "CODE")
}

func TestAskingTellsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		const tries = 500
		names := []string{nameOf(t, a, apptest.Ana), "Nobody Ever-0000"}
		var took [2][]time.Duration
		var want string
		for range tries {
			a.Clock.Advance(13 * time.Minute) // within what anybody may ask
			for i, name := range names {
				d := newDevice(a)
				began := time.Now()
				asked := d.post("/lost", url.Values{"name": {name}})
				took[i] = append(took[i], time.Since(began))
				waits := d.get("/lost/waiting")
				got := strings.Join([]string{asked.Header.Get("Location"), asked.Body, shows(waits)}, "\x00")
				if want == "" {
					want = got
				}
				if asked.Code != http.StatusSeeOther || waits.Code != http.StatusOK || got != want || len(d.cookies["__Host-w"]) != 43+1+9+1+8 {
					t.Fatalf("%q is answered otherwise: %d, %d, %q", name, asked.Code, waits.Code, d.cookies["__Host-w"])
				}
			}
		}
		median := func(all []time.Duration) time.Duration { slices.Sort(all); return all[len(all)/2] }
		t.Logf("median of %d: %v for somebody, %v for nobody", tries, median(took[0]), median(took[1]))
	})
}

func TestNoSecretIsInAnAddressOrALog(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		confirm := trusts(t, a, apptest.Ana, apptest.Stella)
		link := madeLink.FindString(a.Post(apptest.Ana, "/settings/trust", url.Values{"label": {"a secret nickname"}}).Body)
		a.Get(apptest.Stella, link)
		d := newDevice(a)
		name := nameOf(t, a, apptest.Ana)
		code := d.ask(t, name)
		a.Post(apptest.Stella, confirm, url.Values{"code": {code}})
		a.Clock.Advance(account.ClaimWait)
		token, _, _ := strings.Cut(d.cookies["__Host-w"], ".")
		opened := d.post("/lost/open", nil)
		for _, secret := range []string{link, name, code, token, "a secret nickname"} {
			if strings.Contains(a.Log.Text(), secret) || strings.Contains(opened.Header.Get("Location"), secret) {
				t.Errorf("%q was logged or stands in an address", secret)
			}
			if strings.Contains(a.Dump(), secret) {
				t.Errorf("%q stands in the records", secret)
			}
		}
	})
}

func TestEveryPageSpeaksThreeLanguages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		d := newDevice(a)
		d.ask(t, "Nobody Ever-0000")
		for lang, words := range map[string]string{"es": "Has perdido", "fr": "Vous avez perdu"} {
			r := a.Request("GET", "/lost", nil)
			r.Header.Set("Accept-Language", lang)
			wants(t, d.do(r), http.StatusOK, words, `lang="`+lang+`"`)
		}
	})
}
