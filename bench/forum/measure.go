//go:build bench

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"handrail/bench/house"
	"handrail/internal/account"
	"handrail/internal/platform/id"
)

// page is what is opened, what has to stand in it, and what it may take of our
// own process.
type page struct {
	name   string
	paths  []string
	holds  string
	within time.Duration
}

// meter opens pages, and reads how much of a processor that took.
type meter struct {
	house  *house.House
	town   *town
	server int // the process of PostgreSQL, or 0
	client *http.Client
}

// plainClient asks for pages as they are, without compression, and follows
// nothing.
func plainClient() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// measure opens a page again and again, each time as another of those who look.
func (m *meter) measure(ctx context.Context, engine string, p page) error {
	bytes := 0
	open := func(i int) (time.Duration, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, m.house.URL+p.paths[i%len(p.paths)], nil)
		if err != nil {
			return 0, err
		}
		took, code, body, err := m.do(r, i)
		if bytes = len(body); err == nil && (code != http.StatusOK || !strings.Contains(body, p.holds)) {
			err = fmt.Errorf("%s answers %d, or does not hold %q", r.URL.Path, code, p.holds)
		}
		return took, err
	}
	return m.report(engine, p.name, *asked, p.within, open, func() string { return fmt.Sprintf(", %.1f KB", float64(bytes)/1000) })
}

// measurePosting writes into topics.
func (m *meter) measurePosting(ctx context.Context, engine string) error {
	at := m.house.URL + "/groups/" + m.town.group.Slug + "/forum/topics/"
	return m.report(engine, "posting", *posted, 2*time.Millisecond, func(i int) (time.Duration, error) {
		form := url.Values{"once": {id.Token()}, "text": {sentence(i, i)}}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, at+m.town.some[i%len(m.town.some)]+"/replies", strings.NewReader(form.Encode()))
		if err != nil {
			return 0, err
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", m.house.URL)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		took, code, _, err := m.do(r, i)
		if err == nil && code != http.StatusSeeOther {
			err = fmt.Errorf("posting answers %d", code)
		}
		return took, err
	}, func() string { return "" })
}

// do sends a request as one of those who look, from a network of their own.
func (m *meter) do(r *http.Request, i int) (time.Duration, int, string, error) {
	who := m.town.look[i%people]
	r.AddCookie(&http.Cookie{Name: account.Cookie, Value: who.token})
	r.Header.Set("Accept", "text/html")
	r.Header.Set("X-Forwarded-For", netip.AddrFrom4([4]byte{100, 64, byte(who.n), 9}).String())
	began := time.Now()
	answer, err := m.client.Do(r)
	if err != nil {
		return 0, 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return time.Since(began), answer.StatusCode, string(body), err
}

func (m *meter) report(engine, name string, times int, within time.Duration, do func(i int) (time.Duration, error), more func() string) error {
	for i := range 40 {
		if _, err := do(i); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	program, server := house.Used(m.house.Pid()), house.UsedByAll(m.server)
	var waits []time.Duration
	for i := range times {
		took, err := do(i + 40)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		waits = append(waits, took)
	}
	n := time.Duration(times)
	program, server = (house.Used(m.house.Pid())-program)/n, (house.UsedByAll(m.server)-server)/n
	slices.Sort(waits)
	fmt.Printf("%-10s %-32s %5.2f ms of our processor", engine, name, ms(program))
	if m.server != 0 {
		fmt.Printf(", %.2f of PostgreSQL's", ms(server))
	}
	fmt.Printf("; median %.1f ms, p95 %.1f%s\n", ms(waits[len(waits)/2]), ms(waits[len(waits)*95/100]), more())
	if *strict && program > within {
		return fmt.Errorf("%s takes more than %s", name, within)
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
