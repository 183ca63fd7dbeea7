// Package fault gives every expected failure a kind and a sentence for the
// person who met it, ending with what they can do next. Anything that is not a
// fault is a mistake of ours: it is shown as "Something went wrong on our
// side", and its details go to the log.
package fault

import (
	"errors"
	"time"

	"handrail/internal/platform/i18n"
)

// Kind says what sort of failure it is; package web turns it into a status.
type Kind int

// The kinds, each with the HTTP status it is shown with.
const (
	Internal    Kind = iota // 500: not expected; never made with New
	NotFound                // 404: does not exist, or not for this viewer
	Forbidden               // 403: can be seen, may not be done
	Invalid                 // 422: what was typed cannot be used
	Conflict                // 409: somebody was quicker, or it was done already
	TooMany                 // 429: a limit; Wait says how long
	TooLarge                // 413: more than can be taken at once
	SignIn                  // 401: needs a session
	Unavailable             // 503: a part of the house is away; try again
	Full                    // 507: no room on the disk
)

// Fault is an expected failure. Say is a constant, so that it can be
// translated; what differs from case to case rides in Args.
type Fault struct {
	Kind  Kind
	Field string // the form field at fault, or ""
	Say   i18n.Text
	Args  i18n.Args
	Wait  time.Duration // when to try again, for TooMany and Unavailable
}

// Error is the English sentence with its placeholders unfilled, for logs.
func (f *Fault) Error() string { return string(f.Say) }

// New makes a fault of kind k. The sentence may hold placeholders like
// {.Limit}, filled from args.
func New(k Kind, say i18n.Text, args ...i18n.Args) error {
	return &Fault{Kind: k, Say: say, Args: first(args)}
}

// Field makes an Invalid fault that belongs to the form field called name.
func Field(name string, say i18n.Text, args ...i18n.Args) error {
	return &Fault{Kind: Invalid, Field: name, Say: say, Args: first(args)}
}

// Later makes a TooMany fault that says how long to wait.
func Later(wait time.Duration, say i18n.Text, args ...i18n.Args) error {
	return &Fault{Kind: TooMany, Say: say, Args: first(args), Wait: wait}
}

// Missing is the one answer for what does not exist and for what lies outside
// the viewer's reach: the two must not be told apart.
func Missing() error {
	return New(NotFound, "That page does not exist, or is not shared with you.")
}

// From finds the fault in err, if there is one.
func From(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// KindOf is the kind of the fault in err, and Internal when there is none.
func KindOf(err error) Kind {
	if f, ok := From(err); ok {
		return f.Kind
	}
	return Internal
}

func first(args []i18n.Args) i18n.Args {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}
