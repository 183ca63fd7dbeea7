package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"filippo.io/age"

	"handrail/internal/platform/blob"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// What a backup is refused for. Nothing has been changed by then.
var (
	ErrNotBackup  = errors.New("this is not a backup of Handrail, or its beginning is damaged")
	ErrDamaged    = errors.New("the backup is damaged, or a part of it is missing")
	ErrNewer      = errors.New("the backup was made by a newer version of Handrail: restore it with that version")
	ErrTooLarge   = errors.New("the backup is too large")
	ErrCannotOpen = errors.New("this passphrase or identity does not open the backup, or its beginning is damaged")
)

const (
	aboutMost    = 16 << 20
	completeMost = 512 << 20
)

// staged is a backup that was read to its end, checked, and laid out in a
// folder of its own.
type staged struct {
	About
	parts map[string]Part
	rows  string // a file of lines for each table that has rows, and the jobs
}

// reader unpacks one backup into a folder.
type reader struct {
	staged
	files   blob.Store // where the uploads go
	most    int64      // how many bytes the archive may unpack to
	tell    func(Progress)
	version string
	schema  int64 // the newest that this program knows

	tar   *tar.Reader
	seen  map[string]Part
	name  string // of the part being read
	sum   hash.Hash
	out   *os.File
	ended bool
}

// read unpacks the whole archive and proves every part of it.
func (r *reader) read(ctx context.Context, path string, identities []age.Identity) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	plain, err := age.Decrypt(&watched{cancellable{ctx, f}, r.tell, 0, info.Size()}, identities...)
	if err != nil {
		return notOpened(ctx, err)
	}
	debug.FreeOSMemory() // a passphrase took 256 MiB, once
	unpacked, err := gzip.NewReader(plain)
	if err != nil {
		return r.damaged(ctx, err)
	}
	limited := &limited{r: unpacked, left: r.most}
	r.tar, r.seen, r.parts = tar.NewReader(limited), map[string]Part{}, map[string]Part{}
	defer r.endPart()
	if err := r.entries(ctx); err != nil {
		return r.damaged(ctx, err)
	}
	// What comes after the end is checked too, down to the last seal of age.
	if n, err := io.Copy(io.Discard, limited); n > 0 || err != nil {
		return r.damaged(ctx, err)
	}
	return r.compare()
}

func notOpened(ctx context.Context, err error) error {
	var none *age.NoIdentityMatchError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &none):
		return ErrCannotOpen
	}
	return fmt.Errorf("%w (%v)", ErrNotBackup, err)
}

// damaged keeps the errors that say more, and takes all others for damage.
func (r *reader) damaged(ctx context.Context, err error) error {
	var disk *fs.PathError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrTooLarge):
		return fmt.Errorf("%w: it unpacks to more than the %d MiB there is room for", ErrTooLarge, r.most>>20)
	case errors.Is(err, ErrNewer), errors.As(err, &disk), fault.KindOf(err) == fault.Full:
		return err
	case err == nil:
		return ErrDamaged
	}
	return fmt.Errorf("%w (%v)", ErrDamaged, err)
}

