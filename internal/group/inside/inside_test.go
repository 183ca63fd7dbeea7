package inside_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/web"
)

var ctx = context.Background()

// low is a group with a leader, Tomasz, and two members who have spoken: Ana as
// Marisol and Bo as Juniper.
type low struct {
	*apptest.App
	t       *testing.T
	group   group.Group
	fay, bo apptest.Person
	marisol string // ids of personas
	juniper string
	tomasz  string
}

func each(t *testing.T, test func(t *testing.T, l *low)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		l := &low{App: a, t: t, fay: a.Facilitator("Fay"), bo: a.Newcomer("Bo")}
		l.group = a.Found(l.fay, "Tomasz", nil)
		l.tomasz = a.Inside(l.fay, l.group).Self.ID
		l.marisol = a.Enter(apptest.Ana, l.group, "Marisol").Self.ID
		l.juniper = a.Enter(l.bo, l.group, "Juniper").Self.ID
		l.says(apptest.Ana, "Marisol was here")
		l.says(l.bo, "Juniper was here")
		test(t, l)
	})
}

func (l *low) says(p apptest.Person, words string) {
	l.t.Helper()
	must(l.t, l.Groups.Introduce(ctx, l.Inside(p, l.group), words))
}

func (l *low) path(parts ...string) string { return hall.Path(l.group.Slug, parts...) }

// open opens a page inside the group, which has to be there.
func (l *low) open(p apptest.Person, parts ...string) string {
	l.t.Helper()
	got := l.Get(p, l.path(parts...))
	if got.Code != http.StatusOK {
		l.t.Fatalf("%s gets %d at %s", p.Name, got.Code, l.path(parts...))
	}
	return got.Body
}

// send sends the form of a page as somebody who opened it.
func (l *low) send(p apptest.Person, form url.Values, parts ...string) apptest.Answer {
	l.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	form.Set(web.OnceField, l.Get(p, l.path("me")).OnceKey())
	return l.Post(p, l.path(parts...), form)
}

func (l *low) done(p apptest.Person, form url.Values, parts ...string) apptest.Answer {
	l.t.Helper()
	got := l.send(p, form, parts...)
	if got.Code != http.StatusSeeOther {
		l.t.Fatalf("%s gets %d from POST %s", p.Name, got.Code, l.path(parts...))
	}
	return got
}

func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("%q is missing", text)
		}
	}
}

func hasNot(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("%q is shown", text)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// pages are all pages of the group, and forms all that can be sent there.
func (l *low) pages() []string {
	return []string{
		l.path(), l.path("members"), l.path("members", l.marisol), l.path("members", l.marisol, "picture"), l.path("members", l.juniper, "block"),
		l.path("hello"), l.path("me"), l.path("me", "face"), l.path("me", "profession"), l.path("leave"), l.path("agreements", "wording"),
	}
}

func (l *low) forms() []string {
	return []string{
		l.path("settled"), l.path("members", l.juniper, "hello"), l.path("members", l.juniper, "mute"), l.path("members", l.juniper, "unmute"),
		l.path("members", l.juniper, "block"), l.path("members", l.juniper, "unblock"), l.path("hello"), l.path("hello", "x", "taken-back"),
		l.path("me", "face"), l.path("me", "greeting"), l.path("me", "afterwards"), l.path("me", "out"), l.path("me", "back"), l.path("me", "code"),
		l.path("me", "role", "removal"), l.path("me", "profession"), l.path("leave"), l.path("leave", "words"), l.path("agreements", "wording"),
	}
}

// Whoever is outside is answered as if nothing of it existed, whatever the group
// is and whatever they were to it.
func TestTheInsideDoesNotExistForOutsiders(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		banned, other, former := l.Newcomer("Cy"), l.Newcomer("Di"), l.Newcomer("Ed")
		m := l.Enter(banned, l.group, "Somebody")
		must(t, l.Groups.Remove(ctx, l.Inside(l.fay, l.group), m.Self.ID, true, "threats"))
		l.Enter(other, l.Found(l.fay, "Tomasz at the sea", nil), "Elsewhere")
		l.Enter(former, l.group, "Was here")
		must(t, l.Groups.Leave(ctx, l.Viewer(former), l.group.Slug, group.AsAnonymous))
		nowhere := strings.NewReplacer(l.group.Slug, "no-such-group-abcd")
		for _, p := range []apptest.Person{banned, other, former, apptest.Stella, apptest.Pia, apptest.Lee, apptest.Vera} {
			for _, path := range l.pages() {
				if path == l.path() {
					continue // its public page, which is package entry's
				}
				if p == banned && path == l.path("leave") {
					continue // their words are still theirs to take away
				}
				l.sameAsNowhere(p, "GET", path, nowhere.Replace(path))
			}
			for _, path := range l.forms() {
				if p == banned && path == l.path("leave", "words") {
					continue
				}
				l.Clock.Advance(10 * time.Second) // within the limits
				l.sameAsNowhere(p, "POST", path, nowhere.Replace(path))
			}
		}
	})
}

