package proof

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"handrail/internal/meeting"
)

// The times of the code in the room.
const (
	Window = 2 * time.Minute  // how long one is shown; the one before still counts
	Before = 15 * time.Minute // before a meeting it begins
	After  = 30 * time.Minute // after a meeting it ends
)

const (
	codeDigits = 6
	codeRange  = 1_000_000
)

// Code is what is shown in the room.
type Code struct {
	Digits string    // six
	Ends   time.Time // when the next one is shown
}

// Groups are the digits in two threes, to be read from afar.
func (c Code) Groups() string { return c.Digits[:codeDigits/2] + " " + c.Digits[codeDigits/2:] }

// opens tells whether there is a code at a date now.
func opens(o meeting.Occurrence, now time.Time) bool {
	return o.Standing != meeting.Cancelled && !now.Before(o.Start.Add(-Before)) && now.Before(o.End.Add(After))
}

// roomKey is the secret of one date. It is made from a key of the installation,
// so nothing is kept.
func (s *Service) roomKey(ctx context.Context, o meeting.Occurrence) ([]byte, error) {
	name, err := s.nameOf(ctx, o.Key())
	if err != nil {
		return nil, err
	}
	return s.keys.MAC(ctx, siteOwner, "code in the room", []byte(name))
}

// codeNow is the code of a date at this moment.
func (s *Service) codeNow(ctx context.Context, o meeting.Occurrence) (Code, error) {
	key, err := s.roomKey(ctx, o)
	if err != nil {
		return Code{}, err
	}
	window := windowOf(s.clock.Now())
	return Code{Digits: codeIn(key, window), Ends: time.Unix((window+1)*int64(Window/time.Second), 0).UTC()}, nil
}

// isCode tells whether this is the code of a date now, or was a window ago.
func (s *Service) isCode(ctx context.Context, o meeting.Occurrence, typed string) (bool, error) {
	key, err := s.roomKey(ctx, o)
	if err != nil {
		return false, err
	}
	window, digits := windowOf(s.clock.Now()), []byte(digitsOf(typed))
	right := subtle.ConstantTimeCompare(digits, []byte(codeIn(key, window)))
	right |= subtle.ConstantTimeCompare(digits, []byte(codeIn(key, window-1)))
	return right == 1, nil
}

func windowOf(at time.Time) int64 { return at.Unix() / int64(Window/time.Second) }

// codeIn is the code of a window: HMAC-SHA256 of its number, taken modulo a
// million. 64 bits make the difference between codes too small to matter.
func codeIn(key []byte, window int64) string {
	mac := hmac.New(sha256.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(window)))
	return fmt.Sprintf("%0*d", codeDigits, binary.BigEndian.Uint64(mac.Sum(nil))%codeRange)
}

// digitsOf is what somebody typed without the spaces between.
func digitsOf(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		if strings.ContainsRune(" -.\u00a0\u202f", r) {
			return -1
		}
		return 'x'
	}, typed)
}
