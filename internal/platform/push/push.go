// Package push sends notices to the browsers of people who asked for them, by
// Web Push (RFC 8030, encrypted as RFC 8291 says, signed as RFC 8292 says). A
// notice lights up a locked screen that anybody may read, and passes the maker
// of the phone or browser: it carries a fixed, discreet text, every notice has
// the same size, and its topic looks different for every device. A site
// without push works in full: Off is the pusher until another one is set up.
package push

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"handrail/internal/platform/fault"
)

// Locale holds the translations of this package's texts.
//
//go:embed locale/*.json
var Locale embed.FS

// Pusher hands notices on. Web, Folder and Off are the three.
type Pusher interface {
	// On tells whether notices go anywhere; pages offer them only if so.
	On() bool
	// PublicKey is what a browser needs to subscribe (applicationServerKey), in
	// base64url; "" when off.
	PublicKey() string
	// Push returns once the push service has taken the notice. It is worded in
	// the language of the translator in ctx, which is the device's. The text of
	// an error holds nothing of the subscription.
	Push(ctx context.Context, to Subscription, n Notice) error
}

// Errors to tell apart with errors.Is. All of them are faults too; the fault
// of an ErrNotSent may say how long to wait.
var (
	// ErrOff: this site sends no notices.
	ErrOff = errors.New("push: off")
	// ErrGone: the subscription has ended; the caller deletes it.
	ErrGone = errors.New("push: subscription gone")
	// ErrNotSent: anything else; trying again later may help.
	ErrNotSent = errors.New("push: not sent")
)

// Off sends nothing.
type Off struct{}

// On is false.
func (Off) On() bool { return false }

// PublicKey is "".
func (Off) PublicKey() string { return "" }

// Push fails with ErrOff.
func (Off) Push(context.Context, Subscription, Notice) error {
	say := fault.New(fault.Unavailable, "This site does not send notices to phones or browsers. You can read them here.")
	return fmt.Errorf("%w: %w", ErrOff, say)
}
