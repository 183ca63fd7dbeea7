package private_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/forum/private"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
)

var ctx = context.Background()

// house is a group with a leader and three members, in which Ana wrote
// something without her name and Ben answered.
type house struct {
	*apptest.App
	t     *testing.T
	g     group.Group
	fay   apptest.Person // leads it
	ben   apptest.Person
	cleo  apptest.Person
	post  forum.Post // Ana's, anonymous
	reply forum.Post // Ben's
}

func open(t *testing.T, a *apptest.App) *house {
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben"), cleo: a.Facilitator("Cleo")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	a.Enter(h.cleo, h.g, "Northern Owl")
	h.post = h.begin(apptest.Ana, true)
	h.reply = h.answer(h.ben, h.post.Topic)
	return h
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, open(t, a)) })
}

func (h *house) in(p apptest.Person) group.Member { return h.Inside(p, h.g) }

func (h *house) begin(by apptest.Person, anonymous bool) forum.Post {
	h.t.Helper()
	p, err := h.Forum.Begin(ctx, h.in(by), forum.Beginning{Space: h.g.ID + "-shares", Kind: forum.Share, Title: "A heavy week", Words: forum.Words{Text: "It is a lot.", Anonymous: anonymous}})
	must(h.t, err)
	return p
}

func (h *house) answer(by apptest.Person, topic string) forum.Post {
	h.t.Helper()
	p, err := h.Forum.Reply(ctx, h.in(by), topic, forum.Words{Text: "I hear you."})
	must(h.t, err)
	return p
}

// writes sends a note about a post, and gives the thread.
func (h *house) writes(by apptest.Person, post, text string) string {
	h.t.Helper()
	thread, err := h.Private.Write(ctx, h.in(by), post, text)
	must(h.t, err)
	return thread
}

// says is what somebody reads in their notes, line by line; "*" stands before a
// thread with something unread, and "+" before their own words.
func (h *house) says(p apptest.Person) string {
	h.t.Helper()
	list, err := h.Private.NotesFor(ctx, h.in(p))
	must(h.t, err)
	var lines []string
	for _, t := range list {
		line := t.Other.Called(ctx)
		if t.Stewards {
			line = "stewards"
		}
		if t.Fresh {
			line = "*" + line
		}
		for _, w := range t.Words {
			text := strings.TrimSpace(strings.NewReplacer(`<p dir="auto">`, "", "<p>", "", "</p>", "").Replace(w.HTML))
			switch {
			case w.Card:
				text = "card"
			case w.Answer != private.Unanswered:
				text = string(w.Answer)
			}
			if w.Mine {
				text = "+" + text
			}
			line += " " + text
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, " | ")
}

func (h *house) reads(p apptest.Person, want string) {
	h.t.Helper()
	if got := h.says(p); got != want {
		h.t.Errorf("%s reads %q, not %q", p.Name, got, want)
	}
}

// notices are the kinds of notice that somebody has, with their targets.
func (h *house) notices(p apptest.Person) map[string]string {
	h.t.Helper()
	list, err := h.Notices.ListFor(ctx, h.Viewer(p), 1)
	must(h.t, err)
	kinds := map[string]string{}
	for _, l := range list.Lines {
		kinds[l.Kind] = l.Target
	}
	return kinds
}

func (h *house) path(parts string) string { return "/groups/" + h.g.Slug + parts }

// wants opens a page, and fails unless all of this is on it.
func (h *house) wants(p apptest.Person, path string, parts ...string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s opens %s: %d\n%s", p.Name, path, got.Code, got.Body)
	}
	for _, part := range parts {
		if !strings.Contains(got.Body, part) {
			h.t.Errorf("%s does not read %q on %s:\n%s", p.Name, part, path, got.Body)
		}
	}
	return got.Body
}

func (h *house) sends(p apptest.Person, path string, form url.Values, code int) apptest.Answer {
	h.t.Helper()
	got := h.Post(p, path, form)
	if got.Code != code {
		h.t.Fatalf("%s sends to %s: %d, not %d\n%s", p.Name, path, got.Code, code, got.Body)
	}
	return got
}

func (h *house) leaves(p apptest.Person, how group.How) {
	h.t.Helper()
	must(h.t, h.Groups.Leave(ctx, h.Viewer(p), h.g.Slug, how))
}

// works does the work that is due.
func (h *house) works() {
	h.t.Helper()
	must(h.t, h.Jobs.Start(ctx))
	must(h.t, h.Jobs.Drain(ctx))
	must(h.t, h.Jobs.Stop(ctx))
}

// dumps tells whether the database holds a text anywhere.
func (h *house) dumps(text string) bool { return strings.Contains(h.Dump(), text) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind || err == nil {
		t.Errorf("%s: %v", what, err)
	}
}
