package archtest

import (
	"go/ast"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// tiers: a package imports only what stands on a lower tier, and its own parts.
// Features that share a tier do not know each other.
var tiers = [][]string{
	{"platform/*", "migrations", "assets"},
	{"ui"},
	{"account"},
	{"site"},
	{"group"},
	{"notify", "moderation", "search", "video"},
	{"forum", "chat", "finder"},
	{"meeting", "library", "journey"},
	{"home", "admin"},
	{"demo", "backup"},
	{"doctor"},
	{"app"},
	{"apptest"},
	{"archtest", "handrail", "bench", "bench/*", "deploy"},
}

// within says which parts of tier 0 may use which others.
var within = map[string][]string{
	"platform/clock":    {},
	"platform/declare":  {"platform/i18n"},
	"platform/id":       {"platform/clock"},
	"platform/i18n":     {},
	"platform/fault":    {"platform/i18n"},
	"platform/db":       {"platform/fault", "platform/i18n", "platform/id", "migrations"}, // id and migrations for dbtest alone
	"platform/seal":     {"platform/clock", "platform/db", "platform/declare", "platform/fault"},
	"platform/audit":    {"platform/clock", "platform/db", "platform/declare", "platform/fault", "platform/seal"},
	"platform/jobs":     {"platform/clock", "platform/db", "platform/fault", "platform/i18n", "platform/id"},
	"platform/event":    {"platform/db", "platform/jobs"},
	"platform/limit":    {"platform/clock", "platform/fault", "platform/i18n"},
	"platform/richtext": {"platform/fault", "platform/i18n"},
	"platform/recur":    {"platform/fault", "platform/i18n"},
	"platform/ical":     {"platform/recur"},
	"platform/blob":     {"platform/fault", "platform/i18n", "platform/id"},
	"platform/outbound": {"platform/fault", "platform/i18n"},
	"platform/picture":  {"platform/fault", "platform/i18n"},
	"platform/mail":     {"platform/clock", "platform/fault", "platform/i18n", "platform/id"},
	"platform/push":     {"platform/clock", "platform/fault", "platform/i18n", "platform/id", "platform/outbound"},
	"platform/realtime": {"platform/clock", "platform/fault", "platform/i18n", "platform/id"},
	"platform/web":      {"platform/clock", "platform/db", "platform/declare", "platform/fault", "platform/i18n", "platform/id", "platform/limit"},
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range load(t) {
		from := area(p.PkgPath)
		if tier(from) < 0 {
			t.Errorf("%s stands on no tier: give it one in archtest and in ARCHITECTURE.md", from)
		}
		for path := range p.Imports {
			if to := area(path); strings.HasPrefix(path, module) && to != from && !mayImport(from, to) {
				t.Errorf("%s may not import %s", from, to)
			}
		}
	}
}

func mayImport(from, to string) bool {
	if strings.HasPrefix(from, "platform/") {
		return slices.Contains(within[from], to)
	}
	return tier(to) < tier(from)
}

func tier(name string) int {
	for i, row := range tiers {
		for _, one := range row {
			if ok, _ := filepath.Match(one, name); ok {
				return i
			}
		}
	}
	return -1
}

// TestTheClockIsTheOnlyReaderOfTime keeps time.Now, and what hides it, to the
// clock; a limit on waiting is not a reading of the time.
func TestTheClockIsTheOnlyReaderOfTime(t *testing.T) {
	forbidden := []string{"time.Now", "time.Since", "time.Until"}
	each(load(t), func(p *packages.Package, file string, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if ok && slices.Contains(forbidden, callee(p, call)) && area(p.PkgPath) != "platform/clock" && !strings.HasPrefix(area(p.PkgPath), "bench") {
			t.Errorf("%s: %s: ask the injected clock", at(p, call.Pos()), callee(p, call))
		}
	})
}

// TestHTTPStaysAtTheDoor keeps net/http to the door, the transports, and files
// that say so by their name.
func TestHTTPStaysAtTheDoor(t *testing.T) {
	mayBe := []string{"platform/web", "platform/realtime", "platform/outbound", "platform/push", "app", "apptest", "archtest", "doctor", "bench", "ui"}
	each(load(t), func(p *packages.Package, file string, n ast.Node) {
		imported, ok := n.(*ast.ImportSpec)
		if !ok {
			return
		}
		path, _ := strconv.Unquote(imported.Path.Value)
		name := filepath.Base(file)
		if path == "net/http" && !slices.Contains(mayBe, area(p.PkgPath)) && !strings.HasSuffix(name, "_http.go") {
			t.Errorf("%s imports net/http: pages belong in a file named _http.go", at(p, imported.Pos()))
		}
	})
}

// TestFilesAndFunctionsStaySmall is what STYLE.md asks: a file past 400 lines
// or a function past 60 is two things in one.
func TestFilesAndFunctionsStaySmall(t *testing.T) {
	each(load(t), func(p *packages.Package, file string, n ast.Node) {
		switch n := n.(type) {
		case *ast.File:
			if lines := p.Fset.Position(n.End()).Line; lines > 400 {
				t.Errorf("%s has %d lines", at(p, n.Pos()), lines)
			}
		case *ast.FuncDecl:
			if lines := p.Fset.Position(n.End()).Line - p.Fset.Position(n.Pos()).Line; lines > 60 {
				t.Errorf("%s: %s has %d lines", at(p, n.Pos()), n.Name.Name, lines)
			}
		}
	})
}
