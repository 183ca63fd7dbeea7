package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"
	"syscall"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// The folders inside a Folder.
const (
	kept     = "kept"     // one file a key
	incoming = "incoming" // being written; never read
)

// Folder is a Store in a folder of this machine. Several processes may use it
// at once.
type Folder struct {
	disk disk

	mu      sync.Mutex
	writing map[string]bool // keys of Puts under way
}

// OpenFolder opens the store in dir, making it (0700) if it is not there, and
// takes away what a process left half written when it was killed.
func OpenFolder(dir string) (*Folder, error) {
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return openOn(machine{root})
}

func openOn(d disk) (*Folder, error) {
	for _, dir := range []string{kept, incoming} {
		if err := d.Mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	if err := d.SyncDir("."); err != nil {
		return nil, err
	}
	f := &Folder{disk: d, writing: map[string]bool{}}
	return f, f.sweep()
}

// sweep removes what nobody writes any more.
func (f *Folder) sweep() error {
	names, err := f.disk.List(incoming)
	if err != nil {
		return err
	}
	for _, name := range names {
		name = path.Join(incoming, name)
		if !f.disk.Abandoned(name) {
			continue
		}
		if err := f.disk.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Close lets go of the folder. Files that are open stay so.
func (f *Folder) Close() error { return f.disk.Close() }

// Put implements Store.
func (f *Folder) Put(ctx context.Context, key string, r io.Reader, size int64) (Object, error) {
	if err := f.begin(key); err != nil {
		return Object{}, err
	}
	defer f.end(key)
	draft := path.Join(incoming, id.Random())
	o, err := f.write(ctx, draft, r, Object{Key: key, Size: size})
	if err == nil {
		err = f.publish(draft, place(key))
	}
	if err != nil {
		_ = f.disk.Remove(draft) // it may never have been made; the next sweep tries again
		return Object{}, explain(err)
	}
	return o, nil
}

// begin makes sure that a key is a key, free, and nobody else's to write now.
func (f *Folder) begin(key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.writing[key] || f.disk.Exists(place(key)) {
		return ErrExists
	}
	f.writing[key] = true
	return nil
}

func (f *Folder) end(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.writing, key)
}

// write writes a draft and brings it to the disk itself.
func (f *Folder) write(ctx context.Context, draft string, r io.Reader, o Object) (Object, error) {
	w, err := f.disk.Create(draft)
	if err != nil {
		return o, err
	}
	sum := sha256.New()
	if err = fill(ctx, w, sum, r, o.Size); err == nil {
		o.SHA256 = hexSum(sum)
		_, err = w.WriteAt(o.head(), 0)
	}
	if err == nil {
		err = w.Sync()
	}
	return o, errors.Join(err, w.Close())
}

// fill writes room for the head and then the content, of exactly size bytes.
func fill(ctx context.Context, w io.Writer, sum hash.Hash, r io.Reader, size int64) error {
	if _, err := w.Write(make([]byte, headSize)); err != nil {
		return err
	}
	r = inTime{ctx, r}
	n, err := io.Copy(io.MultiWriter(w, sum), io.LimitReader(r, size))
	if err != nil {
		return err
	}
	if more, err := io.ReadFull(r, make([]byte, 1)); err != nil && err != io.EOF {
		return err
	} else if n != size || more != 0 {
		return ErrSize
	}
	return nil
}

// publish gives a finished draft its name, for good: a rename is only on the
// disk when its folder is.
func (f *Folder) publish(draft, name string) error {
	if err := f.disk.Rename(draft, name); err != nil {
		return err
	}
	err := f.disk.SyncDir(kept)
	if err != nil {
		err = errors.Join(err, f.disk.Remove(name))
	}
	return err
}

// Open implements Store.
func (f *Folder) Open(_ context.Context, key string) (io.ReadSeekCloser, Object, error) {
	if checkKey(key) != nil {
		return nil, Object{}, fault.Missing()
	}
	file, err := f.disk.Open(place(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Object{}, fault.Missing()
	}
	if err != nil {
		return nil, Object{}, err
	}
	o, err := readHead(file, key)
	if err != nil {
		return nil, o, errors.Join(err, file.Close())
	}
	return newReader(file, o), o, nil
}

// Delete implements Store.
func (f *Folder) Delete(_ context.Context, key string) error {
	if checkKey(key) != nil {
		return nil
	}
	if err := f.disk.Remove(place(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return f.disk.SyncDir(kept)
}

// List implements Store.
func (f *Folder) List(ctx context.Context, fn func(Object) error) error {
	names, err := f.disk.List(kept)
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, key := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if checkKey(key) != nil {
			continue
		}
		r, o, err := f.Open(ctx, key)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			continue
		case errors.Is(err, ErrDamaged):
			o = Object{Key: key}
		case err != nil:
			return err
		default:
			r.Close()
		}
		if err := fn(o); err != nil {
			return err
		}
	}
	return nil
}

// Check implements Store.
func (f *Folder) Check(ctx context.Context, key string) (Object, error) {
	r, o, err := f.Open(ctx, key)
	if err != nil {
		return o, err
	}
	_, err = io.Copy(io.Discard, inTime{ctx, r})
	return o, errors.Join(err, r.Close())
}

// place is where a file is kept.
func place(key string) string { return path.Join(kept, key) }

// explain makes a fault of a full disk.
func explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", fault.New(fault.Full,
			"There is no room left to keep this file. Nothing was changed. Try again later, or tell the people who run this site."), err)
	}
	return err
}

// inTime reads until ctx ends.
type inTime struct {
	ctx context.Context
	r   io.Reader
}

func (t inTime) Read(p []byte) (int, error) {
	if err := t.ctx.Err(); err != nil {
		return 0, err
	}
	return t.r.Read(p)
}
