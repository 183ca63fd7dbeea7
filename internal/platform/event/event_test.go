package event_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/jobs/jobstest"
)

// Replied is the fact in these tests, and Closed one that nobody reacts to.
type Replied struct{ ReplyID, TopicID string }

// Closed is said and not heard.
type Closed struct{ TopicID string }

var errNo = errors.New("no")

// memory is what reactions did, in order.
type memory struct {
	mu   sync.Mutex
	said []string
}

func (m *memory) add(what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said = append(m.said, what)
}

func (m *memory) want(t *testing.T, what ...string) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Equal(m.said, what) {
		t.Fatalf("reactions: %v, want %v", m.said, what)
	}
}

func (m *memory) within(name string, err error) func(context.Context, *db.Tx, Replied) error {
	return func(_ context.Context, _ *db.Tx, r Replied) error {
		m.add(name + " " + r.ReplyID)
		return err
	}
}

func (m *memory) later(name string, err error) func(context.Context, Replied) error {
	return func(_ context.Context, r Replied) error {
		m.add(name + " " + r.ReplyID)
		return err
	}
}

// each gives a test a database with a table of causes in it.
func each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := d.Writer().ExecContext(context.Background(), `CREATE TABLE cause (id BIGINT PRIMARY KEY)`); err != nil {
			t.Fatal(err)
		}
		test(t, d)
	})
}

func emit(d *db.DB, b *event.Bus, fact any, then error) error {
	return d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO cause (id) VALUES (1)`); err != nil {
			return err
		}
		if err := b.Emit(ctx, tx, fact); err != nil {
			return err
		}
		return then
	})
}

func stands(t *testing.T, d *db.DB) bool {
	t.Helper()
	var n int64
	err := d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM cause`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n == 1
}

func TestReactionsRunInTheirOrder(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var m memory
		q := jobstest.New(t, d, jobs.Options{Workers: 1})
		b := event.New(q)
		event.Later(b, "notice.send", m.later("later", nil))
		event.Within(b, m.within("first", nil))
		event.Within(b, m.within("second", nil))
		event.Within(b, func(context.Context, *db.Tx, struct{}) error { return errNo })
		jobstest.Start(t, q)
		if err := emit(d, b, Replied{"r1", "t1"}, nil); err != nil {
			t.Fatal(err)
		}
		jobstest.Drain(t, q)
		m.want(t, "first r1", "second r1", "later r1")
		if !stands(t, d) {
			t.Error("the cause is gone")
		}
	})
}

func TestAReactionWithinUndoesItsCause(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var m memory
		q := jobstest.New(t, d, jobs.Options{})
		b := event.New(q)
		event.Later(b, "notice.send", m.later("later", nil))
		event.Within(b, m.within("first", errNo))
		event.Within(b, m.within("second", nil))
		jobstest.Start(t, q)
		if err := emit(d, b, Replied{"r1", "t1"}, nil); !errors.Is(err, errNo) {
			t.Fatalf("error: %v", err)
		}
		jobstest.Drain(t, q)
		m.want(t, "first r1")
		if stands(t, d) {
			t.Error("the cause stands")
		}
	})
}

func TestALaterReactionLeavesItsCauseAlone(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var m memory
		q := jobstest.New(t, d, jobs.Options{})
		b := event.New(q)
		event.Later(b, "notice.send", m.later("later", errNo), jobs.Attempts(1))
		jobstest.Start(t, q)
		if err := emit(d, b, Replied{"r0", "t1"}, errNo); !errors.Is(err, errNo) {
			t.Fatalf("error: %v", err)
		}
		jobstest.Drain(t, q)
		m.want(t) // r0 never happened
		if err := emit(d, b, Replied{"r1", "t1"}, nil); err != nil {
			t.Fatal(err)
		}
		jobstest.Drain(t, q)
		m.want(t, "later r1")
		c, err := q.Count(context.Background())
		if err != nil || c.Failed != 1 || !stands(t, d) {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

func TestWhatCanBeSaid(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		b := event.New(jobstest.New(t, d, jobs.Options{}))
		event.Later(b, "notice.send", new(memory).later("later", nil))
		mustPanic(t, "a reaction to a pointer", func() {
			event.Within(b, func(context.Context, *db.Tx, *Replied) error { return nil })
		})
		mustPanic(t, "a later reaction to text", func() {
			event.Later(b, "notice.read", func(context.Context, struct{ Words []byte }) error { return nil })
		})
		for name, fact := range map[string]any{"nothing": nil, "a pointer": &Replied{"r1", "t1"}, "text": "hello", "a sentence for a job": Replied{"how are you", "t1"}} {
			if emit(d, b, fact, nil) == nil {
				t.Errorf("%s was said", name)
			}
		}
		if err := emit(d, b, Closed{"t1"}, nil); err != nil {
			t.Errorf("a fact that nobody reacts to: %v", err)
		}
		mustPanic(t, "a reaction that comes too late", func() { event.Within(b, new(memory).within("late", nil)) })
	})
}

func mustPanic(t *testing.T, name string, mistake func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s was let pass", name)
		}
	}()
	mistake()
}
