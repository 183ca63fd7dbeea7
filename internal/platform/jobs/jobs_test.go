package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/jobs/jobstest"
)

var noon = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)

func TestAJobExistsExactlyWhenItsCauseDoes(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		q := jobstest.New(t, d, jobs.Options{})
		jobs.Handle(q, "room.visit", done.note)
		add(t, d, q, "room.visit", "kept", true)
		add(t, d, q, "room.visit", "undone", false)
		if c := counts(t, q); c.Waiting != 1 {
			t.Fatalf("%d jobs are waiting, want the one whose cause was committed", c.Waiting)
		}
		jobstest.Start(t, q)
		add(t, d, q, "room.visit", "undone-too", false)
		add(t, d, q, "room.visit", "kept-too", true)
		jobstest.Drain(t, q)
		done.want(t, "kept", "kept-too")
		if c := counts(t, q); c != (jobs.Counts{}) {
			t.Fatalf("left over: %+v", c)
		}
	})
}

func TestWhatCannotBeAdded(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		q := jobstest.New(t, d, jobs.Options{})
		jobs.Handle(q, "room.visit", new(diary).note)
		for name, try := range map[string]struct {
			kind    string
			payload any
			opts    []jobs.Option
		}{
			"a kind that nobody handles": {"room.leave", visit{"r1"}, nil},
			"another payload":            {"room.visit", struct{ ID string }{"r1"}, nil},
			"a pointer":                  {"room.visit", &visit{"r1"}, nil},
			"no payload":                 {"room.visit", nil, nil},
			"a sentence":                 {"room.visit", visit{"I had a bad night"}, nil},
			"an address":                 {"room.visit", visit{"zoe@example.org"}, nil},
			"a long text":                {"room.visit", visit{strings.Repeat("x", 65)}, nil},
			"a key that is a sentence":   {"room.visit", visit{"r1"}, []jobs.Option{jobs.Unique("a bad night")}},
		} {
			err := d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				return q.Add(ctx, tx, try.kind, try.payload, try.opts...)
			})
			if err == nil {
				t.Errorf("%s was added", name)
			}
		}
		if c := counts(t, q); c.Waiting != 0 {
			t.Fatalf("%d jobs are waiting", c.Waiting)
		}
	})
}

func TestAUniqueJobWaitsOnce(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		q := jobstest.New(t, d, jobs.Options{})
		jobs.Handle(q, "room.visit", done.note)
		jobs.Handle(q, "room.clean", done.note)
		for range 10 {
			add(t, d, q, "room.visit", "first", true, jobs.Unique("r1"))
		}
		add(t, d, q, "room.visit", "second", true, jobs.Unique("r2"))
		add(t, d, q, "room.clean", "third", true, jobs.Unique("r1"))
		add(t, d, q, "room.visit", "fourth", true)
		jobstest.Start(t, q)
		jobstest.Drain(t, q)
		done.want(t, "first", "fourth", "second", "third")
		add(t, d, q, "room.visit", "first-again", true, jobs.Unique("r1"))
		jobstest.Drain(t, q)
		done.want(t, "first", "first-again", "fourth", "second", "third")
	})
}

func TestAJobIsNotDoneBeforeItsTime(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		now := clock.NewManual(noon)
		q := jobstest.New(t, d, jobs.Options{Clock: now})
		jobs.Handle(q, "room.visit", done.note)
		add(t, d, q, "room.visit", "evening", true, jobs.At(noon.Add(8*time.Hour)))
		add(t, d, q, "room.visit", "past", true, jobs.At(noon.Add(-time.Hour)))
		jobstest.Start(t, q)
		jobstest.Drain(t, q)
		done.want(t, "past")
		now.Advance(8*time.Hour - time.Second)
		jobstest.Drain(t, q)
		done.want(t, "past")
		now.Advance(time.Second)
		jobstest.Drain(t, q)
		done.want(t, "evening", "past")
	})
}