func (l *low) sameAsNowhere(p apptest.Person, method, path, nowhere string) {
	l.t.Helper()
	ask := func(path string) (int, string) {
		r := l.Request(method, path, url.Values{"text": {"Hello"}, "how": {"erased"}, "until": {"week"}})
		got := l.Do(p, r)
		return got.Code, strings.ReplaceAll(got.Body, url.QueryEscape(path), "")
	}
	code, body := ask(path)
	wantCode, wantBody := ask(nowhere)
	if code != wantCode || code < 400 {
		l.t.Errorf("%s gets %d at %s %s, and %d where nothing is", p.Name, code, method, path, wantCode)
	}
	if len(body) != len(wantBody) {
		l.t.Errorf("%s %s is answered otherwise to %s than what does not exist", method, path, p.Name)
	}
}

func TestThePeopleOfAGroup(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		quiet := l.Newcomer("Cy")
		l.Enter(quiet, l.group, "Quiet One")
		l.Clock.Advance(time.Hour)
		list := l.open(apptest.Ana, "members")
		has(t, list, "Tomasz", "Juniper", "Marisol", "you", "That is the end of the list.")
		hasNot(t, list, "Quiet One", "Not greeted yet")
		has(t, l.open(quiet, "members"), "Quiet One")
		has(t, l.open(l.fay, "members"), "Quiet One", "Not greeted yet")
		found := l.Get(apptest.Ana, l.path("members")+"?q=jun").Body
		has(t, found, "Juniper", "Back to the beginning")
		hasNot(t, found, ">Marisol</a>")
		has(t, l.Get(apptest.Ana, l.path("members")+"?q=zzz").Body, "Nobody here has a name like that", "Show everybody")
		if got := l.Get(apptest.Ana, l.path("members")+"?after="+"x"); got.Code != http.StatusNotFound {
			t.Errorf("a place that is not in the list gets %d", got.Code)
		}
		// Who only reads is nobody's business.
		if got := l.Get(apptest.Ana, l.path("members", l.Inside(quiet, l.group).Self.ID)); got.Code != http.StatusNotFound {
			t.Errorf("the page of somebody who has not spoken gets %d", got.Code)
		}
		// Nor is who stepped out.
		l.done(l.bo, url.Values{"until": {"week"}}, "me", "out")
		hasNot(t, l.open(apptest.Ana, "members"), "tepped out")
		hasNot(t, l.open(apptest.Ana, "members", l.juniper), "tepped out")
	})
}

func TestALongListGoesOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		fay := a.Facilitator("Fay")
		l := &low{App: a, t: t, fay: fay, group: a.Found(fay, "Tomasz", nil)}
		for n := range group.MembersPage + 3 {
			p := a.Newcomer("somebody")
			a.Enter(p, l.group, "Zu"+string("bdfgkmprst"[n/10])+"o"+string("bdfgkmprst"[n%10])+"ia")
			must(t, a.Groups.Introduce(ctx, a.Inside(p, l.group), "Hello"))
		}
		first := l.open(fay, "members")
		has(t, first, "More people")
		hasNot(t, first, "That is the end of the list.")
		_, rest, _ := strings.Cut(first, `href="`+l.path("members")+"?after=")
		after, _, _ := strings.Cut(rest, `"`)
		second := l.Get(fay, l.path("members")+"?after="+after).Body
		has(t, second, "That is the end of the list.", "Back to the beginning", "Tomasz")
		if n := strings.Count(first, `class="whole" href="`+l.path("members")+"/"); n != group.MembersPage {
			t.Errorf("the first page lists %d", n)
		}
	})
}

