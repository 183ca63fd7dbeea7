package ui_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the machine may have none

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// evening is when every page of these tests is made: 18:00 in Lisbon.
var evening = time.Date(2026, time.November, 22, 18, 0, 0, 0, time.UTC)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func frame(t *testing.T) ui.Frame {
	return ui.Frame{
		SiteName: "The Landing", Operator: "Marrowby Circle", Path: "/groups/low-tide", Nonce: "n0nce", OnceKey: "0nce",
		Zone: zone(t, "Europe/Lisbon"), Now: evening, SignedIn: true,
		Nav: []ui.NavEntry{{Label: "Home", Path: "/", Icon: "home"}, {Label: "Groups", Path: "/groups", Icon: "people"}},
	}
}

// speaking is a context in a language, without a frame.
func speaking(t *testing.T, lang string) context.Context {
	t.Helper()
	catalogue, err := i18n.NewCatalogue(ui.Locale, i18n.Locale)
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(t.Context(), catalogue.WithPseudo().For(lang))
}

func within(t *testing.T, f ui.Frame) context.Context {
	return ui.WithFrame(speaking(t, "en"), f)
}

// page is a rendered component, as text and as a tree.
type page struct {
	t    *testing.T
	text string
	root *html.Node
}

func render(t *testing.T, ctx context.Context, c templ.Component) page {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(ctx, &out); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return page{t: t, text: out.String(), root: root}
}

// holding renders a component around words.
func holding(t *testing.T, ctx context.Context, c templ.Component, children ...templ.Component) page {
	t.Helper()
	return render(t, templ.WithChildren(ctx, templ.Join(children...)), c)
}

// all finds the elements of any of the names, in order.
func (p page) all(names ...string) []*html.Node {
	var found []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && (len(names) == 0 || contains(names, n.Data)) {
			found = append(found, n)
		}
	}
	return found
}

// one finds the only element of a name.
func (p page) one(name string) *html.Node {
	p.t.Helper()
	found := p.all(name)
	if len(found) != 1 {
		p.t.Fatalf("%d elements %s, want one", len(found), name)
	}
	return found[0]
}

func (p page) byID(id string) *html.Node {
	for _, n := range p.all() {
		if attr(n, "id") == id {
			return n
		}
	}
	return nil
}

func (p page) has(text string) {
	p.t.Helper()
	if !strings.Contains(p.text, text) {
		p.t.Errorf("the page lacks %s", text)
	}
}

func (p page) lacks(text string) {
	p.t.Helper()
	if strings.Contains(p.text, text) {
		p.t.Errorf("the page has %s", text)
	}
}

func attr(n *html.Node, name string) string {
	value, _ := attribute(n, name)
	return value
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// words are what an element says, with spaces as a reader sees them.
func words(n *html.Node) string {
	var said strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			said.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(said.String()), " ")
}

func inside(n *html.Node, name string) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == name {
			return p
		}
	}
	return nil
}

func contains(list []string, one string) bool {
	for _, s := range list {
		if s == one {
			return true
		}
	}
	return false
}

func same[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
