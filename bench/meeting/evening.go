//go:build bench

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"handrail/bench/house"
	"handrail/internal/account"
	"handrail/internal/meeting/sheet"
)

// evening is a meeting that is measured.
type evening struct {
	house     *house.House
	town      *town
	client    *http.Client
	followers []*follower
	random    *rand.Rand

	mu       sync.Mutex
	sent     map[int64]time.Time   // when a change was asked for, by the number it got
	frames   map[int64]sheet.Frame // what was heard first under a number
	differ   int                   // how often somebody heard something else under it
	waits    []time.Duration
	mended   int
	programs time.Duration
}

func newEvening(h *house.House, t *town) *evening {
	e := &evening{
		house: h, town: t, random: rand.New(rand.NewPCG(3, 3)), sent: map[int64]time.Time{}, frames: map[int64]sheet.Frame{},
		client: house.Client(),
	}
	for _, v := range t.all {
		e.followers = append(e.followers, &follower{evening: e, visitor: v})
	}
	return e
}

func (e *evening) close() {
	for _, f := range e.followers {
		f.drop()
	}
}

// path is something of the date.
func (e *evening) path(below string) string {
	return "/groups/" + e.town.group.Slug + "/meetings/" + e.town.date.Key() + below
}

// ask sends a request as somebody, from a network of their own.
func (e *evening) ask(ctx context.Context, v visitor, method, path string, form url.Values) ([]byte, int, error) {
	r, err := http.NewRequestWithContext(ctx, method, e.house.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, 0, err
	}
	e.dress(r.Header, v)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Handrail-Quietly", "yes")
	}
	answer, err := e.client.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return body, answer.StatusCode, err
}

func (e *evening) dress(h http.Header, v visitor) {
	h.Set("Cookie", account.Cookie+"="+v.Token)
	h.Set("Origin", e.house.URL)
	h.Set("Sec-Fetch-Site", "same-origin")
	house.From(h, v.N)
}

func (e *evening) state(ctx context.Context, v visitor) (f sheet.Frame, err error) {
	body, code, err := e.ask(ctx, v, http.MethodGet, e.path("/sheet/state"), nil)
	if err == nil && code != http.StatusOK {
		err = fmt.Errorf("the state answers %d", code)
	}
	if err != nil {
		return f, err
	}
	err = json.Unmarshal(body, &f)
	f.Now = 0
	return f, err
}

// hold has everybody listen, and things happen one after the other.
func (e *evening) hold(ctx context.Context) error {
	for _, f := range e.followers {
		if err := f.connect(ctx); err != nil {
			return err
		}
	}
	before := house.Used(e.house.Pid())
	for i := range *deeds {
		if i%10 == 9 {
			for range *away {
				f := e.followers[e.random.IntN(len(e.followers))]
				f.drop()
				e.mended++
				time.AfterFunc(time.Duration(e.random.IntN(400))*time.Millisecond, func() { f.connect(ctx) })
			}
		}
		if err := e.deed(ctx); err != nil {
			return fmt.Errorf("change %d: %w", i, err)
		}
		time.Sleep(*pace)
	}
	time.Sleep(2 * time.Second)
	e.programs = (house.Used(e.house.Pid()) - before) / time.Duration(*deeds)
	return e.compare(ctx)
}

// deed changes something: mostly hands, and the chair calls and goes on.
func (e *evening) deed(ctx context.Context) error {
	chair := e.town.all[0]
	now, err := e.state(ctx, chair)
	if err != nil {
		return err
	}
	who, path, form := e.town.all[1+e.random.IntN(len(e.town.all)-1)], "/hands", url.Values{"do": {string(sheet.Raise)}}
	switch n := e.random.IntN(10); {
	case n < 2:
		who, path, form = chair, "/queue", url.Values{"do": {string(sheet.Next)}, "turns": {strconv.FormatInt(now.Turns, 10)}}
	case n == 2:
		who, path, form = chair, "/sheet/step", url.Values{"to": {strconv.Itoa((now.Step + 1) % 9)}, "moves": {strconv.FormatInt(now.Moves, 10)}}
	case n == 3 && len(now.Hands) > 0:
		who, path, form = chair, "/queue", url.Values{"do": {string(sheet.Later)}, "who": {now.Hands[0].Who}, "turns": {"0"}}
	}
	e.mu.Lock()
	e.sent[now.Number+1] = time.Now() // nobody else changes anything meanwhile
	e.mu.Unlock()
	for _, f := range e.followers {
		f.note(now.Number + 1)
	}
	_, code, err := e.ask(ctx, who, http.MethodPost, e.path(path), form)
	if err == nil && code != http.StatusNoContent {
		err = fmt.Errorf("%s %s answers %d", path, form.Get("do"), code)
	}
	return err
}

// heard takes what somebody heard at a moment.
func (e *evening) heard(f sheet.Frame, waited bool, at time.Time) {
	f.Now = 0
	e.mu.Lock()
	defer e.mu.Unlock()
	if first, known := e.frames[f.Number]; !known {
		e.frames[f.Number] = f
	} else if !reflect.DeepEqual(first, f) {
		e.differ++
	}
	if since, known := e.sent[f.Number]; known && waited {
		e.waits = append(e.waits, at.Sub(since))
	}
}

// compare finds whoever does not have what the database holds.
func (e *evening) compare(ctx context.Context) error {
	want, err := e.state(ctx, e.town.all[0])
	if err != nil {
		return err
	}
	wrong := 0
	for _, f := range e.followers {
		if got := f.now(); !reflect.DeepEqual(got, want) {
			wrong++
		}
		if !f.inOrder() {
			return fmt.Errorf("somebody heard things in another order")
		}
	}
	if wrong > 0 || e.differ > 0 {
		return fmt.Errorf("%d have another state than the database, and %d frames differed", wrong, e.differ)
	}
	return nil
}

func (e *evening) report(name string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.waits) == 0 {
		return fmt.Errorf("nobody heard anything")
	}
	p99 := house.Share(e.waits, 99)
	fmt.Printf("%-9s %d follow, %d changes, %d connections lost and made again: %d frames heard, median %.1f ms, p95 %.1f, p99 %.1f, longest %.1f; %.2f ms of our processor a change; all in one order, all as in the database\n",
		name, len(e.followers), len(e.sent), e.mended, len(e.waits),
		house.Millis(house.Share(e.waits, 50)), house.Millis(house.Share(e.waits, 95)), house.Millis(p99), house.Millis(house.Share(e.waits, 100)), house.Millis(e.programs))
	if *strict && p99 > 100*time.Millisecond {
		return fmt.Errorf("a hundredth waits for more than 100 ms")
	}
	return nil
}
