package i18n

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// placeholder is the one form of a placeholder. Any other brace is text.
var placeholder = regexp.MustCompile(`\{\.([A-Za-z][A-Za-z0-9]*)\}`)

// Placeholders are the names of the placeholders in text, sorted, each once.
func Placeholders(text string) []string {
	var names []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// piece is a stretch of plain text, or a placeholder when it has a name.
type piece struct {
	text string // as written, {.Name} for a placeholder
	name string
}

func pieces(text string) []piece {
	var list []piece
	for {
		at := placeholder.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		if at[0] > 0 {
			list = append(list, piece{text: text[:at[0]]})
		}
		list = append(list, piece{text: text[at[0]:at[1]], name: text[at[2]:at[3]]})
		text = text[at[1]:]
	}
	if text != "" {
		list = append(list, piece{text: text})
	}
	return list
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
