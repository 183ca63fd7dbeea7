package richtext

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"

	"handrail/internal/platform/fault"
)

// allowed is what may reach a page, written down a second time: element and
// attributes.
var allowed = map[string][]string{
	"p": {"dir"}, "h3": {"dir"}, "h4": {"dir"}, "h5": {"dir"}, "ul": {"dir"}, "ol": {"dir", "start"},
	"blockquote": {"dir"}, "pre": {"dir"}, "li": nil, "br": nil, "hr": nil, "em": nil, "strong": nil, "code": nil,
	"a": {"href", "rel"},
}

// unsafe says what is wrong with rendered HTML, read as a browser reads it.
func unsafe(rendered string) string {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(rendered), body)
	if err != nil {
		return err.Error()
	}
	var again strings.Builder
	for _, n := range nodes {
		if wrong := unsafeNode(n, false); wrong != "" {
			return wrong
		}
		if err := html.Render(&again, n); err != nil {
			return err.Error()
		}
	}
	if strings.NewReplacer("<br/>", "<br>", "<hr/>", "<hr>").Replace(again.String()) != rendered {
		return "a browser reads it as something else: " + again.String()
	}
	return ""
}

func unsafeNode(n *html.Node, inLink bool) string {
	switch n.Type {
	case html.TextNode:
		if strings.ContainsFunc(n.Data, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			return "control character in " + n.Data
		}
		return ""
	case html.ElementNode:
	default:
		return "a node that is neither text nor element: " + n.Data
	}
	attributes, ok := allowed[n.Data]
	if !ok || n.Namespace != "" {
		return "element " + n.Data
	}
	for _, a := range n.Attr {
		if !slices.Contains(attributes, a.Key) || a.Namespace != "" {
			return n.Data + " with " + a.Key
		}
	}
	if n.Data == "a" {
		if wrong := unsafeLink(n, inLink); wrong != "" {
			return wrong
		}
		inLink = true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if wrong := unsafeNode(c, inLink); wrong != "" {
			return wrong
		}
	}
	return ""
}

func unsafeLink(a *html.Node, inLink bool) string {
	if inLink {
		return "a link in a link"
	}
	values := map[string]string{}
	for _, attribute := range a.Attr {
		values[attribute.Key] = attribute.Val
	}
	if values["rel"] != "noreferrer nofollow ugc noopener" {
		return "rel is " + values["rel"]
	}
	u, err := url.Parse(values["href"])
	if err != nil || u.User != nil {
		return "href is " + values["href"]
	}
	if web := u.Scheme == "http" || u.Scheme == "https"; !(web && u.Host != "") && u.Scheme != "mailto" {
		return "href is " + values["href"]
	}
	return ""
}

// checkSafe renders a source and says what is wrong with the outcome.
func checkSafe(ctx context.Context, r *Renderer, kind Kind, source string) error {
	body, err := r.Render(ctx, kind, source)
	if err != nil {
		if k := fault.KindOf(err); k == fault.Invalid || k == fault.TooLarge {
			return nil
		}
		return err
	}
	if wrong := unsafe(body.HTML); wrong != "" {
		return errors.New(wrong + "\nin " + body.HTML)
	}
	if again := newPolicy().Sanitize(body.HTML); again != body.HTML {
		return errors.New("the allow-list changes its own output: " + body.HTML + " to " + again)
	}
	if body.Source != clean(body.Source) || len(body.Source) > kind.Limit() {
		return errors.New("the source is kept unclean or too long")
	}
	return nil
}

func TestTheOracleSeesWhatIsUnsafe(t *testing.T) {
	for _, bad := range []string{
		"<script>1</script>", "<p onclick=\"1\">a</p>", "<p style=\"a\">a</p>", "<p id=\"a\">a</p>", "<img src=\"/a\">",
		"<a href=\"javascript:1\" rel=\"" + rel + "\">a</a>", "<a href=\"https://a.example\">a</a>", "<a rel=\"" + rel + "\">a</a>",
		"<a href=\"https://a@b.example\" rel=\"" + rel + "\">a</a>", "<a href=\"/a\" rel=\"" + rel + "\">a</a>",
		"<!-- a -->", "<p>a<p>b</p></p>", "<svg></svg>", "a\x1b",
	} {
		if unsafe(bad) == "" {
			t.Errorf("%s passes", bad)
		}
	}
}

