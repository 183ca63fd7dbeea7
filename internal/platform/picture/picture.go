// Package picture makes pictures that strangers send safe to show: it decodes
// them and encodes them anew from nothing but their pixels. What else was in the
// file (place, time, camera, comments, profiles, a second file behind the
// first) does not come out.
//
// Decoding happens in a child process, which is this program called once more
// with Argument, with no surroundings, hard limits on memory and processor time,
// and no way to open a file or a socket. A picture that breaks the decoder, or
// that is made to be endless, ends that process and nothing else.
//
// A program that makes pictures calls Main first of all when IsWorker says so.
package picture

import (
	"context"
	"embed"
	"log/slog"
	"os/exec"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/semaphore"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Locale holds the translations of what this package says.
//
//go:embed locale/*.json
var Locale embed.FS

// What is taken, and what is made. Sides and pixels are read from the header,
// before anything is decoded.
const (
	MaxBytes  = 8 << 20    // of an upload
	MaxPixels = 40_000_000 // width times height
	MaxSide   = 12_000     // of either side, in pixels
	FaceSide  = 256        // of what Face makes, in pixels
	maxFit    = 4096       // of what Fit makes, in pixels
)

// Field is the form field that faults about a picture belong to.
const Field = "picture"

// Options say how much is done at once. The zero value is right for most
// machines.
type Options struct {
	Log      *slog.Logger          // nil: nothing is logged
	Registry prometheus.Registerer // nil: nothing is counted
	Workers  int                   // child processes at once, each up to 150 MB; 0: half of the processors, at least one
	Waiting  int                   // the most that may wait for their turn; 0: 8
	Wait     time.Duration         // the longest wait for a turn; 0: 20 s
	Deadline time.Duration         // for one picture; 0: 10 s
	Command  func() *exec.Cmd      // starts the child, whose first steps are IsWorker and Main; nil: this program
}

// Maker makes pictures, a few at a time. It is safe for concurrent use.
type Maker struct {
	turns          *semaphore.Weighted
	most           int64
	waiting        atomic.Int64
	wait, deadline time.Duration
	command        func() *exec.Cmd
	log            *slog.Logger
	count          *prometheus.CounterVec
}

// New makes a Maker. It panics when its metrics are registered already.
func New(o Options) *Maker {
	m := &Maker{
		turns:    semaphore.NewWeighted(int64(or(o.Workers, max(1, runtime.NumCPU()/2)))),
		most:     int64(or(o.Waiting, 8)),
		wait:     or(o.Wait, 20*time.Second),
		deadline: or(o.Deadline, 10*time.Second),
		command:  o.Command,
		log:      o.Log,
	}
	if m.command == nil {
		m.command = self
	}
	if m.log == nil {
		m.log = slog.New(slog.DiscardHandler)
	}
	m.register(o.Registry)
	return m
}

// Picture is a picture made anew.
type Picture struct {
	Bytes         []byte
	Type          string // image/jpeg, or image/png where something is transparent
	Width, Height int    // in pixels
	Look          uint64 // what it looks like: compare with SameLook
}

// Face makes a square of FaceSide pixels out of the middle of an upload, which
// is JPEG, PNG, WebP or GIF, of which the first frame counts. It is turned as
// the camera was held.
//
// For an upload that cannot be used the error is a fault at Field. It is
// Unavailable where too many wait already, and the context's own error where
// that ended.
func (m *Maker) Face(ctx context.Context, upload []byte) (Picture, error) {
	return m.make(ctx, request{what: face, longest: FaceSide, upload: upload})
}

// Fit keeps the whole of an upload and makes its longer side at most longest
// pixels, 1 to 4096. A smaller one keeps its size. The rest is as for Face.
func (m *Maker) Fit(ctx context.Context, upload []byte, longest int) (Picture, error) {
	return m.make(ctx, request{what: fit, longest: uint32(min(max(1, longest), maxFit)), upload: upload})
}

func (m *Maker) make(ctx context.Context, r request) (made Picture, err error) {
	defer func() { m.count.WithLabelValues(outcome(err)).Inc() }()
	switch {
	case len(r.upload) == 0:
		return Picture{}, fault.Field(Field, "Choose a picture first.")
	case len(r.upload) > MaxBytes:
		return Picture{}, fault.Field(Field, "This picture is larger than {.Most} MB. Choose a smaller one.", i18n.Args{"Most": MaxBytes >> 20})
	}
	if err := m.enter(ctx); err != nil {
		return Picture{}, err
	}
	defer m.turns.Release(1)
	return m.ask(ctx, r)
}

// enter waits for a turn, which the caller gives back.
func (m *Maker) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.turns.TryAcquire(1) {
		return nil
	}
	defer m.waiting.Add(-1)
	if m.waiting.Add(1) > m.most {
		return busy()
	}
	patient, stop := context.WithTimeout(ctx, m.wait)
	defer stop()
	if m.turns.Acquire(patient, 1) == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return busy()
}

func busy() error {
	return &fault.Fault{Kind: fault.Unavailable, Wait: 15 * time.Second,
		Say: "Many pictures are being made ready right now. Please wait a moment, then try again."}
}

func or[T comparable](value, usual T) T {
	var zero T
	if value == zero {
		return usual
	}
	return value
}
