package translation

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"handrail/internal/platform/i18n"
)

// fills reports placeholders that a call leaves empty, and values that its text
// has no place for. It looks at calls of functions that take texts and, last,
// any number of i18n.Args: those of i18n itself, and those that pass them on.
func (c collector) fills(e *ast.CallExpr) {
	signature, ok := c.pkg.TypesInfo.TypeOf(e.Fun).(*types.Signature)
	if !ok || !takesArgs(signature) || e.Ellipsis.IsValid() {
		return
	}
	fixed := signature.Params().Len() - 1
	if len(e.Args) < fixed {
		return // its arguments are the results of one call
	}
	wanted, all := c.placeholders(e.Args[:fixed])
	given, known := c.given(e.Args[fixed:])
	if !all || !known {
		return
	}
	if callee, _ := c.pkg.TypesInfo.Uses[calledName(e)].(*types.Func); c.ours(callee) == "N" {
		given = append(given, "Count")
		wanted = append(wanted, "Count")
	}
	for _, name := range wanted {
		if !slices.Contains(given, name) {
			c.problem(e, "nothing fills {.%s}", name)
		}
	}
	for _, name := range given {
		if !slices.Contains(wanted, name) {
			c.problem(e, "the text has no {.%s}", name)
		}
	}
}

func takesArgs(s *types.Signature) bool {
	if !s.Variadic() {
		return false
	}
	last, ok := s.Params().At(s.Params().Len() - 1).Type().(*types.Slice)
	if !ok {
		return false // append of a string to bytes
	}
	values, ok := types.Unalias(last.Elem()).(*types.Map)
	return ok && types.Identical(values.Key(), types.Typ[types.String]) && types.IsInterface(values.Elem())
}

// placeholders lists those of the texts among args, and says whether there are
// texts and all of them are constants.
func (c collector) placeholders(args []ast.Expr) (names []string, all bool) {
	for _, arg := range args {
		if !c.isText(c.pkg.TypesInfo.TypeOf(arg)) {
			continue
		}
		text, constant := c.text(arg)
		if !constant {
			return nil, false
		}
		all = true
		names = append(names, i18n.Placeholders(text)...)
	}
	return names, all
}

// given lists the names in the literals, and whether they are all there is.
func (c collector) given(args []ast.Expr) (names []string, known bool) {
	for _, arg := range args {
		literal, ok := ast.Unparen(arg).(*ast.CompositeLit)
		if !ok {
			return nil, false
		}
		for _, element := range literal.Elts {
			name := c.pkg.TypesInfo.Types[element.(*ast.KeyValueExpr).Key].Value
			if name == nil {
				return nil, false
			}
			names = append(names, constant.StringVal(name))
		}
	}
	return names, true
}

func calledName(e *ast.CallExpr) *ast.Ident {
	switch f := ast.Unparen(e.Fun).(type) {
	case *ast.Ident:
		return f
	case *ast.SelectorExpr:
		return f.Sel
	}
	return nil
}