func TestTheAllowListAloneStopsWhatARendererMightLetThrough(t *testing.T) {
	p := newPolicy()
	for bad, want := range map[string]string{
		`<script>alert(1)</script><img src=x onerror=alert(1)>`:             "",
		`<p class="a" id="b" style="c" dir="rtl" onclick="d">a</p>`:         `<p>a</p>`,
		`<a href="javascript:alert(1)">a</a>`:                               `a`,
		`<a href="https://a@b.example">a</a> <a href="/exit">b</a>`:         `a b`,
		`<a href="https://a.example" target="_blank" rel="me">a</a>`:        `<a href="https://a.example">a</a>`,
		`<ol start="x"><li>a</li></ol><form action="/exit"></form><!--a-->`: `<ol><li>a</li></ol>`,
	} {
		if got := p.Sanitize(bad); got != want {
			t.Errorf("%s\n got %s\nwant %s", bad, got, want)
		}
	}
}

// careless is a renderer that lets tags of the source through.
type careless struct{ renderer.Renderer }

func (careless) Render(w io.Writer, source []byte, _ ast.Node) error {
	_, err := w.Write(source)
	return err
}

func TestTheAllowListHasTheLastWord(t *testing.T) {
	m := newMarkdown()
	m.renderer = careless{}
	if got, err := m.convert("<script>alert(1)</script><p>a</p>"); err != nil || got != "<p>a</p>" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestCorporaOfAttacksComeOutSafe(t *testing.T) {
	r := New(Options{})
	var payloads []string
	for _, p := range readShared[[]struct{ Payload string }](t, "hostile/xss/dompurify-expect.json") {
		payloads = append(payloads, p.Payload)
	}
	payloads = append(payloads, readShared[[]string](t, "hostile/strings/blns.json")...)
	for _, pattern := range []string{"md_*", "text_*", "svg_*"} {
		files, _ := filepath.Glob(filepath.Join(sharedData(t), "hostile/generated", pattern))
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			payloads = append(payloads, string(content), string(content[:min(len(content), Page.Limit())]))
		}
	}
	for _, p := range payloads {
		for _, source := range []string{p, "[a](" + p + ")", "![" + p + "](https://a.example)", "`" + p, "- > " + p, "<" + p + ">", "https://a.example/" + p} {
			if err := checkSafe(t.Context(), r, Page, source); err != nil {
				t.Errorf("%.200q: %v", source, err)
			}
		}
	}
	t.Logf("%d payloads in 7 places each", len(payloads))
}

func TestAnythingComesOutSafe(t *testing.T) {
	r := New(Options{})
	pieces := []string{"*", "_", "**", "[", "]", "(", ")", "](", "<", ">", "!", "`", "```\n", "\\", " ", "\n", "\n\n", "\t", "- ", "1. ", "# ", "---",
		"&", "&lt;", "&#60;", "&#8238;", "https://", "javascript:", "www.", "a.example", "mailto:", "@", "\"", "'", "=", "<script>", "</p>", "<a href=", "onclick=", "<!--", "-->", "<![CDATA[",
		"\x00", "\xff", "\u202e", "\u0301", "é", "א", "😀"}
	rapid.Check(t, func(t *rapid.T) {
		source := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 4, -1)), 0, 60).Draw(t, "source"), "")
		if err := checkSafe(t.Context(), r, Post, source); err != nil {
			t.Fatalf("%q: %v", source, err)
		}
	})
}

func FuzzRender(f *testing.F) {
	r := New(Options{})
	for _, h := range hostile {
		f.Add(h.make(600))
	}
	f.Fuzz(func(t *testing.T, source string) {
		if err := checkSafe(t.Context(), r, Chat, source); err != nil {
			t.Fatalf("%q: %v", source, err)
		}
	})
}

// readShared reads a corpus that is kept beside the repository, as JSON.
func readShared[T any](t *testing.T, path string) T {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(sharedData(t), path))
	if err != nil {
		t.Skipf("this corpus is not here: %v", err)
	}
	var out T
	if err := json.Unmarshal(content, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// sharedData is the folder of corpora: HANDRAIL_SHARED_DATA, or shared/data
// beside the repository.
func sharedData(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("HANDRAIL_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the shared corpora are not here (set HANDRAIL_SHARED_DATA): %v", err)
	}
	return dir
}
