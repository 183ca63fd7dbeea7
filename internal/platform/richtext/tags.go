package richtext

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// tags writes the nodes that look different here: links that say nothing of the
// reader, pictures as links to them (a page asks no other host for anything),
// code without the language's class, emphasis once.
type tags struct{ text html.Writer }

// RegisterFuncs tells goldmark which nodes tags writes.
func (t tags) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindLink, t.link)
	reg.Register(ast.KindImage, t.image)
	reg.Register(ast.KindAutoLink, t.autoLink)
	reg.Register(ast.KindEmphasis, t.emphasis)
	reg.Register(ast.KindFencedCodeBlock, t.code)
}

func (t tags) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	to, ok := t.target(node, node.(*ast.Link).Destination)
	switch {
	case !ok:
	case entering:
		open(w, to)
	default:
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

// image becomes a link named by the picture's description, or by its address.
func (t tags) image(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	to, ok := t.target(node, node.(*ast.Image).Destination)
	switch {
	case !ok:
	case entering:
		open(w, to)
		if !node.HasChildren() {
			_, _ = w.Write(util.EscapeHTML([]byte(to)))
		}
	default:
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

// target is where a link or picture leads; false where it is shown bare.
func (t tags) target(node ast.Node, destination []byte) (string, bool) {
	if isBare(node) {
		return "", false
	}
	return target(string(util.URLEscape(destination, true)))
}

// autoLink is an address in the text. Its name is itself, so nobody is misled.
func (t tags) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	address := string(util.URLEscape(n.URL(source), false))
	if n.AutoLinkType == ast.AutoLinkEmail {
		address = "mailto:" + address
	}
	label := util.EscapeHTML(n.Label(source))
	to, ok := target(address)
	if !ok || isBare(n) {
		_, _ = w.Write(label)
		return ast.WalkContinue, nil
	}
	open(w, to)
	_, _ = w.Write(label)
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

func open(w util.BufWriter, to string) {
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(util.EscapeHTML([]byte(to)))
	_, _ = w.WriteString(`" rel="` + rel + `">`)
}

func (t tags) emphasis(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if isBare(node) {
		return ast.WalkContinue, nil
	}
	tag := "em>"
	if node.(*ast.Emphasis).Level == 2 {
		tag = "strong>"
	}
	before := "</"
	if entering {
		before = "<"
	}
	_, _ = w.WriteString(before + tag)
	return ast.WalkContinue, nil
}

func (t tags) code(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</code></pre>\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<pre dir="auto"><code>`)
	lines := node.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		t.text.RawWrite(w, line.Value(source))
	}
	return ast.WalkContinue, nil
}
