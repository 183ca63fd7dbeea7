package feed

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// jsonWalk goes through an answer, one object after the other, so that no more than
// one is held.
type jsonWalk struct {
	file  File
	bound *bounded
	d     *json.Decoder
	want  func(part string) bool
	each  func(bmltMeeting) error
	found bool
}

// walkJSON goes through the list that an answer is, or through the one inside
// where it is an object with several.
func walkJSON(f File, inside string, each func(bmltMeeting) error) error {
	return walkParts(f, true, func(part string) bool { return part == "" || part == inside }, each)
}

// walkParts goes through the lists of an answer that are wanted; "" is the answer
// itself. Where one is needed an answer without is refused.
func walkParts(f File, needed bool, want func(part string) bool, each func(bmltMeeting) error) error {
	open, err := f.Open()
	if err != nil {
		return err
	}
	defer open.Close()
	w := &jsonWalk{file: f, bound: &bounded{from: open, left: longestRecord}, want: want, each: each}
	from := bufio.NewReader(w.bound)
	if mark, _ := from.Peek(3); string(mark) == "\ufeff" {
		from.Discard(3) // it is there, as it was peeked at
	}
	w.d = json.NewDecoder(from)
	w.d.UseNumber() // a part that is passed over may hold numbers past all measure
	if err := w.root(); err != nil {
		return w.explained(err)
	}
	if _, err := w.d.Token(); !errors.Is(err, io.EOF) {
		return w.fault("Line {.Line} of {.File} holds more than the list. Nothing was changed.", w.d.InputOffset())
	}
	if needed && !w.found {
		return fault.New(fault.Invalid, "There is no list of meetings in {.File}. Nothing was changed.", i18n.Args{"File": f.Name})
	}
	return nil
}

func (w *jsonWalk) root() error {
	begin, err := w.d.Token()
	switch {
	case err != nil:
		return err
	case begin == json.Delim('['):
		return w.list("")
	case begin != json.Delim('{'):
		return nil
	}
	for w.d.More() {
		name, err := w.d.Token()
		if err != nil {
			return err
		}
		part, _ := name.(string)
		begin, err := w.d.Token()
		if err != nil {
			return err
		}
		if begin == json.Delim('[') {
			err = w.list(part)
		} else if begin == json.Delim('{') {
			err = w.skip(1)
		}
		if err != nil {
			return err
		}
	}
	_, err = w.d.Token()
	return err
}

// list goes through a list whose bracket was read.
func (w *jsonWalk) list(part string) error {
	if !w.want(part) {
		return w.skip(1)
	}
	w.found = true
	for w.d.More() {
		w.bound.left = longestRecord
		var m bmltMeeting
		err := w.d.Decode(&m)
		var other *json.UnmarshalTypeError
		if err != nil && !errors.As(err, &other) {
			return err
		}
		if err := w.each(m); err != nil {
			return stopped{err}
		}
	}
	_, err := w.d.Token()
	return err
}

// skip passes over the rest of a value that is this deep.
func (w *jsonWalk) skip(depth int) error {
	for depth > 0 {
		w.bound.left = longestRecord
		token, err := w.d.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth > deepest {
			return w.fault("Line {.Line} of {.File} is nested too deeply. Nothing was changed.", w.d.InputOffset())
		}
	}
	return nil
}

// stopped is an error of whoever takes the objects, not of the file.
type stopped struct{ error }

// explained says for people where an answer cannot be read any further.
func (w *jsonWalk) explained(err error) error {
	var mine stopped
	if errors.As(err, &mine) {
		return mine.error
	}
	if _, expected := fault.From(err); expected {
		return err
	}
	if errors.Is(err, errTooLong) {
		return w.fault("What begins in line {.Line} of {.File} is too large for one meeting. Nothing was changed.", w.d.InputOffset())
	}
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return w.fault("Line {.Line} of {.File} is not JSON. Nothing was changed.", syntax.Offset)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return w.fault("The file {.File} ends too soon, in line {.Line}. Nothing was changed.", 1<<62)
	}
	return err
}

// fault says it with the line in which byte number at lies.
func (w *jsonWalk) fault(say i18n.Text, at int64) error {
	return fault.New(fault.Invalid, say, i18n.Args{"File": w.file.Name, "Line": lineAt(w.file, at)})
}

// lineAt is the line, from 1, in which a byte of a file lies.
func lineAt(f File, at int64) int {
	open, err := f.Open()
	if err != nil {
		return 0
	}
	defer open.Close()
	lines, from := 1, bufio.NewReader(io.LimitReader(open, at))
	for {
		b, err := from.ReadByte()
		if err != nil {
			return lines
		}
		if b == '\n' {
			lines++
		}
	}
}

var errTooLong = errors.New("feed: a record is too long")

// bounded hands on at most left bytes until somebody gives it more.
type bounded struct {
	from io.Reader
	left int
}

// Read reads from what is bounded.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	if len(p) > b.left {
		p = p[:b.left]
	}
	n, err := b.from.Read(p)
	b.left -= n
	return n, err
}
