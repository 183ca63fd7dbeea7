package door_test

import (
	"cmp"
	"context"
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/platform/id"
	"handrail/internal/platform/web"
	"handrail/internal/site"
)

func TestComingInIsOneScreen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(t, a)
		page := b.get("/come-in")
		if page.Code != 200 || strings.Contains(page.Body, "checked") {
			t.Errorf("%d, or something is chosen beforehand", page.Code)
		}
		for _, word := range []string{"How old are you?", "Nobody sells anything here", "I agree to this.", `href="/privacy"`, `href="/sign-in"`} {
			if !strings.Contains(page.Body, word) {
				t.Errorf("%q is missing", word)
			}
		}
		if page.OnceKey() == "" {
			t.Error("the form has no key")
		}
		b.want(b.post("/come-in", with(arrival(), "name", "Quiet Wren", "once", page.OnceKey())), 303, "/come-in/done", "coming in")
		v := b.viewer()
		if !v.TakesPart() || v.Keys != 0 || v.Factors != 0 {
			t.Errorf("came in as %+v", v)
		}
		c := b.jar["__Host-seat"]
		if c.MaxAge != int(account.KeptFor.Seconds()) || !c.HttpOnly || !c.Secure {
			t.Errorf("the cookie is %+v", c)
		}
		done := b.get("/come-in/done")
		if name := secretIn(done.Body); !regexp.MustCompile(`^Quiet Wren-\d{4}$`).MatchString(name) {
			t.Errorf("called %q", name)
		}
		if !strings.Contains(done.Body, "For 30 days.") || !strings.Contains(done.Body, `href="/home"`) {
			t.Error("the page does not say what was given, or leads nowhere")
		}
		for _, path := range []string{"/come-in", "/invitation/x"} {
			b.want(b.get(path), 303, "/home", "already in")
		}
		b.want(b.post("/come-in", arrival()), 303, "/home", "already in")
		if n := count(a, "account"); n != 5 {
			t.Errorf("%d accounts, want the cast and one", n)
		}
	})
}

func TestComingInLeadsOnToWhatWasAskedFor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		asked := newBrowser(t, a).get("/settings/devices").Body
		for _, link := range []string{`href="/come-in?next=%2Fsettings%2Fdevices"`, `href="/sign-in?next=%2Fsettings%2Fdevices"`} {
			if !strings.Contains(asked, link) {
				t.Errorf("a page for those who are in does not offer %s", link)
			}
		}
		for next, to := range map[string]string{
			"/settings/devices": "/settings/devices", "/groups/quiet-street?from=door&way=2": "/groups/quiet-street?from=door&way=2",
			"": "", "https://evil.test/": "", "//evil.test/": "", `/\evil.test`: "", "javascript:alert(1)": "", "/exit": "", "/sign-in": "", "/come-in/done": "", "/home": "",
		} {
			query := ""
			if to != "" {
				query = "?" + url.Values{"next": {to}}.Encode()
			}
			a.Clock.Advance(time.Minute) // it is more than anybody may do at once
			b := newBrowser(t, a)
			for _, path := range []string{"/come-in", "/invitation/x"} {
				page := b.get(path + "?" + url.Values{"next": {next}}.Encode()).Body
				if strings.Contains(page, "evil") || strings.Contains(page, `name="next"`) != (to != "") || !strings.Contains(page, `href="/sign-in`+query+`"`) {
					t.Errorf("%s with %q: %s", path, next, brief(page))
				}
			}
			if page := b.get("/sign-in" + query).Body; !strings.Contains(page, `href="/come-in`+query+`"`) {
				t.Errorf("signing in forgets %q", next)
			}
			wrong := b.post("/come-in", with(arrival(), "next", next, "consent", ""))
			if strings.Contains(wrong.Body, `name="next" value="`+html.EscapeString(to)+`"`) != (to != "") {
				t.Errorf("a mistake forgets %q: %s", next, brief(wrong.Body))
			}
			b.want(b.post("/come-in", with(arrival(), "next", next)), 303, "/come-in/done"+query, next)
			done := b.get("/come-in/done?" + url.Values{"next": {next}}.Encode()).Body
			goes := cmp.Or(to, "/home")
			if link := wayOn.FindStringSubmatch(done); link == nil || html.UnescapeString(link[1]) != goes {
				t.Errorf("after %q it leads to %v", next, link)
			}
			b.want(b.get("/come-in"+query), 303, goes, "already in")
			b.want(b.post("/come-in", with(arrival(), "next", next)), 303, goes, "already in")
		}
	})
}

