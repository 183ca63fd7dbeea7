package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/jobs/jobstest"
)

func TestStopWaitsForWhatIsRunning(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		began, end := make(chan struct{}), make(chan struct{})
		q := jobstest.New(t, d, jobs.Options{})
		jobs.Handle(q, "room.visit", func(ctx context.Context, v visit) error {
			close(began)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-end:
				return done.note(ctx, v)
			}
		})
		must(t, q.Start(context.Background()))
		add(t, d, q, "room.visit", "r1", true)
		soon(t, began)
		stopped := make(chan error, 1)
		go func() { stopped <- q.Stop(context.Background()) }()
		select {
		case <-stopped:
			t.Fatal("Stop did not wait")
		case <-time.After(50 * time.Millisecond):
		}
		close(end)
		must(t, soon(t, stopped))
		done.want(t, "r1")
		if c := counts(t, q); c != (jobs.Counts{}) {
			t.Fatalf("left over: %+v", c)
		}
	})
}

func TestAnImpatientStopPutsJobsBack(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		began := make(chan struct{})
		q := jobstest.New(t, d, jobs.Options{Attempts: 1})
		jobs.Handle(q, "room.visit", func(ctx context.Context, _ visit) error {
			close(began)
			<-ctx.Done()
			return fmt.Errorf("visit: %w", ctx.Err())
		})
		must(t, q.Start(context.Background()))
		add(t, d, q, "room.visit", "r1", true)
		soon(t, began)
		impatient, cancel := context.WithCancel(context.Background())
		cancel()
		must(t, q.Stop(impatient))
		if c := counts(t, q); c != (jobs.Counts{Waiting: 1}) {
			t.Fatalf("%+v, want the job waiting, with its one attempt not spent", c)
		}
		var done diary
		next := jobstest.New(t, d, jobs.Options{Attempts: 1})
		jobs.Handle(next, "room.visit", done.note)
		jobstest.Start(t, next)
		jobstest.Drain(t, next)
		done.want(t, "r1")
	})
}

func TestEveryRunsOnceInEachIntervalOnOneNode(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var runs atomic.Int64
		now := clock.NewManual(noon)
		node := func(name string) *jobs.Queue {
			q := jobstest.New(t, d, jobs.Options{Clock: now, Node: name})
			q.Every("room.air", time.Hour, func(context.Context) error { runs.Add(1); return nil })
			must(t, q.Start(context.Background()))
			return q
		}
		a, b := node("a"), node("b")
		drained := func(want int64, when string) {
			t.Helper()
			jobstest.Drain(t, a)
			jobstest.Drain(t, b)
			if got := runs.Load(); got != want {
				t.Fatalf("%s: it ran %d times, want %d", when, got, want)
			}
		}
		drained(0, "at the start")
		for range 30 {
			now.Advance(time.Second)
			jobstest.Drain(t, a)
		}
		drained(1, "a little later")
		for want := int64(2); want < 6; want++ {
			now.Advance(time.Hour)
			drained(want, "an hour later")
		}
		now.Advance(10*time.Hour + 30*time.Minute)
		drained(6, "after hours in which nothing ran")
		now.Advance(29 * time.Minute)
		drained(6, "before the next time in the old rhythm")
		jobstest.Stop(t, a)
		jobstest.Stop(t, b)
		a, b = node("a"), node("b")
		drained(6, "after a restart")
		now.Advance(time.Minute)
		drained(7, "in the old rhythm")
		jobstest.Stop(t, a)
		jobstest.Stop(t, b)
		if c := counts(t, a); c != (jobs.Counts{}) {
			t.Errorf("the rhythm itself is counted: %+v", c)
		}
	})
}

func TestEveryDoesNotOvertakeItself(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var runs int
		now := clock.NewManual(noon)
		q := jobstest.New(t, d, jobs.Options{Clock: now, Workers: 1, Backoff: func(int) time.Duration { return 3*time.Hour + 30*time.Minute }})
		q.Every("room.air", time.Hour, func(context.Context) error { runs++; return errChanged })
		jobstest.Start(t, q)
		now.Advance(30 * time.Second)
		for hour := range 4 {
			jobstest.Drain(t, q)
			if c := counts(t, q); runs != 1 || c != (jobs.Counts{Waiting: 1}) {
				t.Fatalf("hour %d: it ran %d times, %+v", hour, runs, c)
			}
			now.Advance(time.Hour)
		}
		jobstest.Drain(t, q)
		if runs != 2 {
			t.Fatalf("it ran %d times", runs)
		}
	})
}

func TestANewIntervalReplacesTheOld(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var runs int
		now := clock.NewManual(noon)
		for _, interval := range []time.Duration{time.Hour, 24 * time.Hour} {
			q := jobstest.New(t, d, jobs.Options{Clock: now, Workers: 1})
			q.Every("room.air", interval, func(context.Context) error { runs++; return nil })
			must(t, q.Start(context.Background()))
			now.Advance(30 * time.Second)
			jobstest.Drain(t, q)
			if interval > time.Hour {
				for range 23 {
					now.Advance(time.Hour)
					jobstest.Drain(t, q)
				}
			}
			jobstest.Stop(t, q)
		}
		if runs != 2 {
			t.Errorf("it ran %d times, want once for each interval", runs)
		}
	})
}