func TestAFailingJobIsTriedAgainThenKept(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		broken, tries := true, 0
		now := clock.NewManual(noon)
		q := jobstest.New(t, d, jobs.Options{Clock: now, Workers: 1, Backoff: func(attempt int) time.Duration { return time.Duration(attempt) * time.Hour }})
		jobs.Handle(q, "room.visit", func(ctx context.Context, v visit) error {
			if tries++; broken {
				return fmt.Errorf("the door is stuck%s\nand this second line is not kept", strings.Repeat("!", 300))
			}
			return done.note(ctx, v)
		}, jobs.Attempts(3))
		jobstest.Start(t, q)
		add(t, d, q, "room.visit", "r1", true)
		for attempt := 1; attempt <= 3; attempt++ {
			jobstest.Drain(t, q)
			if tries != attempt {
				t.Fatalf("tried %d times, want %d", tries, attempt)
			}
			if attempt < 3 && counts(t, q) != (jobs.Counts{Waiting: 1}) {
				t.Fatalf("after attempt %d: %+v", attempt, counts(t, q))
			}
			now.Advance(time.Duration(attempt) * time.Hour)
		}
		list := failures(t, q)
		if len(list) != 1 || counts(t, q) != (jobs.Counts{Failed: 1}) {
			t.Fatalf("failures: %+v, %+v", list, counts(t, q))
		}
		f := list[0]
		if f.Kind != "room.visit" || f.Attempts != 3 || !f.At.Equal(noon.Add(3*time.Hour)) {
			t.Errorf("failure: %+v", f)
		}
		if !strings.HasPrefix(f.Error, "the door is stuck") || strings.Contains(f.Error, "second line") || len(f.Error) > 205 {
			t.Errorf("error: %q", f.Error)
		}
		if kept := storedErrors(t, d); !strings.Contains(kept, "the door is stuck") || strings.Contains(kept, "second line") {
			t.Errorf("stored: %s", kept)
		}
		broken = false
		must(t, decide(d, q.Retry, f.ID))
		jobstest.Drain(t, q)
		done.want(t, "r1")
		if counts(t, q) != (jobs.Counts{}) {
			t.Fatalf("left over: %+v", counts(t, q))
		}
	})
}

func TestFailuresAreListedRetriedAndDiscarded(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		now := clock.NewManual(noon)
		q := jobstest.New(t, d, jobs.Options{Clock: now, Workers: 1, Attempts: 1})
		jobs.Handle(q, "room.visit", func(_ context.Context, v visit) error { return errors.New("no " + v.RoomID) })
		jobs.Handle(q, "room.clean", new(diary).note)
		jobstest.Start(t, q)
		for _, room := range []string{"r1", "r2", "r3"} {
			add(t, d, q, "room.visit", room, true, jobs.Unique("the-one"))
			jobstest.Drain(t, q)
			now.Advance(time.Minute)
		}
		list := failures(t, q)
		var says []string
		for _, f := range list {
			says = append(says, f.Error)
		}
		if !slices.Equal(says, []string{"no r3", "no r2", "no r1"}) {
			t.Fatalf("failures: %v", says)
		}
		page, err := q.Failed(context.Background(), 1, 1)
		if must(t, err); len(page) != 1 || page[0].ID != list[1].ID {
			t.Fatalf("second page of one: %+v", page)
		}
		must(t, decide(d, q.Discard, list[0].ID))
		// r1 waits in the queue's place for the one key when r2 is retried.
		add(t, d, q, "room.visit", "r4", true, jobs.Unique("the-one"), jobs.At(noon.Add(24*time.Hour)))
		if err := decide(d, q.Retry, list[1].ID); !db.IsTaken(err) {
			t.Errorf("the same work is waiting: %v", err)
		}
		must(t, decide(d, q.Discard, list[1].ID))
		if left := failures(t, q); len(left) != 1 || left[0].ID != list[2].ID || counts(t, q) != (jobs.Counts{Waiting: 1, Failed: 1}) {
			t.Fatalf("left: %+v, %+v", left, counts(t, q))
		}
		for _, do := range []func(context.Context, *db.Tx, int64) (jobs.Failure, error){q.Retry, q.Discard} {
			if err := decide(d, do, list[0].ID); fault.KindOf(err) != fault.NotFound {
				t.Errorf("a failure that is gone: %v", err)
			}
		}
	})
}

func TestAWaitingJobCannotBeDiscarded(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		q := jobstest.New(t, d, jobs.Options{})
		jobs.Handle(q, "room.visit", new(diary).note)
		add(t, d, q, "room.visit", "r1", true)
		for job := int64(0); job < 10; job++ {
			if err := decide(d, q.Discard, job); fault.KindOf(err) != fault.NotFound {
				t.Errorf("job %d: %v", job, err)
			}
		}
		if c := counts(t, q); c.Waiting != 1 {
			t.Fatalf("%+v", c)
		}
	})
}

func TestAPanicIsAFailedAttempt(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		q := jobstest.New(t, d, jobs.Options{Attempts: 1})
		jobs.Handle(q, "room.visit", func(context.Context, visit) error { panic("the floor is lava") })
		jobstest.Start(t, q)
		add(t, d, q, "room.visit", "r1", true)
		jobstest.Drain(t, q)
		if list := failures(t, q); len(list) != 1 || list[0].Error != "panic: the floor is lava" {
			t.Fatalf("%+v", list)
		}
	})
}

func TestAnAttemptThatTakesTooLongIsEnded(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		q := jobstest.New(t, d, jobs.Options{Attempts: 1})
		jobs.Handle(q, "room.visit", func(ctx context.Context, _ visit) error {
			<-ctx.Done()
			return ctx.Err()
		}, jobs.Timeout(50*time.Millisecond))
		jobstest.Start(t, q)
		add(t, d, q, "room.visit", "r1", true)
		jobstest.Drain(t, q)
		if list := failures(t, q); len(list) != 1 || list[0].Error != context.DeadlineExceeded.Error() {
			t.Fatalf("%+v", list)
		}
	})
}

