package ui_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"handrail/internal/ui"
)

// everything is the gallery, which holds every component, and a page without a
// bar.
func everything(t *testing.T) map[string]page {
	f := frame(t)
	f.Flash = []ui.Notice{{Text: "Posted.", Undo: "/undo"}, {Kind: ui.Light, Text: "One year."}}
	f.Live = true
	ctx := within(t, f)
	plain := holding(t, ctx, ui.Page(ui.PageProps{Title: "Plain", Plain: true}), templ.Raw("<h1>Plain</h1>"))
	return map[string]page{"gallery": render(t, ctx, ui.Gallery()), "plain": plain}
}

// The content security policy forbids each of these; a browser would drop them
// without a word.
func TestNothingThePolicyForbids(t *testing.T) {
	for name, p := range everything(t) {
		for _, n := range p.all() {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
					t.Errorf("%s: <%s %s> in the page", name, n.Data, a.Key)
				}
				if strings.HasPrefix(a.Val, "javascript:") || strings.HasPrefix(a.Val, "data:") {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
			}
			if n.Data == "script" && (attr(n, "nonce") != "n0nce" || n.FirstChild != nil) {
				t.Errorf("%s: a script without the nonce, or with words inside", name)
			}
			if n.Data == "style" {
				t.Errorf("%s: a style element", name)
			}
		}
	}
}

func TestNoPageAsksAnotherHost(t *testing.T) {
	for name, p := range everything(t) {
		for _, n := range p.all() {
			for _, key := range []string{"src", "href", "action", "content", "poster", "srcset"} {
				value := attr(n, key)
				if strings.Contains(value, "://") || strings.HasPrefix(value, "//") {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, key, value)
				}
			}
		}
	}
}

func TestEveryPostedFormCarriesItsKeyOnce(t *testing.T) {
	for name, p := range everything(t) {
		for _, form := range p.all("form") {
			keys := 0
			for n := range form.Descendants() {
				if attr(n, "name") == "once" && attr(n, "value") == "0nce" && attr(n, "type") == "hidden" {
					keys++
				}
			}
			want := 0
			if attr(form, "method") == "post" {
				want = 1
			}
			if keys != want {
				t.Errorf("%s: form to %s has %d keys, want %d", name, attr(form, "action"), keys, want)
			}
		}
	}
}

func TestEveryControlHasALabel(t *testing.T) {
	for name, p := range everything(t) {
		labelled := map[string]bool{}
		for _, label := range p.all("label") {
			labelled[attr(label, "for")] = words(label) != ""
		}
		for _, n := range p.all("input", "textarea", "select") {
			if attr(n, "type") == "hidden" || attr(n, "aria-label") != "" {
				continue
			}
			around := inside(n, "label")
			if !labelled[attr(n, "id")] && (around == nil || words(around) == "") {
				t.Errorf("%s: nothing labels %s %q", name, n.Data, attr(n, "name"))
			}
		}
		for _, n := range p.all("button", "a", "summary") {
			if words(n) == "" && attr(n, "aria-label") == "" {
				t.Errorf("%s: a <%s> says nothing", name, n.Data)
			}
		}
	}
}

func TestIdsAreUniqueAndReferencesLead(t *testing.T) {
	for name, p := range everything(t) {
		ids := map[string]bool{}
		for _, n := range p.all() {
			if id, ok := attribute(n, "id"); ok && (ids[id] || id == "") {
				t.Errorf("%s: the id %q is there twice, or empty", name, id)
			} else if ok {
				ids[id] = true
			}
		}
		for _, n := range p.all() {
			for _, key := range []string{"for", "aria-labelledby", "aria-describedby"} {
				for _, id := range strings.Fields(attr(n, key)) {
					if !ids[id] {
						t.Errorf("%s: <%s %s> leads to %q, which is not there", name, n.Data, key, id)
					}
				}
			}
			if href := attr(n, "href"); n.Data == "a" && len(href) > 1 && href[0] == '#' && !ids[href[1:]] {
				t.Errorf("%s: a link leads to %s, which is not there", name, href)
			}
		}
	}
}

func TestHeadingsAreInOrder(t *testing.T) {
	for name, p := range everything(t) {
		level := 0
		for _, n := range p.all("h1", "h2", "h3", "h4") {
			next := int(n.Data[1] - '0')
			if next > level+1 {
				t.Errorf("%s: %q is an %s after an h%d", name, words(n), n.Data, level)
			}
			level = next
		}
		p.one("h1")
		p.one("main")
	}
}

func TestPicturesAreHiddenFromReaders(t *testing.T) {
	for name, p := range everything(t) {
		for _, n := range p.all("svg") {
			if attr(n, "aria-hidden") != "true" || n.FirstChild == nil || n.FirstChild.Type == html.TextNode && n.FirstChild.NextSibling == nil {
				t.Errorf("%s: an svg is read aloud, or empty", name)
			}
		}
	}
}
