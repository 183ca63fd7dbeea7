package paper

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode"
)

// The shape of a signed text.
const (
	version = "h1"
	Most    = 2048 // bytes of one; a longer one is none
	keyName = 6    // bytes of a key's hash that name it
)

var coding = base64.RawURLEncoding.Strict()

// KeyID names a public key.
func KeyID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return coding.EncodeToString(sum[:keyName])
}

// ErrTooLong says that facts do not fit into one signed text.
var ErrTooLong = errors.New("paper: that is too long for one paper")

// Sign makes the signed text of a paper.
func Sign(f Facts, key ed25519.PrivateKey) (string, error) {
	body, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	said := strings.Join([]string{version, KeyID(key.Public().(ed25519.PublicKey)), coding.EncodeToString(body)}, ".")
	token := said + "." + coding.EncodeToString(ed25519.Sign(key, []byte(said)))
	if len(token) > Most {
		return "", ErrTooLong
	}
	return token, nil
}

// Verdict is what is found out about a signed text.
type Verdict string

// The verdicts.
const (
	Good      Verdict = "good"
	Altered   Verdict = "altered"   // one of our keys is named, and the signature does not hold
	Expired   Verdict = "expired"   // it was good
	Withdrawn Verdict = "withdrawn" // whoever it belongs to took it back
	NotOurs   Verdict = "not ours"  // nothing that this site signed
)

// Clean takes a signed text out of what somebody pasted: an address that leads to
// it, or the text broken into lines.
func Clean(pasted string) string {
	if len(pasted) > 4*Most {
		return ""
	}
	if _, after, found := strings.Cut(pasted, "#"); found {
		pasted = after
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, pasted)
}

// Read finds out about a signed text, by the public keys of the site, by name.
// The facts are there for Good and Expired alone. Whether it was withdrawn it
// cannot tell.
func Read(token string, keys map[string]ed25519.PublicKey, now time.Time) (Facts, Verdict) {
	parts := strings.Split(token, ".")
	if len(token) > Most || len(parts) != 4 || parts[0] != version {
		return Facts{}, NotOurs
	}
	key, ours := keys[parts[1]]
	if !ours {
		return Facts{}, NotOurs
	}
	signature, err := coding.DecodeString(parts[3])
	said := token[:len(token)-len(parts[3])-1]
	if err != nil || strings.ContainsAny(token, "\r\n") || !ed25519.Verify(key, []byte(said), signature) {
		return Facts{}, Altered
	}
	body, err := coding.DecodeString(parts[2])
	var f Facts
	if err != nil || json.Unmarshal(body, &f) != nil {
		return Facts{}, Altered // signed by us, and not by this program
	}
	if !now.Before(f.Ends()) {
		return f, Expired
	}
	return f, Good
}
