// Package limit keeps anybody from asking too much of the house: guessing
// phrases, flooding a room, filling the disk.
//
// It delays, it does not lock out. Whoever goes a little too fast waits a
// moment; only who goes much too fast is refused, and is told how long to
// wait. Every Take is counted up to four times, and spends nothing anywhere
// when it is refused:
//
//   - For the subject: one person, or one thing they ask for. This refuses.
//     When the subject is only claimed (a sign-in name somebody typed), it is
//     counted for each network apart, and what other networks spend on the same
//     name only delays. So a stalker who hammers on a member's name from one
//     place slows that place down, and never keeps the member out at another.
//   - For the network, /24 of IPv4 and /48 of IPv6. Many people share one: a
//     treatment centre, a mobile carrier, a Tor exit. So it only delays, never
//     longer than the rule's wait, as long as not too many are waiting already.
//   - For everybody together, which protects the machine. This refuses.
//
// With one node the counts live in memory. With more they live in Redis, so
// that the nodes share them; while Redis is away each node counts for itself.
// No address and no subject is kept: only keyed hashes, which expire.
package limit

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
)

// Locale holds the translations of what this package says.
//
//go:embed locale/*.json
var Locale embed.FS

// Rate is how much is allowed: Count at once, and Count again every Per, let
// in evenly. The zero Rate sets no limit.
type Rate struct {
	Count int
	Per   time.Duration
}

func (r Rate) limits() bool { return r.Count > 0 && r.Per > 0 }

// Rule is what one kind of request may cost. Rules with the same name and
// rates share their counts.
type Rule struct {
	Name    string // for metrics: a constant, never made from a request
	Subject Rate   // one subject; with Claimed, one subject from one network
	Network Rate   // one network prefix: be generous, it stands for many people
	Global  Rate   // everybody together

	// Wait is the longest delay before a refusal. A rule without one cannot
	// delay, so there the network refuses too.
	Wait time.Duration

	// Claimed says that the subject is not proved: anybody can type it.
	Claimed bool
}

// Options say what a Limiter works with.
type Options struct {
	Clock    clock.Clock
	Redis    string // redis:// or rediss:// address shared by the nodes; "" with one node
	Secret   []byte // at least 32 bytes, the same on every node; only needed with Redis
	Log      *slog.Logger
	Registry prometheus.Registerer // nil registers nothing
}

// Limiter counts what is taken. It is safe for concurrent use.
type Limiter struct {
	clock   clock.Clock
	keys    keyer
	memory  *memory
	shared  *shared // nil with one node
	waiting *waiting
	metrics *metrics
}

// New makes a Limiter. With a Redis address it fails when Redis cannot be
// reached at the start; one that goes away later is lived without.
func New(o Options) (*Limiter, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	l := &Limiter{
		clock:   o.Clock,
		keys:    newKeyer(o),
		memory:  newMemory(mostBuckets),
		waiting: newWaiting(mostWaiting, mostWaitingOfNetwork),
	}
	l.metrics = newMetrics(l)
	if err := l.metrics.register(o.Registry); err != nil {
		return nil, err
	}
	if o.Redis == "" {
		return l, nil
	}
	if len(o.Secret) < 32 {
		return nil, errors.New("limit: a shared store needs a secret of at least 32 bytes")
	}
	var err error
	l.shared, err = connect(o.Redis, o.Log, l.metrics.failures)
	return l, err
}

// Close lets go of Redis.
func (l *Limiter) Close() {
	if l.shared != nil {
		l.shared.close()
	}
}

// Take counts one request of the subject, "" for nobody in particular, from
// the address. It returns at once, or after a delay of at most rule.Wait, or
// with a TooMany fault whose Wait says, in whole seconds, when to come back.
// When the context ends first its error is returned, and the request counts.
func (l *Limiter) Take(ctx context.Context, rule Rule, subject string, from netip.Addr) error {
	network := networkOf(from)
	bill := l.keys.bill(rule, subject, network, !l.waiting.full(rule.Name, network))
	if len(bill.charges) == 0 {
		return nil
	}
	delay, ok, err := l.spend(ctx, bill)
	if err != nil {
		return err
	}
	if !ok {
		return l.refuse(rule, delay)
	}
	if delay == 0 {
		l.metrics.taken.WithLabelValues(rule.Name, "passed").Inc()
		return nil
	}
	return l.delay(ctx, rule, network, delay)
}

func (l *Limiter) spend(ctx context.Context, bill bill) (time.Duration, bool, error) {
	if l.shared != nil {
		delay, ok, err := l.shared.spend(ctx, bill)
		if err == nil {
			return delay, ok, nil
		}
		if ctx.Err() != nil {
			return 0, false, ctx.Err()
		}
	}
	delay, ok := l.memory.spend(l.clock.Now(), bill)
	return delay, ok, nil
}

func (l *Limiter) delay(ctx context.Context, rule Rule, network netip.Prefix, delay time.Duration) error {
	if !l.waiting.enter(rule.Name, network) {
		return l.refuse(rule, delay)
	}
	defer l.waiting.leave(rule.Name, network)
	l.metrics.taken.WithLabelValues(rule.Name, "delayed").Inc()
	return clock.Sleep(ctx, l.clock, delay)
}

func (l *Limiter) refuse(rule Rule, wait time.Duration) error {
	l.metrics.taken.WithLabelValues(rule.Name, "refused").Inc()
	return fault.Later(wholeSeconds(wait), "That was a lot in a short time. Please wait a little, then try again.")
}

// wholeSeconds rounds up, because Retry-After knows nothing smaller (RFC 9110
// §10.2.3) and coming back too early would be refused again.
func wholeSeconds(d time.Duration) time.Duration {
	return max(time.Second, (d + time.Second - 1).Truncate(time.Second))
}
