package sheet_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/recur"
)

var ctx = context.Background()

// house is a group with two hosts and three members, and a meeting that begins in
// half an hour.
type house struct {
	*apptest.App
	t              *testing.T
	g              group.Group
	fay, gil       apptest.Person // look after the group
	ana, ben, cleo apptest.Person
	date           meeting.Occurrence
}

func open(t *testing.T, a *apptest.App) *house {
	t.Helper()
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), gil: a.Facilitator("Gil"), ana: apptest.Ana, ben: a.Facilitator("Ben"), cleo: a.Newcomer("Cleo")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	for who, name := range map[apptest.Person]string{h.gil: "Gannet", h.ana: "Marisol", h.ben: "Quiet Cedar", h.cleo: "Curlew"} {
		a.Enter(who, h.g, name)
	}
	for _, who := range []apptest.Person{h.gil, h.ben, h.cleo} {
		must(t, a.Groups.Introduce(ctx, a.Inside(who, h.g), "Hello."))
	}
	a.Clock.Advance(72 * time.Hour)
	must(t, a.Groups.Appoint(ctx, a.Inside(h.fay, h.g), a.Inside(h.gil, h.g).Self.ID, group.CoFacilitator))
	h.date = h.meeting(h.fay, h.g, 30*time.Minute)
	return h
}

// meeting puts a single meeting on a group's calendar, that long from now.
func (h *house) meeting(by apptest.Person, g group.Group, in time.Duration) meeting.Occurrence {
	h.t.Helper()
	first := recur.WallOf(h.Clock.Now().Add(in).Truncate(time.Minute))
	rule, err := recur.ParseRule("FREQ=WEEKLY")
	must(h.t, err)
	made, err := h.Meetings.Make(ctx, h.Inside(by, g), meeting.Draft{
		Meeting: meeting.Meeting{Title: "Sunday evening", Reach: meeting.ToMembers, Opening: meeting.ForMembers, CrossTalk: meeting.NoAnswers},
		Plan:    meeting.Plan{Series: recur.Series{First: first, Zone: time.UTC, Rule: rule}, Minutes: 60, Way: meeting.InPerson, Area: "The hall", Placing: meeting.Exact},
	})
	must(h.t, err)
	o, err := h.Meetings.DateFor(ctx, h.Inside(by, g), made.ID)
	must(h.t, err)
	return o
}

func (h *house) at(below string) string {
	return "/groups/" + h.g.Slug + "/meetings/" + h.date.Key() + below
}

func (h *house) in(who apptest.Person) group.Member { h.t.Helper(); return h.Inside(who, h.g) }

func (h *house) self(who apptest.Person) string { h.t.Helper(); return h.in(who).Self.ID }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func form(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

func (h *house) wants(got apptest.Answer, code int, words ...string) {
	h.t.Helper()
	if got.Code != code {
		h.t.Fatalf("answers %d, not %d: %s", got.Code, code, sentences(got.Body))
	}
	for _, one := range words {
		if !strings.Contains(sentences(got.Body), one) {
			h.t.Errorf("does not say %q: %s", one, sentences(got.Body))
		}
	}
}

// does sends a form, follows to where that leads, and gives the page.
func (h *house) does(who apptest.Person, path string, f url.Values, words ...string) string {
	h.t.Helper()
	h.Clock.Advance(time.Second)
	got := h.Post(who, path, f)
	h.wants(got, http.StatusSeeOther)
	next := h.Request("GET", strings.TrimPrefix(got.Header.Get("Location"), h.Base.String()), nil)
	for _, c := range (&http.Response{Header: got.Header}).Cookies() {
		next.AddCookie(c)
	}
	page := h.Do(who, next)
	h.wants(page, http.StatusOK, words...)
	return sentences(page.Body)
}

// hands does something with one's own hand.
func (h *house) hand(who apptest.Person, deed sheet.Deed) {
	h.t.Helper()
	h.does(who, h.at("/hands"), form("do", string(deed)))
}

// tends does something with the queue, as the page that a host sees now would.
func (h *house) tends(who apptest.Person, deed sheet.Deed, about string) {
	h.t.Helper()
	h.does(who, h.at("/queue"), form("do", string(deed), "who", about, "turns", strconv.FormatInt(h.frame(who).Turns, 10)))
}

// steps goes to a part, as the page that a host sees now would.
func (h *house) steps(who apptest.Person, to string, words ...string) string {
	h.t.Helper()
	return h.does(who, h.at("/sheet/step"), form("to", to, "moves", strconv.FormatInt(h.frame(who).Moves, 10)), words...)
}

func (h *house) frame(who apptest.Person) (f sheet.Frame) {
	h.t.Helper()
	got := h.Get(who, h.at("/sheet/state"))
	if got.Code != http.StatusOK {
		h.t.Fatalf("the state answers %s with %d", who.Name, got.Code)
	}
	must(h.t, json.Unmarshal([]byte(got.Body), &f))
	return f
}

func (h *house) waiting(who apptest.Person) (names []string) {
	h.t.Helper()
	for _, one := range h.frame(who).Hands {
		names = append(names, one.Name)
	}
	return names
}

func (h *house) waits(names ...string) {
	h.t.Helper()
	for _, who := range []apptest.Person{h.fay, h.ana} {
		if got := h.waiting(who); !slices.Equal(got, names) {
			h.t.Fatalf("%s sees %v, not %v", who.Name, got, names)
		}
	}
}

func (h *house) speaks(name string) {
	h.t.Helper()
	turn := h.frame(h.fay).Turn
	if (turn == nil) != (name == "") || turn != nil && turn.Name != name {
		h.t.Fatalf("%+v speaks, not %s", turn, name)
	}
}

// begun has a sheet made from the usual one, everybody present, and the meeting at
// its part for sharing.
func (h *house) begun() {
	h.t.Helper()
	h.does(h.fay, h.at("/sheet"), form("template", sheet.First))
	for _, who := range []apptest.Person{h.fay, h.gil, h.ana, h.ben, h.cleo} {
		h.does(who, h.at("/sheet/presence"), form())
	}
	h.steps(h.fay, "0")
	h.steps(h.fay, h.part(sheet.Sharing), "Sharing")
}

// part is where the part of a kind stands.
func (h *house) part(k sheet.Kind) string {
	h.t.Helper()
	items, err := h.Sheets.ItemsFor(ctx, h.in(h.fay), h.date)
	must(h.t, err)
	return strconv.Itoa(slices.IndexFunc(items, func(i sheet.Item) bool { return i.Kind == k }))
}

// sentences are the words of a page that show on a screen.
func sentences(body string) string {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	var words []string
	var walk func(n *html.Node, inside bool)
	walk = func(n *html.Node, inside bool) {
		if n.Type == html.ElementNode {
			inside = inside || n.Data == "main"
			for _, a := range n.Attr {
				if a.Key == "hidden" || a.Key == "class" && a.Val == "sheet-paper" {
					return
				}
			}
		}
		if n.Type == html.TextNode && inside {
			words = append(words, strings.Fields(n.Data)...)
		}
		for c := n.FirstChild; c != nil && n.Data != "template"; c = c.NextSibling {
			walk(c, inside)
		}
	}
	walk(root, false)
	return strings.Join(words, " ")
}

// count is how many rows a table has.
func (h *house) count(query string) (n int64) {
	h.t.Helper()
	must(h.t, h.DB.Writer().QueryRowContext(ctx, query).Scan(&n))
	return n
}
