package backup

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Kind is what a column holds, whatever the engine calls it.
type Kind string

// The kinds.
const (
	Words Kind = "text"
	Whole Kind = "number"
	Truth Kind = "truth"
	Bytes Kind = "bytes" // base64 in the export
)

// kindOf knows the column types that migrations may use.
func kindOf(databaseType string) (Kind, bool) {
	switch databaseType {
	case "TEXT":
		return Words, true
	case "BIGINT", "INTEGER", "INT8", "INT4":
		return Whole, true
	case "BOOLEAN", "BOOL":
		return Truth, true
	case "BYTEA", "BLOB":
		return Bytes, true
	}
	return "", false
}

// errKind says that a value is not of its column's kind. SQLite allows that.
var errKind = errors.New("a value is not of the kind of its column")

// odd is a text that is not UTF-8, which only SQLite holds: it is carried as
// bytes, so that a backup never fails for it.
type odd struct {
	Base64 []byte `json:"base64"`
}

// appendRow writes one row as a JSON line, its columns in their order.
func appendRow(b *bytes.Buffer, columns []Column, values []any) error {
	b.WriteByte('{')
	for i, c := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		b.WriteString(c.Name)
		b.WriteString(`":`)
		if err := appendValue(b, c.Kind, values[i]); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	b.WriteString("}\n")
	return nil
}

func appendValue(b *bytes.Buffer, kind Kind, value any) error {
	switch v := value.(type) {
	case nil:
		b.WriteString("null")
		return nil
	case int64:
		switch {
		case kind == Whole:
			b.WriteString(strconv.FormatInt(v, 10))
			return nil
		case kind == Truth && (v == 0 || v == 1): // as SQLite has it
			b.WriteString(strconv.FormatBool(v == 1))
			return nil
		}
	case bool:
		if kind == Truth {
			b.WriteString(strconv.FormatBool(v))
			return nil
		}
	case []byte:
		if kind == Bytes {
			b.WriteString(`"` + base64.StdEncoding.EncodeToString(v) + `"`)
			return nil
		}
	case string:
		if kind == Words {
			return appendText(b, v)
		}
	}
	return errKind
}

func appendText(b *bytes.Buffer, text string) error {
	var value any = text
	if !utf8.ValidString(text) {
		value = odd{[]byte(text)}
	}
	line, err := jsonLine(value)
	b.Write(bytes.TrimSuffix(line, []byte{'\n'}))
	return err
}

// parseRow reads the values of one line, in the order of columns.
func parseRow(columns []Column, line []byte) ([]any, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil {
		return nil, err
	}
	if len(fields) != len(columns) {
		return nil, errShape
	}
	values := make([]any, len(columns))
	for i, c := range columns {
		raw, there := fields[c.Name]
		if !there {
			return nil, errShape
		}
		var err error
		if values[i], err = parseValue(c.Kind, raw); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return values, nil
}

func parseValue(kind Kind, raw json.RawMessage) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	switch kind {
	case Words:
		return parseText(raw)
	case Whole:
		return parseAs[int64](raw)
	case Truth:
		return parseAs[bool](raw)
	case Bytes:
		value, err := parseAs[[]byte](raw)
		if err != nil {
			return nil, err
		}
		return value, nil
	}
	return nil, errKind
}

func parseText(raw json.RawMessage) (any, error) {
	if raw[0] != '{' {
		return parseAs[string](raw)
	}
	o, err := parseAs[odd](raw)
	return string(o.Base64), err
}

func parseAs[T any](raw json.RawMessage) (v T, err error) { return v, json.Unmarshal(raw, &v) }