var wayOn = regexp.MustCompile(`href="([^"]*)">\s*Go on`)

func TestWhoHasToWaitIsNotSentOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		setDoor(t, a, site.ByApproval)
		b := newBrowser(t, a)
		b.want(b.post("/come-in", with(arrival(), "next", "/groups/a")), 303, "/come-in/done?next=%2Fgroups%2Fa", "asking")
		if page := b.get("/come-in/done?next=/groups/a").Body; strings.Contains(page, "/groups/a") || !strings.Contains(page, `href="/home"`) {
			t.Errorf("who waits is sent to a page for those who are in: %s", brief(page))
		}
	})
}

func TestABorrowedDeviceForgets(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, device := range []string{"", "borrowed", "yes"} {
			b := newBrowser(t, a)
			b.want(b.post("/come-in", with(arrival(), "device", device)), 303, "/come-in/done", device)
			if c := b.jar["__Host-seat"]; c.MaxAge != 0 || !c.Expires.IsZero() {
				t.Errorf("%q is remembered: %+v", device, c)
			}
			if !strings.Contains(b.get("/come-in/done").Body, "Until the browser is closed") {
				t.Errorf("%q: the page says otherwise", device)
			}
			a.Clock.Advance(account.SharedIdle + time.Second)
			if !b.viewer().IsVisitor() {
				t.Errorf("%q is still in", device)
			}
		}
	})
}

func TestWhatWasTypedStays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, c := range []struct {
			fields []string
			says   string
		}{
			{[]string{"age", ""}, "Choose one of the two."},
			{[]string{"age", "17"}, "Choose one of the two."},
			{[]string{"consent", ""}, "Tick this if you agree."},
			{[]string{"name", "x"}, "between 2 and 40"},
			{[]string{"name", "Аna Wren"}, "one alphabet"},
			{[]string{"name", "a\u202Eb"}, "letters, numbers"},
		} {
			b := newBrowser(t, a)
			form := with(with(arrival(), "name", "Quiet Wren"), c.fields...)
			got := b.post("/come-in", form)
			if got.Code != 422 || !strings.Contains(got.Body, c.says) || b.token() != "" {
				t.Errorf("%v: %d, says %s", c.fields, got.Code, brief(got.Body))
			}
			if typed := form.Get("name"); !strings.Contains(got.Body, `value="`+typed+`"`) {
				t.Errorf("%v: the name %q is gone", c.fields, typed)
			}
			if !strings.Contains(got.Body, `value="own" checked`) {
				t.Errorf("%v: the device is gone", c.fields)
			}
		}
		if n := count(a, "account"); n != 4 {
			t.Errorf("%d accounts", n)
		}
	})
}

func TestSomebodyYoungIsMetWithHelp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		b := newBrowser(t, a)
		before := a.Dump()
		b.want(b.post("/come-in", with(arrival(), "age", "under", "name", "Quiet Wren")), 303, "/come-in/young", "under 18")
		if len(b.jar) != 1 || b.jar["__Host-page"] == nil || b.jar["__Host-page"].MaxAge != 0 || b.jar["__Host-page"].Value != "1" {
			t.Errorf("kept %v", b.jar)
		}
		young := b.get("/come-in/young")
		for _, word := range []string{"Good that you came.", "Childline", "0800 1111", "tel:", "999", `href="/help"`} {
			if young.Code != 200 || !strings.Contains(young.Body, word) {
				t.Errorf("%d: %q is missing", young.Code, word)
			}
		}
		for _, path := range []string{"/come-in", "/invitation/x"} {
			if again := b.get(path); again.Code != 200 || strings.Contains(again.Body, "How old are you?") || !strings.Contains(again.Body, "Childline") {
				t.Errorf("%s can be answered again", path)
			}
		}
		b.want(b.post("/come-in", arrival()), 303, "/come-in/young", "another answer")
		b.want(b.post("/come-in", with(arrival(), "invitation", "x")), 303, "/come-in/young", "another answer with a link")
		if after := a.Dump(); after != before {
			t.Errorf("something was kept:\n%s\n---\n%s", before, after)
		}
		if strings.Contains(a.Log.Text(), "under") || strings.Contains(a.Log.Text(), "young") && !strings.Contains(a.Log.Text(), "GET /come-in/young") {
			t.Error("the log tells who is young")
		}
		other := newBrowser(t, a)
		other.want(other.post("/come-in", arrival()), 303, "/come-in/done", "another visit")
	})
}

