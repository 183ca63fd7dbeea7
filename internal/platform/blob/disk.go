package blob

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// disk is what Folder asks of the file system, with names relative to its
// folder. Tests put one between that fails at the call they choose, or that
// forgets what was never synced.
type disk interface {
	Mkdir(dir string) error
	Create(name string) (file, error) // a new file, which is not Abandoned until it is closed
	Open(name string) (file, error)   // for reading
	Exists(name string) bool
	Rename(from, to string) error
	Remove(name string) error
	List(dir string) ([]string, error)
	SyncDir(dir string) error // the names in dir are on the disk itself
	Abandoned(name string) bool
	Close() error
}

// file is what Folder asks of a file.
type file interface {
	io.Writer
	io.WriterAt
	io.ReaderAt
	io.Closer
	Sync() error
	Stat() (fs.FileInfo, error)
}

// machine is the disk of this machine. No name leads out of its root, by ".."
// or by a link.
type machine struct{ root *os.Root }

func (m machine) Mkdir(dir string) error { return m.root.Mkdir(dir, 0o700) }

func (m machine) Create(name string) (file, error) {
	f, err := m.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err := hold(f); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func (m machine) Open(name string) (file, error) {
	f, err := m.root.Open(name)
	if err != nil {
		return nil, err // not f: a nil *os.File is not a nil file
	}
	return f, nil
}

func (m machine) Exists(name string) bool {
	_, err := m.root.Lstat(name)
	return err == nil
}

func (m machine) Rename(from, to string) error { return m.root.Rename(from, to) }

func (m machine) Remove(name string) error { return m.root.Remove(name) }

func (m machine) List(dir string) ([]string, error) {
	f, err := m.root.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

func (m machine) SyncDir(dir string) error {
	f, err := m.root.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return settle(f)
}

func (m machine) Abandoned(name string) bool {
	f, err := m.root.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	return hold(f) == nil
}

func (m machine) Close() error { return m.root.Close() }

// makeFolder makes dir where it is missing, and its name lasting.
func makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	above, err := os.Open(filepath.Dir(filepath.Clean(dir)))
	if err != nil {
		return err
	}
	defer above.Close()
	return settle(above)
}
