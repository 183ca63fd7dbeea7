//go:build bench

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"handrail/bench/house"
	"handrail/internal/finder/place"
)

// feeds are what machines fetch.
func feeds() []string {
	return []string{"/meetings.json", "/meetings.csv", "/bmlt/client_interface/json/?switcher=GetSearchResults"}
}

// stream fetches each whole feed, uncompressed, from the program as a process of
// its own, and looks how much memory that takes.
func stream(ctx context.Context, p house.Place) error {
	h, err := p.Serve()
	if err != nil {
		return err
	}
	defer h.Kill()
	var wrong error
	for range 200 { // until memory is what it is with people about
		if _, err := fetch(ctx, h, "/meetings"); err != nil {
			return err
		}
	}
	for _, path := range feeds() {
		wrong = errors.Join(wrong, fetchWhole(ctx, h, p.Engine, path))
	}
	return wrong
}

func fetchWhole(ctx context.Context, h *house.House, engine, path string) error {
	reset := filepath.Join("/proc", strconv.Itoa(h.Pid()), "clear_refs")
	if err := os.WriteFile(reset, []byte("5"), 0o200); err != nil { // proc(5): the peak begins anew
		return err
	}
	before, used := status(h.Pid(), "VmRSS"), house.Used(h.Pid())
	n, err := fetch(ctx, h, path)
	if err != nil {
		return err
	}
	added := status(h.Pid(), "VmHWM") - before
	fmt.Printf("%-9s %-60s %6.1f MB, %.1f s of our processor, %d MB of memory more than before\n",
		engine, path, float64(n)/1e6, (house.Used(h.Pid()) - used).Seconds(), added>>20)
	if given.Strict() && added > feedMemory {
		return fmt.Errorf("%s takes %d MB more", path, added>>20)
	}
	return nil
}

// plain asks for answers without compression.
var plain = &http.Transport{DisableCompression: true}

// fetch reads an answer to its end, and tells its length.
func fetch(ctx context.Context, h *house.House, path string) (int64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, h.URL+path, nil)
	if err != nil {
		return 0, err
	}
	answer, err := plain.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", path, answer.StatusCode)
	}
	return n, err
}

// status reads a size of a process (proc(5): /proc/PID/status, in kB).
func status(pid int, name string) int64 {
	text, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	found := regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(text)
	if found == nil {
		return 0
	}
	n, _ := strconv.ParseInt(string(found[1]), 10, 64)
	return n << 10
}

// taken is what taking in something took.
type taken struct {
	waited, processor time.Duration // the program's; not PostgreSQL's
	memory            int64         // at most
}

func (t taken) String() string {
	return fmt.Sprintf("%.1f s, %.1f s of our processor, %d MB at most", t.waited.Seconds(), t.processor.Seconds(), t.memory>>20)
}

// takeAll takes in every feed by the command line, one after the other.
func takeAll(ctx context.Context, p house.Place, files []string) error {
	var all taken
	for i, file := range files {
		one, err := take(ctx, p, file, fmt.Sprintf("Source %d", i))
		if err != nil {
			return err
		}
		all = taken{all.waited + one.waited, all.processor + one.processor, max(all.memory, one.memory)}
	}
	fmt.Printf("%-9s %d meetings taken in: %s\n", p.Engine, *sources**each, all)
	if given.Strict() && (all.waited > takeWithin || all.memory > takeMemory) {
		return errors.New("taking them in takes too much")
	}
	return nil
}

// takeAgain reads a source again of which one meeting in a hundred is otherwise.
func takeAgain(ctx context.Context, p house.Place, file string) error {
	towns, err := place.Open()
	if err != nil {
		return err
	}
	if err := writeFeed(file, 0, template(), towns, 1); err != nil {
		return err
	}
	again, err := take(ctx, p, file, "Source 0")
	fmt.Printf("%-9s %d meetings read again, one in a hundred otherwise: %s\n", p.Engine, *each, again)
	if err == nil && given.Strict() && again.waited > againWithin {
		err = errors.New("reading a source again takes too long")
	}
	return err
}

// take takes in one file.
func take(ctx context.Context, p house.Place, file, name string) (taken, error) {
	args := append([]string{"import", "meetings", file, "--programme", "aa", "--timezone", "America/New_York", "--name", name}, p.Args()...)
	c := exec.CommandContext(ctx, os.Getenv("HANDRAIL_BINARY"), args...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	began := time.Now()
	if err := c.Start(); err != nil {
		return taken{}, err
	}
	most := peak(c.Process.Pid)
	if err := c.Wait(); err != nil {
		return taken{}, fmt.Errorf("%w: %s", err, out.Bytes())
	}
	return taken{time.Since(began), c.ProcessState.UserTime() + c.ProcessState.SystemTime(), most()}, nil
}

// peak watches how much memory a process holds at most, until it has ended. What
// wait4(2) tells of it counts the memory of whoever started it too.
func peak(pid int) (most func() int64) {
	found := make(chan int64)
	go func() {
		var last int64
		for now := status(pid, "VmHWM"); now > 0; now = status(pid, "VmHWM") { // none once it has ended
			last = now
			time.Sleep(20 * time.Millisecond)
		}
		found <- last
	}()
	return func() int64 { return <-found }
}
