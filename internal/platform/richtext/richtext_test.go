package richtext_test

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

const rel = ` rel="noreferrer nofollow ugc noopener"`

func TestWhatMembersWriteIsShownAs(t *testing.T) {
	for source, want := range map[string]string{
		"One day\nat a time.":            "<p dir=\"auto\">One day<br>\nat a time.</p>\n",
		"*kind* **strong** _both_ `x<y`": "<p dir=\"auto\"><em>kind</em> <strong>strong</strong> <em>both</em> <code>x&lt;y</code></p>\n",
		"- one\n- two\n  1. three":       "<ul dir=\"auto\">\n<li>one</li>\n<li>two\n<ol>\n<li>three</li>\n</ol>\n</li>\n</ul>\n",
		"7. seven\n8. eight":             "<ol start=\"7\" dir=\"auto\">\n<li>seven</li>\n<li>eight</li>\n</ol>\n",
		"> said\n>> before":              "<blockquote dir=\"auto\"><p>said</p>\n<blockquote>\n<p>before</p>\n</blockquote>\n</blockquote>\n",
		"```go\n<b>\n```":                "<pre dir=\"auto\"><code>&lt;b&gt;\n</code></pre>\n",
		"---":                            "<hr>\n",

		// headings start below the page's own, and stop at the fifth
		"# One":       "<h3 dir=\"auto\">One</h3>\n",
		"###### Six":  "<h5 dir=\"auto\">Six</h5>\n",
		"# One {#id}": "<h3 dir=\"auto\">One {#id}</h3>\n",

		// what people type without meaning Markdown stays as they typed it
		"Title\n-----":             "<p dir=\"auto\">Title</p>\n<hr>\n",
		"    four spaces":          "<p dir=\"auto\">four spaces</p>\n",
		"<b>no</b> <3":             "<p dir=\"auto\">&lt;b&gt;no&lt;/b&gt; &lt;3</p>\n",
		"<div>\n*a*\n</div>":       "<p dir=\"auto\">&lt;div&gt;<br>\n<em>a</em><br>\n&lt;/div&gt;</p>\n",
		"[a]: https://a.example x": "<p dir=\"auto\">[a]: <a href=\"https://a.example\"" + rel + ">https://a.example</a> x</p>\n",

		// links
		"[a](https://a.example/?b=1&c=2 \"t\")":      "<p dir=\"auto\"><a href=\"https://a.example/?b=1&amp;c=2\"" + rel + ">a</a></p>\n",
		"[m](mailto:a@b.example)":                    "<p dir=\"auto\"><a href=\"mailto:a@b.example\"" + rel + ">m</a></p>\n",
		"see www.a.example.":                         "<p dir=\"auto\">see <a href=\"http://www.a.example\"" + rel + ">www.a.example</a>.</p>\n",
		"<https://a.example>":                        "<p dir=\"auto\"><a href=\"https://a.example\"" + rel + ">https://a.example</a></p>\n",
		"write a@b.example":                          "<p dir=\"auto\">write <a href=\"mailto:a@b.example\"" + rel + ">a@b.example</a></p>\n",
		"![a hill](https://a.example/p.png)":         "<p dir=\"auto\"><a href=\"https://a.example/p.png\"" + rel + ">a hill</a></p>\n",
		"![](https://a.example/p.png)":               "<p dir=\"auto\"><a href=\"https://a.example/p.png\"" + rel + ">https://a.example/p.png</a></p>\n",
		"[a <https://b.example>](https://c.example)": "<p dir=\"auto\"><a href=\"https://c.example\"" + rel + ">a https://b.example</a></p>\n",

		// not links
		"[j](javascript:alert(1))":               "<p dir=\"auto\">j</p>\n",
		"[j](&#106;avascript:alert(1))":          "<p dir=\"auto\">j</p>\n",
		"[d](data:text/html,x) ![d](data:x,y)":   "<p dir=\"auto\">d d</p>\n",
		"[r](/exit) [p](//evil.example)":         "<p dir=\"auto\">r p</p>\n",
		"[b](https:\\\\evil.example)":            "<p dir=\"auto\">b</p>\n",
		"https://bank.example@evil.example/":     "<p dir=\"auto\">https://bank.example@evil.example/</p>\n",
		"[u](https://bank.example@evil.example)": "<p dir=\"auto\">u</p>\n",
		"[m](mailto:a@b.example?cc=c@d.example)": "<p dir=\"auto\">m</p>\n",
		"<javascript:alert(1)>":                  "<p dir=\"auto\">javascript:alert(1)</p>\n",

		// signs that deceive, as such and as references
		"a\x00b\x1b[2J\u202egnp.exe\u2066x\u2069": "<p dir=\"auto\">ab[2Jgnp.exex</p>\n",
		"&#8238;gnp&#x2067;.exe&#27;":             "<p dir=\"auto\">gnp.exe</p>\n",
		"\u05d0\u200f!":                           "<p dir=\"auto\">\u05d0\u200f!</p>\n",
		"caf\xe9":                                 "<p dir=\"auto\">caf\ufffd</p>\n",
		"e" + strings.Repeat("\u0301", 90):        "<p dir=\"auto\">e" + strings.Repeat("\u0301", 6) + "</p>\n",
		"e" + strings.Repeat("&#x301;", 90):       "<p dir=\"auto\">e" + strings.Repeat("\u0301", 6) + "</p>\n",
		"a\r\nb\rc\u2028d":                        "<p dir=\"auto\">a<br>\nb<br>\nc<br>\nd</p>\n",

		// nothing is wrapped twice in the same thing
		strings.Repeat("*", 400) + "a" + strings.Repeat("*", 400): "<p dir=\"auto\"><strong>a</strong></p>\n",
		"": "",
	} {
		if got := render(t, source); got.HTML != want {
			t.Errorf("%q\n got %q\nwant %q", source, got.HTML, want)
		}
	}
}

