package translation

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"

	"handrail/internal/platform/i18n"
)

// collector walks one package.
type collector struct {
	source *Source
	pkg    *packages.Package
	into   *Package
}

func (s *Source) collect(pkg *packages.Package) {
	if len(pkg.GoFiles) == 0 {
		return
	}
	into := &Package{Path: pkg.PkgPath, Dir: filepath.Dir(pkg.GoFiles[0]), Texts: map[string]Text{}}
	_, into.embeds = pkg.Types.Scope().Lookup("Locale").(*types.Var)
	c := collector{source: s, pkg: pkg, into: into}
	for _, file := range pkg.Syntax {
		ast.Inspect(file, c.visit)
	}
	for _, used := range pkg.TypesInfo.Uses {
		c.use(used)
	}
	s.Packages = append(s.Packages, into)
}

// use notes who reads translations, and whose. The package that makes the
// catalogue may give it its own.
func (c collector) use(used types.Object) {
	if used.Pkg() == nil {
		return
	}
	switch used := used.(type) {
	case *types.Var:
		if used.Name() == "Locale" && used.Parent() == used.Pkg().Scope() {
			c.source.read[used.Pkg().Path()] = true
		}
	case *types.Func:
		if used.Pkg().Path() != c.pkg.PkgPath && c.ours(used) == "NewCatalogue" {
			c.source.reads = true
		}
	}
}

func (c collector) visit(n ast.Node) bool {
	e, ok := n.(ast.Expr)
	if !ok {
		return true
	}
	if text, ok := c.text(e); ok {
		if !c.declaredText(e) {
			c.add(e, Text{Key: text, Other: text})
		}
		return false
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		return c.call(e)
	case *ast.BinaryExpr:
		if e.Op == token.ADD && c.isText(c.pkg.TypesInfo.TypeOf(e)) {
			c.problem(e, "a text is one constant: join its parts with placeholders")
		}
	}
	return true
}

// text is the value of e, if it is a constant of type i18n.Text.
func (c collector) text(e ast.Expr) (string, bool) {
	tv, known := c.pkg.TypesInfo.Types[e]
	if !known || tv.Value == nil || tv.Value.Kind() != constant.String || !c.isText(tv.Type) {
		return "", false
	}
	return constant.StringVal(tv.Value), true
}

func (c collector) isText(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Text" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == c.source.options.I18n
}

// declaredText says whether e only names a constant that is itself a text: that
// one is found, and translated, where it is written.
func (c collector) declaredText(e ast.Expr) bool {
	var name *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		name = e
	case *ast.SelectorExpr:
		name = e.Sel
	default:
		return false
	}
	declared, ok := c.pkg.TypesInfo.Uses[name].(*types.Const)
	return ok && c.isText(declared.Type())
}

// call looks at calls of TC and N, whose texts are parts of a key, and reports
// whether the walk goes on inside.
func (c collector) call(e *ast.CallExpr) bool {
	if c.pkg.TypesInfo.Types[e.Fun].IsType() {
		if c.isText(c.pkg.TypesInfo.TypeOf(e)) && c.pkg.PkgPath != c.source.options.I18n {
			c.problem(e, "only a constant can be a Text: what is not written in the source cannot be translated")
		}
		return true
	}
	c.fills(e)
	callee, _ := typeutil.Callee(c.pkg.TypesInfo, e).(*types.Func)
	switch name := c.ours(callee); {
	case name == "TC" && len(e.Args) > 2:
		return c.inContext(e)
	case name == "N" && len(e.Args) > 3:
		return c.counted(e)
	}
	return true
}

// ours is the name of a function of package i18n, and "" for any other.
func (c collector) ours(f *types.Func) string {
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != c.source.options.I18n || f.Signature().Recv() != nil {
		return ""
	}
	return f.Name()
}

func (c collector) inContext(e *ast.CallExpr) bool {
	context := c.pkg.TypesInfo.Types[e.Args[1]].Value
	text, ok := c.text(e.Args[2])
	if context == nil || !ok {
		c.problem(e, "TC needs a constant context and a constant text")
		return true
	}
	in := constant.StringVal(context)
	if in == "" || strings.Contains(in, "|") {
		c.problem(e, "a context is not empty and holds no |")
	}
	c.add(e.Args[2], Text{Key: in + "|" + text, Other: text})
	c.walk(e.Args[:1])
	c.walk(e.Args[3:])
	return false
}

func (c collector) counted(e *ast.CallExpr) bool {
	one, ok := c.text(e.Args[2])
	other, also := c.text(e.Args[3])
	if !ok || !also {
		c.problem(e, "N needs its two texts as constants: its translations have other forms than these two")
		return true
	}
	c.add(e.Args[2], Text{Key: other, One: one, Other: other, Plural: true})
	c.walk(e.Args[:2])
	c.walk(e.Args[4:])
	return false
}

func (c collector) walk(list []ast.Expr) {
	for _, e := range list {
		ast.Inspect(e, c.visit)
	}
}

func (c collector) add(at ast.Expr, text Text) {
	if text.Other == "" {
		return
	}
	text.At = c.pkg.Fset.Position(at.Pos())
	for _, english := range text.English() {
		c.wellFormed(at, english)
	}
	before, met := c.into.Texts[text.Key]
	if !met {
		c.into.Texts[text.Key] = text
		return
	}
	if before.Plural != text.Plural || before.One != text.One {
		c.problem(at, "%q is counted differently at %s: give one of them a context", text.Key, c.source.place(before.At))
	}
}

func (c collector) wellFormed(at ast.Expr, english string) {
	if strings.Contains(english, "|") {
		c.problem(at, "%q holds a |, which parts a context from its text", english)
	}
	if strings.TrimSpace(english) != english {
		c.problem(at, "%q begins or ends with a space: say the whole sentence in one text", english)
	}
	bare := english
	for _, name := range i18n.Placeholders(english) {
		bare = strings.ReplaceAll(bare, "{."+name+"}", "")
	}
	if strings.ContainsAny(bare, "{}") {
		c.problem(at, "%q holds a brace: a placeholder is written {.Name}", english)
	}
}

func (c collector) problem(at ast.Node, format string, args ...any) {
	c.into.problems = append(c.into.problems, c.source.problem(c.pkg.Fset.Position(at.Pos()), format, args...))
}
