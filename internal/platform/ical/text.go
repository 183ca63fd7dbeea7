package ical

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"handrail/internal/platform/recur"
)

// How long a text may be, in characters. A longer one is cut.
const (
	longestTitle   = 200
	longestPlace   = 500
	longestAbout   = 8000
	longestAddress = 2000
)

// component is a component under construction.
type component struct{ *ics.GeneralComponent }

func (c *component) add(name, value string, parameters ...ics.PropertyParameter) {
	c.Properties = append(c.Properties, ics.IANAProperty{BaseProperty: base(name, value, parameters)})
}

// filled is add, unless there is nothing to say.
func (c *component) filled(name, value string) {
	if value != "" {
		c.add(name, value)
	}
}

func base(name, value string, parameters []ics.PropertyParameter) ics.BaseProperty {
	p := ics.BaseProperty{IANAToken: name, Value: value, ICalParameters: map[string][]string{}}
	for _, one := range parameters {
		key, values := one.KeyValue()
		p.ICalParameters[key] = values
	}
	return p
}

// text is what people typed, without what could leave its line or upset the
// lines around it when shown: control characters other than a new line, bytes
// that are not UTF-8, and marks that turn the direction of what follows.
func text(typed string, longest int) string {
	typed = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\t", " ").Replace(strings.ToValidUTF8(typed, ""))
	typed = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\uFEFF' {
			return -1
		}
		return r
	}, typed)
	return strings.TrimSpace(cut(typed, longest))
}

// line is text on one line.
func line(typed string, longest int) string {
	return strings.Join(strings.Fields(text(typed, longest)), " ")
}

func cut(text string, longest int) string {
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest-1]) + "…"
}

// address is an address that a program may open, or "".
func address(typed string) string {
	u, err := url.Parse(typed)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(typed) > longestAddress {
		return ""
	}
	var plain strings.Builder
	for _, b := range []byte(u.String()) { // a query may hold what no address may
		if b <= ' ' || b >= 0x7f || strings.ContainsRune(`"<>\^`+"`{|}", rune(b)) {
			fmt.Fprintf(&plain, "%%%02X", b)
		} else {
			plain.WriteByte(b)
		}
	}
	return plain.String()
}

func instant(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// minutes is a duration in whole minutes (RFC 5545 §3.3.6).
func minutes(d time.Duration) string { return fmt.Sprintf("PT%dM", d/time.Minute) }

// ordered are the walls in order, each once, without zero ones.
func ordered(list []recur.Wall) []recur.Wall {
	list = without(list, recur.Wall{})
	slices.SortFunc(list, recur.Wall.Compare)
	return slices.Compact(list)
}

func without(list []recur.Wall, one recur.Wall) (rest []recur.Wall) {
	for _, w := range list {
		if w != one {
			rest = append(rest, w)
		}
	}
	return rest
}
