package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// What one record may hold at most.
const (
	longestRecord = 256 << 10 // bytes
	deepest       = 32        // arrays and objects in one another
)

// broken is the fault of a file that cannot be read to its end. Lines and columns
// count from 1, columns in characters.
func broken(line, column int) error {
	return fault.New(fault.Invalid, "This file breaks at line {.Line}, character {.Column}. Nothing was taken in. Ask its keeper for a whole copy.",
		i18n.Args{"Line": line, "Column": column})
}

// tooLarge is the fault of a file with a record past all measure.
func tooLarge(line int) error {
	return fault.New(fault.TooLarge, "The record at line {.Line} is too large. Nothing was taken in.", i18n.Args{"Line": line})
}

// notAList is the fault of a file that is something else altogether.
func notAList() error {
	return fault.New(fault.Invalid, "This file is not a list of meetings. Check the address and the format.")
}

// elements hands out the elements of the array that a file of JSON is, one after
// the other. It holds one at a time. The bytes are valid JSON, and lent: they
// change with the next. deep tells of more nesting than a record may have.
type elements struct {
	in           *bufio.Reader
	line, column int // of the byte read last
	raw          []byte
	deep         bool
}

func (e *elements) each(in io.Reader, hand func(raw []byte, deep bool) error) error {
	e.in, e.line = bufio.NewReaderSize(in, 64<<10), 1
	if mark, _ := e.in.Peek(3); string(mark) == "\ufeff" {
		_, _ = e.in.Discard(3)
	}
	b, err := e.sign()
	if err != nil || b != '[' {
		return orNot(err)
	}
	if b, err = e.sign(); err != nil {
		return e.fault(err)
	}
	for b != ']' {
		if b, err = e.one(b, hand); err != nil {
			return err
		}
		if b == ',' {
			if b, err = e.sign(); err == nil && b == ']' {
				err = io.ErrUnexpectedEOF
			}
		} else if b != ']' {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return e.fault(err)
		}
	}
	if _, err = e.sign(); !errors.Is(err, io.EOF) {
		return e.fault(err)
	}
	return nil
}

// one reads the value that begins with b, hands it out, and returns the sign after
// it.
func (e *elements) one(b byte, hand func(raw []byte, deep bool) error) (after byte, err error) {
	line, column := e.line, e.column
	after, err = e.value(b)
	if errors.Is(err, errLong) {
		return 0, tooLarge(line)
	}
	if err != nil {
		return 0, e.fault(err)
	}
	if !json.Valid(e.raw) {
		var wrong *json.SyntaxError
		errors.As(json.Unmarshal(e.raw, new(json.RawMessage)), &wrong)
		return 0, within(e.raw, int(wrong.Offset), line, column)
	}
	if err := hand(e.raw, e.deep); err != nil {
		return 0, err
	}
	if isSpace(after) {
		if after, err = e.sign(); err != nil {
			return 0, e.fault(err)
		}
	}
	return after, nil
}

var errLong = errors.New("too long")

// value takes the bytes of a value that begins with b into raw, and returns the
// byte after it.
func (e *elements) value(b byte) (after byte, err error) {
	e.raw, e.deep = append(e.raw[:0], b), false
	depth, quoted, escape := 0, b == '"', false
	if b == '{' || b == '[' {
		depth = 1
	}
	for {
		if b, err = e.read(); err != nil {
			return 0, err
		}
		if !quoted && depth == 0 && (b == ',' || b == ']' || isSpace(b)) {
			return b, nil
		}
		if e.raw = append(e.raw, b); len(e.raw) > longestRecord {
			return 0, errLong
		}
		switch {
		case escape:
			escape = false
		case quoted:
			quoted, escape = b != '"', b == '\\'
		case b == '"':
			quoted = true
		case b == '{' || b == '[':
			depth++
			e.deep = e.deep || depth > deepest
		case b == '}' || b == ']':
			depth--
		}
		if depth < 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
}

// within is the fault at an offset of a value that began at a line and a column.
func within(raw []byte, offset, line, column int) error {
	p := elements{line: line, column: column - 1}
	for _, b := range raw[:min(max(offset-1, 0), len(raw))] {
		p.pass(b)
	}
	return broken(p.line, p.column+1)
}

func (e *elements) read() (byte, error) {
	b, err := e.in.ReadByte()
	if err == nil {
		e.pass(b)
	}
	return b, err
}

func (e *elements) pass(b byte) {
	switch {
	case b == '\n':
		e.line, e.column = e.line+1, 0
	case b&0xc0 != 0x80: // not the rest of a character
		e.column++
	}
}

// sign is the next byte that is not white.
func (e *elements) sign() (byte, error) {
	for {
		b, err := e.read()
		if err != nil || !isSpace(b) {
			return b, err
		}
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }

// fault is what stopped the reading: the source's own error (its connection broke),
// or bytes that are not in their place.
func (e *elements) fault(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return broken(e.line, max(e.column, 1))
	}
	return err
}

func orNot(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return notAList()
	}
	return err
}

// members are the fields of an object of valid JSON; of two with one name the last
// counts. It is nil for anything else. The values are lent as the object is.
func members(raw []byte) map[string]json.RawMessage {
	if len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	m := make(map[string]json.RawMessage, 32)
	for i := 1; i < len(raw); {
		switch b := raw[i]; {
		case isSpace(b) || b == ',' || b == ':' || b == '}':
			i++
		default:
			end := valueEnd(raw, i)
			key := said(raw[i:end])
			for i = end; isSpace(raw[i]) || raw[i] == ':'; i++ {
			}
			end = valueEnd(raw, i)
			m[key] = raw[i:end]
			i = end
		}
	}
	return m
}

// valueEnd is where the value ends that begins at a place in valid JSON.
func valueEnd(raw []byte, i int) int {
	for depth := 0; ; {
		switch b := raw[i]; {
		case b == '"':
			for i++; raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		case b == '{' || b == '[':
			depth++
		case b == '}' || b == ']':
			depth--
		}
		if i++; depth == 0 && (raw[i-1] == '"' || raw[i-1] == '}' || raw[i-1] == ']' || raw[i] == ',' || raw[i] == '}' || raw[i] == ']' || isSpace(raw[i])) {
			return i
		}
	}
}

// said is a value of JSON as text: a text, a number or a flag. Anything else is "".
func said(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		if inner := raw[1 : len(raw)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
			return string(inner)
		}
		var s string
		_ = json.Unmarshal(raw, &s)
		return s
	case '{', '[', 'n':
		return ""
	}
	return string(raw)
}

// saidList is a value of JSON as a list of texts. A text is a list of one; it is
// false for that. What is neither text nor number is left out.
func saidList(raw json.RawMessage) (list []string, many bool) {
	if len(raw) > 0 && raw[0] == '[' {
		var all []json.RawMessage
		_ = json.Unmarshal(raw, &all)
		for _, one := range all {
			list = append(list, said(one))
		}
		return list, true
	}
	if one := said(raw); one != "" {
		list = append(list, one)
	}
	return list, false
}