func (r *reader) entries(ctx context.Context) error {
	for first := true; ; first = false {
		h, err := r.tar.Next()
		if errors.Is(err, io.EOF) {
			if !r.ended {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg || r.ended || first != (h.Name == aboutEntry) {
			return fmt.Errorf("%q is out of place", h.Name)
		}
		if err := r.entry(ctx, h); err != nil {
			return err
		}
	}
}

func (r *reader) entry(ctx context.Context, h *tar.Header) error {
	switch {
	case h.Name == aboutEntry:
		return r.readAbout()
	case h.Name == completeEntry:
		r.ended = true
		return r.readComplete()
	case strings.HasPrefix(h.Name, filesFolder):
		return r.upload(ctx, h)
	}
	if err := r.turnTo(partOf(h.Name)); err != nil {
		return err
	}
	p := r.seen[r.name]
	lines := &lineCount{}
	n, err := io.Copy(io.MultiWriter(r.out, r.sum, lines), r.tar)
	p.Bytes += n
	p.Rows += lines.n
	r.seen[r.name] = p
	return err
}

// upload keeps one file. The store takes nothing but its own keys for names.
func (r *reader) upload(ctx context.Context, h *tar.Header) error {
	key := strings.TrimPrefix(h.Name, filesFolder)
	o, err := r.files.Put(ctx, key, r.tar, h.Size)
	r.seen[h.Name] = Part{Name: h.Name, Bytes: o.Size, SHA256: o.SHA256}
	return err
}

// turnTo begins a part, unless it is the one being read.
func (r *reader) turnTo(name string) error {
	if name == r.name {
		return nil
	}
	if _, again := r.seen[name]; again {
		return fmt.Errorf("%q comes twice", name)
	}
	if err := r.endPart(); err != nil {
		return err
	}
	path, err := r.place(name)
	if err != nil {
		return err
	}
	if r.out, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return err
	}
	r.name, r.sum = name, sha256.New()
	r.seen[name] = Part{Name: name}
	return nil
}

// place is where a part is laid, and never outside the staging folder.
func (r *reader) place(name string) (string, error) {
	if name == jobsPart {
		return filepath.Join(r.rows, jobsPart), nil
	}
	if table, ok := strings.CutPrefix(name, rowsFolder); ok {
		for _, t := range r.Tables {
			if t.Name == table {
				return r.rowsOf(t), nil
			}
		}
	}
	return "", fmt.Errorf("%q is nothing a backup holds", name)
}

func (s *staged) rowsOf(t Table) string { return filepath.Join(s.rows, "table."+t.Name) }

// endPart closes the part being read and keeps its sum.
func (r *reader) endPart() error {
	if r.out == nil {
		return nil
	}
	p := r.seen[r.name]
	p.SHA256 = hex.EncodeToString(r.sum.Sum(nil))
	r.seen[r.name] = p
	err := errors.Join(r.out.Sync(), r.out.Close())
	r.out = nil
	return err
}

func (r *reader) readAbout() error {
	if err := r.decode(aboutMost, &r.About); err != nil {
		return err
	}
	switch {
	case r.Format > format || r.Schema > r.schema || db.Older(r.version, r.Handrail):
		return fmt.Errorf("%w (it comes from Handrail %s, format %d, schema %d)", ErrNewer, r.Handrail, r.Format, r.Schema)
	case r.Format < 1 || r.Schema < 1:
		return errShape
	}
	return checkTables(r.Tables)
}

func (r *reader) readComplete() error {
	var all complete
	if err := r.decode(completeMost, &all); err != nil {
		return err
	}
	for _, p := range all.Parts {
		r.parts[p.Name] = p
	}
	return nil
}

func (r *reader) decode(most int64, into any) error {
	body, err := io.ReadAll(io.LimitReader(r.tar, most+1))
	if err != nil {
		return err
	}
	if int64(len(body)) > most {
		return errShape
	}
	return json.Unmarshal(body, into)
}

// compare holds what was read against what the archive says it holds.
func (r *reader) compare() error {
	if err := r.endPart(); err != nil {
		return err
	}
	empty := hex.EncodeToString(sha256.New().Sum(nil))
	for name, want := range r.parts {
		got, there := r.seen[name]
		if !there {
			got = Part{Name: name, SHA256: empty}
		}
		if !there && strings.HasPrefix(name, filesFolder) {
			return fmt.Errorf("%w (%s is missing)", ErrDamaged, name)
		}
		if got != want {
			return fmt.Errorf("%w (%s is not what was saved)", ErrDamaged, name)
		}
	}
	for name := range r.seen {
		if _, listed := r.parts[name]; !listed {
			return fmt.Errorf("%w (%s does not belong to it)", ErrDamaged, name)
		}
	}
	for _, t := range r.Tables {
		if _, listed := r.parts[rowsFolder+t.Name]; !listed {
			return fmt.Errorf("%w (%s is missing)", ErrDamaged, t.Name)
		}
	}
	return nil
}

// limited fails when more is unpacked than there is room for.
type limited struct {
	r    io.Reader
	left int64
}

// Read reads, as far as there is room.
func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, ErrTooLarge
	}
	return n, err
}

// watched says how much of a file has been read.
type watched struct {
	r           io.Reader
	tell        func(Progress)
	done, total int64
}

// Read reads, and says so.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if w.done += int64(n); w.tell != nil && n > 0 {
		w.tell(Progress{What: "bytes of the backup", Done: w.done, Total: w.total})
	}
	return n, err
}

type lineCount struct{ n int64 }

// Write counts lines.
func (c *lineCount) Write(p []byte) (int, error) {
	c.n += int64(bytes.Count(p, []byte{'\n'}))
	return len(p), nil
}
