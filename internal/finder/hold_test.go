package finder_test

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
)

// other is another program on the same records.
func (h *house) other() *finder.Service {
	h.t.Helper()
	q, err := jobs.New(h.db, jobs.Options{Clock: h.clock, Log: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Node: "two"})
	if err != nil {
		h.t.Fatal(err)
	}
	return h.node(q)
}

// waits is a copy that tells when it is being read, and goes on when it is let.
func waits(c finder.Copy, arrived, goOn chan struct{}) finder.Copy {
	open := c.Files[0].Open
	c.Files[0].Open = func() (io.ReadCloser, error) {
		select {
		case arrived <- struct{}{}:
			<-goOn
		default:
		}
		return open()
	}
	return c
}

func isBusy(err error) bool { return fault.KindOf(err) == fault.Conflict }

// A source is read by one program at a time, whichever it is; the second hears so.
func TestOneProgramReadsASource(t *testing.T) {
	each(t, func(h *house) {
		id, quay := h.source("Cork", func(one *finder.Source) { one.URL = "https://cork.example/feed.json" }), h.source("Quay")
		arrived, goOn, done := make(chan struct{}), make(chan struct{}), make(chan error)
		go func() {
			_, err := h.Take(h.t.Context(), id, waits(copyOf(h.t, weekly("a", "A", 1, "19:00")), arrived, goOn), nil)
			done <- err
		}()
		<-arrived
		b := h.other()
		_, err := b.Take(h.t.Context(), id, copyOf(h.t, weekly("b", "B", 1, "19:00")), nil)
		if f, said := fault.From(err); !isBusy(err) || !said || !strings.HasPrefix(string(f.Say), "This list is being read right now.") {
			h.t.Errorf("the second is told %v", err)
		}
		if _, err := h.Begin(h.t.Context(), id); !isBusy(err) {
			h.t.Errorf("the same program is told %v", err)
		}
		if held, err := b.Claim(h.t.Context(), id); held != nil || err != nil {
			h.t.Errorf("a job is told %v, %v", held, err)
		}
		if _, err := b.Take(h.t.Context(), quay, copyOf(h.t, weekly("q", "Q", 1, "19:00")), nil); err != nil {
			h.t.Errorf("another source: %v", err)
		}
		close(goOn)
		if err := <-done; err != nil {
			h.t.Fatal(err)
		}
		h.take(id, weekly("c", "C", 1, "19:00"))
		if got := h.find(finder.Query{Sources: []string{id}}); !slices.Equal(got, []string{"c"}) {
			h.t.Errorf("found %v", got)
		}
	})
}

// What a program holds that was killed ends by itself. One that was only thought
// dead writes nothing any more.
func TestAHoldEndsWithItsProgram(t *testing.T) {
	each(t, func(h *house) {
		id, b := h.source("Cork"), h.other()
		dead, err := h.Begin(h.t.Context(), id)
		if err != nil {
			h.t.Fatal(err)
		}
		h.clock.Advance(119 * time.Second)
		if _, err := b.Begin(h.t.Context(), id); !isBusy(err) {
			h.t.Errorf("before the end: %v", err)
		}
		ticks := make(chan time.Time)
		stop, _ := finder.KeepAt(h.t.Context(), dead, ticks)
		ticks <- time.Time{}
		stop()
		h.clock.Advance(119 * time.Second)
		if _, err := b.Begin(h.t.Context(), id); !isBusy(err) {
			h.t.Errorf("after it said that it still reads: %v", err)
		}
		h.clock.Advance(2 * time.Second)
		alive, err := b.Begin(h.t.Context(), id)
		if err != nil {
			h.t.Fatalf("two minutes later: %v", err)
		}
		_, ended := finder.KeepAt(h.t.Context(), dead, ticks)
		ticks <- time.Time{}
		<-ended // it heard that it lost the source
		if _, err := dead.Take(h.t.Context(), copyOf(h.t, weekly("a", "A", 1, "19:00")), nil); err == nil {
			h.t.Error("it took the source in all the same")
		}
		if err := dead.Failed(h.t.Context(), finder.Problem{Say: "x"}, 0); err == nil {
			h.t.Error("it noted something all the same")
		}
		if err := dead.Unchanged(h.t.Context()); err == nil {
			h.t.Error("it noted a good copy all the same")
		}
		if err := dead.End(h.t.Context()); err != nil {
			h.t.Error(err)
		}
		if _, err := b.Begin(h.t.Context(), id); !isBusy(err) {
			h.t.Errorf("its end ended that of another: %v", err)
		}
		if run, err := alive.Take(h.t.Context(), copyOf(h.t, weekly("b", "B", 1, "19:00")), nil); err != nil || run.Came != 1 || run.Went != 0 {
			h.t.Errorf("the other took in %+v, %v", run, err)
		}
		if got := h.find(finder.Query{}); !slices.Equal(got, []string{"b"}) {
			h.t.Errorf("found %v", got)
		}
	})
}

