package bmlt

import (
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/finder"
)

// pair is a field of an object that is written, and its value as a text.
type pair struct{ name, value string }

// object writes pairs in their order. All values are texts, as programs expect.
func object(to []byte, pairs ...pair) []byte {
	to = append(to, '{')
	for at, p := range pairs {
		if at > 0 {
			to = append(to, ',')
		}
		to = append(quoted(to, p.name), ':')
		to = quoted(to, p.value)
	}
	return append(to, '}')
}

// quoted writes a text as JSON (RFC 8259), so that it can stand in a script, too.
func quoted(to []byte, text string) []byte {
	safe := true
	for at := range len(text) {
		c := text[at]
		safe = safe && c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	if safe {
		return append(append(append(to, '"'), text...), '"')
	}
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text has an encoding
	}
	return append(to, encoded...)
}

// list writes the objects of a list, one at a time.
type list struct {
	to    io.Writer
	begun bool
}

func (l *list) add(one []byte) error {
	before := ","
	if !l.begun {
		before, l.begun = "[", true
	}
	if _, err := io.WriteString(l.to, before); err != nil {
		return err
	}
	_, err := l.to.Write(one)
	return err
}

func (l *list) end() error {
	if !l.begun {
		if _, err := io.WriteString(l.to, "["); err != nil {
			return err
		}
	}
	_, err := io.WriteString(l.to, "]")
	return err
}

// shape is which fields of meetings are written, and what their values need.
type shape struct {
	s     *Service
	b     *book
	names []string
	keys  map[int64]string
}

// shape reads which fields a program wants. Fields that are not known are left
// out, and when none is known all are written.
func (s *Service) shape(a ask, b *book) *shape {
	sh := &shape{s: s, b: b, keys: b.formats.keysIn(a.lang())}
	wanted := a.all("data_field_key")
	for _, f := range fields() {
		if slices.Contains(wanted, f.name) && f.name != "shared_group_id_bigint" {
			sh.names = append(sh.names, f.name)
		}
	}
	for _, name := range b.custom {
		if slices.Contains(wanted, name) {
			sh.names = append(sh.names, name)
		}
	}
	if len(sh.names) == 0 {
		for _, f := range fields() {
			sh.names = append(sh.names, f.name)
		}
		sh.names = append(sh.names, b.custom...)
	}
	return sh
}

// needsWords tells whether a field that is written is told by listings alone.
func (sh *shape) needsWords() bool {
	return slices.ContainsFunc(sh.names, func(name string) bool {
		f, known := fieldNamed(name)
		return !known || f.kind == plain || f.kind == mainWords || f.kind == hidden || name == "email_contact"
	})
}

// meeting is a meeting as an object.
func (sh *shape) meeting(h hit, l *finder.Listing) []pair {
	pairs := make([]pair, 0, len(sh.names))
	for _, name := range sh.names {
		pairs = append(pairs, pair{name, sh.value(name, h, l)})
	}
	return pairs
}

func (sh *shape) value(name string, h hit, l *finder.Listing) string {
	switch name {
	case "service_body_name":
		if at, known := sh.b.bodyAt[h.body]; known {
			return sh.b.bodies[at].Name
		}
		return ""
	case "formats":
		return sh.formatKeys(h.formats)
	case "distance_in_km":
		return h.far(kmOfDegree)
	case "distance_in_miles":
		return h.far(milesOfDegree)
	case "root_server_uri":
		return sh.s.root
	case "shared_group_id_bigint":
		return ""
	case "email_contact":
		return contactOf(l, name)
	case "format_shared_id_list":
		return listed(h.formats)
	}
	f, known := fieldNamed(name)
	switch {
	case known && f.kind == main:
		return h.valueOf(name)
	case known && f.kind == hidden:
		return contactOf(l, name)
	}
	return wordOf(l, name)
}

func (h hit) far(ofDegree float64) string {
	if h.angle < 0 {
		return ""
	}
	return strconv.FormatFloat(h.angle*ofDegree, 'f', -1, 64)
}

func (sh *shape) formatKeys(numbers []int64) string {
	keys := make([]string, 0, len(numbers))
	for _, number := range numbers {
		keys = append(keys, sh.keys[number])
	}
	return strings.Join(keys, ",")
}

// formatRow is a format as an object.
func (s *Service) formatRow(f finder.Format) []byte {
	return object(nil, pair{"key_string", f.Key}, pair{"name_string", f.Name}, pair{"description_string", f.Description}, pair{"lang", f.Lang},
		pair{"id", strconv.FormatInt(f.Number, 10)}, pair{"world_id", f.WorldID}, pair{"format_type_enum", f.Type}, pair{"root_server_uri", s.root})
}
