package compose_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
)

var ctx = context.Background()

// house is a group with a leader and two members, who can share.
type house struct {
	*apptest.App
	t   *testing.T
	g   group.Group
	fay apptest.Person // leads it
	ben apptest.Person

	started bool // what has been put off is being done
}

func open(t *testing.T, a *apptest.App) *house {
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	return h
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, open(t, a)) })
}

func (h *house) space(shipped string) string { return h.g.ID + "-" + shipped }

func (h *house) at(parts ...string) string {
	return "/groups/" + h.g.Slug + "/forum/" + strings.Join(parts, "/")
}

// begin begins a share, and fails the test unless it is there.
func (h *house) begin(by apptest.Person, title, text string, change func(*forum.Beginning)) forum.Post {
	h.t.Helper()
	b := forum.Beginning{Space: h.space("shares"), Kind: forum.Share, Title: title, Words: forum.Words{Text: text}}
	if change != nil {
		change(&b)
	}
	p, err := h.Forum.Begin(ctx, h.Inside(by, h.g), b)
	must(h.t, err)
	return p
}

func (h *house) items(by apptest.Person, topic string) []forum.Item {
	h.t.Helper()
	p, err := h.Forum.PageFor(ctx, h.Inside(by, h.g), topic, 1)
	must(h.t, err)
	return p.Items
}

// arrange changes how the forum works.
func (h *house) arrange(change func(*forum.Setting)) {
	h.t.Helper()
	m := h.Inside(h.fay, h.g)
	set, err := h.Forum.SettingFor(ctx, m)
	must(h.t, err)
	change(&set)
	must(h.t, h.Forum.Arrange(ctx, m, set))
}

// topicOf is the topic of the post that an answer leads to.
func (h *house) posted(by apptest.Person, r apptest.Answer) forum.Post {
	h.t.Helper()
	if r.Code != http.StatusSeeOther {
		h.t.Fatalf("%d: %s", r.Code, said(r.Body))
	}
	id := strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("Location"), h.at("posts", "")), "/place")
	p, err := h.Forum.PostFor(ctx, h.Inside(by, h.g), id)
	must(h.t, err)
	return p.Items[0].Post
}

// said is the part of a page that matters when a test fails.
func said(body string) string {
	_, main, _ := strings.Cut(body, "<main")
	main, _, _ = strings.Cut(main, "</main>")
	return main
}

// send posts a form with a file, as a browser does.
func (h *house) send(by apptest.Person, path string, form url.Values, name string, file []byte) apptest.Answer {
	h.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for field, values := range form {
		for _, one := range values {
			must(h.t, parts.WriteField(field, one))
		}
	}
	if file != nil {
		w, err := parts.CreateFormFile("picture", name)
		must(h.t, err)
		_, err = w.Write(file)
		must(h.t, err)
	}
	must(h.t, parts.Close())
	r := h.Request("POST", path, nil)
	whole, err := http.NewRequest("POST", r.URL.String(), &body)
	must(h.t, err)
	whole.RemoteAddr, whole.Header = r.RemoteAddr, r.Header
	whole.Header.Set("Content-Type", parts.FormDataContentType())
	return h.Do(by, whole)
}

// want fails the test unless a page has this status and says all of this.
func want(t *testing.T, r apptest.Answer, code int, says ...string) {
	t.Helper()
	if r.Code != code {
		t.Errorf("%d, want %d: %s", r.Code, code, said(r.Body))
	}
	for _, one := range says {
		if !strings.Contains(r.Body, one) {
			t.Errorf("it does not say %q: %s", one, said(r.Body))
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func with(form url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for name, values := range form {
		out[name] = values
	}
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// field is the value of the first input of this name on a page.
func field(body, name string) string {
	_, rest, _ := strings.Cut(body, `name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}
