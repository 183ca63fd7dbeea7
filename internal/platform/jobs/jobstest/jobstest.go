// Package jobstest gives a test a database that jobs can be added to, and a
// queue that stops with the test.
package jobstest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/jobs"
)

// patience is how long a test waits for jobs before it fails.
const patience = time.Minute

// Schema brings a new database up to date: the numbered migrations, then the
// tables of the queue.
func Schema(ctx context.Context, d *db.DB) error {
	if err := dbtest.Schema(ctx, d); err != nil {
		return err
	}
	return jobs.Migrate(ctx, d)
}

// Each is dbtest.Each with the tables of the queue in it.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.EachAddress(t, Schema, func(t *testing.T, address string) {
		test(t, dbtest.Open(t, db.Options{Address: address}))
	})
}

// New makes a queue that is not started yet. What o leaves out is the machine's
// clock and a log that nobody reads.
func New(t testing.TB, d *db.DB, o jobs.Options) *jobs.Queue {
	t.Helper()
	if o.Clock == nil {
		o.Clock = clock.System()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	q, err := jobs.New(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// Start starts q, and stops it when the test ends.
func Start(t testing.TB, q *jobs.Queue) {
	t.Helper()
	if err := q.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { Stop(t, q) })
}

// Stop stops q once what is running has ended.
func Stop(t testing.TB, q *jobs.Queue) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := q.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// Drain waits until nothing is due.
func Drain(t testing.TB, q *jobs.Queue) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := q.Drain(ctx); err != nil {
		t.Fatalf("waiting for jobs: %v", err)
	}
}
