// Package proof is proof of attendance: a code that changes, shown in the room; a
// record of one's own of having been there; papers that say so and name nobody;
// and the page on which anybody checks a paper.
//
// Nobody gets a list. A record is sealed with the key that is its owner's alone,
// known by a keyed mark, and without a time, so that the database does not tell
// who was where. A paper is signed, not looked up: of all that were made, there
// is only a mark of those that count no more. Where a group allows it, a member
// asks the hosts of a date to say that they saw them; the hosts see a persona, and
// never a paper. In a therapy group, the professionals who lead it see when those
// were there who said yes to that, and there alone is a row that says so.
//
// Tables: meeting_attendance, meeting_paper, meeting_withdrawn,
// meeting_confirming, meeting_proof_setting, meeting_proof_key, meeting_seeing,
// meeting_seen. Events: none. Routes: see Routes.
package proof

import (
	"context"
	"embed"
	"net/url"
	"strings"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Keys     *seal.Keeper
	Limiter  *limit.Limiter
	Groups   *group.Service
	Meetings *meeting.Service
	Hall     *hall.Hall
	Cookies  web.Cookies
	Base     *url.URL // where people find this installation
	// Site is what this installation calls itself.
	Site func(ctx context.Context) string
}

// Service is everything about proof of attendance. It is safe for concurrent use.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	keys     *seal.Keeper
	limiter  *limit.Limiter
	groups   *group.Service
	meetings *meeting.Service
	hall     *hall.Hall
	cookies  web.Cookies
	base     *url.URL
	site     func(ctx context.Context) string
}

// New makes the service.
func New(o Options) *Service {
	return &Service{
		db: o.DB, clock: o.Clock, keys: o.Keys, limiter: o.Limiter, groups: o.Groups, meetings: o.Meetings, hall: o.Hall, cookies: o.Cookies, base: o.Base, site: o.Site,
	}
}

// siteOwner is the owner of the data key for what belongs to this installation.
const siteOwner = "site:proof"

// marked is a keyed mark of this installation, for one purpose.
func (s *Service) marked(ctx context.Context, purpose string, parts ...string) (string, error) {
	return s.markedBy(ctx, siteOwner, purpose, parts...)
}

// markedBy is a keyed mark that only whoever holds the key of owner can make.
func (s *Service) markedBy(ctx context.Context, owner, purpose string, parts ...string) (string, error) {
	mac, err := s.keys.MAC(ctx, owner, purpose, []byte(strings.Join(parts, "\x00")))
	return hexOf(mac), err
}

// privateOf is the owner of the data key for what is the viewer's alone.
func privateOf(v account.Viewer) string { return account.PrivateOwner(v.Account) }

// Sweep forgets what is over, and makes a new key for papers once a year.
func (s *Service) Sweep(ctx context.Context) error {
	if err := s.renewKey(ctx); err != nil {
		return err
	}
	today := dayOf(s.clock.Now())
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := deleteWithdrawn(ctx, tx, today); err != nil {
			return err
		}
		return deleteConfirming(ctx, tx, today)
	})
}
