package realtime

import (
	"context"
	"fmt"

	"github.com/centrifugal/centrifuge"
)

// Revocation says what has ended. Each field that is not "" counts by itself.
type Revocation struct {
	Session    string // closes the connections of this one session
	Subject    string // closes those of every session of this account or pass
	Membership string // ends the subscriptions that stand on this membership
}

const operation = "revoke"

// Revoke ends what stands on a session, a subject or a membership: here before
// it returns, on the other nodes as soon as they hear of it. Call it when the
// change is committed, so that nothing can be made anew. An error says that
// the other nodes could not be told. They notice by themselves, with the next
// sweep: within two seconds, as far as Alive and Standing know of it, and with
// the next recheck otherwise. The context bounds the wait for Redis.
func (h *Hub) Revoke(ctx context.Context, r Revocation) error {
	var keys []key
	if r.Session != "" {
		keys = append(keys, h.keys.session(r.Session))
	}
	if r.Subject != "" {
		keys = append(keys, h.keys.subject(r.Subject))
	}
	if r.Membership != "" {
		keys = append(keys, h.keys.membership(r.Membership))
	}
	h.end(keys, "revoked")
	if h.redis == nil || len(keys) == 0 {
		return nil
	}
	return within(ctx, func() error { return h.announce(keys) })
}

func (h *Hub) announce(keys []key) error {
	if err := h.node.Notify(operation, pack(keys), ""); err != nil {
		h.metrics.unannounced.Inc()
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	return nil
}

// within waits for fn as long as the context lasts. Then fn goes on alone.
func within(ctx context.Context, fn func() error) error {
	done := make(chan error, 1)
	go func() { done <- fn() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end closes what stands on the keys at this node.
func (h *Hub) end(keys []key, why string) {
	for _, k := range keys {
		ended, subs := h.sockets.revoke(k)
		for _, s := range ended {
			h.metrics.ended.WithLabelValues("connection", why).Inc()
			s.end(disconnectRevoked)
		}
		for _, sub := range subs {
			h.metrics.ended.WithLabelValues("subscription", why).Inc()
			sub.end(unsubscribeRevoked)
		}
	}
}

// notified hears what another node has revoked. The keys in it are keyed
// hashes: who can write to Redis cannot make one without the secret.
func (h *Hub) notified(e centrifuge.NotificationEvent) {
	if e.Op == operation && e.FromNodeID != h.node.ID() {
		h.end(unpack(e.Data), "revoked")
	}
}

func pack(keys []key) []byte {
	data := make([]byte, 0, len(keys)*len(key{}))
	for _, k := range keys {
		data = append(data, k[:]...)
	}
	return data
}

func unpack(data []byte) []key {
	var keys []key
	for ; len(data) >= len(key{}); data = data[len(key{}):] {
		keys = append(keys, key(data[:len(key{})]))
	}
	return keys
}
