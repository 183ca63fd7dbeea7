package blob

import (
	"os"
	"path"
	"testing"
)

// faulty is a disk that fails at calls of its choice. It counts every call that
// changes something.
type faulty struct {
	disk
	calls  int
	failAt int   // the number of the call that fails; 0: none
	after  bool  // every later call fails, too
	err    error // what it fails with
}

func (f *faulty) call() error {
	f.calls++
	if f.failAt > 0 && (f.calls == f.failAt || f.after && f.calls > f.failAt) {
		return f.err
	}
	return nil
}

func (f *faulty) Create(name string) (file, error) {
	if err := f.call(); err != nil {
		return nil, err
	}
	created, err := f.disk.Create(name)
	return &faultyFile{created, f}, err
}

func (f *faulty) Rename(from, to string) error {
	if err := f.call(); err != nil {
		return err
	}
	return f.disk.Rename(from, to)
}

func (f *faulty) Remove(name string) error {
	if err := f.call(); err != nil {
		return err
	}
	return f.disk.Remove(name)
}

func (f *faulty) SyncDir(dir string) error {
	if err := f.call(); err != nil {
		return err
	}
	return f.disk.SyncDir(dir)
}

type faultyFile struct {
	file
	on *faulty
}

// Write writes half where it fails, as a full disk does.
func (f *faultyFile) Write(p []byte) (int, error) {
	if err := f.on.call(); err != nil {
		n, _ := f.file.Write(p[:len(p)/2])
		return n, err
	}
	return f.file.Write(p)
}

func (f *faultyFile) WriteAt(p []byte, at int64) (int, error) {
	if err := f.on.call(); err != nil {
		return 0, err
	}
	return f.file.WriteAt(p, at)
}

func (f *faultyFile) Sync() error {
	if err := f.on.call(); err != nil {
		return err
	}
	return f.file.Sync()
}

func (f *faultyFile) Close() error {
	err := f.on.call()
	if closed := f.file.Close(); err == nil {
		err = closed
	}
	return err
}

// lossy is a disk whose power can be cut: what was not synced by then is lost,
// in one of the two ways a file system may lose it.
type lossy struct {
	disk
	dir     string
	unsaved map[string]bool   // files with bytes that were not synced
	named   map[string]bool   // names given since their folder was synced
	removed map[string][]byte // names taken away since then
}

func newLossy(t *testing.T, dir string) *lossy {
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	return &lossy{machine{root}, dir, map[string]bool{}, map[string]bool{}, map[string][]byte{}}
}

func (l *lossy) Mkdir(dir string) error {
	err := l.disk.Mkdir(dir)
	if err == nil {
		l.named[dir] = true
	}
	return err
}

func (l *lossy) Create(name string) (file, error) {
	f, err := l.disk.Create(name)
	l.unsaved[name], l.named[name] = true, true
	return &lossyFile{f, name, l}, err
}

func (l *lossy) Rename(from, to string) error {
	if l.unsaved[from] {
		l.unsaved[to] = true
	}
	delete(l.unsaved, from)
	delete(l.named, from)
	l.named[to] = true
	return l.disk.Rename(from, to)
}

func (l *lossy) Remove(name string) error {
	if content, err := os.ReadFile(path.Join(l.dir, name)); err == nil && !l.named[name] {
		l.removed[name] = content
	}
	delete(l.named, name)
	return l.disk.Remove(name)
}

func (l *lossy) SyncDir(dir string) error {
	for name := range l.named {
		if path.Dir(name) == dir {
			delete(l.named, name)
		}
	}
	for name := range l.removed {
		if path.Dir(name) == dir {
			delete(l.removed, name)
		}
	}
	return l.disk.SyncDir(dir)
}

// cut is the loss of power. Names that were not synced are lost, or, where
// namesFirst, only the bytes under them: both orders happen.
func (l *lossy) cut(t *testing.T, namesFirst bool) {
	for name := range l.unsaved {
		if err := os.Truncate(path.Join(l.dir, name), 0); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if namesFirst {
		return
	}
	for name := range l.named {
		if err := os.RemoveAll(path.Join(l.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range l.removed {
		if err := os.WriteFile(path.Join(l.dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

type lossyFile struct {
	file
	name string
	on   *lossy
}

func (f *lossyFile) Write(p []byte) (int, error) {
	f.on.unsaved[f.name] = true
	return f.file.Write(p)
}

func (f *lossyFile) WriteAt(p []byte, at int64) (int, error) {
	f.on.unsaved[f.name] = true
	return f.file.WriteAt(p, at)
}

func (f *lossyFile) Sync() error {
	delete(f.on.unsaved, f.name)
	return f.file.Sync()
}