func TestDoors(t *testing.T) {
	const asks, kind = "How old are you?", `href="/help"`
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, c := range []struct {
			door     site.Registration
			plain    bool   // the screen is there without a link
			link     bool   // and with one
			post     int    // without a link
			says     string // on the page without a link
			standing account.Standing
		}{
			{site.OpenToAll, true, true, 303, "Come in.", account.Here},
			{site.ByApproval, true, true, 303, "a steward lets people in", account.Waiting},
			{site.ByInvitation, false, true, 403, "one comes in with a link", ""},
			{site.Closed, false, false, 403, "Nobody new can come in", ""},
		} {
			setDoor(t, a, c.door)
			b := newBrowser(t, a)
			plain, link := b.get("/come-in"), b.get("/invitation/x")
			if plain.Code != 200 || link.Code != 200 {
				t.Errorf("%s: %d, %d", c.door, plain.Code, link.Code)
			}
			if strings.Contains(plain.Body, asks) != c.plain || strings.Contains(link.Body, asks) != c.link {
				t.Errorf("%s: asks %v without, %v with a link", c.door, !c.plain, !c.link)
			}
			if !strings.Contains(plain.Body, c.says) || !strings.Contains(plain.Body, kind) || !strings.Contains(plain.Body, `href="/sign-in"`) {
				t.Errorf("%s: says %s", c.door, brief(plain.Body))
			}
			got := b.post("/come-in", arrival())
			if got.Code != c.post || (b.token() != "") != (c.post == 303) {
				t.Errorf("%s: %d", c.door, got.Code)
			}
			if b.token() != "" && b.viewer().Standing != c.standing {
				t.Errorf("%s: stands %s", c.door, b.viewer().Standing)
			}
			if c.standing == account.Waiting && !strings.Contains(b.get("/come-in/done").Body, "You have asked to come in.") {
				t.Error("who waits is not told")
			}
		}
	})
}

// invitation makes a link that lets one person in.
func invitation(t *testing.T, a *apptest.App) string {
	t.Helper()
	token, err := a.Accounts.Invite(t.Context(), a.Viewer(apptest.Stella), 1, time.Hour)
	must(t, err)
	return token
}

