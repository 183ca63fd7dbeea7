// Package blob keeps files: pictures, documents, whatever is too large for a
// row. A row of the database names a file by its key; the store knows nothing
// about whose it is or what it is called.
//
// Store is what a place for files must offer, and small enough for an object
// store (S3) as well as for the Folder that is here. Package blobtest checks any
// implementation against it.
package blob

import (
	"context"
	"embed"
	"errors"
	"io"

	"github.com/google/uuid"
)

// Locale holds the translations of what this package says.
//
//go:embed locale/*.json
var Locale embed.FS

// Store keeps files under keys. It is safe for concurrent use.
//
// A key is a random UUID (id.Random): keys must not tell when a file came, nor
// which files came together. A file is written once and never changed.
type Store interface {
	// Put keeps what r gives, which must be size bytes, and returns when it
	// would survive the loss of power. When it returns an error, nothing is
	// kept: ErrExists where the key is taken, ErrSize where r gave more or
	// less, a Full fault where there is no room, or what r returned.
	Put(ctx context.Context, key string, r io.Reader, size int64) (Object, error)
	// Open reads a file, in any order. Whoever reads it from the first to the
	// last byte gets ErrDamaged in place of the last ones if it is not what was
	// put.
	// A NotFound fault where there is none.
	Open(ctx context.Context, key string) (io.ReadSeekCloser, Object, error)
	// Delete forgets a file for good. It is no error if there is none.
	Delete(ctx context.Context, key string) error
	// List calls fn with every file, by ascending key, until fn returns an
	// error, and returns that. A file too damaged to say its size and hash has
	// an empty SHA256. Files that come or go meanwhile may be left out.
	List(ctx context.Context, fn func(Object) error) error
	// Check reads a whole file: ErrDamaged if it is not what was put.
	Check(ctx context.Context, key string) (Object, error)
}

// Object is one file as a store knows it.
type Object struct {
	Key    string
	SHA256 string // of the content, in hex
	Size   int64  // of the content, in bytes
}

// What a caller can tell apart.
var (
	ErrExists  = errors.New("blob: the key is taken")
	ErrSize    = errors.New("blob: the content is not as long as was said")
	ErrDamaged = errors.New("blob: the file is not what was put")
	ErrKey     = errors.New("blob: not a key")
)

// checkKey returns ErrKey for anything but a random UUID in its usual form. No
// name of a file, and no path, is one.
func checkKey(key string) error {
	u, err := uuid.Parse(key)
	if err != nil || u.Version() != 4 || u.String() != key {
		return ErrKey
	}
	return nil
}
