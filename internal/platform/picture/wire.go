package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"handrail/internal/platform/fault"
)

// request is what goes to the child: what to make, of which size, from what.
type request struct {
	what    job
	longest uint32
	upload  []byte
}

type job uint8

const (
	face job = iota + 1
	fit
)

// verdict is how it went, in one byte. The sentences stay with the parent: what
// the child says is not shown to anybody.
type verdict uint8

const (
	fine    verdict = iota + 1
	unknown         // not a format that is taken
	large           // too many pixels
	heavy           // too much memory or time
	broken          // the decoder does not take it
)

func (v verdict) fault() error {
	switch v {
	case unknown:
		return fault.Field(Field, "This file is not a picture that we can use. Choose one that is JPEG, PNG, WebP or GIF.")
	case large:
		return fault.Field(Field, "This picture is too wide or too high. Make it smaller, and send it again.")
	case heavy:
		return fault.Field(Field, "This picture takes too much work to open. Save it as a plain JPEG, and send it again.")
	default:
		return fault.Field(Field, "This picture is damaged, or part of it is missing. Save it again as JPEG or PNG, and send that.")
	}
}

// question and answer are the heads of what goes in and out, in this order,
// big-endian; the bytes of the picture follow.
type question struct {
	What         job
	Longest, Len uint32
}

type answer struct {
	Verdict            verdict
	PNG                bool
	Width, Height, Len uint32
	Look               uint64
}

// errAnswer is an answer that no child of ours gives.
var errAnswer = errors.New("picture: the answer of the child makes no sense")

func (r request) reader() io.Reader {
	var head bytes.Buffer
	binary.Write(&head, binary.BigEndian, question{r.what, r.longest, uint32(len(r.upload))}) // into memory: never fails
	return io.MultiReader(&head, bytes.NewReader(r.upload))
}

func readRequest(in io.Reader) (request, error) {
	var q question
	if err := binary.Read(in, binary.BigEndian, &q); err != nil {
		return request{}, err
	}
	if q.Len > MaxBytes || q.Longest == 0 || q.Longest > maxFit || (q.What != face && q.What != fit) {
		return request{}, errors.New("picture: not a request")
	}
	r := request{what: q.What, longest: q.Longest, upload: make([]byte, q.Len)}
	_, err := io.ReadFull(in, r.upload)
	return r, err
}

func writeAnswer(w io.Writer, p Picture, v verdict) error {
	a := answer{Verdict: v, PNG: p.Type == "image/png", Width: uint32(p.Width), Height: uint32(p.Height), Len: uint32(len(p.Bytes)), Look: p.Look}
	if err := binary.Write(w, binary.BigEndian, a); err != nil {
		return err
	}
	_, err := w.Write(p.Bytes)
	return err
}

// readAnswer believes the child no more than the upload: sizes are those that
// were asked for, and the bytes begin as their type does.
func readAnswer(r request, out []byte) (Picture, error) {
	var a answer
	size, err := binary.Decode(out, binary.BigEndian, &a)
	if err != nil {
		return Picture{}, errAnswer
	}
	if a.Verdict > fine && a.Verdict <= broken {
		return Picture{}, a.Verdict.fault()
	}
	p := Picture{Bytes: out[size:], Type: "image/jpeg", Width: int(a.Width), Height: int(a.Height), Look: a.Look}
	magic := "\xff\xd8\xff"
	if a.PNG {
		p.Type, magic = "image/png", "\x89PNG\r\n\x1a\n"
	}
	sizes := a.Width > 0 && a.Height > 0 && max(a.Width, a.Height) <= r.longest && (r.what == fit || a.Width == a.Height)
	if a.Verdict != fine || !sizes || len(p.Bytes) != int(a.Len) || !prefix(magic)(p.Bytes) {
		return Picture{}, errAnswer
	}
	return p, nil
}
