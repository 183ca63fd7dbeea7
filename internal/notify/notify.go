// Package notify tells people what is new for them: on a page, in the bell of an
// open page, and, for those who asked, by the notices of their browser and by
// mail. A notice holds a kind and an id, and is put into words when it is read,
// in the language of whoever reads. What leaves the house says that there is
// something new and nothing else.
//
// Nothing leaves twice: who was told by which way is on the disk before it
// leaves, so a crash in between costs a knock at the door and never makes two.
// Nothing leaves in somebody's quiet hours, except what is about the safety of
// their account.
//
// Tables: notify_notice, notify_setting, notify_address, notify_device,
// notify_outgoing, notify_key.
// Events: none of its own.
// Routes: see Routes.
package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"log/slog"
	"net/url"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/mail"
	"handrail/internal/platform/push"
	"handrail/internal/platform/realtime"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Person is what notices need to know of somebody.
type Person struct {
	Language string // "en", "es", … or "" for English
	Zone     string // an IANA zone, or "" for UTC
	Resting  bool   // nothing may leave the house for them
}

// Options are what the service works with.
type Options struct {
	DB        *db.DB
	Clock     clock.Clock
	Log       *slog.Logger
	Keys      *seal.Keeper
	Jobs      *jobs.Queue
	Live      *realtime.Hub
	Limiter   *limit.Limiter
	Cookies   web.Cookies
	Languages *i18n.Catalogue
	Base      *url.URL // where people find this installation
	Mail      mail.Mailer
	Push      push.Pusher
	// Person looks somebody up by their account. It is asked outside of
	// transactions; its fault for somebody who is gone is NotFound.
	Person func(ctx context.Context, account string) (Person, error)
	// Fresh tells whether somebody showed a key a short while ago. Whoever finds
	// an open page must not be able to silence what would give them away.
	Fresh func(v account.Viewer) bool
	// Points is asked at each named fault point; nil outside tests.
	Points func(name string) error
}

// Service is everything about notices.
type Service struct {
	db        *db.DB
	clock     clock.Clock
	log       *slog.Logger
	keys      *seal.Keeper
	jobs      *jobs.Queue
	live      *realtime.Hub
	limiter   *limit.Limiter
	cookies   web.Cookies
	languages *i18n.Catalogue
	base      *url.URL
	mail      mail.Mailer
	push      push.Pusher
	person    func(ctx context.Context, account string) (Person, error)
	fresh     func(v account.Viewer) bool
	points    func(name string) error
	channels  []byte // the key that names channels
	kinds     map[string]Kind
}

// New makes the service, says how its jobs are done, and opens the channels of
// the bell. It is called while the program is put together.
func New(o Options) *Service {
	s := &Service{
		db: o.DB, clock: o.Clock, log: o.Log, keys: o.Keys, jobs: o.Jobs, live: o.Live, limiter: o.Limiter, cookies: o.Cookies,
		languages: o.Languages, base: o.Base, mail: o.Mail, push: o.Push, person: o.Person, fresh: o.Fresh, points: o.Points,
		channels: o.Keys.Derive("notify channels"), kinds: map[string]Kind{},
	}
	s.Register(addressFailed)
	s.handle()
	o.Live.Namespace(namespace, s.mayListen, realtime.NamespaceOptions{})
	return s
}

// namespace is where the bells of open pages listen.
const namespace = "notices"

// Channel is where an open page of this account hears that there is something
// new. It tells nothing about the account.
func (s *Service) Channel(account string) string { return namespace + ":" + s.channelID(account) }

func (s *Service) channelID(account string) string {
	mac := hmac.New(sha256.New, s.channels)
	mac.Write([]byte(account))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// mayListen lets an account listen to its own channel and to no other.
func (s *Service) mayListen(_ context.Context, peer realtime.Peer, channel string) (realtime.Grant, error) {
	account, ok := accountOf(peer.Subject)
	if !ok || !hmac.Equal([]byte(channel), []byte(s.channelID(account))) {
		return realtime.Grant{}, fault.Missing()
	}
	return realtime.Grant{}, nil
}

// private is the owner of the data key for what is about somebody's ways out:
// it does not come back when others help them in again.
func private(account string) string { return declare.Private.Owner(account) }

// own is the account of the viewer. Somebody without one has no notices.
func own(v account.Viewer) (string, error) {
	if v.Account == "" {
		return "", fault.Missing()
	}
	return v.Account, nil
}

func (s *Service) at(point string) error {
	if s.points == nil {
		return nil
	}
	return s.points(point)
}
