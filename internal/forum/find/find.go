// Package find is the page on which a member looks for words in the forum of
// their group. Nothing is found that they could not open: whose words a block
// hides, what is held back or hidden, and what is older than the group's words
// can be found. Words with a note that the reader chose not to see are left out;
// those that they chose to fold are folded here too.
//
// Tables: none; package search keeps all of it. Routes: see Routes.
package find

import (
	"context"
	"embed"

	"handrail/internal/forum"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/platform/i18n"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the pages work with.
type Options struct {
	Forum *forum.Service
	Hall  *hall.Hall
	Notes *note.Service
}

// Pages is the page. It is safe for concurrent use.
type Pages struct{ o Options }

// New makes the page.
func New(o Options) *Pages { return &Pages{o} }

// Path is the page of the group with this slug.
func Path(slug string) string { return hall.Path(slug, "forum", "search") }

// title is the topic's, in the reader's language where it was taken back.
func (h hitView) title(ctx context.Context) string {
	if h.Covert {
		return i18n.T(ctx, "A topic that you chose not to see")
	}
	if h.Topic.Title == "" {
		return i18n.T(ctx, "A topic that was taken back")
	}
	return h.Topic.Title
}
