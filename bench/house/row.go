//go:build bench

package house

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"
)

// Flags are those of programs that measure pages.
type Flags struct {
	Engine  *string
	asked   *int
	strict  *bool
	samples *string
}

// Run measures pages on each engine that was asked for, and ends the program. fill
// fills the house at a place, says with what, and what to ask it.
func (f *Flags) Run(fill func(ctx context.Context, p Place) (what string, asks []Ask, err error)) {
	RunOn(*f.Engine, func(ctx context.Context, p Place) error {
		began := time.Now()
		what, asks, err := fill(ctx, p)
		if err != nil {
			return err
		}
		fmt.Printf("%-9s %s, filled in %.1f s\n", p.Engine, what, time.Since(began).Seconds())
		return p.Measure(ctx, f, asks)
	})
}

// EngineFlag is the one that says which database.
func EngineFlag() *string { return flag.String("engine", "both", "sqlite, postgres or both") }

// PageFlags are the flags of a program that opens each page so often unless told
// otherwise.
func PageFlags(asked int) *Flags {
	return &Flags{
		Engine:  EngineFlag(),
		asked:   flag.Int("asked", asked, "how often each page is opened"),
		strict:  flag.Bool("strict", false, "fail where something takes more than it may"),
		samples: flag.String("profile", "", "where to write what the processor did meanwhile, for go tool pprof; the engine is put behind it"),
	}
}

// Strict tells whether to fail where something takes more than it may.
func (f *Flags) Strict() bool { return *f.strict }

func (f *Flags) times(a Ask) int {
	if a.Times > 0 {
		return a.Times
	}
	return *f.asked
}

// profile begins to write a profile, where one is asked for.
func (f *Flags) profile(engine string) (stop func(), err error) {
	if *f.samples == "" {
		return func() {}, nil
	}
	file, err := os.Create(*f.samples + "." + engine)
	if err != nil {
		return nil, err
	}
	return func() { pprof.StopCPUProfile(); file.Close() }, pprof.StartCPUProfile(file)
}

// head says what stands in the columns of rows, and what this machine takes for a
// fixed piece of work: the further its p95 lies from its p50, the more other work
// is in all the figures below.
func head(engine string) {
	fmt.Printf("%-9s %-36s %7s %6s   %12s %6s   %12s   %9s %7s\n", "", "milliseconds of processor", "own p50", "p95", "database p50", "p95", "together p95", "elsewhere", "KB")
	row(engine, Ask{Name: "a fixed piece of work"}, fixed())
}

// fixed is what hashing two megabytes takes.
func fixed() Cost {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	work, c := make([]byte, 2<<20), Cost{Database: make([]time.Duration, 200)}
	for range c.Database {
		before := ThreadTime()
		sha256.Sum256(work)
		c.Own = append(c.Own, ThreadTime()-before)
	}
	return c
}

// row prints what something takes, and says what is too much about it.
func row(engine string, a Ask, c Cost) (tooMuch string) {
	var notes []string
	if p95 := c.Together(95); a.Within > 0 && p95 > a.Within {
		notes = append(notes, fmt.Sprintf("more than %s", a.Within))
	}
	if a.Bytes > 0 && c.Bytes > a.Bytes {
		notes = append(notes, fmt.Sprintf("more than %d bytes", a.Bytes))
	}
	tooMuch = strings.Join(notes, ", ")
	fmt.Printf("%-9s %-36s %7.2f %6.2f   %12.2f %6.2f   %12.2f   %9.2f %7.1f  %s\n", engine, a.Name, Millis(Share(c.Own, 50)), Millis(Share(c.Own, 95)),
		Millis(Share(c.Database, 50)), Millis(Share(c.Database, 95)), Millis(c.Together(95)), Millis(c.Elsewhere), float64(c.Bytes)/1000, tooMuch)
	return tooMuch
}

// Share is what so many per cent of a list are at most. There has to be something.
func Share(list []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}

// Millis is a time in milliseconds, for printing.
func Millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
