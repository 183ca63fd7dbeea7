package jobs_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"handrail/internal/platform/db"
	"handrail/internal/platform/jobs"
)

// visit is the payload of the jobs in these tests.
type visit struct{ RoomID string }

// diary writes down which jobs were done, in which order.
type diary struct {
	mu   sync.Mutex
	seen []string
}

func (d *diary) note(_ context.Context, v visit) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen = append(d.seen, v.RoomID)
	return nil
}

func (d *diary) sorted() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(slices.Values(d.seen))
}

func (d *diary) want(t *testing.T, rooms ...string) {
	t.Helper()
	if got := d.sorted(); !slices.Equal(got, rooms) {
		t.Fatalf("done: %v, want %v", got, rooms)
	}
}

var errChanged = errors.New("changed our mind")

// add adds a job and commits, or rolls back with errChanged.
func add(t *testing.T, d *db.DB, q *jobs.Queue, kind, room string, commit bool, opts ...jobs.Option) {
	t.Helper()
	err := d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		if err := q.Add(ctx, tx, kind, visit{room}, opts...); err != nil {
			return err
		}
		if !commit {
			return errChanged
		}
		return nil
	})
	if commit && err != nil || !commit && !errors.Is(err, errChanged) {
		t.Fatal(err)
	}
}

func counts(t *testing.T, q *jobs.Queue) jobs.Counts {
	t.Helper()
	c, err := q.Count(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func failures(t *testing.T, q *jobs.Queue) []jobs.Failure {
	t.Helper()
	list, err := q.Failed(context.Background(), 50, 0)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// storedErrors is everything that is kept of how jobs failed.
func storedErrors(t *testing.T, d *db.DB) (text string) {
	t.Helper()
	read := `SELECT CAST(errors AS TEXT) FROM river_job`
	if d.Engine() == db.SQLite {
		read = `SELECT json(errors) FROM river_job`
	}
	must(t, d.Writer().QueryRowContext(context.Background(), read).Scan(&text))
	return text
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// soon waits for a channel, and fails the test when nothing comes.
func soon[T any](t *testing.T, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(30 * time.Second):
		t.Fatal("waited for too long")
	}
	return v
}
