//go:build bench

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/bench/house"
	"handrail/internal/account"
	"handrail/internal/platform/db"
)

// page is what is opened, and what has to stand in it.
type page struct {
	name, path, holds string
	as                []visitor
}

// meter opens pages, and reads how much of a processor that took.
type meter struct {
	house  *house.House
	town   *town
	server int // the process of PostgreSQL, or 0
	client *http.Client
}

// measure opens a page again and again, each time as another of those who look
// at it.
func (m *meter) measure(ctx context.Context, engine string, p page) error {
	for i := range 20 {
		if _, err := m.open(ctx, p, i); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	program, server := used(m.house.Pid()), usedByAll(m.server)
	var waits []time.Duration
	for i := range *asked {
		took, err := m.open(ctx, p, i)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		waits = append(waits, took)
	}
	n := time.Duration(*asked)
	program, server = (used(m.house.Pid())-program)/n, (usedByAll(m.server)-server)/n
	slices.Sort(waits)
	fmt.Printf("%-10s %-34s %5.1f ms of processor", engine, p.name, ms(program+server))
	if m.server != 0 {
		fmt.Printf(" (%.1f of them PostgreSQL's)", ms(server))
	}
	fmt.Printf(", answered in %.1f ms (median)\n", ms(waits[len(waits)/2]))
	if program+server > within {
		return fmt.Errorf("%s takes more than %s", p.name, within)
	}
	return nil
}

// open opens a page as one of those who look at it, from a network of their own.
func (m *meter) open(ctx context.Context, p page, i int) (time.Duration, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.house.URL+p.path, nil)
	if err != nil {
		return 0, err
	}
	who := p.as[i%len(p.as)]
	r.AddCookie(&http.Cookie{Name: account.Cookie, Value: who.token})
	r.Header.Set("Accept", "text/html")
	r.Header.Set("X-Forwarded-For", netip.AddrFrom4([4]byte{100, 64, byte(who.n), 9}).String())
	began := time.Now()
	answer, err := m.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	took := time.Since(began)
	if answer.StatusCode != http.StatusOK || !strings.Contains(string(body), p.holds) {
		return 0, fmt.Errorf("%s answers %d, or does not hold %q", p.path, answer.StatusCode, p.holds)
	}
	return took, err
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// tick is the unit of times in /proc (proc(5): USER_HZ, 100 on all that we run on).
const tick = 10 * time.Millisecond

// used is how much processor a process has used.
func used(pid int) time.Duration {
	_, own, _ := stat(pid)
	return own
}

// usedByAll is that of a server and all its children, those that ended too.
func usedByAll(server int) time.Duration {
	if server == 0 {
		return 0
	}
	_, own, ended := stat(server)
	sum := own + ended
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, one := range all {
		pid, _ := strconv.Atoi(filepath.Base(one))
		if parent, own, _ := stat(pid); parent == server {
			sum += own
		}
	}
	return sum
}

// stat reads /proc/PID/stat: the parent, the time used, and that of children
// that ended (proc(5): fields 4, 14 and 15, 16 and 17).
func stat(pid int) (parent int, own, ended time.Duration) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, 0, 0
	}
	f := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	number := func(i int) int {
		n, _ := strconv.Atoi(f[i-3])
		return n
	}
	return number(4), tick * time.Duration(number(14)+number(15)), tick * time.Duration(number(16)+number(17))
}

// postmaster is the process of the PostgreSQL that is used, where it runs on
// this machine and says so; or 0.
func postmaster(ctx context.Context, address string) int {
	if address == "" {
		return 0
	}
	d, err := db.Open(ctx, db.Options{Address: address})
	if err != nil {
		return 0
	}
	defer d.Close()
	var data string
	err = d.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		data, err = db.Scalar[string](ctx, tx, `SHOW data_directory`)
		return err
	})
	text, missing := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil || missing != nil {
		fmt.Println("postgres   its own processor time cannot be read here, and is not in the figures")
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(first)
	return pid
}
