package push

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/outbound"
)

const (
	// recordSize is what every notice measures on the wire, so that its length
	// tells nothing. Services must take 4096 bytes, but some phones do not.
	recordSize  = 1024
	timeout     = 15 * time.Second
	maxAnswer   = 4 << 10
	longestWait = 24 * time.Hour
)

// Options make a Web.
type Options struct {
	Keys Keys
	// Contact is where a push service finds the people behind this site: its
	// https address, or mailto: and an e-mail address (RFC 8292 §2.1).
	Contact string
	Clock   clock.Clock
	// Outbound shapes the client that carries the notices. It never follows a
	// redirect, whatever is said here.
	Outbound outbound.Options
}

// Web sends notices to the push services of the browsers' makers.
type Web struct {
	keys    Keys
	contact string
	clock   clock.Clock
	client  *outbound.Client
}

// NewWeb makes a pusher. It connects to nothing yet.
func NewWeb(o Options) (*Web, error) {
	address, byMail := strings.CutPrefix(o.Contact, "mailto:")
	if !byMail && !strings.HasPrefix(o.Contact, "https://") {
		return nil, errors.New("push: the contact is an https: or a mailto: address")
	}
	if o.Keys.private == nil || o.Clock == nil {
		return nil, errors.New("push: no keys or no clock")
	}
	o.Outbound.NoRedirects = true
	o.Outbound.MaxBytes = maxAnswer
	if o.Outbound.Timeout == 0 {
		o.Outbound.Timeout = timeout
	}
	return &Web{keys: o.Keys, contact: address, clock: o.Clock, client: outbound.New(o.Outbound)}, nil
}

// On is true.
func (w *Web) On() bool { return true }

// PublicKey is the key that browsers subscribe with.
func (w *Web) PublicKey() string { return w.keys.public }

// Push hands the notice to the push service of that browser.
func (w *Web) Push(ctx context.Context, to Subscription, n Notice) error {
	p, err := n.pack(ctx, to)
	if err != nil {
		return err
	}
	endpoint, key, auth := to.Parts()
	target := &webpush.Subscription{Endpoint: endpoint, Keys: webpush.Keys{P256dh: key, Auth: auth}}
	answer, err := webpush.SendNotificationWithContext(ctx, p.payload, target, &webpush.Options{
		HTTPClient:      w.client,
		RecordSize:      recordSize,
		Subscriber:      w.contact,
		Topic:           p.topic,
		TTL:             p.seconds,
		Urgency:         webpush.Urgency(p.urgency),
		VAPIDPublicKey:  w.keys.public,
		VAPIDPrivateKey: *w.keys.private,
	})
	if err != nil {
		return notSent(0, err)
	}
	answer.Body.Close()
	return w.judge(answer)
}

func (w *Web) judge(answer *http.Response) error {
	switch {
	case answer.StatusCode/100 == 2:
		return nil
	case answer.StatusCode == http.StatusNotFound, answer.StatusCode == http.StatusGone:
		say := fault.New(fault.Invalid, "This device does not take notices any more. Turn them on again if you want them.")
		return fmt.Errorf("%w: %w", ErrGone, say)
	}
	return notSent(w.wait(answer), fmt.Errorf("the service said %d", answer.StatusCode))
}

// wait reads Retry-After: seconds or a date (RFC 9110 §10.2.3).
func (w *Web) wait(answer *http.Response) time.Duration {
	text := answer.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, longestWait)
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, min(at.Sub(w.clock.Now()), longestWait))
	}
	return 0
}

// notSent takes a cause whose text tells no address.
func notSent(wait time.Duration, cause error) error {
	say := &fault.Fault{
		Kind: fault.Unavailable,
		Say:  "We can't send notices to that device right now. Please try again later.",
		Wait: wait,
	}
	return fmt.Errorf("%w: %w (%w)", ErrNotSent, say, cause)
}
