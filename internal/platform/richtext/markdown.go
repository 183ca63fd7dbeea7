package richtext

import (
	"bytes"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// nesting is how deep lists and quotes may lie inside each other.
const nesting = 16

// markdown is the parser, the renderer and the allow-list, set up once.
type markdown struct {
	parser   parser.Parser
	renderer renderer.Renderer
	policy   *bluemonday.Policy
}

func newMarkdown() *markdown {
	return &markdown{
		parser:   newParser(),
		renderer: newRenderer(),
		policy:   newPolicy(),
	}
}

// convert renders a clean source that was found cheap enough.
func (m *markdown) convert(source string) (string, error) {
	src := []byte(source)
	state := parser.NewContext()
	doc := m.parser.Parse(text.NewReader(src), parser.WithContext(state))
	if state.Get(tooDeep) != nil {
		return "", fault.New(fault.Invalid,
			"This text has a list in a list, or a quote in a quote, more than {.Limit} times over. Take some of them out and try again. Nothing you wrote is lost.",
			i18n.Args{"Limit": nesting})
	}
	prepare(doc, inside{})
	var out bytes.Buffer
	if err := m.renderer.Render(&out, src, doc); err != nil {
		return "", err
	}
	// &#8238; and its like become signs only here, so they are cleaned out again.
	return m.policy.Sanitize(clean(out.String())), nil
}

// newParser leaves out of CommonMark what surprises people who do not know it
// (four spaces make code, dashes under a line make a heading), what costs most
// (link definitions: one address, pasted by the parser a thousand times), and
// raw HTML, which thereby is shown as it was typed.
func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(shallow{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(indented{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(
				extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
				extension.WithLinkifyURLRegexp(regexp.MustCompile(`^https?://[^\s<>"]+`)),
				extension.WithLinkifyWWWRegexp(regexp.MustCompile(`^www\.[^\s<>".]+\.[^\s<>"]+`)),
			), 999),
		),
	)
}

// tooDeep is set where a list or a quote would have been opened too deep.
var tooDeep = parser.NewContextKey()

// shallow opens a list or a quote only where it is not too deep.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, state parser.Context) (ast.Node, parser.State) {
	node, next := s.BlockParser.Open(parent, reader, state)
	if node != nil && depth(parent) >= nesting {
		state.Set(tooDeep, true)
		return nil, parser.NoChildren
	}
	return node, next
}

// depth counts the lists and quotes that node lies in, itself included.
func depth(node ast.Node) int {
	d := 0
	for ; node != nil; node = node.Parent() {
		if k := node.Kind(); k == ast.KindList || k == ast.KindBlockquote {
			d++
		}
	}
	return d
}

// indented lets a paragraph begin with any number of spaces.
type indented struct{ parser.BlockParser }

func (indented) CanAcceptIndentedLine() bool { return true }

// inside is what lies around a node.
type inside struct {
	link     bool
	emphasis [3]bool // by level
}

// The attributes prepare leaves on nodes for the renderer.
var (
	direction = []byte("dir")
	bare      = []byte("bare") // the node is shown without its tag
)

// prepare fits the tree to our pages: headings start below the page's own, each
// outermost block finds its own direction (its inner blocks share it, so that
// the bullets of a list stand on the side the list reads from), and nothing is
// wrapped twice in the same thing.
func prepare(node ast.Node, around inside) {
	switch n := node.(type) {
	case *ast.Heading:
		n.Level = min(n.Level+2, 5)
	case *ast.Emphasis:
		mark(n, around.emphasis[n.Level])
		around.emphasis[n.Level] = true
	case *ast.Link, *ast.Image, *ast.AutoLink:
		mark(n, around.link)
		around.link = true
	}
	if parent := node.Parent(); parent != nil && parent.Kind() == ast.KindDocument {
		node.SetAttribute(direction, []byte("auto"))
	}
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		prepare(child, around)
	}
}

func mark(n ast.Node, isBare bool) {
	if isBare {
		n.SetAttribute(bare, true)
	}
}

func isBare(n ast.Node) bool {
	_, ok := n.Attribute(bare)
	return ok
}

// newRenderer is goldmark's in safe mode, which keeps people's line breaks,
// with our own tags where its own do not fit.
func newRenderer() renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(html.NewRenderer(html.WithHardWraps()), 1000),
		util.Prioritized(tags{html.DefaultWriter}, 100),
	))
}
