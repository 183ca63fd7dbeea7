// Package mail sends the few messages that leave by e-mail. A message may be
// seen by anybody who glances at a phone or shares a mailbox, so it is made of
// fixed, discreet texts: nothing that a person wrote, no name of a group, no
// name of the site unless the people who run it choose to show one. Text only,
// no picture, nothing to load. A site without mail works in full: Off is the
// mailer until another one is set up.
package mail

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Locale holds the translations of this package's texts.
//
//go:embed locale/*.json
var Locale embed.FS

// Mailer hands messages on. SMTP, Folder and Off are the three.
type Mailer interface {
	// On tells whether messages go anywhere; pages offer mail only if so.
	On() bool
	// Send returns once the message is taken, for delivery or into the folder.
	// It is worded in the language of the translator in ctx. The text of an
	// error holds no address and none of the server's own words.
	Send(ctx context.Context, m Message) error
}

// Message is one e-mail to one person. Its words are constants, so what a
// member wrote cannot get into it; what it is about is behind the link.
type Message struct {
	To          Address
	Subject     Subject
	Body        []i18n.Text // paragraphs
	Link        string      // a page of this site, on a line of its own; may be ""
	Unsubscribe string      // a page of this site where these messages end; may be ""
}

// Subject is one of the discreet lines that a message may carry.
type Subject int

// The subjects. The zero value says least.
const (
	Update  Subject = iota // something is waiting
	Confirm                // is this address really yours?
	Changed                // a key, an address or a setting is not what it was
)

func (s Subject) text() i18n.Text {
	switch s {
	case Confirm:
		return "Please confirm this address"
	case Changed:
		return "A change to your settings"
	}
	return "You have an update"
}

// Errors to tell apart with errors.Is. All of them are faults too.
var (
	// ErrOff: this site sends no mail.
	ErrOff = errors.New("mail: off")
	// ErrNoMailbox: the address does not exist or takes no mail any more, and
	// trying again will not help.
	ErrNoMailbox = errors.New("mail: no such mailbox")
	// ErrNotSent: anything else; trying again later may help.
	ErrNotSent = errors.New("mail: not sent")
)

// Off sends nothing.
type Off struct{}

// On is false.
func (Off) On() bool { return false }

// Send fails with ErrOff.
func (Off) Send(context.Context, Message) error {
	say := fault.New(fault.Unavailable, "This site does not send e-mail. Ask the people who run it if you need it.")
	return fmt.Errorf("%w: %w", ErrOff, say)
}
