package admin_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/apptest"
	"handrail/internal/site"
)

const why = "they asked me to"

// visitor is somebody with a browser of their own, beside the cast.
type visitor struct {
	a     *apptest.App
	t     *testing.T
	token string
	name  string
}

// comeIn lets somebody in, or has them wait where stewards let people in.
func comeIn(t *testing.T, a *apptest.App) *visitor {
	t.Helper()
	w, err := a.Accounts.ComeIn(t.Context(), account.Arrival{Kind: account.Kept, Consents: true})
	must(t, err)
	return &visitor{a, t, w.Token, w.Name}
}

func (v *visitor) viewer() account.Viewer {
	v.t.Helper()
	found, err := v.a.Accounts.Find(v.t.Context(), v.token)
	must(v.t, err)
	return found
}

func (v *visitor) do(method, path string, form url.Values) apptest.Answer {
	v.t.Helper()
	r := v.a.Request(method, path, form)
	r.AddCookie(&http.Cookie{Name: "__Host-" + account.Cookie, Value: v.token})
	return v.a.Do(apptest.Vera, r)
}

// steward is somebody who came in, was made a steward, and holds two keys.
func steward(t *testing.T, a *apptest.App) *visitor {
	t.Helper()
	v := comeIn(t, a)
	must(t, a.Accounts.SetSteward(t.Context(), account.By{Subject: account.OperatorSubject}, v.viewer().Account, true))
	for range 2 {
		q, err := a.Accounts.BeginPasskey(t.Context(), v.viewer())
		must(t, err)
		answer, err := passkeytest.New(a.Base.String()).Register(q.Options)
		must(t, err)
		v.token, err = a.Accounts.AddPasskey(t.Context(), v.viewer(), q.Token, answer, "a phone")
		must(t, err)
	}
	return v
}

func setDoor(t *testing.T, a *apptest.App, door site.Registration) {
	t.Helper()
	current, err := a.Site.Get(t.Context())
	must(t, err)
	current.Registration = door
	must(t, a.Site.Change(t.Context(), a.Viewer(apptest.Stella), current))
}

// waiter is somebody who asked to come in.
func waiter(t *testing.T, a *apptest.App) *visitor {
	t.Helper()
	setDoor(t, a, site.ByApproval)
	defer setDoor(t, a, site.OpenToAll)
	return comeIn(t, a)
}

func memberPath(member, what string) string { return "/admin/members/" + member + what }

func standing(t *testing.T, a *apptest.App, member string) account.Standing {
	t.Helper()
	m, err := a.Accounts.MemberByID(t.Context(), member)
	must(t, err)
	return m.Standing
}

func sound(t *testing.T, a *apptest.App) {
	t.Helper()
	if report, err := a.Audit.Verify(t.Context()); err != nil || !report.Sound() {
		t.Errorf("the record does not hold: %+v, %v", report, err)
	}
}

func yes() url.Values { return url.Values{"reason": {why}, "sure": {"yes"}} }

func TestAStewardLooksAfterSeats(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := a.Viewer(apptest.Zoe).Account
		wants(t, a.Post(apptest.Stella, memberPath(zoe, "/stewardship"), yes()), http.StatusConflict, "They need two keys first.")
		a.AddKey(apptest.Zoe)
		a.AddKey(apptest.Zoe)
		waits := waiter(t, a).viewer().Account
		turned := waiter(t, a).viewer().Account
		for _, c := range []struct {
			member, act string
			want        account.Standing
			says, does  string
		}{
			{waits, "/entry", account.Here, "They are in now.", "member.let-in"},
			{turned, "/refusal", account.Closed, "They were turned away.", "member.closed"},
			{zoe, "/pause", account.Paused, "The seat is paused.", "member.paused"},
			{zoe, "/return", account.Here, "The pause is over.", "member.resumed"},
			{zoe, "/stewardship", account.Here, "They are a steward now.", "member.steward"},
			{zoe, "/stewardship-end", account.Here, "They are no steward any more.", "member.unsteward"},
			{zoe, "/closure", account.Closed, "The seat is closed.", "member.closed"},
		} {
			before := countAction(t, a, c.does)
			wants(t, a.Get(apptest.Stella, memberPath(c.member, c.act)), http.StatusOK, "Why?", "Not now")
			done := a.Post(apptest.Stella, memberPath(c.member, c.act), yes())
			wants(t, done, http.StatusSeeOther)
			if to := done.Header.Get("Location"); to != memberPath(c.member, "") {
				t.Errorf("%s leads to %s", c.act, to)
			}
			if got := standing(t, a, c.member); got != c.want {
				t.Errorf("%s: now %q, want %q", c.act, got, c.want)
			}
			if n := countAction(t, a, c.does) - before; n != 1 {
				t.Errorf("%s: %d entries of %s", c.act, n, c.does)
			}
			wants(t, a.Get(apptest.Stella, memberPath(c.member, "")), http.StatusOK, "By you", why)
			// An old tab leads back to the seat, and does nothing.
			wants(t, a.Get(apptest.Stella, memberPath(c.member, c.act)), http.StatusSeeOther)
		}
		if page := a.Get(apptest.Stella, "/admin/record").Body; strings.Contains(page, why) || !strings.Contains(page, "A seat was closed") {
			t.Error("the record as a whole shows reasons that are about somebody, or not what was done")
		}
		sound(t, a)
	})
}

