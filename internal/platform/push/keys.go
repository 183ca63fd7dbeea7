package push

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"errors"
)

// Keys tell push services that a notice comes from this site (VAPID, RFC
// 8292). Every subscription is bound to them: with other keys, each person
// would have to turn notices on again.
type Keys struct {
	public  string
	private *string // behind a pointer, where fmt does not look
}

// KeysFrom reads the keys, or makes them the first time. keep stores fresh
// unless something is stored already, and returns what is stored, so that two
// programs that start at once end up with the same keys. The text is a secret.
func KeysFrom(ctx context.Context, keep func(ctx context.Context, fresh string) (kept string, err error)) (Keys, error) {
	fresh, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return Keys{}, err
	}
	kept, err := keep(ctx, encode(fresh.Bytes()))
	if err != nil {
		return Keys{}, err
	}
	bytes, err := base64.RawURLEncoding.DecodeString(kept)
	if err != nil {
		return Keys{}, errors.New("push: the stored key cannot be read")
	}
	private, err := ecdh.P256().NewPrivateKey(bytes)
	if err != nil {
		return Keys{}, errors.New("push: the stored key is not a P-256 key")
	}
	return Keys{public: encode(private.PublicKey().Bytes()), private: &kept}, nil
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
