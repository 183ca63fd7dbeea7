// Package richtext turns what members write into HTML that is safe to show to
// anybody. Members write a small Markdown (CommonMark without raw HTML,
// pictures, indented code, underlined headings and link definitions: those are
// shown as they were typed, so that no word is lost). It is rendered once, when
// it is written; pages show what was kept and never parse.
//
// Three things stand between hostile text and everybody else's wait:
//
//  1. a cap on bytes, then a count of the marks that make the parser slow, both
//     before parsing;
//  2. lists and quotes nest 16 deep at most;
//  3. a bounded pool with a lane of its own for costly text, and a deadline
//     after which the writer is answered although the parser, which cannot be
//     stopped, still has its place in the pool.
//
// And two between hostile text and a reader's browser: a renderer that writes
// no tag from the source, and after it an allow-list (policy.go).
package richtext

import (
	"context"
	"embed"
	"strings"
	"unicode/utf8"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Version is that of the rendering. A body kept with a lower one is rendered
// again from its source.
const Version = 1

// Locale holds the translations of what this package says.
//
//go:embed locale/*.json
var Locale embed.FS

// Kind is what a text is for. It decides how long it may be.
type Kind int

// The kinds of text.
const (
	Post Kind = iota // a topic, a reply, a direct message: 16 KiB
	Chat             // one message of a chat: 4 KiB
	Page             // a page that stewards or facilitators keep: 64 KiB
)

// Limit is the most bytes of UTF-8 a source of this kind may have.
func (k Kind) Limit() int {
	switch k {
	case Chat:
		return 4 << 10
	case Page:
		return 64 << 10
	}
	return 16 << 10
}

// Body is a text as it is kept.
type Body struct {
	HTML    string // safe to put into a page as it is: only what policy.go allows
	Source  string // what was written, as valid UTF-8 without control characters
	Text    string // what a reader sees, without markup: one line a block
	Version int    // the Version it was rendered with
}

// Blank tells that a reader would see nothing.
func (b Body) Blank() bool { return b.Text == "" }

// Excerpt is the beginning of Text on one line, at most max characters long. It
// ends with "…" where something was left out, after a whole word if it can.
func (b Body) Excerpt(max int) string {
	line := strings.Join(strings.Fields(b.Text), " ")
	if utf8.RuneCountInString(line) <= max {
		return line
	}
	cut := 0
	for range max - 1 {
		_, size := utf8.DecodeRuneInString(line[cut:])
		cut += size
	}
	if space := strings.LastIndexByte(line[:cut], ' '); space > cut/2 {
		cut = space
	}
	return line[:cut] + "…"
}

// Renderer renders. It is safe for concurrent use.
type Renderer struct {
	pool    *pool
	convert func(source string) (string, error)
	count   *prometheus.CounterVec
}

// New makes a renderer.
func New(o Options) *Renderer {
	return &Renderer{pool: newPool(o), convert: newMarkdown().convert, count: newCount(o.Registry)}
}

// Render makes the body of a source. Its faults: TooLarge above kind's Limit;
// Invalid where there are more marks, or lists and quotes deeper inside each
// other, than any honest text has; Unavailable when the pool is full or the
// text took too long. When ctx ends first, its error.
func (r *Renderer) Render(ctx context.Context, kind Kind, source string) (Body, error) {
	body, err := r.render(ctx, kind, source)
	r.count.WithLabelValues(outcome(err)).Inc()
	return body, err
}

func (r *Renderer) render(ctx context.Context, kind Kind, source string) (Body, error) {
	if err := fits(ctx, kind, source); err != nil {
		return Body{}, err
	}
	source = clean(source)
	if err := fits(ctx, kind, source); err != nil { // a broken byte becomes three
		return Body{}, err
	}
	cost := weigh(source)
	if cost > tooCostly {
		return Body{}, fault.New(fault.Invalid, "This text has too many signs like * or [ in one place. Take some of them out and try again. Nothing you wrote is lost.")
	}
	html, err := r.pool.do(ctx, isCostly(source, cost), func() (string, error) { return r.convert(source) })
	if err != nil {
		return Body{}, err
	}
	return Body{HTML: html, Source: source, Text: Plain(html), Version: Version}, nil
}

// fits refuses a source above the cap, and says in characters, which people can
// count, how much there is room for: bytes per character differ by script.
func fits(ctx context.Context, kind Kind, source string) error {
	limit := kind.Limit()
	if len(source) <= limit {
		return nil
	}
	have := utf8.RuneCountInString(source)
	room := int(int64(limit) * int64(have) / int64(len(source)))
	return fault.New(fault.TooLarge,
		"This text is too long. It has {.Have} characters, and there is room for about {.Room}. Make it shorter, or send it in parts. Nothing you wrote is lost.",
		i18n.Args{"Have": i18n.Number(ctx, have), "Room": i18n.Number(ctx, room)})
}
