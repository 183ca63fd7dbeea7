package backup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// How the files begin that Write may replace with newer ones of their kind.
const (
	onlyBackups = "age-encryption.org/v1\n"
	onlyPlain   = `{"table":`
	onlyKeys    = `{"check":`
)

// pending are files that are not in their places yet.
type pending struct{ list []pendingFile }

type pendingFile struct {
	*os.File
	path string
}

// create begins a file that comes to path when all is well. What is at path
// already is replaced only if it begins in the same way: a slip of the hand
// must not cost a database.
func (p *pending) create(path, begins string) (*os.File, error) {
	if err := mayReplace(path, begins); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".partial-*")
	if err != nil {
		return nil, err
	}
	p.list = append(p.list, pendingFile{f, path})
	return f, nil
}

// createFirst is create for a file that comes to its place before the others.
func (p *pending) createFirst(path, begins string) (*os.File, error) {
	f, err := p.create(path, begins)
	if err == nil {
		last := len(p.list) - 1
		p.list = append([]pendingFile{p.list[last]}, p.list[:last]...)
	}
	return f, err
}

func mayReplace(path, begins string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file: name another", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, int64(len(begins))))
	if err != nil {
		return err
	}
	if len(head) > 0 && string(head) != begins {
		return fmt.Errorf("%s is another kind of file, and is left alone: name another, or take it away first", path)
	}
	return nil
}

// keep puts the files in their places, in order, so that they are there after a
// loss of power.
func (p *pending) keep() error {
	for _, f := range p.list {
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	for _, f := range p.list {
		if err := os.Rename(f.Name(), f.path); err != nil {
			return err
		}
		if err := syncFolder(filepath.Dir(f.path)); err != nil {
			return err
		}
	}
	p.list = nil
	return nil
}

// discard removes what was not kept.
func (p *pending) discard() {
	for _, f := range p.list {
		f.Close()
		os.Remove(f.Name())
	}
	p.list = nil
}

// writeDurably replaces the file at path, in full or not at all.
func writeDurably(path string, body []byte) error {
	var files pending
	defer files.discard()
	f, err := files.create(path, "")
	if err != nil {
		return err
	}
	if _, err := f.Write(body); err != nil {
		return err
	}
	return files.keep()
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
