package realtime

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// key stands for a session, a subject or a membership where its id must not be
// read: on the wire, in Redis, in the library.
type key [16]byte

type keyer struct{ secret []byte }

func (k keyer) session(id string) key    { return k.key("session", id) }
func (k keyer) subject(id string) key    { return k.key("subject", id) }
func (k keyer) membership(id string) key { return k.key("membership", id) }

// user is what the library calls the user. It differs from every key that is
// announced, so that what passes through Redis cannot be matched with it.
func (k keyer) user(session string) string {
	key := k.key("user", session)
	return hex.EncodeToString(key[:])
}

func (k keyer) key(kind, id string) key {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte("realtime\x00" + kind + "\x00" + id))
	return key(mac.Sum(nil)[:len(key{})])
}
