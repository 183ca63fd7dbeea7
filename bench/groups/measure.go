//go:build bench

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"handrail/bench/house"
	"handrail/internal/account"
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
	program, server := house.Used(m.house.Pid()), house.UsedByAll(m.server)
	var waits []time.Duration
	for i := range *asked {
		took, err := m.open(ctx, p, i)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		waits = append(waits, took)
	}
	n := time.Duration(*asked)
	program, server = (house.Used(m.house.Pid())-program)/n, (house.UsedByAll(m.server)-server)/n
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
