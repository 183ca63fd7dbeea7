// Package door is the pages at the door: coming in for the first time, with or
// without an invitation; the page that meets young people; signing in, with the
// second step of those who have one; and opening again what was hidden.
//
// Two things hold everywhere here. Nobody learns whether somebody exists: a
// name that is known and one that is not, an invitation that works and one that
// does not, are answered in the same words. And no secret stands in an address:
// the token of a second step travels in a cookie.
//
// Tables: none, package account keeps everything.
// Routes: see Routes. Signing out is POST /settings/visit/end of package site.
package door

import (
	"context"
	"embed"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/account/secret"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Addresses of the door. Others link to them.
const (
	ComeInPath    = "/come-in"
	SignInPath    = "/sign-in"
	OpenAgainPath = "/open-again"
	HidePath      = "/hide"

	donePath  = ComeInPath + "/done"
	youngPath = ComeInPath + "/young"
	stepPath  = SignInPath + "/step"
	lostPath  = "/lost"
	homePath  = "/home"
	keysPath  = "/settings/keys"
)

// The answers to the one question. Neither is chosen beforehand.
const (
	under = "under"
	over  = "over"
)

// own is the answer that this device is one's own. Whoever answers nothing is
// forgotten when the browser is closed: the kinder mistake.
const (
	own      = "own"
	borrowed = "borrowed"
)

func kindOf(device string) account.Kind {
	if device == own {
		return account.Kept
	}
	return account.Shared
}

// nameLimit is the longest name that can be typed, in characters.
const nameLimit = secret.NameMost

// mostInvitation is the longest token of an invitation that is carried along.
const mostInvitation = 200

// arriving is what the page of coming in shows.
type arriving struct {
	House      account.House
	Invitation string // the token that came with the link, or ""
	Next       string // where it leads afterwards, or ""
	Age        string
	Consents   bool
	Device     string
	Name       string
	Form       *web.Form // nil before it was sent
}

// asks tells whether a steward has to let people in who come this way.
func (a arriving) asks() bool { return a.House.Door == account.ByApproval && a.Invitation == "" }

func (a arriving) button(ctx context.Context) string {
	if a.asks() {
		return i18n.T(ctx, "Ask to come in")
	}
	return i18n.T(ctx, "Come in")
}

// describes ties a field to the heading before it, and to its own mistake.
func (a arriving) describes(field, words string) templ.Attributes {
	if a.Form.At(field) != "" {
		words += " door-" + field + "-error"
	}
	return templ.Attributes{"aria-describedby": words}
}

// done is what somebody who has just come in was given.
type done struct {
	Name  string
	Kind  account.Kind
	Waits bool   // until a steward lets them in
	Next  string // where it leads from here
}

// opens tells whether anybody can come in this way. Whether the invitation is
// good shows only when it is used.
func opens(door account.Door, invitation string) bool {
	switch door {
	case account.Shut:
		return false
	case account.ByInvitation:
		return invitation != ""
	}
	return true
}

// house is this installation with its rules, or the five that come with the
// program.
func (p *Pages) house(ctx context.Context) account.House {
	house := p.o.House(ctx)
	if len(house.Rules) > 0 {
		return house
	}
	house.Rules = []string{
		i18n.T(ctx, "Be kind. Nobody here has to prove anything."),
		i18n.T(ctx, "What is said here stays here."),
		i18n.T(ctx, "Speak about yourself. Tell nobody what to do, and leave medicine to those who know you."),
		i18n.T(ctx, "Every feeling is welcome. Leave out methods, doses and weights."),
		i18n.T(ctx, "Nobody sells anything here, and nobody recruits."),
	}
	return house
}

// shown is what the page of signing in shows.
type shown struct {
	Passkeys bool
	Present  bool // somebody is signed in here
	Hidden   bool // somebody hid their visit here
	Name     string
	Remember bool
	Next     string
	Form     *web.Form // what was wrong with the words
	Passkey  *web.Form // what was wrong with the passkey
}

// onward is next, if it is a page of this site that can follow coming in or
// signing in, and else home.
func onward(next string) string {
	if !web.IsOwnPath(next) || strings.HasPrefix(next, SignInPath) || strings.HasPrefix(next, ComeInPath) || strings.HasPrefix(next, "/exit") {
		return homePath
	}
	return next
}

// toward is a page at the door that leads on to next afterwards.
func toward(path, next string) string {
	if to := carried(next); to != "" {
		return path + "?" + url.Values{"next": {to}}.Encode()
	}
	return path
}

// carried is next as forms carry it along: nothing, where it leads home.
func carried(next string) string {
	if to := onward(next); to != homePath {
		return to
	}
	return ""
}

// hidden are the attributes of a form that a script shows.
func hidden() templ.Attributes { return templ.Attributes{"hidden": true} }

// asTyped keeps a phone from bettering what is typed.
func asTyped() templ.Attributes {
	return templ.Attributes{"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
}

// numbers brings up the keys for numbers on a phone.
func numbers() templ.Attributes {
	return templ.Attributes{"inputmode": "numeric", "pattern": "[0-9 ]*"}
}

// wordsWeight makes words the clear thing to do where there are no passkeys, or
// where words were just tried.
func wordsWeight(passkeys bool, tried *web.Form) ui.Weight {
	if !passkeys || tried != nil {
		return ui.Do
	}
	return ui.Usual
}
