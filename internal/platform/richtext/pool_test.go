package richtext

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/fault"
)

// held is a renderer whose texts stay with the parser until they are let go.
type held struct {
	*Renderer
	begun  chan struct{}
	letGo  chan struct{}
	answer chan error
}

func hold(o Options) *held {
	h := &held{New(o), make(chan struct{}, 99), make(chan struct{}), make(chan error, 99)}
	h.convert = func(string) (string, error) {
		h.begun <- struct{}{}
		<-h.letGo
		return "", nil
	}
	return h
}

func (h *held) start(ctx context.Context, source string) {
	go func() {
		_, err := h.Render(ctx, Post, source)
		h.answer <- err
	}()
}

// isBegun waits until the parser has one more text.
func (h *held) isBegun(t *testing.T) {
	t.Helper()
	select {
	case <-h.begun:
	case err := <-h.answer:
		t.Fatalf("answered instead: %v", err)
	}
}

// soon ends a wait that would otherwise be for ever, so that a test fails.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestWhoFindsEveryWorkerTakenWaitsAndIsThenToldSo(t *testing.T) {
	h := hold(Options{Workers: 1, Wait: time.Millisecond, Deadline: time.Hour})
	h.start(t.Context(), "first")
	h.isBegun(t)
	if _, err := h.Render(t.Context(), Post, "second"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("the second: %v", err)
	}
	close(h.letGo)
	if err := <-h.answer; err != nil {
		t.Errorf("the first: %v", err)
	}
	if _, err := h.Render(t.Context(), Post, "third"); err != nil {
		t.Errorf("the third, with the worker free again: %v", err)
	}
}

func TestTheQueueIsBounded(t *testing.T) {
	h := hold(Options{Workers: 1, Queue: 2, Wait: time.Hour, Deadline: time.Hour})
	for range 3 { // one with the worker, two in the queue
		h.start(t.Context(), "a")
	}
	h.isBegun(t)
	for len(h.pool.ordinary.queue) < 2 {
		runtime.Gosched()
	}
	if _, err := h.Render(soon(t), Post, "one too many"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("beyond the queue: %v", err)
	}
	close(h.letGo)
	for range 3 {
		if err := <-h.answer; err != nil {
			t.Errorf("in the queue: %v", err)
		}
	}
}

func TestAWriterIsAnsweredAtTheDeadlineAndTheWorkerStaysTaken(t *testing.T) {
	h := hold(Options{Workers: 1, Wait: time.Millisecond, Deadline: time.Millisecond})
	_, err := h.Render(soon(t), Post, "slow")
	if f, _ := fault.From(err); f == nil || f.Kind != fault.Unavailable || f.Wait != time.Minute {
		t.Errorf("at the deadline: %v", err)
	}
	if len(h.pool.ordinary.workers) != 1 {
		t.Error("the worker was given away while it still worked")
	}
	close(h.letGo)
	h.pool.ordinary.workers <- struct{}{} // gets through when the worker is back
}

func TestAWriterWhoLeavesIsNotWaitedFor(t *testing.T) {
	h := hold(Options{Workers: 1, Wait: time.Hour, Deadline: time.Hour})
	defer close(h.letGo)
	ctx, leave := context.WithCancel(t.Context())
	h.start(ctx, "with the worker")
	h.isBegun(t)
	h.start(ctx, "in the queue")
	leave()
	for range 2 {
		if err := <-h.answer; !errors.Is(err, context.Canceled) {
			t.Errorf("after leaving: %v", err)
		}
	}
}

func TestCostlyTextsDoNotTakeTheWorkersOfOrdinaryOnes(t *testing.T) {
	h := hold(Options{Workers: 1, Wait: time.Millisecond, Deadline: time.Hour})
	costly := strings.Repeat("*a_ ", 1500)
	h.start(t.Context(), costly)
	h.isBegun(t)
	if _, err := h.Render(t.Context(), Post, costly); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a second costly text: %v", err)
	}
	h.start(t.Context(), "ordinary")
	h.isBegun(t)
	close(h.letGo)
	for range 2 {
		if err := <-h.answer; err != nil {
			t.Error(err)
		}
	}
}

func TestATextThatBreaksTheParserEndsNothing(t *testing.T) {
	r := New(Options{Workers: 1, Wait: time.Millisecond})
	r.convert = func(string) (string, error) { panic("secret words") }
	for range 3 {
		_, err := r.Render(t.Context(), Post, "a")
		if err == nil || fault.KindOf(err) != fault.Internal || strings.Contains(err.Error(), "secret") {
			t.Errorf("got %v", err)
		}
	}
}
