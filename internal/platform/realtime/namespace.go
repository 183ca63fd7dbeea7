package realtime

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/centrifugal/centrifuge"

	"handrail/internal/platform/fault"
)

// Grant is what a subscription stands on.
type Grant struct {
	// Membership is the id of the membership it ends with; "" when it stands on
	// none, as for an open meeting.
	Membership string
}

// Authorise decides whether the peer may listen to the channel of that id. Any
// fault refuses; the page is not told which, so that a channel out of reach
// looks like one that does not exist. Other errors, and the fault Unavailable,
// ask the page to try again.
type Authorise func(ctx context.Context, peer Peer, id string) (Grant, error)

// NamespaceOptions are what a namespace has beyond its channels.
type NamespaceOptions struct {
	// Keep and KeepFor let a page that was away for a moment be sent what it
	// missed: up to so many publications, for so long. Without it, what is
	// published in the very moment in which a page subscribes may pass it by.
	// What is kept is in memory, or in Redis, for that time; leave both zero for
	// what must not be.
	Keep    int
	KeepFor time.Duration
}

type namespace struct {
	name      string
	authorise Authorise
	options   NamespaceOptions
}

// authoriseWithin is the time an authorise function has.
const authoriseWithin = 5 * time.Second

var namespaceName = regexp.MustCompile(`^[a-z][a-z_]*$`)

// Namespace opens the channels "name:…". It is called while the program is put
// together; a name twice, or one not of lower-case letters and _, is a mistake
// that panics.
func (h *Hub) Namespace(name string, authorise Authorise, o NamespaceOptions) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !namespaceName.MatchString(name) || h.namespaces[name] != nil || authorise == nil {
		panic(fmt.Sprintf("realtime: namespace %q cannot be opened like this", name))
	}
	h.namespaces[name] = &namespace{name, authorise, o}
}

// namespaceOf splits a channel into its namespace and the id within.
func (h *Hub) namespaceOf(channel string) (*namespace, string, bool) {
	name, id, ok := strings.Cut(channel, ":")
	if !ok || id == "" || len(channel) > channelLength {
		return nil, "", false
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	ns := h.namespaces[name]
	return ns, id, ns != nil
}

// label keeps ids, and whatever else a page may send as a channel, out of the
// metrics.
func (h *Hub) label(channel string) string {
	if ns, _, ok := h.namespaceOf(channel); ok {
		return ns.name
	}
	return "none"
}

func (ns *namespace) keeps() bool { return ns.options.Keep > 0 && ns.options.KeepFor > 0 }

func (ns *namespace) publishOptions() []centrifuge.PublishOption {
	if !ns.keeps() {
		return nil
	}
	return []centrifuge.PublishOption{centrifuge.WithHistory(ns.options.Keep, ns.options.KeepFor)}
}

func (ns *namespace) ask(ctx context.Context, peer Peer, id string) (Grant, error) {
	ctx, cancel := context.WithTimeout(ctx, authoriseWithin)
	defer cancel()
	return ns.authorise(ctx, peer, id)
}

// isFinal says that asking again would not help.
func isFinal(err error) bool {
	kind := fault.KindOf(err)
	return kind != fault.Internal && kind != fault.Unavailable && kind != fault.TooMany
}

func (h *Hub) subscribe(s *socket, client *centrifuge.Client, e centrifuge.SubscribeEvent) (centrifuge.SubscribeReply, error) {
	ns, id, ok := h.namespaceOf(e.Channel)
	if !ok {
		return centrifuge.SubscribeReply{}, centrifuge.ErrorPermissionDenied
	}
	since := h.sockets.now()
	grant, err := ns.ask(client.Context(), s.peer, id)
	switch {
	case err != nil && isFinal(err):
		return centrifuge.SubscribeReply{}, centrifuge.ErrorPermissionDenied
	case err != nil:
		h.logAuthorise(ns, err)
		return centrifuge.SubscribeReply{}, centrifuge.ErrorInternal
	}
	sub := &subscription{socket: s, channel: e.Channel, namespace: ns, membership: grant.Membership}
	if grant.Membership != "" {
		sub.key = h.keys.membership(grant.Membership)
	}
	if !h.sockets.hold(sub, since) {
		return centrifuge.SubscribeReply{}, centrifuge.ErrorPermissionDenied
	}
	return centrifuge.SubscribeReply{Options: centrifuge.SubscribeOptions{EnableRecovery: ns.keeps(), EnablePositioning: ns.keeps()}}, nil
}

func (h *Hub) logAuthorise(ns *namespace, err error) {
	if _, expected := fault.From(err); !expected && !errors.Is(err, context.Canceled) {
		h.options.Log.Error("it could not be looked up who may listen", "namespace", ns.name, "error", err)
	}
}