func TestAnInvitationTellsNothingUntilItIsUsed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, door := range []site.Registration{site.ByInvitation, site.ByApproval} {
			setDoor(t, a, door)
			ended, used, good := invitation(t, a), "", ""
			a.Clock.Advance(time.Hour)
			used, good = invitation(t, a), invitation(t, a)
			first := newBrowser(t, a)
			first.want(first.post("/come-in", with(arrival(), "invitation", used)), 303, "/come-in/done", "with a link")
			if v := first.viewer(); v.Standing != account.Here {
				t.Errorf("%s: stands %s", door, v.Standing)
			}
			before := a.Dump()
			pages := map[string]bool{}
			links := []string{good, used, ended, id.Token(), "nothing-that-we-made"}
			for range 100 {
				links = append(links, id.Token())
			}
			for _, link := range links {
				got := newBrowser(t, a).get("/invitation/" + link)
				pages[strings.ReplaceAll(same(got.Body), link, "")] = true
				if got.Code != 200 {
					t.Errorf("%d", got.Code)
				}
			}
			if len(pages) != 1 {
				t.Errorf("%s: links can be told apart: %d pages", door, len(pages))
			}
			if a.Dump() != before {
				t.Error("looking at a link spends something")
			}
			refusals := map[string]bool{}
			for _, link := range []string{used, ended, id.Token(), strings.Repeat("x", 100_000)} {
				b := newBrowser(t, a)
				got := b.post("/come-in", with(arrival(), "invitation", link))
				refusals[same(got.Body)] = true
				if got.Code != 403 || b.token() != "" {
					t.Errorf("%s: %d", door, got.Code)
				}
			}
			if len(refusals) != 1 {
				t.Errorf("%s: refusals can be told apart", door)
			}
			last := newBrowser(t, a)
			last.want(last.post("/come-in", with(arrival(), "invitation", good)), 303, "/come-in/done", "with a good link")
		}
		setDoor(t, a, site.OpenToAll)
		b := newBrowser(t, a)
		b.want(b.post("/come-in", with(arrival(), "invitation", "old")), 303, "/come-in/done", "an open door asks for no link")
	})
}

func TestOneLinkLetsOnePersonIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		setDoor(t, a, site.ByInvitation)
		link := invitation(t, a)
		codes := make([]int, 4)
		var all sync.WaitGroup
		for i := range codes {
			b := newBrowser(t, a)
			all.Go(func() { codes[i] = b.post("/come-in", with(arrival(), "invitation", link)).Code })
		}
		all.Wait()
		let := 0
		for _, code := range codes {
			if code == 303 {
				let++
			}
		}
		if let != 1 {
			t.Errorf("answers %v: the link let %d in", codes, let)
		}
	})
}

func TestAFormSentTwiceIsOneSeat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		form := arrival()
		first, second := newBrowser(t, a), newBrowser(t, a)
		first.want(first.post("/come-in", form), 303, "/come-in/done", "the first")
		second.want(second.post("/come-in", form), 303, "/come-in/done", "the second")
		if first.token() == "" || first.token() != second.token() {
			t.Error("the second answer carries another cookie")
		}
		if n := count(a, "account"); n != 5 {
			t.Errorf("%d accounts, want the cast and one", n)
		}
		a.Clock.Advance(11 * time.Minute)
		late := newBrowser(t, a)
		if got := late.post("/come-in", form); got.Code != 409 || late.token() != "" {
			t.Errorf("a form that was found later gives the seat away: %d", got.Code)
		}
	})
}

func TestNobodyIsToldThatANameIsTaken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		taken, free := map[string]bool{}, map[string]bool{}
		for i := range 60 {
			for name, seen := range map[string]map[string]bool{"Quiet Wren": taken, "Name of " + strings.Repeat("ab", i/4+1): free} {
				a.Clock.Advance(10 * time.Second)
				b := newBrowser(t, a)
				got := b.post("/come-in", with(arrival(), "name", name))
				seen[strings.Join([]string{got.Header.Get("Location"), got.Body}, " ")] = got.Code == 303
			}
		}
		if len(taken) != 1 || len(free) != 1 || !taken["/come-in/done "] || !free["/come-in/done "] {
			t.Errorf("answers: %v, %v", taken, free)
		}
	})
}

func TestASetUpPassIsNotThrownAway(t *testing.T) {
	apptest.EachWith(t, apptest.Options{Fresh: true}, func(t *testing.T, a *apptest.App) {
		link, err := a.Accounts.Issue(t.Context(), account.SetUp, "", time.Hour)
		must(t, err)
		_, token, err := a.Accounts.Take(context.Background(), account.SetUp, link, account.Kept, "")
		must(t, err)
		b := newBrowser(t, a)
		b.set(token)
		b.want(b.get("/come-in"), 303, "/admin", "with the pass")
		b.want(b.post("/come-in", arrival()), 303, "/admin", "with the pass")
		if !b.viewer().HasPass(account.SetUp) {
			t.Error("the pass is gone")
		}
		if web.OnceField == "" || count(a, "account") != 0 {
			t.Error("an account was made")
		}
	})
}
