package richtext

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
)

// attack is a text made to cost the parser as much as it can, at any length.
type attack struct {
	name string
	make func(bytes int) string
}

var hostile = []attack{
	{"emphasis that never closes", fill("*a_ ")},
	{"emphasis both ways", fill("_* ")},
	{"stars", fill("*")},
	{"emphasis and lines", fill("*\n_")},
	{"threes and ones", fill("***a*")},
	{"brackets open", fill("[")},
	{"brackets close", fill("]")},
	{"brackets in brackets", halves("[", "]")},
	{"brackets around stars", halves("[*", "_]")},
	{"brackets, then lines", halves("[]", "*\n")},
	{"brackets by the line", fill("[\n]")},
	{"links left open", fill("[a](b")},
	{"links left open in angles", fill("[a](<b")},
	{"links without names", fill("[](")},
	{"pictures left open", fill("![a](<b")},
	{"titles left open", fill("[a](b \"")},
	{"backticks cut short", fill("``\\")},
	{"backticks cut short by the line", fill("\\```\n")},
	{"backticks of every length", func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString(strings.Repeat("`", i) + " ")
		}
		return b.String()[:n]
	}},
	{"quotes in quotes", fill(">")},
	{"lists in lists", fill("- ")},
	{"lists in lists by numbers", fill("1. ")},
	{"quotes and lists by the line", fill("> - x\n")},
	{"sixteen deep, by the line", fill(strings.Repeat("> ", 15) + "- x\n")},
	{"headings", fill("#\n")},
	{"addresses", fill("http://a.b ")},
	{"mail addresses", fill("a@b.c(")},
	{"angles", fill("<a:")},
	{"comments", fill("<!--")},
	{"references", fill("&#x301;")},
	{"marks on a letter", fill("\u0301")},
	{"definitions", func(n int) string { return "[a]: " + strings.Repeat("b", n/2) + "\n\n" + fill("[a]")(n/2-7) }},
	{"broken bytes", fill("\xff")},
	{"empty lines", fill("\n\n!")},
	{"tabs", fill(">\t")},
}

func fill(piece string) func(int) string {
	return func(n int) string { return strings.Repeat(piece, n/len(piece)+1)[:n] }
}

func halves(first, second string) func(int) string {
	return func(n int) string { return fill(first)(n/2) + fill(second)(n-n/2) }
}

// ordinary is a text as people write, of about n bytes.
func ordinary(n int) string {
	const part = "Hello everybody, I am *so* glad to be here. Yesterday was **hard**, and then it was not.\n" +
		"I read [this page](https://example.org/a_page?x=1) and it helped; see also https://example.org/two.\n\n" +
		"- call a friend\n- drink some water\n  - or tea\n- sleep\n\n" +
		"> Somebody said: take what you need.\n> Leave the rest.\n\n" +
		"## What I do now\n\n1. breathe\n2. `count` to ten\n\nمساء الخير للجميع، أنا سعيد بوجودي هنا. Ça va mieux, merci à toutes et à tous. 😀\n\n"
	return clean(fill(part)(n))
}

func TestHostileTextIsCheapOrRefused(t *testing.T) {
	m := newMarkdown()
	for _, h := range hostile {
		for _, kind := range []Kind{Chat, Post, Page} {
			source := h.make(kind.Limit())
			if weigh(clean(source)) > tooCostly {
				continue
			}
			took := cpu(func() { _, _ = m.convert(clean(source)) })
			if took > slower*time.Second {
				t.Errorf("%s, %d bytes: %v of CPU", h.name, len(source), took)
			}
		}
		if _, err := New(Options{}).Render(t.Context(), Post, h.make(10*Post.Limit())); fault.KindOf(err) != fault.TooLarge {
			t.Errorf("%s, ten times the cap: %v", h.name, err)
		}
	}
}

