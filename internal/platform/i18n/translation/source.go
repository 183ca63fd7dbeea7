// Package translation keeps the translations of Handrail complete. It reads the
// program's source for every constant of type i18n.Text, generated templ files
// included, and holds each package's locale folder against what it found. It
// also reads the texts themselves: whether they are easy to read, and whether
// they hold words that Handrail does not say.
//
// The command in ../cmd/translations is its face.
package translation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Options say what is read.
type Options struct {
	Dir       string   // a folder of the module
	Patterns  []string // packages, as the go command names them; "./..." when empty
	I18n      string   // import path of package i18n
	Languages []string // those every text must have; others are found by their files
}

// Source is what the code says, package by package.
type Source struct {
	Packages []*Package
	dir      string
	reads    bool            // some package makes a catalogue
	read     map[string]bool // packages whose Locale is used
	options  Options
}

// Package is a Go package that has texts, or a locale folder.
type Package struct {
	Path     string
	Dir      string
	Texts    map[string]Text // by key
	embeds   bool            // declares Locale
	problems []Problem
}

// Text is a text of a package, as it is first met.
type Text struct {
	Key    string // as in the locale files
	One    string // the English for one, where it is counted
	Other  string // the English
	Plural bool
	At     token.Position
}

// English lists the English of the text: one, or two where it is counted.
func (t Text) English() []string {
	if t.Plural {
		return []string{t.One, t.Other}
	}
	return []string{t.Other}
}

// Problem is something to put right. Line is 0 when the whole file is meant.
type Problem struct {
	File string // relative to Options.Dir where it lies below it
	Line int
	Say  string
}

func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Say)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Say)
}

// What is read of each package. What it imports is known from export data, so
// only the packages themselves are type-checked.
const mode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
	packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo

// Read type-checks the packages and collects their texts. Code that does not
// compile is an error. Test files are not read.
func Read(ctx context.Context, o Options) (*Source, error) {
	if len(o.Patterns) == 0 {
		o.Patterns = []string{"./..."}
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	loaded, err := packages.Load(&packages.Config{Context: ctx, Mode: mode, Dir: dir}, o.Patterns...)
	if err != nil {
		return nil, err
	}
	s := &Source{dir: dir, read: map[string]bool{}, options: o}
	for _, pkg := range loaded {
		if err := compiles(pkg); err != nil {
			return nil, err
		}
		s.collect(pkg)
	}
	return s, nil
}

// compiles does not mind locale files that are embedded and not there yet: to
// make them is what Sync is for.
func compiles(pkg *packages.Package) error {
	var all []error
	for _, e := range pkg.Errors {
		if !strings.Contains(e.Msg, "pattern locale/*.json: no matching files") {
			all = append(all, e)
		}
	}
	return errors.Join(all...)
}

// keys are the keys of the package's texts, sorted.
func (p *Package) keys() []string { return slices.Sorted(maps.Keys(p.Texts)) }

func (p *Package) file(lang string) string { return filepath.Join(p.Dir, "locale", lang+".json") }

// problem is a problem with its file named as seen from the module.
func (s *Source) problem(at token.Position, format string, args ...any) Problem {
	return Problem{File: s.relative(at.Filename), Line: at.Line, Say: fmt.Sprintf(format, args...)}
}

func (s *Source) place(at token.Position) string {
	return fmt.Sprintf("%s:%d", s.relative(at.Filename), at.Line)
}

func (s *Source) relative(file string) string {
	if rel, err := filepath.Rel(s.dir, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

func inOrder(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Say, b.Say))
	})
	return slices.Compact(problems)
}
