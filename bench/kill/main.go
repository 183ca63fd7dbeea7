//go:build bench

// Kill ends the program with kill -9 at random moments under a load of writes, and counts what was lost and what was done twice.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"handrail/bench/house"
)

var (
	writes  = flag.Int("writes", 10_000, "how many writes have to be acknowledged")
	kills   = flag.Int("kills", 40, "how often to kill, at least")
	clients = flag.Int("clients", 16, "how many write side by side")
	engine  = house.EngineFlag()
	seed    = flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the moments to kill at")
)

func main() {
	flag.Parse()
	house.RunOn(*engine, run)
}

func run(_ context.Context, p house.Place) error {
	h, err := p.Serve()
	if err != nil {
		return err
	}
	load := &load{house: h, prefix: p.Engine + strconv.FormatUint(*seed, 36) + "-"}
	began := time.Now()
	done := make(chan struct{})
	go load.run(done)
	killed, slowest, err := killUntil(h, done)
	if err != nil {
		return err
	}
	defer h.Kill()
	return report(p.Engine, h, load, killed, slowest, time.Since(began))
}

// killUntil kills and starts again until the load is through and there were
// kills enough.
func killUntil(h *house.House, done <-chan struct{}) (killed int, slowest time.Duration, err error) {
	random := rand.New(rand.NewPCG(*seed, 1))
	for {
		select {
		case <-done:
			return killed, slowest, nil
		case <-time.After(time.Duration(20+random.IntN(160)) * time.Millisecond):
		}
		h.Kill()
		killed++
		took, err := h.Start()
		if err != nil {
			return killed, slowest, err
		}
		slowest = max(slowest, took)
		if killed >= *kills {
			<-done
			return killed, slowest, nil
		}
	}
}

// load writes until everything is acknowledged: each write is tried again, under
// the same key, until an answer comes.
type load struct {
	house  *house.House
	prefix string
	next   atomic.Int64
	acked  atomic.Int64
	tries  atomic.Int64
}

func (l *load) run(done chan<- struct{}) {
	var group sync.WaitGroup
	for range *clients {
		group.Go(func() {
			client := house.Client()
			for n := l.next.Add(1); n <= int64(*writes); n = l.next.Add(1) {
				l.until(client, l.prefix+strconv.FormatInt(n, 10))
			}
		})
	}
	group.Wait()
	close(done)
}

func (l *load) until(c *http.Client, tag string) {
	for {
		l.tries.Add(1)
		status, err := l.house.Write(context.Background(), c, tag)
		if err == nil && status == http.StatusSeeOther {
			l.acked.Add(1)
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

type left struct {
	Counts    map[string]int64 `json:"counts"`
	Integrity string           `json:"integrity"`
}

func look(h *house.House) (left, error) {
	var l left
	answer, err := house.Client().Get(h.URL + "/bench/writes")
	if err != nil {
		return l, err
	}
	defer answer.Body.Close()
	return l, json.NewDecoder(answer.Body).Decode(&l)
}

func report(name string, h *house.House, l *load, killed int, slowest, took time.Duration) error {
	var found left
	for deadline := time.Now().Add(3 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		var err error
		if found, err = look(h); err != nil {
			return err
		}
		if found.Counts["jobs"] >= found.Counts["probes"] || time.Now().After(deadline) {
			break
		}
	}
	c := found.Counts
	lost, doubled := int64(*writes)-c["tags"], c["probes"]-c["tags"]
	fmt.Printf("%-9s acknowledged %d, tries %d, kills %d, took %.1f s, slowest start %d ms; lost %d, doubled %d, within %d, jobs done %d, matched %d, integrity %s (seed %d)\n",
		name, l.acked.Load(), l.tries.Load(), killed, took.Seconds(), slowest.Milliseconds(), lost, doubled, c["within"], c["jobs"], c["matched"], found.Integrity, *seed)
	if lost != 0 || doubled != 0 || c["matched"] != int64(*writes) || found.Integrity != "ok" || killed < *kills {
		return fmt.Errorf("not what was promised")
	}
	return nil
}
