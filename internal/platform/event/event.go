// Package event lets one part of the house say what happened without knowing
// who cares. A fact is a small struct of ids, said inside the transaction that
// made it true. Others react within that transaction, or later in a job. Who
// reacts to what is one list, in package app.
package event

import (
	"context"
	"fmt"
	"reflect"
	"sync/atomic"

	"handrail/internal/platform/db"
	"handrail/internal/platform/jobs"
)

// Bus knows who reacts to which fact. Within and Later come first, then Emit.
type Bus struct {
	queue     *jobs.Queue
	reactions map[reflect.Type][]func(ctx context.Context, tx *db.Tx, fact any) error
	emitted   atomic.Bool
}

// New makes a bus whose later reactions are jobs of q.
func New(q *jobs.Queue) *Bus {
	return &Bus{queue: q, reactions: map[reflect.Type][]func(context.Context, *db.Tx, any) error{}}
}

// Within reacts to each E in the transaction of its cause: when fn fails, what
// happened is undone. It is for what must never disagree. E is a struct.
func Within[E any](b *Bus, fn func(ctx context.Context, tx *db.Tx, e E) error) {
	t := reflect.TypeFor[E]()
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("event: a fact is a struct, and %s is not", t))
	}
	if b.emitted.Load() {
		panic(fmt.Sprintf("event: a reaction to %s was added after the first fact", t))
	}
	b.reactions[t] = append(b.reactions[t], func(ctx context.Context, tx *db.Tx, fact any) error {
		return fn(ctx, tx, fact.(E))
	})
}

// Later reacts to each E in a job, after the cause is on the disk and whatever
// becomes of the job. It is for courtesies and for calls to the outside. The
// name is the job's kind: it is stored, so it never changes once released. E
// is the payload, and keeps to what jobs.Handle asks of one; fn runs at least
// once.
func Later[E any](b *Bus, name string, fn func(ctx context.Context, e E) error, opts ...jobs.HandleOption) {
	jobs.Handle(b.queue, name, fn, opts...)
	Within(b, func(ctx context.Context, tx *db.Tx, e E) error { return b.queue.Add(ctx, tx, name, e) })
}

// Emit says that fact happened, to all who react to its type, in the order in
// which they were added; the first error ends it. A fact that nobody reacts to
// is fine.
func (b *Bus) Emit(ctx context.Context, tx *db.Tx, fact any) error {
	b.emitted.Store(true)
	t := reflect.TypeOf(fact)
	if t == nil || t.Kind() != reflect.Struct {
		return fmt.Errorf("event: a fact is a struct, and %v is not", t)
	}
	for _, react := range b.reactions[t] {
		if err := react(ctx, tx, fact); err != nil {
			return fmt.Errorf("react to %s: %w", t, err)
		}
	}
	return nil
}
