// Package id makes the names of things: ids for rows, tokens for people.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"github.com/google/uuid"

	"handrail/internal/platform/clock"
)

// New is a UUIDv7 (RFC 9562 §5.7) as text: unique, and sorted by the moment c
// shows. It tells when it was made, so a membership or a persona takes Random.
func New(c clock.Clock) string {
	u := uuid.Must(uuid.NewRandom())
	ms := clock.Millis(c.Now())
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i))
	}
	u[6] = u[6]&0x0f | 0x70
	return u.String()
}

// Random is a UUIDv4 (RFC 9562 §5.4) as text: it tells nothing.
func Random() string { return uuid.Must(uuid.NewRandom()).String() }

// Token is a secret of 256 bits in 43 characters of base64url. Only its Hash
// is ever stored.
func Token() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Hash is what the database keeps of a Token: SHA-256, in hex. A token carries
// full entropy, so it needs no slow hash.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
