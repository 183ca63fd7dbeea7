// Package realtime carries news to open pages: over websockets, or over a
// streamed answer where websockets do not pass. It runs the protocol of
// centrifuge, in JSON, so that centrifuge-js in the page can speak to it.
//
// A connection belongs to one session and ends with it. Nothing on the wire
// says whose it is: the id the library calls "user" is a keyed hash of the
// session, there is no presence, no join or leave, and a page can publish
// nothing. What members do goes through routes; only the server publishes.
//
// A page subscribes to channels, "namespace:id". A feature opens a namespace
// with a function that decides who may listen. That function is asked at each
// subscription and again from time to time. What ends sooner is revoked: see
// Revoke.
//
// Publications are wake-up calls. The order and the whole of what was said are
// in the database; a page that missed something asks there.
package realtime

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/clock"
)

// Peer is who is at the other end of a connection.
type Peer struct {
	Session string // the id of the session
	Subject string // "account:…" or "pass:…", the same for all sessions of one person
	Lang    string // the language of the page
	Data    any    // whatever Authenticate wants to hand to authorise functions
}

// Options say what a Hub works with.
type Options struct {
	Clock    clock.Clock
	Redis    string // address shared by the nodes; "" with one node
	Secret   []byte // at least 32 bytes, the same on every node
	Log      *slog.Logger
	Registry *prometheus.Registry // of this program; nil keeps the numbers to itself

	// Authenticate finds the session of a request that wants to connect. Its
	// fault decides the answer: 401 for SignIn, and so on.
	Authenticate func(*http.Request) (Peer, error)

	// SameOrigin says whether the Origin of a request is our own. Requests
	// without one never reach it; they are refused.
	SameOrigin func(*http.Request) bool

	// Alive says which of the sessions are still good; one it leaves out is not.
	// It is asked about all sessions connected to this node, at most 1,000 at
	// a time, with every sweep.
	Alive func(ctx context.Context, sessions []string) (map[string]bool, error)

	// Standing says the same of memberships that subscriptions stand on. Without
	// it they are only looked at again by their authorise function.
	Standing func(ctx context.Context, memberships []string) (map[string]bool, error)

	Sweep   time.Duration // how often Alive and Standing are asked; 0 is every 1.5 s
	Recheck time.Duration // how often authorise functions are asked again; 0 is every 30 s
	Sockets int           // how many connections this node takes; 0 is 20,000
}

const (
	defaultSweep   = 1500 * time.Millisecond
	defaultRecheck = 30 * time.Second
	defaultSockets = 20_000

	// largest is the size of a publication in bytes, so that several may wait for
	// one slow page.
	largest = 16 << 10

	// pause is how long publishing is left alone after Redis failed, so that not
	// every request waits for it in vain.
	pause = time.Second
)

// ErrAway says that a publication reached nobody because Redis is away. Pages
// catch up from the database.
var ErrAway = errors.New("realtime: Redis is away")

// Hub holds the connections of one node. It is safe for concurrent use.
type Hub struct {
	options    Options
	node       *centrifuge.Node
	redis      *centrifuge.RedisShard // nil with one node
	keys       keyer
	sockets    *sockets
	metrics    *metrics
	publishing atomic.Bool // false while Redis is left alone

	mu         sync.RWMutex
	namespaces map[string]*namespace

	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// New starts a Hub. With a Redis address it fails when Redis cannot be reached
// at the start; one that goes away later is lived without and found again.
func New(o Options) (*Hub, error) {
	if len(o.Secret) < 32 || o.Authenticate == nil || o.SameOrigin == nil || o.Alive == nil || o.Clock == nil {
		return nil, errors.New("realtime: a clock, a secret of at least 32 bytes, Authenticate, SameOrigin and Alive are needed")
	}
	o.Sweep = cmp.Or(o.Sweep, defaultSweep)
	o.Recheck = cmp.Or(o.Recheck, defaultRecheck)
	o.Sockets = cmp.Or(o.Sockets, defaultSockets)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	h := &Hub{options: o, keys: keyer{o.Secret}, sockets: newSockets(o.Sockets), namespaces: map[string]*namespace{}}
	h.publishing.Store(true)
	if err := h.start(); err != nil {
		return nil, err
	}
	return h, nil
}

func (h *Hub) start() error {
	var err error
	if h.metrics, err = newMetrics(h.sockets, h.options.Registry); err != nil {
		return err
	}
	if h.node, err = newNode(h.options, h.label); err != nil {
		return err
	}
	if h.redis, err = useRedis(h.node, h.options.Redis); err != nil {
		return err
	}
	h.node.OnConnecting(h.connecting)
	h.node.OnConnect(h.connected)
	h.node.OnCommandRead(h.commandRead)
	h.node.OnNotification(h.notified)
	if err := h.node.Run(); err != nil {
		return fmt.Errorf("start realtime: %w", err)
	}
	var ctx context.Context
	ctx, h.stop = context.WithCancel(context.Background())
	h.stopped.Go(func() { every(ctx, h.options.Sweep, h.sweeper().sweep) })
	h.stopped.Go(func() { every(ctx, h.options.Recheck, h.recheck) })
	return nil
}

// Publish sends data, which must be JSON of at most 16 KiB, to every page that
// listens to the channel, on every node. It is a wake-up call: an error means
// that pages may not have heard, and is never a reason to undo anything. The
// context bounds the wait for Redis and not the publication, which goes out
// even when the context ends first.
func (h *Hub) Publish(ctx context.Context, channel string, data json.RawMessage) error {
	ns, _, ok := h.namespaceOf(channel)
	if !ok {
		return fmt.Errorf("realtime: no namespace is open for %q", channel)
	}
	if len(data) > largest || !json.Valid(data) {
		return fmt.Errorf("realtime: %d bytes for namespace %q are too many, or not JSON", len(data), ns.name)
	}
	if !h.publishing.Load() {
		return ErrAway
	}
	return within(ctx, func() error { return h.publish(ns, channel, data) })
}

func (h *Hub) publish(ns *namespace, channel string, data []byte) error {
	_, err := h.node.Publish(channel, data, ns.publishOptions()...)
	if err == nil {
		return nil
	}
	h.metrics.unpublished.Inc()
	if h.publishing.CompareAndSwap(true, false) {
		time.AfterFunc(pause, func() { h.publishing.Store(true) })
	}
	return fmt.Errorf("%w: %w", ErrAway, err)
}

// Shutdown tells every page to connect again, which it does on another node or
// after the restart, and stops. No request is served afterwards.
func (h *Hub) Shutdown(ctx context.Context) error {
	h.sockets.close()
	h.stop()
	h.stopped.Wait()
	err := h.node.Shutdown(ctx)
	h.sockets.cutAll()
	if h.redis != nil {
		h.redis.Close()
	}
	return err
}

// every calls fn again and again, never twice at once, until ctx ends.
func every(ctx context.Context, interval time.Duration, fn func(context.Context)) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			fn(ctx)
		case <-ctx.Done():
			return
		}
	}
}
