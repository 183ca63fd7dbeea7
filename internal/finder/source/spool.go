package source

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/fault"
)

// spool is where the answers of one fetch lie until they are taken in.
type spool struct {
	folder string
	files  []feed.File
	left   int64 // bytes that may still come
}

// emptied makes the folder, with nothing in it.
func emptied(folder string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	return os.MkdirAll(folder, 0o700)
}

func (s *Service) newSpool() (*spool, error) {
	folder, err := os.MkdirTemp(s.folder, "fetch-*")
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.MkdirAll(s.folder, 0o700); err == nil {
			folder, err = os.MkdirTemp(s.folder, "fetch-*")
		}
	}
	return &spool{folder: folder, left: most}, err
}

// remove removes all of it.
func (s *spool) remove() { os.RemoveAll(s.folder) }

// keep writes what comes to a file called name, for the readers of package feed.
func (s *spool) keep(name string, from io.Reader) error {
	path := filepath.Join(s.folder, name)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, io.LimitReader(from, s.left+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if s.left -= n; s.left < 0 {
		return fault.New(fault.TooLarge, "This feed is larger than we can take: {.Most} megabytes.", map[string]any{"Most": most >> 20})
	}
	s.files = append(s.files, feed.File{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(path) }})
	return nil
}