func TestTheTextIsWhatAReaderSees(t *testing.T) {
	body := render(t, "# News\n\n- *one* &amp; [two](https://a.example)\n- three\n\n> so\n> it\n\n<b>")
	if want := "News\none & two\nthree\nso\nit\n<b>"; body.Text != want {
		t.Errorf("text %q, want %q", body.Text, want)
	}
	if want := "News one & two three so it <b>"; body.Excerpt(100) != want {
		t.Errorf("whole excerpt %q, want %q", body.Excerpt(100), want)
	}
	if want := "News one & two…"; body.Excerpt(18) != want {
		t.Errorf("excerpt %q, want %q", body.Excerpt(18), want)
	}
	if got := (richtext.Body{Text: strings.Repeat("é", 50)}).Excerpt(10); got != strings.Repeat("é", 9)+"…" {
		t.Errorf("excerpt of one long word: %q", got)
	}
	if body.Blank() || !render(t, " \n[](https://a.example)").Blank() {
		t.Error("a body is blank when nothing can be seen, and only then")
	}
}

func TestTheSourceIsKeptClean(t *testing.T) {
	body := render(t, "*a*\x00\r\n\tb")
	if body.Source != "*a*\n\tb" || body.Version != richtext.Version {
		t.Errorf("kept %q in version %d", body.Source, body.Version)
	}
}

func TestTextAboveTheCapIsRefusedWithTheRoomThereIs(t *testing.T) {
	for kind, limit := range map[richtext.Kind]int{richtext.Chat: 4096, richtext.Post: 16384, richtext.Page: 65536} {
		r := richtext.New(richtext.Options{})
		if kind.Limit() != limit {
			t.Errorf("kind %d takes %d bytes", kind, kind.Limit())
		}
		if _, err := r.Render(t.Context(), kind, strings.Repeat("a", limit)); err != nil {
			t.Errorf("kind %d at its cap: %v", kind, err)
		}
		for _, long := range []string{strings.Repeat("a", limit+1), strings.Repeat("a", 10*limit), strings.Repeat("\xff ", limit/2)} {
			if _, err := r.Render(t.Context(), kind, long); fault.KindOf(err) != fault.TooLarge {
				t.Errorf("kind %d with %d bytes: %v", kind, len(long), err)
			}
		}
	}
	_, err := richtext.New(richtext.Options{}).Render(t.Context(), richtext.Chat, strings.Repeat("ش", 4000))
	f, _ := fault.From(err)
	if f == nil || f.Args["Have"] != "4,000" || f.Args["Room"] != "2,048" {
		t.Errorf("4,000 letters of two bytes: %+v", f)
	}
}

func TestListsAndQuotesNestSixteenDeep(t *testing.T) {
	indent := func(depth int) string {
		var b strings.Builder
		for i := range depth {
			b.WriteString(strings.Repeat("  ", i) + "- x\n")
		}
		return b.String()
	}
	r := richtext.New(richtext.Options{})
	for name, nest := range map[string]func(int) string{
		"quotes":         func(n int) string { return strings.Repeat(">", n) + "x" },
		"quotes, spaced": func(n int) string { return strings.Repeat("> ", n) + "x" },
		"lists in a row": func(n int) string { return strings.Repeat("- ", n) + "x" },
		"numbers":        func(n int) string { return strings.Repeat("1. ", n) + "x" },
		"lists indented": indent,
		"both":           func(n int) string { return strings.Repeat("> - ", n/2) + "x" },
	} {
		if _, err := r.Render(t.Context(), richtext.Post, nest(16)); err != nil {
			t.Errorf("%s 16 deep: %v", name, err)
		}
		for _, deep := range []int{18, 100, 4000} {
			source := nest(min(deep, 100))
			if name != "lists indented" {
				source = nest(deep)
			}
			if _, err := r.Render(t.Context(), richtext.Post, source); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s %d deep: %v", name, deep, err)
			}
		}
	}
}

func TestRenderingIsCounted(t *testing.T) {
	registry := prometheus.NewRegistry()
	r := richtext.New(richtext.Options{Registry: registry})
	for _, source := range []string{"hello", "again", strings.Repeat(">", 99), strings.Repeat("a", 99999)} {
		_, _ = r.Render(t.Context(), richtext.Post, source)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, metric := range families[0].GetMetric() {
		got[metric.GetLabel()[0].GetValue()] = metric.GetCounter().GetValue()
	}
	if families[0].GetName() != "handrail_richtext_total" || len(got) != 2 || got["rendered"] != 2 || got["refused"] != 2 {
		t.Errorf("%s: %v", families[0].GetName(), got)
	}
}

func render(t *testing.T, source string) richtext.Body {
	t.Helper()
	body, err := richtext.New(richtext.Options{}).Render(t.Context(), richtext.Post, source)
	if err != nil {
		t.Fatalf("%.80q: %v", source, err)
	}
	return body
}
