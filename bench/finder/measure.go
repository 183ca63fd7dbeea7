//go:build bench

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"handrail/bench/house"
	"handrail/internal/finder/place"
)

// page is what is opened, and what it may take of our own process.
type page struct {
	name   string
	paths  []string
	within time.Duration
}

func pages() []page {
	var near, text, spread []string
	for i, c := range countries {
		name := strings.ReplaceAll(c.town, " ", "+")
		near = append(near, "/meetings?place="+name+"&km=40")
		text = append(text, "/meetings?q=main+"+name)
		spread = append(spread, fmt.Sprintf("/meetings?day=%d&type=women&way=in-person&page=%d", i%7, 1+i%3))
	}
	return []page{
		{"the finder, from now on", []string{"/meetings"}, pageWithin},
		{"within 40 km of a town", near, pageWithin},
		{"women, in person, on a day", spread, pageWithin},
		{"by words", text, pageWithin},
		{"now, online, in Spanish, anywhere", []string{"/meetings?when=now&way=online&type=spanish"}, nowWithin},
		{"company at this minute", []string{"/now"}, nowWithin},
	}
}

// feed is what machines fetch.
func feeds() []string {
	return []string{"/meetings.json", "/meetings.csv", "/bmlt/client_interface/json/?switcher=GetSearchResults"}
}

// meter opens pages, and reads how much of a processor that took.
type meter struct {
	house  *house.House
	server int // the process of PostgreSQL, or 0
	client *http.Client
}

func plainClient() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4}}
}

// get asks for a page as somebody on a network of their own.
func (m *meter) get(ctx context.Context, path string, i int) (time.Duration, int64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.house.URL+path, nil)
	if err != nil {
		return 0, 0, err
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("X-Forwarded-For", netip.AddrFrom4([4]byte{100, 64, byte(i >> 8), byte(i)}).String())
	began := time.Now()
	answer, err := m.client.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", path, answer.StatusCode)
	}
	return time.Since(began), n, err
}

func (m *meter) measure(ctx context.Context, engine string, p page) error {
	largest, waits := int64(0), []time.Duration{}
	for i := range 20 {
		if _, _, err := m.get(ctx, p.paths[i%len(p.paths)], i); err != nil {
			return err
		}
	}
	program, server := house.Used(m.house.Pid()), house.UsedByAll(m.server)
	for i := range *asked {
		took, n, err := m.get(ctx, p.paths[i%len(p.paths)], i)
		if err != nil {
			return err
		}
		waits, largest = append(waits, took), max(largest, n)
	}
	n := time.Duration(*asked)
	program, server = (house.Used(m.house.Pid())-program)/n, (house.UsedByAll(m.server)-server)/n
	slices.Sort(waits)
	fmt.Printf("%-10s %-36s %5.2f ms of our processor", engine, p.name, ms(program))
	if m.server != 0 {
		fmt.Printf(", %.2f of PostgreSQL's", ms(server))
	}
	p95 := waits[len(waits)*95/100]
	fmt.Printf("; median %.1f ms, p95 %.1f, %.1f KB at most\n", ms(waits[len(waits)/2]), ms(p95), float64(largest)/1000)
	if *strict && (program > p.within || largest > pageBytes) {
		return fmt.Errorf("%s takes more than %s, or %d bytes", p.name, p.within, pageBytes)
	}
	return nil
}

// stream fetches a whole feed, and looks how much memory that takes.
func (m *meter) stream(ctx context.Context, engine, path string) error {
	reset := filepath.Join("/proc", strconv.Itoa(m.house.Pid()), "clear_refs")
	if err := os.WriteFile(reset, []byte("5"), 0o200); err != nil { // proc(5): the peak begins anew
		return err
	}
	before, used := status(m.house.Pid(), "VmRSS"), house.Used(m.house.Pid())
	took, n, err := m.get(ctx, path, 1)
	if err != nil {
		return err
	}
	added := status(m.house.Pid(), "VmHWM") - before
	fmt.Printf("%-10s %-60s %6.1f MB in %.1f s, %.1f s of our processor, %d MB of memory more than before\n",
		engine, path, float64(n)/1e6, took.Seconds(), (house.Used(m.house.Pid()) - used).Seconds(), added>>20)
	if *strict && added > feedMemory {
		return fmt.Errorf("%s takes %d MB more", path, added>>20)
	}
	return nil
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

// takeAll takes in every feed by the command line, one after the other.
func takeAll(ctx context.Context, engine string, files, where []string) error {
	var took time.Duration
	var peak int64
	for i, file := range files {
		one, memory, err := take(ctx, file, where, "--name", fmt.Sprintf("Source %d", i))
		if err != nil {
			return err
		}
		took, peak = took+one, max(peak, memory)
	}
	fmt.Printf("%-10s %d meetings taken in: %.1f s, %d MB at most\n", engine, *sources**each, took.Seconds(), peak>>20)
	if *strict && (took > takeWithin || peak > takeMemory) {
		return errors.New("taking them in takes too much")
	}
	return nil
}

// takeAgain reads a source again of which one meeting in a hundred is otherwise.
func takeAgain(ctx context.Context, engine, file string, where []string) error {
	towns, err := place.Open()
	if err != nil {
		return err
	}
	if err := writeFeed(file, 0, template(), towns, 1); err != nil {
		return err
	}
	took, memory, err := take(ctx, file, where, "--name", "Source 0")
	fmt.Printf("%-10s %d meetings read again, one in a hundred otherwise: %.1f s, %d MB\n", engine, *each, took.Seconds(), memory>>20)
	if err == nil && *strict && took > againWithin {
		err = errors.New("reading a source again takes too long")
	}
	return err
}

func take(ctx context.Context, file string, where []string, more ...string) (time.Duration, int64, error) {
	args := append([]string{"import", "meetings", file, "--programme", "aa", "--timezone", "America/New_York"}, append(where, more...)...)
	c := exec.CommandContext(ctx, os.Getenv("HANDRAIL_BINARY"), args...)
	began := time.Now()
	out, err := c.CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("%w: %s", err, out)
	}
	usage, _ := c.ProcessState.SysUsage().(*syscall.Rusage)
	return time.Since(began), usage.Maxrss << 10, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
