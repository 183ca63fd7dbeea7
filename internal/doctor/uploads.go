package doctor

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"strings"

	"handrail/internal/platform/blob"
)

// sample is how many uploads are read and checked.
const sample = 100

// uploads reads some files, other ones each time.
func (h House) uploads(ctx context.Context) Finding {
	files, err := blob.InspectFolder(h.Files)
	if errors.Is(err, fs.ErrNotExist) {
		return Finding{}
	}
	if err != nil {
		return wrong("Run this as the user that Handrail runs as.", "The uploads cannot be looked at: %v.", err)
	}
	defer files.Close()
	some, err := h.some(ctx, files)
	if errors.Is(err, fs.ErrNotExist) {
		return Finding{}
	}
	if err == nil && len(some) == 0 {
		return fine("There are no uploads.")
	}
	if err != nil {
		return wrong("Look at the disk that the data folder lies on.", "The uploads cannot be listed: %v.", err)
	}
	var bad []string
	for _, key := range some {
		if _, err := files.Check(ctx, key); errors.Is(err, blob.ErrDamaged) {
			bad = append(bad, key)
		}
	}
	if len(bad) > 0 {
		return wrong("Look at the disk (`dmesg`, SMART), and bring these files back from an earlier backup.", "Of %d uploads that were read, %d are damaged: %s.", len(some), len(bad), strings.Join(bad, ", "))
	}
	return fine("%d uploads were read and are whole.", len(some))
}

// some chooses up to sample keys, each as likely as any other.
func (h House) some(ctx context.Context, files *blob.Folder) (keys []string, err error) {
	n := 0
	err = files.List(ctx, func(o blob.Object) error {
		n++
		if len(keys) < sample {
			keys = append(keys, o.Key)
		} else if at := rand.N(n); at < sample {
			keys[at] = o.Key
		}
		return nil
	})
	return keys, err
}