// Without the count a page of these would cost seconds (the first: one).
func TestTheWorstIsRefusedBeforeParsing(t *testing.T) {
	r := New(Options{})
	r.convert = func(string) (string, error) { t.Error("it was parsed"); return "", nil }
	inPages := []string{"emphasis that never closes", "emphasis both ways", "brackets in brackets", "brackets around stars", "brackets, then lines",
		"brackets by the line", "links left open", "links left open in angles", "links without names", "backticks cut short", "backticks cut short by the line"}
	inPosts := []string{"emphasis that never closes", "brackets around stars", "links without names"}
	for kind, names := range map[Kind][]string{Page: inPages, Post: inPosts} {
		for _, name := range names {
			i := slices.IndexFunc(hostile, func(a attack) bool { return a.name == name })
			if _, err := r.Render(t.Context(), kind, hostile[i].make(kind.Limit())); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s at the cap of kind %d: %v", name, kind, err)
			}
		}
	}
}

func TestHonestTextIsNeverRefused(t *testing.T) {
	r := New(Options{})
	for name, source := range map[string]string{
		"a long post":            ordinary(Post.Limit()),
		"one long paragraph":     strings.ReplaceAll(ordinary(Post.Limit()), "\n\n", "\n"),
		"a list of links":        fill("- [a meeting near the river](https://example.org/meetings/1234)\n")(Post.Limit()),
		"links on one line":      fill("[day](https://example.org/d/12), ")(Post.Limit()),
		"every word stressed":    fill("*every* **word** _is_ so *very* important ")(Post.Limit()),
		"short lines with stars": fill("* tea\n")(Post.Limit()),
		"swearing":               fill("f**k this s***, ")(Post.Limit()),
		"a form to fill":         fill("Name: ______ Day: ______ \n")(Post.Limit()),
		"tasks":                  fill("- [ ] call\n- [x] rest\n")(Post.Limit()),
		"footnotes":              fill("so it says [1][2], ")(Post.Limit()),
		"programs":               fill("a[i] = b[j] * c_d(e);\n")(Post.Limit()),
		"rows of stars":          fill("*****************************\nhi\n")(Post.Limit()),
	} {
		if _, err := r.Render(t.Context(), Post, source); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, kind := range []Kind{Chat, Post, Page} {
		if source := ordinary(kind.Limit()); isCostly(source, weigh(source)) {
			t.Errorf("ordinary text of kind %d goes to the lane of costly ones", kind)
		}
	}
}

func TestOrdinaryTextAtTheCapIsQuick(t *testing.T) {
	m := newMarkdown()
	for _, kind := range []Kind{Chat, Post, Page} {
		source := ordinary(kind.Limit())
		best := time.Hour
		for range 5 {
			best = min(best, cpu(func() { _, _ = m.convert(source) }))
		}
		if best > slower*50*time.Millisecond {
			t.Errorf("%d bytes: %v of CPU", kind.Limit(), best)
		}
	}
}

// Six writers send the costliest texts that pass, without a pause, while one
// sends ordinary ones.
func TestHostileTextDoesNotHoldUpOthers(t *testing.T) {
	r := New(Options{})
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for i := range 6 {
		writers.Go(func() {
			for n := i; ctx.Err() == nil; n++ {
				_, _ = r.Render(ctx, Post, hostile[n%len(hostile)].make(Post.Limit()))
			}
		})
	}
	var waits []time.Duration
	source := ordinary(2000)
	for range 300 {
		began := clock.System().Now()
		if _, err := r.Render(t.Context(), Post, source); err != nil {
			t.Fatal(err)
		}
		waits = append(waits, clock.System().Now().Sub(began))
	}
	stop()
	writers.Wait()
	slices.Sort(waits)
	p50, p99 := waits[150], waits[297]
	t.Logf("ordinary texts meanwhile: median %v, p99 %v", p50, p99)
	if p99 > slower*300*time.Millisecond {
		t.Errorf("p99 %v", p99)
	}
}
