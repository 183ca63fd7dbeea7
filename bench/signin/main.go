//go:build bench

// Signin has two hundred people sign in at once and measures what other people's pages take meanwhile.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"handrail/bench/house"
)

var (
	people = flag.Int("people", 200, "how many sign in at once")
	lasts  = flag.Duration("lasts", 15*time.Second, "for how long they try")
)

func main() {
	flag.Parse()
	house.Run(run)
}

func run(_ context.Context, p house.Place) error {
	h, err := p.Serve()
	if err != nil {
		return err
	}
	defer h.Kill()
	quiet := h.Watch("/help")
	time.Sleep(3 * time.Second)
	before := quiet()
	stop := h.Watch("/help")
	answers := crowd(h)
	meanwhile := stop()
	fmt.Println("sign-ins, by status:", answers)
	fmt.Println("other pages before:", before)
	fmt.Println("other pages meanwhile:", meanwhile)
	switch {
	case answers[http.StatusUnprocessableEntity] < int64(*people):
		return fmt.Errorf("hardly anybody's words were looked at")
	case meanwhile.P99 > 300*time.Millisecond:
		return fmt.Errorf("others wait too long")
	}
	return nil
}

// crowd is people who each try again as soon as they are answered, from a
// network of their own and with a name of their own.
func crowd(h *house.House) map[int]int64 {
	var everybody sync.WaitGroup
	var mu sync.Mutex
	var next atomic.Uint32
	answers, end := map[int]int64{}, time.Now().Add(*lasts)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: *people}}
	for range *people {
		everybody.Go(func() {
			for time.Now().Before(end) {
				status := try(h, client, next.Add(1))
				mu.Lock()
				answers[status]++
				mu.Unlock()
			}
		})
	}
	everybody.Wait()
	return answers
}

func try(h *house.House, client *http.Client, n uint32) int {
	form := url.Values{"name": {fmt.Sprintf("nobody-%04d", n)}, "words": {"none of these words opens anything"}}
	r, err := http.NewRequest(http.MethodPost, h.URL+"/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", h.URL)
	house.From(r.Header, int(n))
	answer, err := client.Do(r)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}
