// Package archtest keeps the shape described in ARCHITECTURE.md true.
package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"
)

const module = "handrail/"

// tree is the checkout, type-checked once for all tests.
var tree = sync.OnceValues(func() ([]*packages.Package, error) {
	return packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps,
		Dir:  "../..",
	}, "./...")
})

func load(t *testing.T) []*packages.Package {
	t.Helper()
	list, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		for _, e := range p.Errors {
			t.Fatal(e)
		}
	}
	if len(list) < 20 {
		t.Fatalf("only %d packages were found", len(list))
	}
	return list
}

// area is the part of the house a package belongs to: "platform/db" for tier 0,
// "site" for internal/site and everything below it, "" for what is not ours.
func area(path string) string {
	rest, ours := strings.CutPrefix(path, module+"internal/")
	if !ours {
		return strings.TrimPrefix(strings.TrimPrefix(path, module), "cmd/")
	}
	parts := strings.Split(rest, "/")
	if parts[0] == "platform" && len(parts) > 1 {
		return "platform/" + parts[1]
	}
	return parts[0]
}

// each visits every node of every file that is not generated.
func each(list []*packages.Package, visit func(p *packages.Package, file string, n ast.Node)) {
	for _, p := range list {
		for _, f := range p.Syntax {
			file := p.Fset.Position(f.Package).Filename
			if strings.HasSuffix(file, "_templ.go") {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if n != nil {
					visit(p, file, n)
				}
				return true
			})
		}
	}
}

func at(p *packages.Package, pos token.Pos) string {
	position := p.Fset.Position(pos)
	root, _ := filepath.Abs("../..")
	name, err := filepath.Rel(root, position.Filename)
	if err != nil {
		name = position.Filename
	}
	position.Filename = name
	return position.String()
}

// callee is the full name of what a call calls: "time.Now",
// "(*handrail/internal/platform/db.Tx).Exec".
func callee(p *packages.Package, call *ast.CallExpr) string {
	fun := ast.Unparen(call.Fun)
	if index, ok := fun.(*ast.IndexExpr); ok {
		fun = index.X
	}
	if index, ok := fun.(*ast.IndexListExpr); ok {
		fun = index.X
	}
	var name *ast.Ident
	switch f := fun.(type) {
	case *ast.Ident:
		name = f
	case *ast.SelectorExpr:
		name = f.Sel
	default:
		return ""
	}
	if f, ok := p.TypesInfo.Uses[name].(*types.Func); ok {
		return f.Origin().FullName()
	}
	return ""
}
