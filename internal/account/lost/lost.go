// Package lost is the way back in for whoever lost every key: asking at the
// door, waiting until somebody who knows them has confirmed it, and opening it.
// It is also where people choose, beforehand, whom they trust to confirm, and
// where those confirm, and where whoever is signed in stops it.
//
// Nobody learns anything by asking: a name that somebody has and one that
// nobody has get the same answer, and the same page, until somebody confirmed.
// The secret of the asking device is in a cookie, never in an address.
//
// Tables: none; package account keeps all of it. Events: none of its own.
// Routes: see Routes.
package lost

import (
	"context"
	"embed"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Where the pages are.
const (
	LostPath   = "/lost"
	TrustPath  = "/settings/trust"
	ClaimsPath = TrustPath + "/claims"

	waitingPath = LostPath + "/waiting"
	openPath    = LostPath + "/open"
	giveUpPath  = LostPath + "/removal"
	linkPath    = "/trust/"
)

// ticketCookie is the name of the cookie that holds the ticket of a device that
// asked. It tells nothing to somebody who looks.
const (
	ticketCookie = "w"
	ticketFor    = 14 * 24 * time.Hour
)

// Options are what the pages work with.
type Options struct {
	Accounts *account.Service
	Cookies  web.Cookies
	Base     *url.URL // where links to this site begin
}

// Pages are the pages.
type Pages struct {
	accounts *account.Service
	cookies  web.Cookies
	base     *url.URL
}

// New makes the pages.
func New(o Options) *Pages { return &Pages{accounts: o.Accounts, cookies: o.Cookies, base: o.Base} }

// Notice is for the first page of somebody about whose seat was asked, and
// somebody confirmed it: it has to be seen in time. body is nil for everybody
// else.
func (p *Pages) Notice(ctx context.Context, v account.Viewer) (heading string, body templ.Component, err error) {
	if v.Account == "" {
		return "", nil, nil
	}
	list, err := p.accounts.OpenClaimsFor(ctx, v)
	if err != nil || len(list) == 0 || len(list[0].Words) == 0 {
		return "", nil, err
	}
	return i18n.T(ctx, "Somebody asks to be let in to your seat"), notice(list[0]), nil
}

// asking is what the page of asking shows.
type asking struct {
	Name    string
	Waiting bool // this device has asked already
	Form    *web.Form
}

// waiting is what the device that asked sees.
type waiting struct {
	Claim account.Claim
	Code  string
	Own   bool // the device is one's own, as far as was ticked
	Form  *web.Form
}

// trusting is what the page of trust shows.
type trusting struct {
	Given, Held []account.Trust
	Claims      int  // open claims about the viewer
	HasKey      bool // without one there is nothing to lose
	Fresh       bool // a key was shown a short while ago
	Label       string
	Form        *web.Form
}

// taking is what somebody sees who was given a link.
type taking struct {
	Link    string
	Refused error // why they cannot say yes now, or nil
	Label   string
	Form    *web.Form
}

// wordOf says who confirmed a claim.
func wordOf(ctx context.Context, kind account.WordKind) string {
	switch kind {
	case account.ByTrusted:
		return i18n.T(ctx, "Somebody whom you trust confirmed it.")
	case account.BySteward:
		return i18n.T(ctx, "A steward confirmed it.")
	case account.ByGroup:
		return i18n.T(ctx, "Two who lead a group of yours confirmed it.")
	}
	return i18n.T(ctx, "Somebody who knows you confirmed it.")
}

// titles name the page by how far the claim is.
func titleOf(state account.ClaimState) i18n.Text {
	switch state {
	case account.ClaimDated:
		return "It is confirmed"
	case account.ClaimOpens, account.ClaimCode:
		return "The door can open now"
	case account.ClaimBarred:
		return "Somebody stopped this"
	case account.ClaimEnded:
		return "This has ended"
	}
	return "Say this code to somebody who knows you"
}
