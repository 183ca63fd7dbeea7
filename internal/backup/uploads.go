package backup

import (
	"context"
	"errors"
	"io"

	"handrail/internal/platform/blob"
	"handrail/internal/platform/fault"
)

// uploads adds every file. It comes after the rows: what a row names was on the
// disk before the row, and a file that goes meanwhile was erased.
func (s Source) uploads(ctx context.Context, a *archive, progress func(Progress), made *Made) error {
	if s.Files == nil {
		return nil
	}
	var total int64
	err := s.Files.List(ctx, func(o blob.Object) error {
		total += o.Size
		return nil
	})
	if err != nil {
		return err
	}
	return s.Files.List(ctx, func(o blob.Object) error {
		// A file that is damaged must not keep the others out of every backup.
		o, err := s.Files.Check(ctx, o.Key)
		if err == nil {
			err = s.upload(ctx, a, o)
		}
		switch {
		case fault.KindOf(err) == fault.NotFound:
			return nil
		case errors.Is(err, blob.ErrDamaged):
			made.Damaged = append(made.Damaged, o.Key)
			return nil
		case err != nil:
			return err
		}
		made.Files++
		made.Bytes += o.Size
		if progress != nil {
			progress(Progress{What: "bytes of uploads", Done: made.Bytes, Total: max(total, made.Bytes)})
		}
		return nil
	})
}

func (s Source) upload(ctx context.Context, a *archive, o blob.Object) error {
	f, o, err := s.Files.Open(ctx, o.Key)
	if err != nil {
		return err
	}
	defer f.Close()
	return a.file(filesFolder+o.Key, o.Size, cancellable{ctx, f})
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
