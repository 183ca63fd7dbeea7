package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/platform/fault"
	"handrail/internal/site"
)

var linkIn = regexp.MustCompile(apptest.Base + `/invitation/([A-Za-z0-9_-]{43})`)

// invite makes a link as the steward, and gives its token.
func invite(t *testing.T, a *apptest.App, uses, lasts string) string {
	t.Helper()
	made := a.Post(apptest.Stella, "/admin/invitations", url.Values{"uses": {uses}, "lasts": {lasts}})
	wants(t, made, http.StatusOK, "It is shown this once.", "You are invited.", `class="qr-code"`)
	found := linkIn.FindStringSubmatch(made.Body)
	if found == nil {
		t.Fatal("there is no link on the page")
	}
	return found[1]
}

func (v *visitor) comesIn(token string) error {
	_, err := v.a.Accounts.ComeIn(v.t.Context(), account.Arrival{Kind: account.Shared, Invitation: token, Consents: true})
	return err
}

func TestALinkLetsAsManyInAsItSays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		setDoor(t, a, site.ByInvitation)
		wants(t, a.Get(apptest.Stella, "/admin/invitations"), http.StatusOK, "None.", "People come in by a link alone.")
		token := invite(t, a, "2", "day")
		list := a.Get(apptest.Stella, "/admin/invitations")
		wants(t, list, http.StatusOK, "For 2 more people", "Works until")
		if strings.Contains(list.Body, token) || strings.Contains(a.Dump(), token) || strings.Contains(a.Log.Text(), token) {
			t.Error("the token is somewhere else than in the one answer")
		}
		anybody := &visitor{a: a, t: t}
		must(t, anybody.comesIn(token))
		wants(t, a.Get(apptest.Stella, "/admin/invitations"), http.StatusOK, "For 1 more person")
		must(t, anybody.comesIn(token))
		if err := anybody.comesIn(token); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("the third: %v", err)
		}
		late := invite(t, a, "1", "day")
		a.Clock.Advance(24*time.Hour + time.Second)
		if err := anybody.comesIn(late); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("too late: %v", err)
		}
	})
}

func TestALinkIsTakenBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		setDoor(t, a, site.ByInvitation)
		token := invite(t, a, "100", "month")
		list := a.Get(apptest.Stella, "/admin/invitations").Body
		end := regexp.MustCompile(`/admin/invitations/[^"/]+/end`).FindString(list)
		wants(t, a.Post(apptest.Stella, end, url.Values{}), http.StatusSeeOther)
		if err := (&visitor{a: a, t: t}).comesIn(token); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("by a link that was taken back: %v", err)
		}
		wants(t, a.Post(apptest.Stella, end, url.Values{}), http.StatusNotFound)
		for action, want := range map[string]int64{"invitation.made": 1, "invitation.taken-back": 1} {
			if n := countAction(t, a, action); n != want {
				t.Errorf("%s: %d entries", action, n)
			}
		}
		wants(t, a.Get(apptest.Stella, "/admin/record"), http.StatusOK, "A link to come in was made", "A link to come in was taken back")
		sound(t, a)
	})
}

func TestALinkMadeTwiceByOneFormIsOne(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		form := url.Values{"uses": {"1"}, "lasts": {"week"}, "once": {"one key"}}
		wants(t, a.Post(apptest.Stella, "/admin/invitations", form), http.StatusOK)
		wants(t, a.Post(apptest.Stella, "/admin/invitations", form), http.StatusSeeOther)
		if n := countAction(t, a, "invitation.made"); n != 1 {
			t.Errorf("%d links", n)
		}
	})
}

func TestWhatIsWrongWithALinkIsSaid(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		for _, c := range []struct{ uses, lasts, says string }{
			{"0", "week", "Choose a number from 1 to 100."},
			{"101", "week", "Choose a number from 1 to 100."},
			{"many", "week", "Choose a number from 1 to 100."},
			{"3", "for ever", "Choose how long the link works from the list."},
		} {
			page := a.Post(apptest.Stella, "/admin/invitations", url.Values{"uses": {c.uses}, "lasts": {c.lasts}})
			wants(t, page, http.StatusUnprocessableEntity, c.says, `value="`+c.uses+`"`)
		}
		setDoor(t, a, site.Closed)
		closed := a.Get(apptest.Stella, "/admin/invitations")
		wants(t, closed, http.StatusOK, "The door is closed", "/admin/site")
		if strings.Contains(closed.Body, "Make the link") {
			t.Error("a link that opens nothing is offered")
		}
	})
}
