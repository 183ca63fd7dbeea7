package feed

import (
	"context"

	"handrail/internal/platform/fault"
)

// Read reads a source of a kind, as its Reader does. For Auto it finds the kind out,
// and the report says it.
func Read(ctx context.Context, kind Kind, files []File, rules Rules, each func(Record) error) (Report, error) {
	if kind == Auto {
		var err error
		if kind, err = found(files); err != nil {
			return Report{}, err
		}
	}
	switch kind {
	case MeetingGuide:
		return readGuide(ctx, files, rules, each)
	case TSML:
		return readTable(ctx, files, rules, each)
	case Central:
		return readCentral(ctx, files, rules, each)
	case BMLT:
		return readBMLT(ctx, files, rules, each)
	case NAWS:
		return readNAWS(ctx, files, rules, each)
	}
	return Report{}, fault.New(fault.Invalid, "We cannot read this kind of source. Choose another format.")
}
