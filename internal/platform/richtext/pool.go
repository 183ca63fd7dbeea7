package richtext

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/fault"
)

// Options bound the work. The zero value is right for most machines.
type Options struct {
	Workers  int                   // ordinary texts rendered at once; 0: one a processor
	Queue    int                   // how many more may wait, in each lane; 0: 64
	Wait     time.Duration         // how long one may wait for a worker; 0: 2 s
	Deadline time.Duration         // how long a writer waits for their own text; 0: 2 s
	Registry prometheus.Registerer // nil: nothing is counted
}

// pool holds the work of rendering within bounds. Costly texts have a lane with
// one worker, so that any number of them leaves ordinary ones their own.
type pool struct {
	ordinary, costly lane
	wait, deadline   time.Duration
}

func newPool(o Options) *pool {
	queue := or(o.Queue, 64)
	return &pool{
		ordinary: newLane(or(o.Workers, runtime.GOMAXPROCS(0)), queue),
		costly:   newLane(1, queue),
		wait:     or(o.Wait, 2*time.Second),
		deadline: or(o.Deadline, 2*time.Second),
	}
}

func or[T comparable](value, usual T) T {
	var zero T
	if value == zero {
		return usual
	}
	return value
}

// do runs render within the bounds. The parser cannot be stopped: when the
// deadline passes or ctx ends, the caller is answered, and the worker's place
// stays taken until render returns.
func (p *pool) do(ctx context.Context, costly bool, render func() (string, error)) (string, error) {
	lane := p.ordinary
	if costly {
		lane = p.costly
	}
	if err := lane.enter(ctx, p.wait); err != nil {
		return "", err
	}
	done := make(chan result, 1)
	go func() {
		defer lane.leave()
		done <- guarded(render)
	}()
	deadline := time.NewTimer(p.deadline)
	defer deadline.Stop()
	select {
	case r := <-done:
		return r.html, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	case <-deadline.C:
		return "", &fault.Fault{Kind: fault.Unavailable, Wait: time.Minute,
			Say: "This text takes too long to get ready. Make it simpler, or try again in a minute. Nothing you wrote is lost."}
	}
}

type result struct {
	html string
	err  error
}

// guarded makes an error of a panic: a text that breaks the parser must not end
// the program. What the panic says stays out of it; it may quote the text.
func guarded(render func() (string, error)) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r = result{err: fmt.Errorf("richtext: the parser panicked with a %T", p)}
		}
	}()
	html, err := render()
	return result{html, err}
}

// lane is a number of workers and a number of places to wait for one.
type lane struct{ workers, queue chan struct{} }

func newLane(workers, queue int) lane {
	return lane{make(chan struct{}, workers), make(chan struct{}, queue)}
}

// enter takes a worker, waiting in the queue for it if there is a place.
func (l lane) enter(ctx context.Context, wait time.Duration) error {
	select {
	case l.workers <- struct{}{}:
		return nil
	default:
	}
	select {
	case l.queue <- struct{}{}:
		defer func() { <-l.queue }()
	default:
		return busy()
	}
	timeout := time.NewTimer(wait)
	defer timeout.Stop()
	select {
	case l.workers <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-timeout.C:
		return busy()
	}
}

func (l lane) leave() { <-l.workers }

func busy() error {
	return &fault.Fault{Kind: fault.Unavailable, Wait: 5 * time.Second,
		Say: "Many people are writing right now. Try again in a moment. Nothing you wrote is lost."}
}
