package limit

import (
	"net/netip"
	"sync"
)

// How many requests may stand and wait at once, each holding a connection and
// its memory: under one rule, and under one rule from one network. The second
// keeps a flood from one place from taking the room of everybody else.
const (
	mostWaiting          = 256
	mostWaitingOfNetwork = 32
)

// waiting counts the requests that stand and wait.
type waiting struct {
	mu                  sync.Mutex
	most, mostOfNetwork int
	rules               map[string]int
	networks            map[place]int
}

type place struct {
	rule    string
	network netip.Prefix
}

func newWaiting(most, mostOfNetwork int) *waiting {
	return &waiting{most: most, mostOfNetwork: mostOfNetwork, rules: map[string]int{}, networks: map[place]int{}}
}

// full says whether there is no room to wait. It is asked before anything is
// spent: who cannot wait must not spend what others need.
func (w *waiting) full(rule string, network netip.Prefix) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.noRoom(place{rule, network})
}

func (w *waiting) enter(rule string, network netip.Prefix) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := place{rule, network}
	if w.noRoom(p) {
		return false
	}
	w.rules[rule]++
	w.networks[p]++
	return true
}

func (w *waiting) leave(rule string, network netip.Prefix) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := place{rule, network}
	w.rules[rule]--
	if w.networks[p]--; w.networks[p] == 0 {
		delete(w.networks, p)
	}
}

func (w *waiting) noRoom(p place) bool {
	return w.rules[p.rule] >= w.most || w.networks[p] >= w.mostOfNetwork
}

func (w *waiting) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, of := range w.rules {
		n += of
	}
	return n
}
