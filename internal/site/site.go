// Package site is this installation: its name, its welcome, how people come
// in, its country, language and zone, where "Leave quickly" leads, its help
// lines, and the pages that say what is kept and what cannot be promised.
//
// Tables: site_site, site_help_line.
// Events: Changed, HelpLineChanged.
// Routes: see Routes.
package site

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/web"
	"handrail/internal/site/helplines"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Registration says how people come in.
type Registration string

// The ways of coming in.
const (
	OpenToAll    Registration = "open"
	ByInvitation Registration = "invitation"
	ByApproval   Registration = "approval"
	Closed       Registration = "closed"
)

// Founding says who may found groups.
type Founding string

// Who may found groups.
const (
	FoundByApproval Founding = "approval" // members ask, and a steward says yes
	FoundInvited    Founding = "invited"  // those to whom a steward gave a link for it
	FoundByAnyone   Founding = "anyone"   // every member
)

// Site is what a steward decides about this installation.
type Site struct {
	Name         string // what members see; says nothing about recovery unless a steward wants it to
	Operator     string // who runs it, or ""
	Contact      string // how to reach them, or ""
	Welcome      string // Markdown
	WelcomeHTML  string // rendered when it was written, safe
	Registration Registration
	Founding     Founding // "" is FoundByApproval where a site is written
	Country      string   // ISO 3166-1 alpha-2
	Language     string   // "en", "es", "fr"
	Zone         string   // an IANA zone, like "Europe/Lisbon"
	ExitTo       string   // an address, or "" for our own bland page
	KeyKept      bool     // whether a steward said that the server's key is kept elsewhere
	SetUp        bool     // whether set-up was finished
}

// Location is the site's zone.
func (s Site) Location() *time.Location {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Changed is emitted when a steward changed the site.
type Changed struct {
	By string // the subject who did
}

// Service is everything about this installation.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	log      *slog.Logger
	events   *event.Bus
	text     *richtext.Renderer
	accounts *account.Service

	cookies   web.Cookies
	languages *i18n.Catalogue
	tables    []declare.Table
	exitTo    string
	serverKey string
	shipped   []helplines.Line
	current   atomic.Pointer[kept]
	near      atomic.Pointer[keptLines]
}

// kept is the site as last read: it is on every page and seldom changes.
type kept struct {
	site Site
	at   time.Time
}

// staleAfter bounds how long another node shows what was changed here.
const staleAfter = 2 * time.Second

const siteID = "site"

// Get is the site as it is now, on this node at once and on others within two
// seconds of a change.
func (s *Service) Get(ctx context.Context) (Site, error) {
	now := s.clock.Now()
	if k := s.current.Load(); k != nil && now.Sub(k.at).Abs() < staleAfter {
		return k.site, nil
	}
	var row siteRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = readSite(ctx, tx)
		return err
	})
	if err != nil {
		return s.last(err)
	}
	s.current.Store(&kept{row.Site, now})
	return row.Site, nil
}

// last is the site as it was when the records could still be reached: help
// lines and the way out are shown all the same.
func (s *Service) last(err error) (Site, error) {
	if k := s.current.Load(); k != nil {
		return k.site, nil
	}
	return Site{}, fmt.Errorf("read the site: %w", err)
}

// readAgain makes the next Get read. What was read before stays, for when the
// records cannot be reached then.
func (s *Service) readAgain() {
	if k := s.current.Load(); k != nil {
		s.current.Store(&kept{site: k.site})
	}
}

// Prepare writes the first row at the first start, with what can be used
// before anybody has decided anything.
func (s *Service) Prepare(ctx context.Context) error {
	now := clock.Millis(s.clock.Now())
	err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return insertSite(ctx, tx, now) })
	s.readAgain()
	return err
}

// Change writes what a steward decided, and finishes set-up if it was not.
func (s *Service) Change(ctx context.Context, by account.Viewer, next Site) error {
	next.Founding = cmp.Or(next.Founding, FoundByApproval)
	if err := next.check(); err != nil {
		return err
	}
	body, err := s.text.Render(ctx, richtext.Page, next.Welcome)
	if err != nil {
		return atField("welcome", err)
	}
	next.WelcomeHTML = body.HTML
	now := s.clock.Now()
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "site", siteID); err != nil {
			return err
		}
		if err := updateSite(ctx, tx, next, body.Version, clock.Millis(now)); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.readAgain() })
		return s.events.Emit(ctx, tx, Changed{By: by.Subject()})
	})
}

// KeepKey notes that a steward has put the server's key somewhere safe; it is
// not offered again.
func (s *Service) KeepKey(ctx context.Context, by account.Viewer) error {
	now := clock.Millis(s.clock.Now())
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := noteKeyKept(ctx, tx, now); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.readAgain() })
		return s.events.Emit(ctx, tx, KeyKept{By: by.Subject()})
	})
}

// KeyKept is emitted when a steward said that the server's key is kept.
type KeyKept struct{ By string }

// RenderAgain renders the welcome anew when it was made by an older renderer.
// It is a job: nobody waits for it, and nobody did it.
func (s *Service) RenderAgain(ctx context.Context) error {
	var row siteRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = readSite(ctx, tx)
		return err
	})
	if err != nil || row.Renderer == richtext.Version {
		return err
	}
	body, err := s.text.Render(ctx, richtext.Page, row.Welcome)
	if err != nil {
		return err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return updateWelcome(ctx, tx, row.Welcome, body.HTML, body.Version)
	})
	s.readAgain()
	return err
}

// atField moves a fault about a text to the field that it was written in.
func atField(name string, err error) error {
	if f, ok := fault.From(err); ok && f.Field == "" {
		moved := *f
		moved.Field = name
		return &moved
	}
	return err
}
