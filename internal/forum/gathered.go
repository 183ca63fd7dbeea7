package forum

import "sync"

// Gathered holds how far somebody has read, the highest number for each key,
// until it is written: so that opening a page writes nothing. The zero value is
// empty, and safe for concurrent use.
type Gathered[K comparable] struct {
	mu sync.Mutex
	at map[K]int64
}

// Of is the number of a key, as far as it is not written yet; 0 for none.
func (g *Gathered[K]) Of(key K) int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.at[key]
}

// Add notes a number.
func (g *Gathered[K]) Add(key K, number int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.at == nil {
		g.at = map[K]int64{}
	}
	g.at[key] = max(g.at[key], number)
}

// Take empties it. What cannot be written is added again.
func (g *Gathered[K]) Take() map[K]int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	taken := g.at
	g.at = nil
	return taken
}
