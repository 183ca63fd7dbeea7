package archtest

import (
	"context"
	"go/ast"
	"go/constant"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"handrail/internal/app"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/seal"
)

// statement is one statement of the tree, as each engine gets it.
type statement struct {
	where, area, text string
	only              *db.Engine // the engine it is for, or nil for both
}

const dbPath = "handrail/internal/platform/db"

// queryArg is the place of the statement among the arguments.
var queryArg = map[string]int{
	dbPath + ".All": 2, dbPath + ".One": 2, dbPath + ".Scalar": 2, "(*" + dbPath + ".Tx).Exec": 1,
}

// dynamic lists the packages whose statements are made from the declaration of
// data, and what proves them instead.
var dynamic = []string{
	module + "internal/backup",             // its tests run every statement on both engines
	module + "internal/account/belongings", // its tests too
	module + "internal/platform/db",        // hands on what it is given
}

func statements(t *testing.T) []statement {
	var found []statement
	each(load(t), func(p *packages.Package, file string, n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			place, ok := queryArg[callee(p, n)]
			if !ok || slices.Contains(dynamic, p.PkgPath) {
				return
			}
			arg := ast.Unparen(n.Args[place])
			if text := constantOf(p, arg); text != "" {
				found = append(found, statement{where: at(p, n.Pos()), area: area(p.PkgPath), text: text})
			} else if inner, ok := arg.(*ast.CallExpr); !ok || callee(p, inner) != "(*"+dbPath+".Tx).Pick" {
				t.Errorf("%s: a statement has to be a constant, or a db.Pair of constants", at(p, n.Pos()))
			}
		case *ast.CompositeLit:
			found = append(found, pair(t, p, n)...)
		}
	})
	return found
}

// pair takes both halves of a db.Pair.
func pair(t *testing.T, p *packages.Package, n *ast.CompositeLit) []statement {
	if kind := p.TypesInfo.TypeOf(n); kind == nil || kind.String() != dbPath+".Pair" {
		return nil
	}
	var found []statement
	for i, element := range n.Elts {
		value := element
		engine := []db.Engine{db.SQLite, db.Postgres}[i]
		if keyed, ok := element.(*ast.KeyValueExpr); ok {
			value = keyed.Value
			if keyed.Key.(*ast.Ident).Name == "SQLite" {
				engine = db.SQLite
			} else {
				engine = db.Postgres
			}
		}
		text := constantOf(p, value)
		if text == "" {
			t.Errorf("%s: each half of a db.Pair has to be a constant", at(p, n.Pos()))
		}
		found = append(found, statement{where: at(p, n.Pos()), area: area(p.PkgPath), text: text, only: &engine})
	}
	return found
}

func constantOf(p *packages.Package, e ast.Expr) string {
	value := p.TypesInfo.Types[e].Value
	if value == nil || value.Kind() != constant.String {
		return ""
	}
	return constant.StringVal(value)
}

// TestEveryStatementIsTakenByBothEngines prepares each statement of the tree on
// the migrated schema of each engine.
func TestEveryStatementIsTakenByBothEngines(t *testing.T) {
	all := statements(t)
	if len(all) < 30 {
		t.Fatalf("only %d statements were found", len(all))
	}
	dbtest.EachAddress(t, app.Schema, func(t *testing.T, address string) {
		main := dbtest.Open(t, db.Options{Address: address})
		keys := keyStore(t, main, address)
		for _, s := range all {
			d := main
			if s.area == "platform/seal" {
				d = keys
			}
			if s.only != nil && *s.only != d.Engine() || strings.HasPrefix(s.text, "PRAGMA") {
				continue
			}
			if err := prepare(d, s.text); err != nil {
				t.Errorf("%s: %s: %v\n%s", s.where, d.Engine(), err, s.text)
			}
		}
	})
}

func keyStore(t *testing.T, main *db.DB, address string) *db.DB {
	t.Helper()
	if main.Engine() == db.Postgres {
		address += "&search_path=" + seal.Schema
	} else {
		address = filepath.Join(t.TempDir(), "keys.db")
	}
	d := dbtest.Open(t, db.Options{Address: address})
	if _, err := seal.Open(context.Background(), d, nil, make([]byte, seal.KeyBytes)); err != nil {
		t.Fatal(err)
	}
	return d
}

// prepare lets the engine read a statement without running it. SQLite's driver
// prepares late, so there the statement is explained.
func prepare(d *db.DB, text string) error {
	ctx := context.Background()
	if d.Engine() == db.Postgres {
		conn, err := d.Pool().Acquire(ctx)
		if err != nil {
			return err
		}
		defer conn.Release()
		_, err = conn.Conn().Prepare(ctx, "", db.Numbered(text))
		return err
	}
	rows, err := d.Writer().QueryContext(ctx, "EXPLAIN "+text, make([]any, strings.Count(text, "?"))...)
	if err != nil {
		return err
	}
	return rows.Close()
}

var (
	written = regexp.MustCompile(`(?i)\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z]+)_[a-z_]+`)
	read    = regexp.MustCompile(`(?i)\b(?:FROM|JOIN)\s+([a-z]+)_[a-z_]+\b(?:[^(]|$)`)
)

// theirs are tables made by others that one area may read: River's own, and an
// engine's list of its tables.
var theirs = map[string][]string{"account": {"information"}, "doctor": {"pragma"}, "platform/jobs": {"river"}, "platform/seal": {"sqlite", "pg"}}

// TestTablesHaveOneOwner keeps a package to the tables that carry its name.
func TestTablesHaveOneOwner(t *testing.T) {
	for _, s := range statements(t) {
		owner := strings.TrimPrefix(s.area, "platform/")
		for _, m := range written.FindAllStringSubmatch(s.text, -1) {
			if m[1] != owner {
				t.Errorf("%s writes a table of %s", s.where, m[1])
			}
		}
		for _, m := range read.FindAllStringSubmatch(s.text, -1) {
			if m[1] != owner && !slices.Contains(theirs[s.area], m[1]) {
				t.Errorf("%s reads a table of %s: ask its functions", s.where, m[1])
			}
		}
	}
}

// TestStatementsStandInTheirFiles keeps SQL to files named _sql.go.
func TestStatementsStandInTheirFiles(t *testing.T) {
	for _, s := range statements(t) {
		file, _, _ := strings.Cut(s.where, ":")
		if strings.HasPrefix(s.area, "platform/") || strings.HasSuffix(file, "_sql.go") {
			continue
		}
		t.Errorf("%s: SQL belongs in a file named _sql.go", s.where)
	}
}
