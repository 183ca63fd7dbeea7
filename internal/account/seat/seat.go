// Package seat is what somebody does with their own seat: keep it with keys,
// show one again before something weighty, take another sign-in name, see
// where they are signed in, and what they agreed to.
//
// Nothing here is seen by anybody else. What other people could do with it is
// said on the page, beside the button.
//
// Tables: none; package account keeps all of it. Events: none of its own.
// Routes: see Routes.
package seat

import (
	"context"
	"embed"
	"net/url"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Where the pages are.
const (
	SettingsPath = "/settings"
	KeysPath     = "/settings/keys"
	ProvePath    = "/settings/prove"
	NamePath     = "/settings/name"
	DevicesPath  = "/settings/devices"
	AgreedPath   = "/settings/agreed"

	phrasePath     = KeysPath + "/phrase"
	passphrasePath = KeysPath + "/passphrase"
	appPath        = KeysPath + "/app"
	codesPath      = KeysPath + "/codes"
	notNowPath     = KeysPath + "/not-now"
)

// Entry is a line of the settings that a feature adds.
type Entry struct {
	Label i18n.Text
	About i18n.Text // what one finds there, in one sentence
	Path  string
}

// Options are what the pages work with.
type Options struct {
	Accounts *account.Service
	Cookies  web.Cookies
	Base     *url.URL // its host stands beside a phrase on paper
	Entries  []Entry  // of features, in this order
}

// Pages are the pages of one's own seat.
type Pages struct {
	accounts *account.Service
	cookies  web.Cookies
	host     string
	entries  []Entry
}

// New makes the pages.
func New(o Options) *Pages {
	return &Pages{accounts: o.Accounts, cookies: o.Cookies, host: o.Base.Host, entries: o.Entries}
}

// ProveFirst is the address of the page that asks for a key and then leads on
// to next, a page of this site. Features send whoever has to show a key again.
func ProveFirst(next string) string { return ProvePath + "?next=" + url.QueryEscape(next) }

// KindName is what a kind of key is called.
func KindName(ctx context.Context, kind account.KeyKind) string {
	switch kind {
	case account.Passkey:
		return i18n.T(ctx, "Passkey")
	case account.Phrase:
		return i18n.T(ctx, "Phrase of six words")
	case account.Passphrase:
		return i18n.T(ctx, "Passphrase of your own")
	case account.App:
		return i18n.T(ctx, "Authenticator app")
	}
	return i18n.T(ctx, "Recovery codes")
}

// goodFor says what a key does.
func goodFor(ctx context.Context, kind account.KeyKind) string {
	switch kind {
	case account.Passkey:
		return i18n.T(ctx, "Opens the door with your finger, your face or the PIN of your device.")
	case account.Phrase:
		return i18n.T(ctx, "Opens the door on any device, together with your sign-in name.")
	case account.Passphrase:
		return i18n.T(ctx, "Opens the door together with your sign-in name.")
	}
	return i18n.T(ctx, "Gives a code that we ask for after your words. It opens nothing alone.")
}

// deviceName is what a device is called in the reader's language. It comes as
// account.DeviceName made it.
func deviceName(ctx context.Context, device string) string {
	browser, system, both := strings.Cut(device, " on ")
	switch {
	case device == "":
		return i18n.T(ctx, "A device we do not know")
	case !both:
		return device
	}
	return i18n.TC(ctx, "device", "{.Browser} on {.System}", i18n.Args{"Browser": browser, "System": system})
}

// day is the day of a moment in the reader's zone: "today", or the date.
func day(ctx context.Context, at time.Time) string {
	f := ui.FrameFrom(ctx)
	date := i18n.ShortDate(ctx, at, f.Zone)
	switch date {
	case i18n.ShortDate(ctx, f.Now, f.Zone):
		return i18n.TC(ctx, "within a sentence", "today")
	case i18n.ShortDate(ctx, f.Now.Add(-24*time.Hour), f.Zone):
		return i18n.TC(ctx, "within a sentence", "yesterday")
	}
	return date
}
