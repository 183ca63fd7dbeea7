package push

import (
	"crypto/ecdh"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/url"
	"strings"
	"unique"

	"handrail/internal/platform/fault"
)

const (
	maxEndpoint = 2048
	authBytes   = 16 // RFC 8291 §3.2
	topicChars  = 32 // RFC 8030 §5.4
)

// Subscription is one browser that takes notices. Whoever knows it can light
// up that screen, so it does not print itself; the handle keeps fmt from
// looking inside. Subscriptions are equal when their parts are.
type Subscription struct{ lines unique.Handle[string] }

// ParseSubscription takes what PushSubscription.toJSON() gives in a browser:
// endpoint, keys.p256dh and keys.auth. The endpoint is an address that anybody
// may have made up: it is looked at again, and guarded, when it is used. The
// error is a fault of kind Invalid.
func ParseSubscription(endpoint, p256dh, auth string) (Subscription, error) {
	key, keyErr := decode(p256dh)
	secret, authErr := decode(auth)
	if keyErr != nil || authErr != nil || len(secret) != authBytes || !plainEndpoint(endpoint) {
		return Subscription{}, unusable()
	}
	if _, err := ecdh.P256().NewPublicKey(key); err != nil {
		return Subscription{}, unusable()
	}
	return Subscription{unique.Make(endpoint + "\n" + encode(key) + "\n" + encode(secret))}, nil
}

// Parts are the three texts to store, in a form that ParseSubscription takes.
func (s Subscription) Parts() (endpoint, p256dh, auth string) {
	if s.IsZero() {
		return "", "", ""
	}
	lines := strings.Split(s.lines.Value(), "\n")
	return lines[0], lines[1], lines[2]
}

// IsZero tells whether there is no subscription.
func (s Subscription) IsZero() bool { return s == Subscription{} }

// String hides the subscription.
func (s Subscription) String() string { return "[push subscription]" }

// GoString hides the subscription.
func (s Subscription) GoString() string { return s.String() }

// LogValue hides the subscription.
func (s Subscription) LogValue() slog.Value { return slog.StringValue(s.String()) }

// topic turns a topic of ours into one for this device alone. The push service
// reads it, and one word shared by many devices would tell it who belongs
// together.
func (s Subscription) topic(ours string) string {
	_, _, auth := s.Parts()
	mac := hmac.New(sha256.New, []byte(auth))
	mac.Write([]byte("topic " + ours))
	return encode(mac.Sum(nil))[:topicChars]
}

func plainEndpoint(endpoint string) bool {
	u, err := url.Parse(endpoint)
	return err == nil && len(endpoint) <= maxEndpoint && u.Scheme == "https" && u.Host != "" && u.User == nil
}

// decode takes the four ways in which browsers and libraries write base64.
func decode(s string) ([]byte, error) {
	s = strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(s), "=")
	return base64.RawURLEncoding.DecodeString(s)
}

func unusable() error {
	return fault.New(fault.Invalid, "This browser gave us something that we can't send notices to. Turn notices off and on again.")
}
