package realtime

import (
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"
	"golang.org/x/time/rate"
)

const (
	// eachSession is how many connections one session may have: tabs, mostly.
	eachSession = 12

	// rememberedRevocations is how far back a connection that is just being made
	// can see what was revoked meanwhile.
	rememberedRevocations = 4096

	// grace is the time a page has to take the news that it was cut off, before
	// the connection is closed under it.
	grace = time.Second

	commandsASecond = 20
	commandsAtOnce  = 100
)

// Reasons to close a connection and to end a subscription. Pages connect again
// after the codes 4000 to 4499 and not after 4500 to 4999; they subscribe again
// after 2600 and not after 2100 (protocol of centrifuge).
var (
	disconnectRevoked    = centrifuge.Disconnect{Code: 4500, Reason: "ended"}
	disconnectUnverified = centrifuge.Disconnect{Code: 4000, Reason: "try again"}
	unsubscribeRevoked   = centrifuge.Unsubscribe{Code: 2100, Reason: "ended"}
	unsubscribeRetry     = centrifuge.Unsubscribe{Code: 2600, Reason: "try again"}
)

// socket is one connection of a page, from before its first word to its end.
type socket struct {
	peer             Peer
	session, subject key
	user             string
	commands         *rate.Limiter
	sever            func() // closes what lies below, at once

	mu     sync.Mutex
	client *centrifuge.Client // nil until connected
	ended  bool
}

func (s *socket) connect(client *centrifuge.Client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.client = client
}

// end closes the connection: it says why, and a moment later closes it also
// for a page that does not answer or reads too slowly to hear it.
func (s *socket) end(why centrifuge.Disconnect) {
	s.mu.Lock()
	first, client := !s.ended, s.client
	s.ended = true
	s.mu.Unlock()
	switch {
	case !first:
	case client == nil:
		s.sever()
	default:
		client.Disconnect(why)
		time.AfterFunc(grace, s.sever)
	}
}

// subscription is one channel that a socket listens to.
type subscription struct {
	socket     *socket
	channel    string
	namespace  *namespace
	membership string // the id, "" when it stands on none
	key        key    // of the membership
	failures   int    // how often in a row it could not be looked at again; only for recheck
}

func (s *subscription) end(why centrifuge.Unsubscribe) {
	s.socket.mu.Lock()
	client := s.socket.client
	s.socket.mu.Unlock()
	if client != nil {
		go client.Unsubscribe(s.channel, why) // it waits for a subscription that is being made
	}
}

// sockets are all connections of this node.
type sockets struct {
	mu            sync.Mutex
	most          int
	closed        bool
	all           map[*socket]map[string]*subscription // by channel
	bySession     map[key]map[*socket]bool
	bySubject     map[key]map[*socket]bool
	byMembership  map[key]map[*subscription]bool
	revocations   uint64         // how many there were
	lastRevoked   map[key]uint64 // the number of its last revocation
	recentRevoked [rememberedRevocations]key
}

func newSockets(most int) *sockets {
	return &sockets{
		most: most, all: map[*socket]map[string]*subscription{},
		bySession: map[key]map[*socket]bool{}, bySubject: map[key]map[*socket]bool{},
		byMembership: map[key]map[*subscription]bool{}, lastRevoked: map[key]uint64{},
	}
}

// now is a moment to give to add and hold: what is revoked after it is seen by
// them, even when it was revoked before they were called.
func (s *sockets) now() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revocations
}

type refusal int

const (
	welcome refusal = iota
	tooMany         // connections of this session
	noRoom          // on this node
	revoked
)

func (s *sockets) add(k *socket, since uint64) refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed || len(s.all) >= s.most:
		return noRoom
	case len(s.bySession[k.session]) >= eachSession:
		return tooMany
	case s.revokedSince(k.session, since) || s.revokedSince(k.subject, since):
		return revoked
	}
	s.all[k] = map[string]*subscription{}
	put(s.bySession, k.session, k)
	put(s.bySubject, k.subject, k)
	return welcome
}

func (s *sockets) remove(k *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sub := range s.all[k] {
		s.letGo(sub)
	}
	delete(s.all, k)
	take(s.bySession, k.session, k)
	take(s.bySubject, k.subject, k)
}

// hold notes a subscription. It refuses one whose membership was revoked since
// the moment, and one of a socket that is gone.
func (s *sockets) hold(sub *subscription, since uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	channels, ok := s.all[sub.socket]
	if !ok || s.revokedSince(sub.key, since) {
		return false
	}
	channels[sub.channel] = sub
	if sub.membership != "" {
		put(s.byMembership, sub.key, sub)
	}
	return true
}

func (s *sockets) release(k *socket, channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sub, ok := s.all[k][channel]; ok {
		s.letGo(sub)
	}
}

func (s *sockets) letGo(sub *subscription) {
	delete(s.all[sub.socket], sub.channel)
	take(s.byMembership, sub.key, sub)
}

// revoke remembers the key and gives back what stands on it here.
func (s *sockets) revoke(k key) (ended []*socket, subs []*subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slot := &s.recentRevoked[s.revocations%rememberedRevocations]
	if s.revocations >= rememberedRevocations && s.lastRevoked[*slot] == s.revocations-rememberedRevocations+1 {
		delete(s.lastRevoked, *slot)
	}
	s.revocations++
	*slot, s.lastRevoked[k] = k, s.revocations
	for one := range s.bySession[k] {
		ended = append(ended, one)
	}
	for one := range s.bySubject[k] {
		ended = append(ended, one)
	}
	for one := range s.byMembership[k] {
		subs = append(subs, one)
	}
	return ended, subs
}

// revokedSince is also true when so much was revoked that it can no longer be
// told.
func (s *sockets) revokedSince(k key, since uint64) bool {
	return s.lastRevoked[k] > since || s.revocations-since > rememberedRevocations
}

func (s *sockets) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
}

// cutAll closes what is still open, without a word.
func (s *sockets) cutAll() {
	for _, one := range s.list() {
		one.sever()
	}
}

func (s *sockets) list() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*socket, 0, len(s.all))
	for one := range s.all {
		list = append(list, one)
	}
	return list
}

func (s *sockets) subscriptions() []*subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []*subscription
	for _, channels := range s.all {
		for _, sub := range channels {
			list = append(list, sub)
		}
	}
	return list
}

func (s *sockets) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all)
}

func put[T comparable](sets map[key]map[T]bool, k key, one T) {
	if sets[k] == nil {
		sets[k] = map[T]bool{}
	}
	sets[k][one] = true
}

func take[T comparable](sets map[key]map[T]bool, k key, one T) {
	if delete(sets[k], one); len(sets[k]) == 0 {
		delete(sets, k)
	}
}
