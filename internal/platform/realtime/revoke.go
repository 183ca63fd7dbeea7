package realtime

import (
	"context"
	"fmt"
	"time"

	"github.com/centrifugal/centrifuge"
)

// Revocation says what has ended. Each field that is not "" counts by itself.
type Revocation struct {
	Session    string // closes the connections of this one session
	Subject    string // closes those of every session of this account or pass
	Membership string // ends the subscriptions that stand on this membership
}

const (
	operation = "revoke"

	// announceAgain is how long until the other nodes are told again after it
	// could not be done.
	announceAgain = 500 * time.Millisecond

	// mostAnnounced bounds what is kept for that, and what fits in a message.
	// The nodes find out the rest by themselves.
	mostAnnounced = 4096
)

// Revoke ends what stands on a session, a subject or a membership: here before
// it returns, on the other nodes as soon as they hear of it. Call it when the
// change is committed, so that nothing can be made anew. An error says that
// the other nodes could not be told yet. They are told as soon as Redis is
// back, and notice by themselves with the next sweep.
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
	return h.announcer.tell(ctx, keys)
}

// end closes what stands on the keys at this node.
func (h *Hub) end(keys []key, why string) {
	for _, k := range keys {
		ended, subs := h.sockets.revoke(k)
		for _, s := range ended {
			h.metrics.revoked.WithLabelValues("connection", why).Inc()
			s.end(disconnectRevoked)
		}
		for _, sub := range subs {
			h.metrics.revoked.WithLabelValues("subscription", why).Inc()
			sub.end(unsubscribeRevoked)
		}
	}
}

// notified hears what another node has revoked. The keys in it are keyed
// hashes: who can write to Redis cannot make one for a session they do not know
// the secret of.
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

// announcer tells the other nodes, one message at a time.
type announcer struct {
	node    *centrifuge.Node
	metrics *metrics
	news    chan announcement // nil with one node
	stopped chan struct{}
}

type announcement struct {
	keys []key
	told chan error
}

func newAnnouncer(node *centrifuge.Node, others bool, m *metrics) *announcer {
	a := &announcer{node: node, metrics: m, stopped: make(chan struct{})}
	if others {
		a.news = make(chan announcement)
	}
	return a
}

// tell hands the keys on and waits until they are told, or cannot be.
func (a *announcer) tell(ctx context.Context, keys []key) error {
	if a.news == nil || len(keys) == 0 {
		return nil
	}
	told := make(chan error, 1)
	select {
	case a.news <- announcement{keys, told}:
	case <-a.stopped:
		return ErrAway
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-told:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run tells what comes in, and what could not be told again and again.
func (a *announcer) run(ctx context.Context) {
	defer close(a.stopped)
	var untold []key
	ticker := time.NewTicker(announceAgain)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case n := <-a.news:
			untold = append(untold, n.keys...)
			err := a.announce(&untold)
			n.told <- err
		case <-ticker.C:
			if len(untold) > 0 {
				a.announce(&untold)
			}
		}
	}
}

func (a *announcer) announce(untold *[]key) error {
	if extra := len(*untold) - mostAnnounced; extra > 0 {
		*untold = (*untold)[extra:]
	}
	if err := a.node.Notify(operation, pack(*untold), ""); err != nil {
		a.metrics.unannounced.Inc()
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	*untold = nil
	return nil
}
