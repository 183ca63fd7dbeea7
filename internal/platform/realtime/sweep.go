package realtime

import (
	"context"
	"slices"
)

const (
	// askedAtOnce is how many ids one question holds.
	askedAtOnce = 1000

	// unverifiedSweeps is how often in a row it may fail to find out which
	// sessions are good before all connections are closed: about a minute. They
	// come back when they can be looked at again.
	unverifiedSweeps = 40

	// unverifiedRechecks is the same for one subscription.
	unverifiedRechecks = 3
)

// ask is Options.Alive or Options.Standing.
type ask = func(ctx context.Context, ids []string) (map[string]bool, error)

// sweeper finds what has ended without this node being told: a message lost
// while Redis was away, or a session that simply ran out.
type sweeper struct {
	hub      *Hub
	failures int // in a row
}

func (h *Hub) sweeper() *sweeper { return &sweeper{hub: h} }

func (w *sweeper) sweep(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, w.hub.options.Sweep)
	defer cancel()
	connections, err := w.hub.sweepSessions(limited)
	if err == nil {
		err = w.hub.sweepMemberships(limited)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		w.failed(connections, err)
	default:
		w.failures = 0
	}
}

func (w *sweeper) failed(connections []*socket, err error) {
	w.failures++
	w.hub.metrics.failedSweeps.Inc()
	if w.failures == 1 {
		w.hub.options.Log.Error("it could not be looked up which sessions still hold", "error", err)
	}
	if w.failures%unverifiedSweeps == 0 {
		for _, s := range connections {
			w.hub.metrics.ended.WithLabelValues("connection", "unverified").Inc()
			s.end(disconnectUnverified)
		}
	}
}

func (h *Hub) sweepSessions(ctx context.Context) ([]*socket, error) {
	sockets := h.sockets.list()
	ids := make([]string, len(sockets))
	for i, s := range sockets {
		ids[i] = s.peer.Session
	}
	gone, err := missing(ctx, h.options.Alive, ids)
	for _, id := range gone {
		h.end([]key{h.keys.session(id)}, "swept")
	}
	return sockets, err
}

func (h *Hub) sweepMemberships(ctx context.Context) error {
	if h.options.Standing == nil {
		return nil
	}
	var ids []string
	for _, sub := range h.sockets.subscriptions() {
		if sub.membership != "" {
			ids = append(ids, sub.membership)
		}
	}
	gone, err := missing(ctx, h.options.Standing, ids)
	for _, id := range gone {
		h.end([]key{h.keys.membership(id)}, "swept")
	}
	return err
}

// missing asks about each id once, and gives back those that no longer hold.
func missing(ctx context.Context, ask ask, ids []string) ([]string, error) {
	slices.Sort(ids)
	var gone []string
	for some := range slices.Chunk(slices.Compact(ids), askedAtOnce) {
		good, err := ask(ctx, some)
		if err != nil {
			return gone, err
		}
		for _, id := range some {
			if !good[id] {
				gone = append(gone, id)
			}
		}
	}
	return gone, nil
}

// recheck asks the authorise functions again about everything that is listened
// to. What stands on another membership than before is made anew.
func (h *Hub) recheck(ctx context.Context) {
	for _, sub := range h.sockets.subscriptions() {
		if ctx.Err() != nil {
			return
		}
		h.recheckOne(ctx, sub)
	}
}

func (h *Hub) recheckOne(ctx context.Context, sub *subscription) {
	_, id, _ := h.namespaceOf(sub.channel)
	grant, err := sub.namespace.ask(ctx, sub.socket.peer, id)
	switch {
	case err == nil && grant.Membership == sub.membership:
		sub.failures = 0
	case err == nil:
		h.endOne(sub, "changed")
	case isFinal(err):
		h.endOne(sub, "rechecked")
	default:
		h.logAuthorise(sub.namespace, err)
		if sub.failures++; sub.failures >= unverifiedRechecks {
			h.endOne(sub, "unverified")
		}
	}
}

func (h *Hub) endOne(sub *subscription, why string) {
	h.metrics.ended.WithLabelValues("subscription", why).Inc()
	if why == "rechecked" {
		sub.end(unsubscribeRevoked)
		return
	}
	sub.end(unsubscribeRetry)
}
