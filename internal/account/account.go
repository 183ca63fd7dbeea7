// Package account knows who is here: accounts, passes, the sessions of both,
// and the keys that open the door again. An account is the private side of a
// person and is never shown to anyone; a pass is a session without an account,
// for one purpose, one target, until it ends.
//
// Coming in asks for nothing: an account begins as a seat that one device
// remembers. Keys come later, when somebody wants to keep it. What a seat may
// do without a key is one table, in may.go.
//
// Tables: account_account, account_pass, account_session, account_key,
// account_challenge, account_consent, account_invitation, account_claim,
// account_word, account_trust, account_copy.
//
// Events: ClaimAsked, ClaimConfirmed, ClaimMade, ClaimStopped, ClaimUsed,
// ConsentChanged, KeyChanged, SessionEnded, SignedIn, StandingChanged,
// StewardChanged, TrustChanged.
package account

import (
	"context"
	"embed"
	"encoding/hex"
	"time"

	"handrail/internal/account/passkey"
	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Door says who may come in.
type Door string

// The doors.
const (
	Open         Door = "open"
	ByInvitation Door = "invitation"
	ByApproval   Door = "approval"
	Shut         Door = "closed"
)

// House is what this package is told about the installation it works for.
type House struct {
	Name  string
	Rules []string // the house rules, in the reader's language
	Door  Door
}

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Events   *event.Bus
	Keys     *seal.Keeper
	Hasher   *secret.Hasher
	Passkeys *passkey.Party
	Limiter  *limit.Limiter
	Cookies  web.Cookies
	// House is asked at every request: a steward may change it.
	House func(ctx context.Context) House
}

// Service is everything about who is here.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	events   *event.Bus
	keys     *seal.Keeper
	hasher   *secret.Hasher
	passkeys *passkey.Party
	limiter  *limit.Limiter
	cookies  web.Cookies
	house    func(ctx context.Context) House
	seen     *seen
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		db: o.DB, clock: o.Clock, events: o.Events, keys: o.Keys, hasher: o.Hasher, passkeys: o.Passkeys,
		limiter: o.Limiter, cookies: o.Cookies, house: o.House, seen: newSeen(),
	}
}

// Settings are what follows a person from device to device.
type Settings struct {
	Language string // "en", "es", … or "" for the browser's
	Zone     string // IANA, or "" for the site's
	Reading  string // how they read, as package site writes it into a cookie
	Notes    string // which content notes they want to see, as package group/note writes it
}

// Cookie is the name of the cookie that holds a session's token.
const Cookie = "seat"

// GuestCookie is the name of the cookie that holds the token of a guest speaker's
// session. It is one of its own: nothing but their own pages looks at it, and
// somebody with an account keeps their session.
const GuestCookie = "guest"

// SettingsOf are the settings of an account, and how it stands.
func (s *Service) SettingsOf(ctx context.Context, account string) (Settings, Standing, error) {
	a, err := s.account(ctx, account)
	return Settings{Language: a.Language, Zone: a.Zone, Reading: a.Reading, Notes: a.Notes}, a.Standing, err
}

// SinceFor is when an account was made, for those who ask more of young ones.
func (s *Service) SinceFor(ctx context.Context, tx *db.Tx, account string) (time.Time, error) {
	a, err := accountByID(ctx, tx, account)
	return clock.FromMillis(a.MadeAt), err
}

// KeysOf is how many keys an account holds, without recovery codes.
func (s *Service) KeysOf(ctx context.Context, tx *db.Tx, account string) (int, error) {
	n, err := countKeys(ctx, tx, account)
	return int(n), err
}

// Keep keeps how the viewer reads: their language, zone and reading. A
// visitor's stay in their browser. The notes are kept by KeepNotes.
func (s *Service) Keep(ctx context.Context, v Viewer, settings Settings) error {
	if v.Account == "" {
		return nil
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return writeSettings(ctx, tx, v.Account, settings) })
}

// KeepNotes keeps which content notes the viewer wants to see. A visitor has
// no place for them.
func (s *Service) KeepNotes(ctx context.Context, v Viewer, notes string) error {
	if v.Account == "" {
		return NeedsSession()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return writeNotes(ctx, tx, v.Account, notes) })
}

// notNowFor is how long "not now" to keeping the seat is respected.
const notNowFor = 7 * 24 * time.Hour

// NotNow has the viewer not be asked to keep their seat for a week.
func (s *Service) NotNow(ctx context.Context, v Viewer) error {
	if v.Account == "" {
		return NeedsSession()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return writeAskAfter(ctx, tx, v.Account, s.clock.Now().Add(notNowFor))
	})
}

// AsksToKeep tells whether this is a moment to offer keeping the seat: it has
// no key, this is not the first visit, and "not now" was not just said.
func (s *Service) AsksToKeep(v Viewer) bool {
	return v.Account != "" && v.Keys == 0 && v.ComesBack && !s.clock.Now().Before(v.AskAfter)
}

func (s *Service) account(ctx context.Context, id string) (a accountRow, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		a, err = accountByID(ctx, tx, id)
		return err
	})
	return a, err
}

// mark is what stands in the database for something that must be found again
// but not be read: the same for the same value, and unguessable from outside.
func (s *Service) mark(ctx context.Context, purpose, value string) (string, error) {
	sum, err := s.keys.MAC(ctx, "account:marks", purpose, []byte(value))
	return hex.EncodeToString(sum), err
}

func langOf(ctx context.Context) string { return i18n.From(ctx).Lang() }
