package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"syscall"

	"handrail/internal/platform/fault"
)

// What can go wrong. Test with errors.Is; fault.From gives the sentence for
// the person who asked.
var (
	ErrAddress     = errors.New("outbound: address of a kind we do not open")
	ErrNotPublic   = errors.New("outbound: address not on the public internet")
	ErrRedirect    = errors.New("outbound: redirect refused")
	ErrUnreachable = errors.New("outbound: no answer")
	ErrTooLarge    = errors.New("outbound: answer too large")
	ErrType        = errors.New("outbound: answer of a type not asked for")
)

// failure is an error whose text is safe to log: the addresses that the
// standard library puts into its errors stay in cause, for errors.Is alone.
type failure struct {
	reason error
	detail string
	say    error
	cause  error
}

func (f *failure) Error() string { return f.reason.Error() + f.detail }

func (f *failure) Unwrap() []error { return []error{f.reason, f.say, f.cause} }

func refuse(reason, cause error) error {
	return &failure{reason: reason, say: sentence(reason), cause: cause}
}

// explain turns what the HTTP client reports into one of our failures.
func explain(err error) error {
	var known *failure
	if errors.As(err, &known) {
		return known
	}
	f := &failure{reason: ErrUnreachable, say: sentence(ErrUnreachable), cause: err}
	f.detail = detail(err)
	if unknownName(err) {
		// Said like ErrNotPublic, or asking for names one by one would tell
		// which of them exist inside.
		f.say = sentence(ErrNotPublic)
	}
	return f
}

func detail(err error) string {
	var certificate *tls.CertificateVerificationError
	var network net.Error
	switch {
	case unknownName(err):
		return ": unknown name"
	case errors.Is(err, context.Canceled):
		return ": given up"
	case errors.As(err, &certificate):
		return ": certificate not trusted"
	case errors.Is(err, syscall.ECONNREFUSED):
		return ": connection refused"
	case errors.As(err, &network) && network.Timeout():
		return ": timed out"
	}
	return ""
}

func unknownName(err error) bool {
	var lookup *net.DNSError
	return errors.As(err, &lookup) && lookup.IsNotFound
}

func sentence(reason error) error {
	switch reason {
	case ErrAddress:
		return fault.New(fault.Invalid, "We can't use that web address. Check that it starts with https:// and is the address of a public site.")
	case ErrNotPublic:
		return fault.New(fault.Invalid, "We can't find that site on the public internet. Check the address and try again.")
	case ErrRedirect:
		return fault.New(fault.Invalid, "That web address sends us on to another place, and we can't follow it there. Try the address where it ends.")
	case ErrTooLarge:
		return fault.New(fault.TooLarge, "That site sent more than we can take. Ask the people who run it for a smaller file.")
	case ErrType:
		return fault.New(fault.Invalid, "That web address leads to a kind of file that we can't read here. Check the address and try again.")
	}
	return fault.New(fault.Unavailable, "That site does not answer right now. Please try again later.")
}
