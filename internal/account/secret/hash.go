package secret

import (
	"cmp"
	"context"
	"crypto/rand"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"

	"handrail/internal/platform/fault"
)

// The cost of one hash: argon2id, version 1.3 (RFC 9106), with the second
// choice of OWASP's password storage sheet. One pass over a phrase of 64 bits
// or a passphrase of 15 characters must cost a thief memory; it must not cost
// the small machine of an operator its other pages.
const (
	HashMemory = 19 * 1024 // KiB for each hash that is being made
	HashPasses = 2
	HashLanes  = 1 // one hash keeps one processor busy, never all
	HashBytes  = 32
	SaltBytes  = 16
)

// mostWaiting is how many may stand and wait when Options say nothing. With
// a hash of 50 ms and one processor for them the last waits 13 seconds.
const mostWaiting = 256

// Options say how much hashing a node does.
type Options struct {
	Parallel int                   // hashes at once; 0 is half of the processors, at least one
	Waiting  int                   // the most that may wait for their turn; 0 is 256
	Memory   uint32                // KiB for each hash; 0 is HashMemory. Less is for tests: it makes guessing cheap
	Registry prometheus.Registerer // nil registers nothing
}

// Hasher makes hashes of secrets, a few at a time, so that a flood of sign-ins
// takes neither all memory (Parallel times 19 MiB) nor all processors. The
// memory of a hash is garbage afterwards: Go gives it back to the system
// within minutes, so an idle node shrinks by itself. It is safe for concurrent
// use.
type Hasher struct {
	turns   *semaphore.Weighted
	most    int64
	waiting atomic.Int64
	refused prometheus.Counter
	derive  func(secret string, salt []byte) []byte
}

// NewHasher makes a Hasher. It fails only when its metrics are registered
// already.
func NewHasher(o Options) (*Hasher, error) {
	if o.Parallel <= 0 {
		o.Parallel = max(1, runtime.NumCPU()/2)
	}
	if o.Waiting <= 0 {
		o.Waiting = mostWaiting
	}
	h := &Hasher{turns: semaphore.NewWeighted(int64(o.Parallel)), most: int64(o.Waiting), derive: argon(cmp.Or(o.Memory, HashMemory))}
	return h, h.register(o.Registry)
}

// Hash makes the HashBytes bytes to store, or to compare with Equal, of a
// secret that was folded before. One account has one salt for its phrase and
// its passphrase, so that one hash per attempt is compared with both.
//
// It waits for its turn, first come first served. When the context ends first
// its error is returned. When too many wait already it refuses at once with an
// Unavailable fault whose Wait says when to come back.
//
// For a secret that is empty or longer than MostBytes, and without a salt, it
// takes the same time and answers random bytes, which equal nothing.
func (h *Hasher) Hash(ctx context.Context, secret string, salt []byte) ([]byte, error) {
	if err := h.enter(ctx); err != nil {
		return nil, err
	}
	defer h.turns.Release(1)
	if secret == "" || len(secret) > MostBytes || len(salt) == 0 {
		h.derive("nobody has this secret", make([]byte, SaltBytes))
		return randomBytes(HashBytes), nil
	}
	return h.derive(secret, salt), nil
}

// enter waits for a turn, which the caller gives back.
func (h *Hasher) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if h.turns.TryAcquire(1) {
		return nil
	}
	defer h.waiting.Add(-1)
	if h.waiting.Add(1) > h.most {
		h.refused.Inc()
		return &fault.Fault{Kind: fault.Unavailable, Wait: 15 * time.Second,
			Say: "Many people are coming in right now. Please wait a moment, then try again."}
	}
	return h.turns.Acquire(ctx, 1)
}

func argon(memory uint32) func(secret string, salt []byte) []byte {
	return func(secret string, salt []byte) []byte {
		return argon2.IDKey([]byte(secret), salt, HashPasses, memory, HashLanes, HashBytes)
	}
}

// NewSalt makes the salt of one account: SaltBytes random bytes.
func NewSalt() []byte { return randomBytes(SaltBytes) }

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: it ends the program instead
	return b
}

func (h *Hasher) register(registry prometheus.Registerer) error {
	h.refused = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "handrail_hash_refused_total",
		Help: "Sign-ins refused because too many were waiting for a hash.",
	})
	if registry == nil {
		return nil
	}
	if err := registry.Register(h.refused); err != nil {
		return err
	}
	return registry.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "handrail_hash_waiting",
		Help: "Sign-ins that wait for their turn to be hashed.",
	}, func() float64 { return float64(h.waiting.Load()) }))
}
