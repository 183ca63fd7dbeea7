package backup

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"filippo.io/age"

	"handrail/internal/platform/clock"
)

// chunkBytes is how much of a part lies in memory before it becomes an entry:
// a tar entry says its length before its content.
const chunkBytes = 1 << 20

// archive writes age(gzip(tar)).
type archive struct {
	tar    *tar.Writer
	layers []io.Closer // from the inside out
	parts  []*partWriter
	at     time.Time
}

func newArchive(w io.Writer, recipients []age.Recipient) (*archive, error) {
	sealed, err := age.Encrypt(w, recipients...)
	if err != nil {
		return nil, fmt.Errorf("encrypt the backup: %w", err)
	}
	debug.FreeOSMemory() // a passphrase takes 256 MiB, once
	packed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	a := &archive{tar: tar.NewWriter(packed)}
	a.layers = []io.Closer{a.tar, packed, sealed}
	return a, nil
}

func (a *archive) begin(about About) error {
	a.at = clock.FromMillis(about.MadeAt)
	line, err := jsonLine(about)
	if err != nil {
		return err
	}
	return a.entry(aboutEntry, line)
}

func (a *archive) entry(name string, body []byte) error {
	if err := a.header(name, int64(len(body))); err != nil {
		return err
	}
	_, err := a.tar.Write(body)
	return err
}

func (a *archive) header(name string, size int64) error {
	return a.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: a.at, Format: tar.FormatPAX})
}

// part ends the part before and begins one of lines, which becomes one or more
// entries.
func (a *archive) part(name string) (*partWriter, error) {
	if n := len(a.parts); n > 0 {
		if err := a.parts[n-1].flush(); err != nil {
			return nil, err
		}
	}
	p := &partWriter{archive: a, Part: Part{Name: name}, sum: sha256.New()}
	a.parts = append(a.parts, p)
	return p, nil
}

// file adds a whole part of a known size.
func (a *archive) file(name string, size int64, body io.Reader) error {
	p, err := a.part(name)
	if err != nil {
		return err
	}
	if err := a.header(name, size); err != nil {
		return err
	}
	p.Part.Bytes, err = io.Copy(io.MultiWriter(a.tar, p.sum), body)
	if err == nil && p.Part.Bytes != size {
		err = fmt.Errorf("%s changed while it was being read", name)
	}
	return err
}

// close writes what makes the archive whole.
func (a *archive) close() error {
	var all complete
	for _, p := range a.parts {
		if err := p.flush(); err != nil {
			return err
		}
		p.Part.SHA256 = hex.EncodeToString(p.sum.Sum(nil))
		all.Parts = append(all.Parts, p.Part)
	}
	line, err := jsonLine(all)
	if err != nil {
		return err
	}
	if err := a.entry(completeEntry, line); err != nil {
		return err
	}
	for _, layer := range a.layers {
		if err := layer.Close(); err != nil {
			return err
		}
	}
	return nil
}

// partWriter gathers the lines of one part.
type partWriter struct {
	Part
	archive *archive
	sum     hash.Hash
	chunk   []byte
	chunks  int
}

// Write adds one line. Lines are never parted.
func (p *partWriter) Write(line []byte) (int, error) {
	p.Part.Rows++
	p.Part.Bytes += int64(len(line))
	p.sum.Write(line)
	p.chunk = append(p.chunk, line...)
	if len(p.chunk) < chunkBytes {
		return len(line), nil
	}
	return len(line), p.flush()
}

func (p *partWriter) flush() error {
	if len(p.chunk) == 0 {
		return nil
	}
	p.chunks++
	err := p.archive.entry(fmt.Sprintf("%s/%06d", p.Part.Name, p.chunks), p.chunk)
	p.chunk = p.chunk[:0]
	return err
}

// partOf is the part that an entry belongs to.
func partOf(entry string) string {
	if strings.HasPrefix(entry, rowsFolder) || strings.HasPrefix(entry, jobsPart+"/") {
		return entry[:strings.LastIndexByte(entry, '/')]
	}
	return entry
}