// A program that died while its clock was wrong keeps a source from nobody. Clocks of
// two programs that are a little apart take nothing from each other.
func TestAHoldOfAWrongClockEnds(t *testing.T) {
	each(t, func(h *house) {
		id, b := h.source("Cork"), h.other()
		h.clock.Set(noon.Add(9 * time.Minute))
		if _, err := h.Begin(h.t.Context(), id); err != nil {
			h.t.Fatal(err)
		}
		h.clock.Set(noon)
		if _, err := b.Begin(h.t.Context(), id); !isBusy(err) {
			h.t.Errorf("a clock that is behind took it: %v", err)
		}
		h.clock.Set(noon.AddDate(1, 0, 0))
		if _, err := b.Begin(h.t.Context(), id); err != nil {
			h.t.Fatal(err)
		}
		h.clock.Set(noon)
		if _, err := b.Begin(h.t.Context(), id); err != nil {
			h.t.Errorf("when the clock is right again: %v", err)
		}
	})
}

// A source that was removed while it was read is gone, and nobody fails.
func TestASourceIsRemovedWhileItIsRead(t *testing.T) {
	each(t, func(h *house) {
		id := h.source("Cork")
		held, err := h.Begin(h.t.Context(), id)
		if err != nil {
			h.t.Fatal(err)
		}
		if err := h.Remove(h.t.Context(), steward, id); err != nil {
			h.t.Fatal(err)
		}
		if err := held.End(h.t.Context()); err != nil {
			h.t.Error(err)
		}
	})
}

// Whoever stops in the middle leaves the source due; whoever dies leaves it alone
// for some minutes.
func TestWhatWasCutOffIsDueAgain(t *testing.T) {
	each(t, func(h *house) {
		h.source("Cork", func(one *finder.Source) { one.Format, one.URL = feed.Auto, "https://cork.example/feed.json" })
		due := func() int {
			list, err := h.Due(h.t.Context(), 10)
			if err != nil {
				h.t.Fatal(err)
			}
			return len(list)
		}
		claim := func(ctx context.Context) *finder.Hold {
			list, err := h.Due(h.t.Context(), 10)
			if err != nil || len(list) != 1 {
				h.t.Fatal(list, err)
			}
			held, err := h.Claim(ctx, list[0].ID)
			if err != nil || held == nil || due() != 0 {
				h.t.Fatal(held, err)
			}
			return held
		}
		ctx, stop := context.WithCancel(h.t.Context())
		held := claim(ctx)
		stop()
		if err := held.End(ctx); err != nil || due() != 1 {
			h.t.Errorf("after a stop %d are due, %v", due(), err)
		}
		late, end := context.WithDeadline(h.t.Context(), noon.AddDate(-1, 0, 0))
		defer end()
		held = claim(h.t.Context())
		if err := held.End(late); err != nil || due() != 0 {
			h.t.Errorf("after it took too long %d are due, %v", due(), err)
		}
		h.clock.Advance(10 * time.Minute)
		claim(h.t.Context()) // and dies
		h.clock.Advance(9 * time.Minute)
		if due() != 0 {
			h.t.Error("what may have brought the program down is due at once")
		}
		h.clock.Advance(time.Minute)
		claim(h.t.Context())
	})
}
