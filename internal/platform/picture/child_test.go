package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

func heavySentence() i18n.Text {
	f, _ := fault.From(heavy.fault())
	return f.Say
}

func isHeavy(err error) bool {
	f, ok := fault.From(err)
	return ok && f.Kind == fault.Invalid && f.Field == Field && f.Say == heavySentence()
}

// patient is a context that ends a test which would hang.
func patient(t *testing.T) context.Context {
	ctx, stop := context.WithTimeout(t.Context(), 40*time.Second)
	t.Cleanup(stop)
	return ctx
}

// gate is what slow children say and what they wait for.
type gate struct{ began, say, hear, release *os.File }

func newGate(t *testing.T) *gate {
	t.Helper()
	began, say, err := os.Pipe()
	must(t, err)
	hear, release, err := os.Pipe()
	must(t, err)
	g := &gate{began, say, hear, release}
	t.Cleanup(func() { began.Close(); say.Close(); hear.Close(); release.Close() })
	return g
}

func (g *gate) command() func() *exec.Cmd { return acting("slow", g.say, g.hear) }

// child is the next one that has begun.
func (g *gate) child(t *testing.T) *os.Process {
	t.Helper()
	text := make([]byte, 8)
	_, err := io.ReadFull(g.began, text)
	must(t, err)
	var number int
	fmt.Sscan(string(text), &number)
	p, err := os.FindProcess(number)
	must(t, err)
	return p
}

// noneLeft waits until no child holds the gate any more.
func (g *gate) noneLeft(t *testing.T) {
	t.Helper()
	g.say.Close()
	stuck := time.AfterFunc(20*time.Second, func() { g.began.Close() })
	defer stuck.Stop()
	if _, err := io.Copy(io.Discard, g.began); err != nil {
		t.Error("a child goes on:", err)
	}
}

func TestAChildThatIsKilledIsAnAnswer(t *testing.T) {
	g := newGate(t)
	var log bytes.Buffer
	m := New(Options{Command: g.command(), Deadline: time.Minute, Log: slog.New(slog.NewTextHandler(&log, nil))})
	var err error
	var all sync.WaitGroup
	all.Go(func() { _, err = m.Face(patient(t), []byte("secret in a picture")) })
	must(t, g.child(t).Kill())
	all.Wait()
	if !isHeavy(err) {
		t.Error(err)
	}
	if !strings.Contains(log.String(), "signal: killed") || strings.Contains(log.String(), "secret") {
		t.Errorf("the log says %q", log.String())
	}
}

func TestTheDeadlineEndsTheChild(t *testing.T) {
	g := newGate(t)
	_, err := New(Options{Command: g.command(), Deadline: 300 * time.Millisecond}).Face(patient(t), []byte("GIF8"))
	if !isHeavy(err) {
		t.Error(err)
	}
	g.noneLeft(t)
}

func TestWhoGoesAwayTakesTheChildAlong(t *testing.T) {
	g := newGate(t)
	ctx, leave := context.WithCancel(patient(t))
	var err error
	var all sync.WaitGroup
	all.Go(func() { _, err = New(Options{Command: g.command(), Deadline: time.Minute}).Face(ctx, []byte("GIF8")) })
	g.child(t)
	leave()
	all.Wait()
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	g.noneLeft(t)
}

func TestAChildDoesNotOutliveItsParent(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux ends a child with its parent")
	}
	g := newGate(t)
	parent := acting("parent", g.say, g.hear)()
	must(t, parent.Start())
	g.child(t)
	must(t, parent.Process.Kill())
	parent.Wait()
	g.noneLeft(t)
}

func TestAChildThatFallsOverIsAnAnswer(t *testing.T) {
	_, err := New(Options{Command: acting("crashing")}).Face(patient(t), []byte("GIF8"))
	if !isHeavy(err) {
		t.Error(err)
	}
}

func TestAChildThatMakesNoSenseIsAMistakeOfOurs(t *testing.T) {
	for name, command := range map[string]func() *exec.Cmd{
		"silent": acting("silent"), "chattering": acting("chattering"), "missing": func() *exec.Cmd { return exec.Command("/nowhere/handrail") },
	} {
		_, err := New(Options{Command: command}).Face(patient(t), []byte("GIF8"))
		if _, isFault := fault.From(err); err == nil || isFault && name != "chattering" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOnlySoManyAtOnce(t *testing.T) {
	g := newGate(t)
	registry := prometheus.NewRegistry()
	m := New(Options{Command: g.command(), Workers: 2, Waiting: 3, Wait: time.Minute, Deadline: time.Minute, Registry: registry})
	upload := asJPEG(t, scene(1, 60, 60), 80)
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if _, err := m.Face(patient(t), upload); err != nil {
				t.Error(err)
			}
		})
	}
	g.child(t)
	g.child(t)
	for ctx := patient(t); m.waiting.Load() != 3; runtime.Gosched() {
		if ctx.Err() != nil {
			t.Fatalf("%d wait", m.waiting.Load())
		}
	}
	_, err := m.Face(patient(t), upload)
	if f, ok := fault.From(err); !ok || f.Kind != fault.Unavailable || f.Wait == 0 {
		t.Error("one too many:", err)
	}
	g.release.Close()
	all.Wait()
	if got := counted(t, registry); got["made"] != 5 || got["unavailable"] != 1 || got[""] != 0 {
		t.Errorf("counted %v", got)
	}
}

// counted is how many pictures ended in which way, and, under "", how many wait.
func counted(t *testing.T, registry *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	must(t, err)
	all := map[string]float64{}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			all[outcomeOf(metric)] = metric.GetCounter().GetValue() + metric.GetGauge().GetValue()
		}
	}
	return all
}

func outcomeOf(metric *dto.Metric) string {
	for _, label := range metric.GetLabel() {
		return label.GetValue()
	}
	return ""
}

func TestNobodyWaitsForEver(t *testing.T) {
	g := newGate(t)
	m := New(Options{Command: g.command(), Workers: 1, Wait: 50 * time.Millisecond, Deadline: time.Minute})
	var all sync.WaitGroup
	ctx, leave := context.WithCancel(patient(t))
	all.Go(func() { m.Face(ctx, []byte("GIF8")) })
	g.child(t)
	if _, err := m.Face(patient(t), []byte("GIF8")); fault.KindOf(err) != fault.Unavailable {
		t.Error(err)
	}
	leave()
	all.Wait()
}