// A worker uses the one connection that writes, and so does the queue itself.
func TestAJobMayWriteAndAddMore(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		q := jobstest.New(t, d, jobs.Options{})
		jobs.Handle(q, "room.clean", done.note)
		jobs.Handle(q, "room.visit", func(ctx context.Context, v visit) error {
			return d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
				if _, err := q.Count(ctx); !errors.Is(err, db.ErrNested) {
					t.Errorf("counting inside a transaction: %v", err)
				}
				return q.Add(ctx, tx, "room.clean", v)
			})
		})
		jobstest.Start(t, q)
		var want []string
		for i := range 15 {
			want = append(want, fmt.Sprintf("r%02d", i))
			add(t, d, q, "room.visit", want[i], true)
		}
		jobstest.Drain(t, q)
		done.want(t, want...)
	})
}

func TestLogsSayWhatHappenedAndNotToWhom(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var out bytes.Buffer
		registry := prometheus.NewRegistry()
		q := jobstest.New(t, d, jobs.Options{Log: slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})), Registry: registry, Attempts: 1})
		jobs.Handle(q, "room.visit", func(context.Context, visit) error { return errors.New("the door is stuck") })
		must(t, q.Start(context.Background()))
		add(t, d, q, "room.visit", "a-secret-room", true)
		jobstest.Drain(t, q)
		jobstest.Stop(t, q)
		if text := out.String(); !strings.Contains(text, "the door is stuck") || strings.Contains(text, "a-secret-room") || strings.Contains(text, "River") {
			t.Errorf("log: %s", text)
		}
		families, err := registry.Gather()
		must(t, err)
		if got := fmt.Sprint(families); !strings.Contains(got, `"dead"`) || !strings.Contains(got, `"room.visit"`) {
			t.Errorf("metrics: %s", got)
		}
	})
}

// Each visit begins just after a look for work, so without being woken the ten
// would take eight seconds.
func TestACommitWakesTheWorkers(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		at := make(chan struct{})
		q := jobstest.New(t, d, jobs.Options{})
		jobs.Handle(q, "room.visit", func(context.Context, visit) error { at <- struct{}{}; return nil })
		jobstest.Start(t, q)
		add(t, d, q, "room.visit", "warm-up", true)
		soon(t, at)
		begun := clock.System().Now()
		for range 10 {
			add(t, d, q, "room.visit", "r", true)
			soon(t, at)
		}
		took := clock.System().Now().Sub(begun)
		t.Logf("from commit to work: %s on average", took/10)
		if took > 4*time.Second {
			t.Errorf("ten jobs, one after the other, took %s", took)
		}
	})
}

func TestMistakesInTheProgramPanic(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		q := jobstest.New(t, d, jobs.Options{})
		jobs.Handle(q, "room.visit", new(diary).note)
		if q.Drain(context.Background()) == nil {
			t.Error("a queue at rest was drained")
		}
		for name, mistake := range map[string]func(){
			"a second handler": func() { jobs.Handle(q, "room.visit", new(diary).note) },
			"no kind":          func() { jobs.Handle(q, "Visit a room", new(diary).note) },
			"text":             func() { jobs.Handle(q, "a1", func(context.Context, struct{ Text []byte }) error { return nil }) },
			"anything":         func() { jobs.Handle(q, "a2", func(context.Context, struct{ Any any }) error { return nil }) },
			"a struct inside":  func() { jobs.Handle(q, "a3", func(context.Context, struct{ V visit }) error { return nil }) },
			"a hidden field":   func() { jobs.Handle(q, "a4", func(context.Context, struct{ id string }) error { return nil }) },
			"no struct":        func() { jobs.Handle(q, "a5", func(context.Context, string) error { return nil }) },
			"too often":        func() { q.Every("a6", time.Millisecond, func(context.Context) error { return nil }) },
		} {
			mustPanic(t, name, mistake)
		}
		jobs.Handle(q, "list.of-all", func(context.Context, struct {
			IDs   []string
			Count int
			Live  bool
			AtMs  int64
		}) error {
			return nil
		})
		jobstest.Start(t, q)
		if err := q.Start(context.Background()); !errors.Is(err, jobs.ErrStarted) {
			t.Errorf("a second start: %v", err)
		}
		mustPanic(t, "a handler after the start", func() { jobs.Handle(q, "too.late", new(diary).note) })
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

// decide runs a decision about a failed job in a transaction of its own.
func decide(d *db.DB, do func(context.Context, *db.Tx, int64) (jobs.Failure, error), job int64) error {
	return d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		_, err := do(ctx, tx, job)
		return err
	})
}