func TestWhatIsDoneAboutSomebodyTakesAReason(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		a.AddKey(apptest.Ana)
		ana := a.Viewer(apptest.Ana).Account
		long := strings.Repeat("é", 201)
		for _, c := range []struct {
			act  string
			form url.Values
			says string
		}{
			{"/pause", url.Values{"reason": {" "}}, "Write something here."},
			{"/pause", url.Values{"reason": {long}}, "Make this 200 characters or shorter."},
			{"/closure", url.Values{"reason": {why}}, "Tick this if it is so."},
			{"/stewardship", url.Values{"reason": {why}}, "Tick this if it is so."},
		} {
			page := a.Post(apptest.Stella, memberPath(ana, c.act), c.form)
			wants(t, page, http.StatusUnprocessableEntity, "There is a problem", c.says, "Error: ")
			if typed := c.form.Get("reason"); strings.TrimSpace(typed) != "" && !strings.Contains(page.Body, typed) {
				t.Errorf("%s: what was typed is lost", c.act)
			}
		}
		m, err := a.Accounts.MemberByID(t.Context(), ana)
		must(t, err)
		if m.Standing != account.Here || m.Steward {
			t.Errorf("something was done: %+v", m)
		}
	})
}

func TestReasonsLieSealedInTheTable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		wants(t, a.Post(apptest.Stella, memberPath(a.Viewer(apptest.Ana).Account, "/pause"), yes()), http.StatusSeeOther)
		if strings.Contains(a.Dump(), why) {
			t.Error("the reason can be read in the tables")
		}
		if strings.Contains(a.Log.Text(), why) {
			t.Error("the reason is in the log")
		}
	})
}

func TestWhoseSeatItIsDecidesWhatCanBeDone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stella, other := a.Viewer(apptest.Stella).Account, steward(t, a)
		own := a.Get(apptest.Stella, memberPath(stella, ""))
		wants(t, own, http.StatusOK, "This is your own seat.", "/settings")
		for _, act := range []string{"/pause", "/closure", "/stewardship-end", "/reset"} {
			if strings.Contains(own.Body, memberPath(stella, act)) {
				t.Errorf("one’s own seat offers %s", act)
			}
		}
		wants(t, a.Post(apptest.Stella, memberPath(stella, "/pause"), yes()), http.StatusForbidden, "This is your own account.")
		wants(t, a.Post(apptest.Stella, memberPath(stella, "/stewardship-end"), yes()), http.StatusForbidden, "This is your own account.")
		wants(t, a.Get(apptest.Stella, memberPath(stella, "/reset")), http.StatusNotFound)

		theirs := memberPath(other.viewer().Account, "")
		wants(t, a.Get(apptest.Stella, theirs), http.StatusOK, "is not paused or closed", "Take it from them")
		wants(t, a.Post(apptest.Stella, theirs+"/pause", yes()), http.StatusForbidden, "This is a steward.")
		wants(t, a.Post(apptest.Stella, theirs+"/stewardship-end", yes()), http.StatusSeeOther)
		wants(t, other.do("GET", "/admin/members", nil), http.StatusNotFound)
		wants(t, a.Post(apptest.Stella, theirs+"/pause", yes()), http.StatusSeeOther)
		wants(t, other.do("GET", "/admin/members", nil), http.StatusNotFound)
		wants(t, a.Post(apptest.Stella, theirs+"/entry", yes()), http.StatusConflict, "This changed meanwhile.")
		wants(t, a.Post(apptest.Stella, theirs+"/tickle", yes()), http.StatusNotFound)
		sound(t, a)
	})
}

