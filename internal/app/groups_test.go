package app_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
)

// within is a pattern of the pages of one group.
func within(pattern string) bool {
	_, at, _ := strings.Cut(pattern, " ")
	return strings.HasPrefix(at, "/groups/{group}")
}

// outside are the pages of a group that people outside may reach, where the
// group shows.
func outside(pattern string) bool {
	switch _, at, _ := strings.Cut(pattern, " "); at {
	case "/groups/{group}", "/groups/{group}/join", "/groups/{group}/withdrawal", "/groups/{group}/place", "/groups/{group}/words/erasure", "/groups/{group}/leave":
		return true
	}
	return false
}

// inGroup fills a pattern with a group, and with one of its members.
func inGroup(pattern string, g group.Group, persona string) (method, at string) {
	method, at, _ = strings.Cut(pattern, " ")
	at = strings.ReplaceAll(at, "{group}", g.Slug)
	at = strings.ReplaceAll(at, "{persona}", persona)
	at = strings.ReplaceAll(at, "{$}", "")
	return method, regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(at, "0")
}

// TestTheInsideOfAGroupIsNowhereForOthers walks every page of a group as
// everybody who has no business there.
func TestTheInsideOfAGroupIsNowhereForOthers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ctx := context.Background()
		fay, gus := a.Facilitator("Fay"), a.Facilitator("Gus")
		former, banned, asking := a.Newcomer("who left"), a.Newcomer("who was banned"), a.Newcomer("who asks")
		people := []apptest.Person{apptest.Zoe, gus, former, banned, asking, apptest.Stella}
		a.Found(gus, "Of another group", nil)
		for _, visibility := range []group.Visibility{group.Public, group.Unlisted} {
			g := a.Found(fay, "Tomasz", nil)
			id := a.Inside(fay, g).Self.ID
			a.Enter(former, g, "Left")
			mustDo(t, a.Groups.Leave(ctx, a.Viewer(former), g.Slug, group.AsFormer))
			mustDo(t, a.Groups.Remove(ctx, a.Inside(fay, g), a.Enter(banned, g, "Banned").Self.ID, true, ""))
			changed := a.Inside(fay, g).Group
			changed.Visibility, changed.Joining = visibility, group.ByAsking
			mustDo(t, a.Groups.Change(ctx, a.Inside(fay, g), changed))
			if visibility == group.Public {
				if _, err := a.TryJoin(asking, g, group.Coming{Face: group.Face{Name: "Asks"}}); err != nil {
					t.Fatal(err)
				}
			}
			walkAsOthers(t, a, g, id, visibility, people)
		}
	})
}

func walkAsOthers(t *testing.T, a *apptest.App, g group.Group, id string, visibility group.Visibility, people []apptest.Person) {
	t.Helper()
	walked := 0
	for _, route := range a.Router.Routes() {
		if !within(route.Pattern) || visibility == group.Public && outside(route.Pattern) {
			continue
		}
		method, at := inGroup(route.Pattern, g, id)
		a.Clock.Advance(time.Minute) // a walk like this is more than anybody may do at once
		for _, p := range people {
			if own := strings.Contains(at, "/leave") || strings.HasSuffix(at, "/erasure"); own && strings.HasPrefix(p.Name, "who") {
				continue // their words are still there, and theirs to take away
			}
			nowhere := a.Do(p, a.Request(method, "/groups/no-such-abcd"+strings.TrimPrefix(at, "/groups/"+g.Slug), url.Values{}))
			got := a.Do(p, a.Request(method, at, url.Values{}))
			if got.Code != nowhere.Code || differs.ReplaceAllString(got.Body, "") != differs.ReplaceAllString(nowhere.Body, "") || got.Code < 400 {
				t.Errorf("%s (%s) answers %s with %d, and what does not exist with %d", route.Pattern, visibility, p.Name, got.Code, nowhere.Code)
			}
			walked++
		}
	}
	if walked < 100 {
		t.Errorf("only %d requests were tried", walked)
	}
}

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhoLosesAMembershipLosesItsSocketOnTheOtherNode walks every way in which
// somebody is no member any more, and waits for the socket of the other node.
func TestWhoLosesAMembershipLosesItsSocketOnTheOtherNode(t *testing.T) {
	a, b, base := twoNodes(t)
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	fay := a.Facilitator("Fay")
	g := a.Found(fay, "Tomasz", nil)
	for name, end := range map[string]func(m group.Member) error{
		"left":    func(m group.Member) error { return a.Groups.Leave(ctx, m.Viewer, g.Slug, group.Erased) },
		"removed": func(m group.Member) error { return a.Groups.Remove(ctx, a.Inside(fay, g), m.Self.ID, false, "") },
		"banned":  func(m group.Member) error { return a.Groups.Remove(ctx, a.Inside(fay, g), m.Self.ID, true, "") },
		"closed": func(m group.Member) error {
			by, err := account.ByViewer(a.Viewer(apptest.Stella), "a test")
			if err != nil {
				return err
			}
			return a.Groups.CloseBehind(ctx, by, a.Viewer(apptest.Stella), m.Self.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := a.Newcomer(name)
			m := a.Enter(p, g, "Somebody "+name)
			socket := listen(ctx, t, base, a.Token(p))
			hear(ctx, t, socket, "group:"+g.ID)
			began := time.Now()
			mustDo(t, end(m))
			waitForEnd(ctx, t, socket)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("the socket on the other node heard of the group for %v", took)
			}
			b.Hold(p, a.Token(p))
			if got := b.Get(p, "/groups/"+g.Slug+"/members"); got.Code < 400 {
				t.Errorf("the other node still shows the inside: %d", got.Code)
			}
		})
	}
}

// hear subscribes a socket to a channel.
func hear(ctx context.Context, t *testing.T, socket *websocket.Conn, channel string) {
	t.Helper()
	mustDo(t, socket.Write(ctx, websocket.MessageText, []byte(`{"id":2,"subscribe":{"channel":"`+channel+`"}}`)))
	if _, answer, err := socket.Read(ctx); err != nil || !strings.Contains(string(answer), `"subscribe"`) {
		t.Fatalf("%s, %v", answer, err)
	}
}

// waitForEnd reads until the socket, or its subscription, has ended.
func waitForEnd(ctx context.Context, t *testing.T, socket *websocket.Conn) {
	t.Helper()
	for {
		_, said, err := socket.Read(ctx)
		if ctx.Err() != nil {
			t.Fatal("nothing ended")
		}
		if err != nil || strings.Contains(string(said), `"unsubscribe"`) {
			return
		}
	}
}
