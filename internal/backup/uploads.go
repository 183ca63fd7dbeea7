package backup

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// uploads adds every file. It comes after the rows: what a row names was on the
// disk before the row, and a file that goes meanwhile was erased.
func (s Source) uploads(ctx context.Context, a *archive, progress func(Progress), made *Made) error {
	names, total, err := s.list(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		size, err := addFile(ctx, a, s.Files, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		made.Files++
		made.Bytes += size
		if progress != nil {
			progress(Progress{What: "bytes of uploads", Done: made.Bytes, Total: total})
		}
	}
	return nil
}

// list finds the files. Names that begin with a dot are those of files that
// are still being written.
func (s Source) list(ctx context.Context) (names []string, total int64, err error) {
	err = filepath.WalkDir(s.Files, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if path != s.Files && strings.HasPrefix(e.Name(), ".") {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !e.Type().IsRegular() {
			return nil
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(s.Files, path)
		names, total = append(names, filepath.ToSlash(name)), total+info.Size()
		return err
	})
	return names, total, err
}

func addFile(ctx context.Context, a *archive, folder, name string) (int64, error) {
	f, err := os.Open(filepath.Join(folder, filepath.FromSlash(name)))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), a.file(filesFolder+name, info.Size(), cancellable{ctx, f})
}

// cancellable ends reading when its context does.
type cancellable struct {
	ctx context.Context
	r   io.Reader
}

// Read reads, unless the context has ended.
func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
