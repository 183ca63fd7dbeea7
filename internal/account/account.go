// Package account knows who is here: accounts, passes, and the sessions of
// both. An account is the private side of a person and is never shown to
// anyone; a pass is a session without an account, for one purpose, one target,
// until it ends.
//
// Tables: account_account, account_pass, account_session.
// Events: SessionEnded.
package account

import (
	"context"
	"embed"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/id"
	"handrail/internal/platform/seal"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Service is everything about who is here.
type Service struct {
	db     *db.DB
	clock  clock.Clock
	events *event.Bus
	keys   *seal.Keeper
	seen   *seen
}

// New makes the service.
func New(d *db.DB, c clock.Clock, events *event.Bus, keys *seal.Keeper) *Service {
	return &Service{db: d, clock: c, events: events, keys: keys, seen: newSeen()}
}

// Open makes an account and starts its first session on this device. The
// token goes into a cookie and nowhere else.
func (s *Service) Open(ctx context.Context, kind Kind, device string) (Viewer, string, error) {
	account := id.Random()
	opening, err := s.prepare(ctx, Viewer{Account: account}, kind, device)
	if err != nil {
		return Viewer{}, "", err
	}
	return opening.viewer, opening.token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := insertAccount(ctx, tx, account, s.clock.Now()); err != nil {
			return err
		}
		return opening.insert(ctx, tx)
	})
}

// Cookie is the name of the cookie that holds a session's token.
const Cookie = "seat"
