package i18n

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Placeholders are the names of the placeholders in text, sorted, each once.
func Placeholders(text string) []string {
	var names []string
	for _, p := range pieces(text) {
		if p.name != "" {
			names = append(names, p.name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// piece is a stretch of plain text, or a placeholder when it has a name.
type piece struct {
	text string // as written, {.Name} for a placeholder
	name string
}

// pieces parts a text. A placeholder is written {.Name}, with ASCII letters and
// digits, a letter first; any other brace is text.
func pieces(text string) []piece {
	var list []piece
	from := 0 // of the plain text before the next placeholder
	for at := 0; ; {
		brace := strings.Index(text[at:], "{.")
		if brace < 0 {
			break
		}
		begin := at + brace
		at = begin + len("{.")
		name := nameIn(text[at:])
		if name == "" || !strings.HasPrefix(text[at+len(name):], "}") {
			continue
		}
		at += len(name) + len("}")
		if begin > from {
			list = append(list, piece{text: text[from:begin]})
		}
		list = append(list, piece{text: text[begin:at], name: name})
		from = at
	}
	if from < len(text) {
		list = append(list, piece{text: text[from:]})
	}
	return list
}

// nameIn is the name that text begins with; "" for none.
func nameIn(text string) string {
	for i, c := range []byte(text) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return text[:i]
		}
	}
	return text
}

// fill is text with its placeholders filled.
func fill(text string, args []Args) string {
	if !strings.Contains(text, "{.") {
		return text
	}
	return join(pieces(text), args)
}

func join(list []piece, args []Args) string {
	var said strings.Builder
	for _, p := range list {
		said.WriteString(value(p, args))
	}
	return said.String()
}

func value(p piece, args []Args) string {
	if p.name == "" {
		return p.text
	}
	for _, some := range args {
		if v, given := some[p.name]; given {
			return fmt.Sprint(v)
		}
	}
	return p.text
}

// parser lets go-i18n fill our placeholders and nothing else: a translation
// cannot call, branch or print anything but a named value.
type parser struct{}

func (parser) Cacheable() bool { return true }

func (parser) Parse(text, _, _ string) (template.ParsedTemplate, error) {
	return parsed(pieces(text)), nil
}

type parsed []piece

func (p parsed) Execute(data any) (string, error) {
	args, _ := data.([]Args)
	return join(p, args), nil
}
