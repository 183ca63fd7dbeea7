// Package doctor looks for what is wrong with an installation and says how to
// mend it. It only looks: it opens databases read-only, makes nothing, and can
// be called while Handrail is at work.
package doctor

import (
	"context"
	"fmt"
	"io/fs"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/declare"
)

// House is the installation to look at, as its configuration describes it.
type House struct {
	Folder  string // the data folder
	Secrets string // the folder of secrets in it
	TLS     string // the folder of certificates in it
	Lock    string // the file that a Handrail at work holds
	Files   string // the folder of uploads

	Address    string // of the database: postgres://…, or the path of an SQLite file
	KeyAddress string // of the data keys, likewise
	// ServerKey reads the server's key, and is fs.ErrNotExist where there is
	// none.
	ServerKey func() ([]byte, error)

	Listen, BaseURL, Domain, Redis string

	Migrations fs.FS
	Tables     []declare.Table
	Clock      clock.Clock

	Room  int64  // the least bytes that should be free on the disk
	Opens uint64 // the least files that this process should be able to open
}

// What holds where House says nothing.
const (
	leastRoom  = 256 << 20
	leastOpens = 4096
)

// Finding is what one look found.
type Finding struct {
	Fine   string // what is as it should be, or ""
	Wrong  string // what is wrong, or ""
	Remedy string // how to mend what is wrong
}

// IsFine tells whether nothing has to be done.
func (f Finding) IsFine() bool { return f.Wrong == "" }

func fine(format string, args ...any) Finding { return Finding{Fine: fmt.Sprintf(format, args...)} }

func wrong(remedy, format string, args ...any) Finding {
	return Finding{Wrong: fmt.Sprintf(format, args...), Remedy: remedy}
}

// Examine looks at everything. It goes on after what it finds, as far as that
// makes sense.
func Examine(ctx context.Context, h House) []Finding {
	h = h.withDefaults()
	list := h.folder()
	if list[0].IsFine() {
		list = append(list, h.secrets()...)
		list = append(list, h.room(), h.restore())
	}
	list = append(list, h.opens())
	list = append(list, h.network(ctx)...)
	list = append(list, h.database(ctx)...)
	if list[0].IsFine() {
		list = append(list, h.uploads(ctx))
	}
	return without(list)
}

func (h House) withDefaults() House {
	if h.Room == 0 {
		h.Room = leastRoom
	}
	if h.Opens == 0 {
		h.Opens = leastOpens
	}
	return h
}

// without leaves out looks that found nothing to say.
func without(list []Finding) (said []Finding) {
	for _, f := range list {
		if f != (Finding{}) {
			said = append(said, f)
		}
	}
	return said
}
