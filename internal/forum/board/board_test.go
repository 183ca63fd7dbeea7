package board_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/forum/board"
	"handrail/internal/group"
)

var ctx = context.Background()

// house is a group that Fay leads as Tomasz, with Ana as Marisol and Ben as
// Quiet Cedar, who can write there.
type house struct {
	*apptest.App
	t       *testing.T
	g       group.Group
	fay     apptest.Person
	ben     apptest.Person
	marisol string // ids of personas
	cedar   string
}

func open(t *testing.T, a *apptest.App) *house {
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	h.marisol = a.Enter(apptest.Ana, h.g, "Marisol").Self.ID
	h.cedar = a.Enter(h.ben, h.g, "Quiet Cedar").Self.ID
	return h
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, open(t, a)) })
}

func (h *house) begin(by apptest.Person, title, text string, change func(*forum.Beginning)) forum.Post {
	h.t.Helper()
	b := forum.Beginning{Space: h.g.ID + "-shares", Kind: forum.Share, Title: title, Words: forum.Words{Text: text}}
	if change != nil {
		change(&b)
	}
	p, err := h.Forum.Begin(ctx, h.Inside(by, h.g), b)
	must(h.t, err)
	return p
}

func (h *house) reply(by apptest.Person, topic string, w forum.Words) forum.Post {
	h.t.Helper()
	p, err := h.Forum.Reply(ctx, h.Inside(by, h.g), topic, w)
	must(h.t, err)
	return p
}

func (h *house) path(parts ...string) string { return board.Path(h.g.Slug, parts...) }

// read opens a page of the forum, which has to be there.
func (h *house) read(p apptest.Person, parts ...string) string {
	h.t.Helper()
	return h.open(p, h.path(parts...))
}

func (h *house) open(p apptest.Person, path string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s gets %d at %s", p.Name, got.Code, path)
	}
	return got.Body
}

// press presses a button, which has to lead on, and gives the address there.
func (h *house) press(p apptest.Person, to string, parts ...string) string {
	h.t.Helper()
	got := h.Post(p, h.path(parts...), url.Values{"to": {to}})
	if got.Code != http.StatusSeeOther {
		h.t.Fatalf("%s gets %d from POST %s", p.Name, got.Code, h.path(parts...))
	}
	return got.Header.Get("Location")
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

// ordinary is what somebody might say: two short paragraphs.
const ordinary = "I told one person before I went. Not the whole story. I said: if you see me by the door, come and stand with me a while. She did, twice.\n\nI left at ten and sat in the car with the heating on. I was not happy, exactly. I was all there."

// A page costs the same whatever stands on it: its statements do not grow with
// posts, notes, quotes, mentions or people.
func TestAPageOfATopicIsSixStatementsAndSmall(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		people := []apptest.Person{apptest.Ana, h.ben, h.fay}
		for n := range 6 {
			p := h.Facilitator(fmt.Sprint("P", n))
			h.Enter(p, h.g, fmt.Sprint("Persona ", n))
			people = append(people, p)
		}
		few := h.begin(apptest.Ana, "A few", ordinary, func(b *forum.Beginning) { b.Anonymous = true })
		many := h.begin(apptest.Ana, "Many", ordinary, func(b *forum.Beginning) { b.Anonymous = true })
		for _, one := range []struct {
			topic   forum.Post
			answers int
		}{{few, 5}, {many, 49}} {
			for n := range one.answers {
				w := forum.Words{Text: ordinary, Anonymous: n%7 == 1}
				if n%10 == 2 {
					w.Text, w.Quote, w.Notes = "@Marisol "+ordinary, one.topic.ID, []string{"grief"}
				}
				h.reply(people[n%len(people)], one.topic.Topic, w)
			}
		}
		h.Clock.Advance(time.Hour) // nothing was only just said
		cost := func(topic string) (int64, string) {
			path := h.path("topics", topic) + "?page=1"
			h.open(h.ben, path) // the house warms up
			before := h.DB.Statements()
			page := h.open(h.ben, path)
			return h.DB.Statements() - before, page
		}
		small, _ := cost(few.Topic)
		large, page := cost(many.Topic)
		if small > 6 || large > 6 || small != large {
			t.Errorf("a page of 5 answers takes %d statements, one of 49 %d", small, large)
		}
		if n := strings.Count(page, "<article"); n != 50 {
			t.Errorf("the page has %d posts", n)
		}
		if n := len(page); n > 60<<10 {
			t.Errorf("the page weighs %d bytes", n)
		}
	})
}
