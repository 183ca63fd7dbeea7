package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/internal/platform/i18n"
)

// Frame is what the layout needs to know of a request. The app fills it once,
// in one place; pages and components read it and never change it.
type Frame struct {
	SiteName    string              // the name members see, discreet by choice of the operator
	Operator    string              // who runs this installation; may be empty
	Path        string              // path of the request, for the current entry of the bar
	Nonce       string              // of this answer's content security policy
	Theme       string              // "", "light" or "dark": the reader's choice
	Contrast    string              // "" or "high"
	Motion      string              // "" or "still"
	Discreet    bool                // whether the window and the top say nothing of this place
	OnceKey     string              // idempotency key for the forms of this page
	Zone        *time.Location      // the reader's; nil means UTC
	Now         time.Time           // when the answer is made, for "today" and the zone's offset; zero leaves both out
	Nav         []NavEntry          // places of the bar; an entry exists when its feature does
	Flash       []Notice            // what was just done, shown once
	SignedIn    bool                // whether the answer is for somebody's session
	Asset       func(string) string // "app.css" to its hashed address; nil gives /assets/NAME
	Live        bool                // whether the page keeps a live connection
	Development bool                // whether the gallery is linked
	Demo        bool                // whether one can walk in as somebody
}

// NavEntry is a place in the bar.
type NavEntry struct {
	Label i18n.Text
	Path  string // "/groups"; the entry is current there and below
	Icon  IconName
}

type frameKey struct{}

// WithFrame makes f the frame of everything rendered under the context.
func WithFrame(ctx context.Context, f Frame) context.Context {
	return context.WithValue(ctx, frameKey{}, f)
}

// FrameFrom is the frame of the context; without one, an empty frame that
// still renders.
func FrameFrom(ctx context.Context) Frame {
	f, _ := ctx.Value(frameKey{}).(Frame)
	return f
}

// asset is the address of a built file.
func (f Frame) asset(name string) string {
	if f.Asset == nil {
		return "/assets/" + name
	}
	return f.Asset(name)
}

// AssetURL is the address of a built file, for parts of pages that fetch a script
// of their own.
func AssetURL(ctx context.Context, name string) string { return FrameFrom(ctx).asset(name) }

// zone is the reader's zone, and UTC when none is known.
func (f Frame) zone() *time.Location {
	if f.Zone == nil {
		return time.UTC
	}
	return f.Zone
}

// name is what the site is called; a discreet word when it has no name yet.
func (f Frame) name(ctx context.Context) string {
	if f.Discreet {
		return i18n.T(ctx, "Notes")
	}
	if f.SiteName == "" {
		return "Handrail"
	}
	return f.SiteName
}

// current is the aria-current of an entry at path: "page" on the page itself,
// "true" below it unless another entry is nearer, nothing elsewhere.
func (f Frame) current(path string) string {
	switch {
	case f.Path == path:
		return "page"
	case f.isBelow(path) && !slices.ContainsFunc(f.Nav, func(e NavEntry) bool {
		return len(e.Path) > len(path) && (e.Path == f.Path || f.isBelow(e.Path))
	}):
		return "true"
	}
	return ""
}

func (f Frame) isBelow(path string) bool {
	return path != "/" && strings.HasPrefix(f.Path, path+"/")
}