func TestNobodyBecomesAStewardWithOneKey(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ana := memberPath(a.Viewer(apptest.Ana).Account, "")
		page := a.Get(apptest.Stella, ana)
		wants(t, page, http.StatusOK, "Whoever holds two keys can become a steward.")
		if strings.Contains(page.Body, "Make them a steward") {
			t.Error("it is offered")
		}
		wants(t, a.Post(apptest.Stella, ana+"/stewardship", yes()), http.StatusConflict, "They need two keys first.")
	})
}

func TestNobodyElseLooksAfterSeats(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		zoe := a.Viewer(apptest.Zoe).Account
		unproved := comeIn(t, a) // a steward who has no keys yet
		must(t, a.Accounts.SetSteward(t.Context(), account.By{Subject: account.OperatorSubject}, unproved.viewer().Account, true))
		before := standing(t, a, zoe)
		for _, path := range []string{"/admin/members", memberPath(zoe, ""), memberPath(zoe, "/pause"), memberPath(zoe, "/reset"), "/admin/invitations"} {
			for _, p := range []apptest.Person{apptest.Vera, apptest.Ana, apptest.Pia, apptest.Lee, apptest.Zoe} {
				wants(t, a.Get(p, path), http.StatusNotFound)
			}
			wants(t, unproved.do("GET", path, nil), http.StatusNotFound)
		}
		for _, path := range []string{memberPath(zoe, "/pause"), memberPath(zoe, "/closure"), memberPath(zoe, "/reset"), "/admin/members/search", "/admin/invitations"} {
			for _, p := range []apptest.Person{apptest.Vera, apptest.Ana, apptest.Pia, apptest.Lee, apptest.Zoe} {
				wants(t, a.Post(p, path, yes()), http.StatusNotFound)
			}
			wants(t, unproved.do("POST", path, yes()), http.StatusNotFound)
		}
		if got := standing(t, a, zoe); got != before {
			t.Errorf("now %q", got)
		}
	})
}

func TestTwoStewardsWhoDecideAtOnceAgree(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		other := steward(t, a)
		member := waiter(t, a).viewer().Account
		var both sync.WaitGroup
		var let, turned apptest.Answer
		both.Go(func() { let = a.Post(apptest.Stella, memberPath(member, "/entry"), yes()) })
		both.Go(func() { turned = other.do("POST", memberPath(member, "/refusal"), yes()) })
		both.Wait()
		// Turned away is the end of it, whoever came first; nobody who was turned away is let in after it.
		if turned.Code != http.StatusSeeOther || standing(t, a, member) != account.Closed {
			t.Errorf("let in %d, turned away %d: now %q", let.Code, turned.Code, standing(t, a, member))
		}
		if n := countAction(t, a, "member.let-in"); (let.Code == http.StatusSeeOther) != (n == 1) {
			t.Errorf("let in answers %d, and the record says it %d times", let.Code, n)
		}
		sound(t, a)
	})
}

func TestASeatIsFoundByItsWholeName(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ben := comeIn(t, a)
		for _, typed := range []string{ben.name, strings.ToUpper(ben.name), "  " + strings.ReplaceAll(ben.name, "-", " ")} {
			found := a.Post(apptest.Stella, "/admin/members/search", url.Values{"name": {typed}})
			if found.Code != http.StatusSeeOther || found.Header.Get("Location") != memberPath(ben.viewer().Account, "") {
				t.Errorf("%q: %d to %q", typed, found.Code, found.Header.Get("Location"))
			}
		}
		part := ben.name[:len(ben.name)-2]
		wants(t, a.Post(apptest.Stella, "/admin/members/search", url.Values{"name": {part}}), http.StatusUnprocessableEntity, "Nobody here has this sign-in name.", part)
		if strings.Contains(a.Log.Text(), part) {
			t.Error("the name is in the log")
		}
	})
}

func TestTheListSaysLittleAndGoesOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for range account.MembersPage {
			a.Clock.Advance(time.Minute)
			comeIn(t, a)
		}
		first := a.Get(apptest.Stella, "/admin/members")
		wants(t, first, http.StatusOK, "Since November 2026. No key yet.", `rel="next"`)
		if n := strings.Count(first.Body, "No key yet."); n != account.MembersPage {
			t.Errorf("%d on the first page", n)
		}
		_, rest, _ := strings.Cut(first.Body, `href="/admin/members?after=`)
		next, _, _ := strings.Cut(rest, `"`)
		second := a.Get(apptest.Stella, "/admin/members?after="+strings.ReplaceAll(next, "&amp;", "&"))
		wants(t, second, http.StatusOK, "Two keys or more.", "One key.", "Steward", "Paused", "That is where the list ends.", "From the start")
		if strings.Contains(second.Body, `rel="next"`) {
			t.Error("the list goes on after its end")
		}
		wants(t, a.Get(apptest.Stella, "/admin/members?standing=paused"), http.StatusOK, "Paused", "No key yet.")
		wants(t, a.Get(apptest.Stella, "/admin/members?standing=waiting"), http.StatusOK, "Nobody.")
		wants(t, a.Get(apptest.Stella, "/admin/members?standing=happy"), http.StatusNotFound)
		wants(t, a.Get(apptest.Stella, "/admin/members?after=nobody"), http.StatusNotFound)
	})
}

func TestWhoWaitsComesFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		if page := a.Get(apptest.Stella, "/admin/members").Body; strings.Contains(page, "Waiting to be let in") {
			t.Error("somebody waits who does not")
		}
		waits := waiter(t, a)
		page := a.Get(apptest.Stella, "/admin/members").Body
		if at := strings.Index(page, waits.name); at < 0 || at > strings.Index(page, "Find a seat") {
			t.Error("who waits does not come first")
		}
		wants(t, a.Get(apptest.Stella, "/admin"), http.StatusOK, "Answer 1 person who waits to be let in")
	})
}

func TestAStewardGivesTheirWordForACode(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ben := comeIn(t, a)
		at := memberPath(ben.viewer().Account, "/reset")
		ticket, err := a.Accounts.AskIn(t.Context(), ben.name, netip.MustParseAddr("198.51.100.9"))
		must(t, err)
		wants(t, a.Get(apptest.Stella, at), http.StatusOK, "The code that they read out")
		for code, says := range map[string]string{"": "Type the code that they read out.", "0000-0000": "That code does not fit."} {
			wants(t, a.Post(apptest.Stella, at, url.Values{"reason": {why}, "code": {code}}), http.StatusUnprocessableEntity, says, why)
		}
		wants(t, a.Post(apptest.Stella, at, url.Values{"code": {ticket.Code}}), http.StatusUnprocessableEntity, "Write something here.")
		if n := countAction(t, a, "member.reset-started"); n != 0 {
			t.Fatalf("%d words were given", n)
		}
		form := url.Values{"reason": {why}, "code": {strings.ToLower(ticket.Code)}}
		wants(t, a.Post(apptest.Stella, at, form), http.StatusSeeOther)
		page := a.Get(apptest.Stella, memberPath(ben.viewer().Account, ""))
		wants(t, page, http.StatusOK, "A steward gave their word to let somebody in again", why)
		if strings.Contains(page.Body, ticket.Code) {
			t.Error("the code is shown")
		}
		claim, err := a.Accounts.ClaimFor(t.Context(), ticket)
		must(t, err)
		if claim.Words != 1 || claim.Opens.IsZero() {
			t.Errorf("the claim: %+v", claim)
		}
		sound(t, a)
	})
}

func TestTheListIsReadWithoutTheKeysOfWhoWasErased(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ben := comeIn(t, a).viewer()
		must(t, a.Keys.Destroy(t.Context(), ben.Subject()))
		wants(t, a.Get(apptest.Stella, "/admin/members"), http.StatusOK, "A name that cannot be read")
		wants(t, a.Get(apptest.Stella, memberPath(ben.Account, "")), http.StatusOK, "A name that cannot be read")
	})
}
