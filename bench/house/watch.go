//go:build bench

package house

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// Waits is how long pages took.
type Waits struct {
	Asked              int
	Median, P99, Worst time.Duration
}

func (w Waits) String() string {
	return fmt.Sprintf("%d asked, median %d ms, p99 %d ms, worst %d ms", w.Asked, w.Median.Milliseconds(), w.P99.Milliseconds(), w.Worst.Milliseconds())
}

// WaitsOf sums up what was measured; there has to be something.
func WaitsOf(list []time.Duration) Waits {
	slices.Sort(list)
	n := len(list)
	return Waits{Asked: n, Median: list[n/2], P99: list[n*99/100], Worst: list[n-1]}
}

// Watch opens a page again and again, as somebody else, until stop is called,
// which says how long each took.
func (h *House) Watch(path string) (stop func() Waits) {
	end, waits := make(chan struct{}), make(chan []time.Duration, 1)
	go func() {
		list := []time.Duration{time.Hour} // shows when no page was answered at all
		client := Client()
		for {
			select {
			case <-end:
				waits <- list
				return
			case <-time.After(5 * time.Millisecond):
			}
			began := time.Now()
			if answer, err := client.Get(h.URL + path); err == nil {
				io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				if answer.StatusCode == http.StatusOK {
					if list[0] == time.Hour {
						list = list[:0]
					}
					list = append(list, time.Since(began))
				}
			}
		}
	}()
	return func() Waits {
		close(end)
		return WaitsOf(<-waits)
	}
}
