package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// kind is what a queue knows about one kind of job.
type kind struct {
	payload  reflect.Type
	attempts int           // 0: as the queue says
	timeout  time.Duration // 0: as the queue says
	run      func(ctx context.Context, payload json.RawMessage) error
}

// HandleOption says how a kind of job differs from what Options say.
type HandleOption func(*kind)

// Attempts is how often a job of this kind is tried.
func Attempts(n int) HandleOption { return func(k *kind) { k.attempts = n } }

// Timeout is how long one attempt may take.
func Timeout(d time.Duration) HandleOption { return func(k *kind) { k.timeout = d } }

var kindName = regexp.MustCompile(`^[a-z][a-z0-9]+([._-][a-z0-9]+)*$`)

// Handle says what doing a job of this kind means. The kind is stored, in
// lower case like "notice.send", and never changes once released. P is a struct
// of ids, kinds, numbers and times in unix milliseconds: strings, booleans,
// integers, or lists of them; what is wrong with it, or a second handler of one
// kind, is a mistake in the program and panics.
//
// The context of fn ends with the attempt's time, or when the program stops
// without patience. A panic in fn is a failed attempt.
func Handle[P any](q *Queue, kind string, fn func(ctx context.Context, p P) error, opts ...HandleOption) {
	q.handle(kind, reflect.TypeFor[P](), func(ctx context.Context, payload json.RawMessage) error {
		var p P
		if err := json.Unmarshal(payload, &p); err != nil {
			return fmt.Errorf("read a job's payload: %w", err)
		}
		return fn(ctx, p)
	}, opts)
}

func (q *Queue) handle(name string, payload reflect.Type, run func(context.Context, json.RawMessage) error, opts []HandleOption) {
	if !kindName.MatchString(name) {
		panic(fmt.Sprintf("jobs: %q is not a kind: use lower case letters, digits, and single dots or hyphens", name))
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.started {
		panic(fmt.Sprintf("jobs: %q is handled after the start", name))
	}
	if _, taken := q.kinds[name]; taken {
		panic(fmt.Sprintf("jobs: %q is handled twice", name))
	}
	if err := checkType(payload); err != nil {
		panic(fmt.Sprintf("jobs: the payload of %q: %v", name, err))
	}
	k := kind{payload: payload, run: run}
	for _, opt := range opts {
		opt(&k)
	}
	q.kinds[name] = k
	river.AddWorkerArgs(q.workers, args{kind: name}, &worker{q: q, name: name, kind: k})
}

// worker does the jobs of one kind.
type worker struct {
	river.WorkerDefaults[args]
	q    *Queue
	name string
	kind kind
}

// Timeout is how long one attempt may take.
func (w *worker) Timeout(*river.Job[args]) time.Duration { return w.kind.timeout }

// Work is one attempt.
func (w *worker) Work(ctx context.Context, job *river.Job[args]) error {
	begun := w.q.o.Clock.Now()
	err := w.guarded(ctx, job.Args.Payload)
	result := outcome(ctx, err, job.JobRow)
	w.q.count.observe(w.name, result, w.q.o.Clock.Now().Sub(begun))
	if err == nil {
		return nil
	}
	short := shortened{err}
	if result != interrupted {
		w.q.o.Log.LogAttrs(ctx, level(result), "job failed", slog.String("kind", w.name), slog.Int64("job", job.ID),
			slog.Int("attempt", job.Attempt), slog.Int("of", job.MaxAttempts), slog.String("error", short.Error()))
	}
	return short
}

// guarded turns a panic into an error, so that River neither logs nor stores
// what was thrown.
func (w *worker) guarded(ctx context.Context, payload json.RawMessage) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("panic: %v", thrown)
			w.q.o.Log.LogAttrs(ctx, slog.LevelError, "job panicked", slog.String("kind", w.name), slog.String("stack", string(debug.Stack())))
		}
	}()
	return w.kind.run(ctx, payload)
}

// How an attempt can end, as the label "outcome" of the metrics.
const (
	done        = "done"
	failed      = "failed"      // will be tried again
	dead        = "dead"        // will not
	interrupted = "interrupted" // the program stopped; costs no attempt
)

func outcome(ctx context.Context, err error, job *rivertype.JobRow) string {
	switch {
	case err == nil:
		return done
	case errors.Is(ctx.Err(), context.Canceled) && errors.Is(err, context.Canceled):
		return interrupted
	case job.Attempt >= job.MaxAttempts:
		return dead
	}
	return failed
}

func level(result string) slog.Level {
	if result == dead {
		return slog.LevelError
	}
	return slog.LevelWarn
}

// errorSize is how much of an error is kept, in bytes.
const errorSize = 200

// shortened is an error as it is kept and logged: its first line, capped.
type shortened struct{ err error }

func (s shortened) Error() string {
	line, _, _ := strings.Cut(s.err.Error(), "\n")
	if len(line) > errorSize {
		line = strings.ToValidUTF8(line[:errorSize], "") + "…"
	}
	return line
}

func (s shortened) Unwrap() error { return s.err }
