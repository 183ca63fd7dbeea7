package feed

import (
	"context"

	"handrail/internal/platform/fault"
)

// Read reads a source of a known kind.
func Read(ctx context.Context, kind Kind, files []File, rules Rules, each func(Record) error) (Report, error) {
	switch kind {
	}
	return Report{}, fault.New(fault.Invalid, "We cannot read this kind of source. Choose another format.")
}