// A block lets two people vanish for each other, on every page, and for nobody
// else. Those who keep the group safe see both.
func TestBlockedPeopleDoNotMeet(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		has(t, l.open(apptest.Ana, "members", l.juniper, "block"), "Block Juniper?", "They are not told.", "Only you know.")
		l.done(apptest.Ana, nil, "members", l.juniper, "block")
		pairs := []struct {
			who          apptest.Person
			name, id, to string
		}{{apptest.Ana, "Juniper", l.juniper, "Juniper was here"}, {l.bo, "Marisol", l.marisol, "Marisol was here"}}
		for _, one := range pairs {
			for _, page := range []string{l.open(one.who), l.open(one.who, "members"), l.Get(one.who, l.path("members")+"?q="+one.name).Body, l.open(one.who, "hello")} {
				hasNot(t, page, one.id, one.to)
			}
			for _, below := range []string{"", "picture", "block"} {
				if got := l.Get(one.who, strings.TrimSuffix(l.path("members", one.id, below), "/")); got.Code != http.StatusNotFound {
					t.Errorf("%s gets %d for %s %s", one.who.Name, got.Code, one.name, below)
				}
			}
		}
		leads := l.open(l.fay, "members")
		has(t, leads, "Marisol", "Juniper")
		has(t, l.open(l.fay, "members", l.juniper), "Juniper was here")
		has(t, l.open(apptest.Ana, "me"), "Juniper", "Unblock")
		hasNot(t, l.open(l.bo, "me"), "Unblock", "Marisol")
		l.done(apptest.Ana, nil, "members", l.juniper, "unblock")
		has(t, l.open(l.bo, "members"), "Marisol")
	})
}

func TestMutingHidesWordsFromOnePersonAlone(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		l.done(apptest.Ana, nil, "members", l.juniper, "mute")
		hasNot(t, l.open(apptest.Ana), "Juniper was here")
		has(t, l.open(apptest.Ana, "members"), "Juniper")
		has(t, l.open(apptest.Ana, "me"), "Muted", "Show their words again")
		has(t, l.open(l.bo), "Marisol was here")
		l.done(apptest.Ana, nil, "members", l.juniper, "unmute")
		has(t, l.open(apptest.Ana), "Juniper was here")
	})
}

func TestAPictureIsShownToWhoeverSeesThePersona(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		if got := l.Get(apptest.Ana, l.path("members", l.juniper, "picture")); got.Code != http.StatusNotFound {
			t.Errorf("a drawn picture gets %d", got.Code)
		}
		key := "0b4dbd5e-6d0e-4b3a-9d62-1c2f3a4b5c6d"
		png := "\x89PNG\r\n\x1a\n and the rest"
		_, err := l.Files.Put(ctx, key, strings.NewReader(png), int64(len(png)))
		must(t, err)
		must(t, l.Groups.ChangePersona(ctx, l.Inside(l.bo, l.group), group.Face{Name: "Juniper", Picture: key, Look: 7}))
		got := l.Get(apptest.Ana, l.path("members", l.juniper, "picture"))
		if got.Code != http.StatusOK || got.Body != png {
			t.Fatalf("gets %d", got.Code)
		}
		for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Etag": "", "Last-Modified": "", "Cache-Control": "private, no-store"} {
			if got.Header.Get(name) != want {
				t.Errorf("%s is %q", name, got.Header.Get(name))
			}
		}
		hasNot(t, l.open(apptest.Ana, "members"), key)
		must(t, l.Groups.BlockOne(ctx, l.Inside(l.bo, l.group), l.marisol))
		if got := l.Get(apptest.Ana, l.path("members", l.juniper, "picture")); got.Code != http.StatusNotFound {
			t.Errorf("whoever is blocked gets %d", got.Code)
		}
	})
}
