// Package seek is where people look for a meeting: the finder, the page of one
// listing, /now for whoever needs company at this minute, what a device keeps
// for itself, a list to print, and one for other sites' pages.
//
// Whoever looks needs no account and no scripts. What they look for stands in
// the address of the page, and nowhere else: it is not stored and not logged. A
// device keeps what it saves in a cookie of its own.
//
// Read seek.go, ask.go and list_http.go first.
//
// Tables: none, package finder keeps everything. Events: none. Routes: see
// Routes.
package seek

import (
	"context"
	"embed"
	"net/url"

	"github.com/a-h/templ"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// The addresses.
const (
	Path      = "/meetings"
	NowPath   = "/now"
	EmbedPath = "/embed/meetings"
	SavedPath = Path + "/saved"
	PrintPath = Path + "/print"
)

// Panel is what a feature shows on /now between the meetings and the help lines:
// a section, or nil where there is nothing. It needs neither an account nor
// scripts, and weighs little.
type Panel func(ctx context.Context) (templ.Component, error)

// Pages are the pages of whoever looks for a meeting. They are safe for
// concurrent use.
type Pages struct{ o Options }

// New makes the pages.
func New(o Options) *Pages { return &Pages{o} }

// PagePath is the address of a listing.
func PagePath(slug string) string { return Path + "/" + url.PathEscape(slug) }
