package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// A kept file begins with a line that says what the rest must be, so that a
// file and its hash can never part:
//
//	handrail-blob 1 <SHA-256 in hex> <bytes, in nineteen digits>
const (
	headFormat = "handrail-blob 1 %64s %019d\n"
	headSize   = 16 + 64 + 1 + 19 + 1
)

func (o Object) head() []byte { return fmt.Appendf(nil, headFormat, o.SHA256, o.Size) }

// readHead reads the first line of a kept file, and ErrDamaged where it is not
// one, or speaks of another length.
func readHead(f file, key string) (Object, error) {
	o := Object{Key: key}
	head := make([]byte, headSize)
	if _, err := f.ReadAt(head, 0); err == io.EOF {
		return o, ErrDamaged
	} else if err != nil {
		return o, err
	}
	if n, err := fmt.Sscanf(string(head), headFormat, &o.SHA256, &o.Size); n != 2 || err != nil || string(o.head()) != string(head) {
		return Object{Key: key}, ErrDamaged
	}
	at, err := f.Stat()
	if err != nil {
		return o, err
	}
	if at.Size() != headSize+o.Size {
		return o, ErrDamaged
	}
	return o, nil
}

// reader reads the content of a kept file, and hashes it as long as it is read
// in order.
type reader struct {
	file    file
	content *io.SectionReader
	object  Object
	sum     hash.Hash
	hashed  int64
}

func newReader(f file, o Object) *reader {
	return &reader{file: f, content: io.NewSectionReader(f, headSize, o.Size), object: o, sum: sha256.New()}
}

func (r *reader) Read(p []byte) (int, error) {
	at, err := r.content.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	n, err := r.content.Read(p)
	if at == 0 {
		r.sum.Reset()
		r.hashed = 0
	}
	if at != r.hashed || err != nil && err != io.EOF {
		return n, err
	}
	r.sum.Write(p[:n])
	r.hashed += int64(n)
	if r.hashed == r.object.Size && hexSum(r.sum) != r.object.SHA256 {
		return 0, ErrDamaged // without the last bytes: a copy of known length would be content with them
	}
	return n, err
}

func (r *reader) Seek(offset int64, whence int) (int64, error) {
	return r.content.Seek(offset, whence)
}

func (r *reader) Close() error { return r.file.Close() }

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
