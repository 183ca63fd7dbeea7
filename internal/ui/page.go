package ui

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/platform/i18n"
)

// PageProps says what a page is. Only Title is needed.
type PageProps struct {
	Title string // of the window, without the site's name

	// Wrong puts "Error: " before the title, for a form sent back with errors.
	Wrong bool

	// Plain leaves out the bar, for pages with one thing to do (come in, help).
	Plain bool

	// Beside stands next to the rail on a wide screen and after it on a narrow one.
	Beside templ.Component

	// BesideLabel names Beside for screen readers.
	BesideLabel string

	// Keep lets the service worker hold the page for reading offline. Only for
	// pages that say the same to everybody.
	Keep bool

	// Still leaves out all scripts, for pages that have to weigh little.
	Still bool

	// Feed is the absolute address of the list of meetings for other programs,
	// which find it by its link (Meeting Guide: discovery).
	Feed string

	// Index lets search engines list the page. Without it they are asked not to.
	Index bool

	// Screen names the page for its own style: "help" gives the class at-help.
	Screen string
}

func (p PageProps) windowTitle(ctx context.Context) string {
	f, title := FrameFrom(ctx), p.Title
	if p.Title == "" || f.Discreet {
		title = f.name(ctx)
	}
	if p.Wrong {
		return i18n.T(ctx, "Error: {.Title}", i18n.Args{"Title": title})
	}
	return title
}

func (p PageProps) robots() string {
	if p.Index {
		return "index, nofollow"
	}
	return "noindex, nofollow, noarchive"
}

// keep tells the service worker what it may hold: this answer as it is, or, when
// the answer is for somebody's session, one that it asks for anew without it.
func (p PageProps) keep(f Frame) string {
	if f.SignedIn {
		return "afresh"
	}
	return "as-is"
}

func (p PageProps) bodyClass() string {
	if p.Screen == "" {
		return ""
	}
	return "at-" + p.Screen
}

func (p PageProps) hasBar(f Frame) bool { return !p.Plain && len(f.Nav) > 0 }
