package passkeytest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"math/big"
)

// Algorithm is a COSE algorithm identifier (RFC 9053 §2, RFC 8812 §2).
type Algorithm int

// What an Authenticator can sign with. The zero Algorithm is ES256.
const (
	ES256 Algorithm = -7
	EdDSA Algorithm = -8
	RS256 Algorithm = -257
)

// key is one passkey.
type key struct {
	rp         string
	id, handle []byte
	count      uint32
	public     map[int]any // COSE_Key
	signer     crypto.Signer
}

func newKey(a Algorithm, rp string, handle []byte) (key, error) {
	k := key{rp: rp, id: random(32), handle: handle}
	switch a {
	case ES256:
		made, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return k, err
		}
		point, err := made.PublicKey.Bytes() // 4, x, y
		if err != nil {
			return k, err
		}
		k.signer, k.public = made, map[int]any{1: 2, 3: int(a), -1: 1, -2: point[1:33], -3: point[33:]}
	case EdDSA:
		public, made, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return k, err
		}
		k.signer, k.public = made, map[int]any{1: 1, 3: int(a), -1: 6, -2: []byte(public)}
	case RS256:
		made, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return k, err
		}
		exponent := big.NewInt(int64(made.E)).Bytes()
		k.signer, k.public = made, map[int]any{1: 3, 3: int(a), -1: made.N.Bytes(), -2: exponent}
	default:
		return k, fmt.Errorf("passkeytest: algorithm %d is not known", a)
	}
	return k, nil
}

func (k *key) sign(message []byte) ([]byte, error) {
	if _, ok := k.signer.(ed25519.PrivateKey); ok {
		return k.signer.Sign(rand.Reader, message, crypto.Hash(0))
	}
	digest := sha256.Sum256(message)
	return k.signer.Sign(rand.Reader, digest[:], crypto.SHA256)
}