func TestEveryGoesOnAfterFailures(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var runs int
		now := clock.NewManual(noon)
		q := jobstest.New(t, d, jobs.Options{Clock: now, Workers: 1, Backoff: func(int) time.Duration { return 20 * time.Minute }})
		q.Every("room.air", time.Hour, func(context.Context) error { runs++; return errChanged }, jobs.Attempts(2))
		jobstest.Start(t, q)
		for range 4 * 3 {
			now.Advance(20 * time.Minute)
			jobstest.Drain(t, q)
		}
		if list := failures(t, q); len(list) != 4 || runs != 8 {
			t.Errorf("%d failures, %d runs; want one failure of two runs for each of four hours", len(list), runs)
		}
	})
}

func TestAJobIsDoneOnceByTwoNodes(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		var nodes []*jobs.Queue
		for _, name := range []string{"a", "b"} {
			q := jobstest.New(t, d, jobs.Options{Node: name})
			jobs.Handle(q, "room.visit", done.note)
			jobstest.Start(t, q)
			nodes = append(nodes, q)
		}
		var want []string
		must(t, d.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			want = nil
			for i := range 100 {
				want = append(want, fmt.Sprintf("r%03d", i))
				if err := nodes[i%2].Add(ctx, tx, "room.visit", visit{want[i]}); err != nil {
					return err
				}
			}
			return nil
		}))
		jobstest.Drain(t, nodes[0])
		done.want(t, want...)
	})
}

func TestANodeThatStartsLeavesTheOthersAlone(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		began, end := make(chan struct{}, 2), make(chan struct{})
		visiting := func(ctx context.Context, v visit) error {
			began <- struct{}{}
			<-end
			return done.note(ctx, v)
		}
		a, b := jobstest.New(t, d, jobs.Options{Node: "a"}), jobstest.New(t, d, jobs.Options{Node: "b"})
		jobs.Handle(a, "room.visit", visiting)
		jobs.Handle(b, "room.visit", visiting)
		jobstest.Start(t, a)
		add(t, d, a, "room.visit", "r1", true)
		soon(t, began)
		jobstest.Start(t, b)
		if c := counts(t, b); c != (jobs.Counts{Running: 1}) {
			t.Errorf("when the second node starts: %+v", c)
		}
		close(end)
		jobstest.Drain(t, b)
		done.want(t, "r1")
	})
}

// A worker of another node that is gone leaves a job that says it is running.
func TestAJobWhoseNodeDiedIsTakenOver(t *testing.T) {
	jobstest.Each(t, func(t *testing.T, d *db.DB) {
		var done diary
		q := jobstest.New(t, d, jobs.Options{Node: "here", Backoff: func(int) time.Duration { return 0 }})
		jobs.Handle(q, "room.visit", done.note)
		add(t, d, q, "room.visit", "r1", true)
		abandon := `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now() - interval '1 hour', attempted_by = '{gone}'`
		if d.Engine() == db.SQLite {
			abandon = `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = datetime('now', '-1 hour'), attempted_by = jsonb('["gone"]')`
		}
		_, err := d.Writer().ExecContext(context.Background(), abandon)
		must(t, err)
		jobstest.Start(t, q)
		jobstest.Drain(t, q)
		done.want(t, "r1")
	})
}

// childEnv tells the test program that it is to be killed at work, and on which
// database.
const childEnv = "HANDRAIL_TEST_JOBS_CHILD"

func TestAKilledProcessLosesNoJob(t *testing.T) {
	if address := os.Getenv(childEnv); address != "" {
		workUntilKilled(t, address)
	}
	dbtest.EachAddress(t, jobstest.Schema, func(t *testing.T, address string) {
		var done diary
		d := dbtest.Open(t, db.Options{Address: address})
		q := jobstest.New(t, d, jobs.Options{Node: "here"})
		jobs.Handle(q, "room.visit", done.note)
		add(t, d, q, "room.visit", "r1", true)
		killAtWork(t, address)
		if c := counts(t, q); c != (jobs.Counts{Running: 1}) {
			t.Fatalf("after the kill: %+v", c)
		}
		jobstest.Start(t, q)
		jobstest.Drain(t, q)
		done.want(t, "r1")
	})
}

// killAtWork runs this test again in a process of its own, and kills it as soon
// as it says that it has a job in hand.
func killAtWork(t *testing.T, address string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestAKilledProcessLosesNoJob$")
	child.Env = append(os.Environ(), childEnv+"="+address)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	defer child.Wait()
	line, err := bufio.NewReader(out).ReadString('\n')
	child.Process.Kill()
	if err != nil || line != "at work\n" {
		t.Fatalf("the child said %q, %v", line, err)
	}
}

func workUntilKilled(t *testing.T, address string) {
	q := jobstest.New(t, dbtest.Open(t, db.Options{Address: address}), jobs.Options{Node: "here"})
	jobs.Handle(q, "room.visit", func(ctx context.Context, _ visit) error {
		fmt.Println("at work")
		<-ctx.Done()
		return nil
	})
	must(t, q.Start(context.Background()))
	<-t.Context().Done() // never: the process is killed
}
