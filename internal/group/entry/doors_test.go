package entry_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
)

const notNow = "This group cannot take you in right now. You can try again another day, or look for another group."

// banned is a group from which Ana was banned, seen from her browser.
func banned(t *testing.T, a *apptest.App, change func(*group.Plan)) (g group.Group, fay apptest.Person, ana *browser) {
	t.Helper()
	fay = a.Facilitator("Fay")
	g = a.Found(fay, "Tomasz", change)
	m := a.Enter(apptest.Ana, g, "Marisol")
	must(t, a.Groups.Remove(ctx, a.Inside(fay, g), m.Self.ID, true, "threats"))
	must(t, a.Groups.CountMembers(ctx))
	return g, fay, newBrowser(t, a, apptest.Ana)
}

func TestWhoeverWasBannedIsToldNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g, fay, ana := banned(t, a, nil)
		a.Enter(apptest.Zoe, g, "Wren")
		must(t, a.Groups.Leave(ctx, a.Viewer(apptest.Zoe), g.Slug, group.AsFormer))
		ana.get("/groups") // the mark comes here
		if bytesOf(ana.get(at(g, "")), "") != bytesOf(newBrowser(t, a, apptest.Zoe).get(at(g, "")), "") {
			t.Error("the page tells of the ban")
		}
		page := ana.post(at(g, "/join"), ana.joins(at(g, "/join"), "A quiet one"))
		want(t, page, 403, notNow, `value="A quiet one"`)
		lacks(t, page, "ban", "threats")
		path := link(t, a, fay, g, true)
		want(t, ana.post(at(g, "/join"), ana.joins(path, "A quiet one")), 403, notNow)
		if _, by, err := a.Groups.Invited(ctx, a.Viewer(apptest.Zoe), strings.TrimPrefix(path, "/group-invitation/")); err != nil || by.Name == "" {
			t.Error("the invitation was spent on somebody who was not let in")
		}
		other := a.Found(fay, "Tomasz B", nil)
		leads(t, ana.post(at(other, "/join"), ana.joins(at(other, "/join"), "A quiet one")), at(other, ""))
	})
}

func TestANewAccountInTheSameBrowserIsNotLetIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g, fay, ana := banned(t, a, nil)
		ana.get("/home")
		mark := ana.jar["__Host-place"]
		if mark == nil || mark.MaxAge != 30*24*60*60 || !mark.HttpOnly || !mark.Secure {
			t.Fatalf("the mark is %+v", mark)
		}
		bo := a.Newcomer("Bo")
		ana.become(bo)
		want(t, ana.post(at(g, "/join"), ana.joins(at(g, "/join"), "Somebody else")), 403, notNow)
		path := link(t, a, fay, g, true)
		want(t, ana.post(at(g, "/join"), ana.joins(path, "Somebody else")), 403, notNow)
		other := a.Found(fay, "Tomasz B", nil)
		leads(t, ana.post(at(other, "/join"), ana.joins(at(other, "/join"), "Juniper")), at(other, ""))
		elsewhere := newBrowser(t, a, bo)
		leads(t, elsewhere.post(at(g, "/join"), elsewhere.joins(at(g, "/join"), "Somebody else")), at(g, ""))
	})
}

func TestOnlyBrowsersOfThoseWhoAreBannedHoldAMark(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g, _, ana := banned(t, a, nil)
		pages := []string{"/groups", at(g, ""), "/home", "/group-invitation/never"}
		for _, p := range []apptest.Person{apptest.Vera, apptest.Zoe, apptest.Stella, apptest.Lee} {
			b := newBrowser(t, a, p)
			for _, path := range pages {
				b.get(path)
			}
			if b.jar["__Host-place"] != nil {
				t.Errorf("%s holds a mark", p.Name)
			}
		}
		ana.get("/help")
		if ana.jar["__Host-place"] != nil {
			t.Error("the mark comes with every page")
		}
		ana.get("/groups")
		if ana.jar["__Host-place"] == nil {
			t.Fatal("there is no mark")
		}
		if ana.get("/groups").Header.Get("Set-Cookie") != "" {
			t.Error("a browser that holds the mark is given it again, and for longer")
		}
		a.Clock.Advance(31 * 24 * time.Hour)
		delete(ana.jar, "__Host-place")
		ana.get("/groups")
		if ana.jar["__Host-place"] != nil {
			t.Error("after 30 days it is given still")
		}
	})
}

func TestMarksThatAreNoneAreNotLookedAt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		g, _, ana := banned(t, a, nil)
		ana.get("/home")
		mark := ana.jar["__Host-place"].Value
		for n, value := range []string{"", "x", strings.Repeat(".", 4000), strings.Repeat("0123456789abcdef0123456789abcdef.", 8) + mark} {
			b := newBrowser(t, a, a.Newcomer(fmt.Sprint("Bo ", n)))
			b.jar["__Host-place"] = &http.Cookie{Name: "__Host-place", Value: value}
			name := []string{"Wren", "Juniper", "Marlow", "Hazel"}[n]
			leads(t, b.post(at(g, "/join"), b.joins(at(g, "/join"), name)), at(g, ""))
		}
	})
}
