// Package passkeytest is a browser and an authenticator made of software, so
// that tests can add passkeys and sign in with them without either. It follows
// W3C Web Authentication, Level 3, §6 and §7, with attestation "none", and can
// be bent to answer what no honest one would.
package passkeytest

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// The flags of authenticator data (§6.1).
const (
	Present  byte = 0x01
	Verified byte = 0x04
	Eligible byte = 0x08
	BackedUp byte = 0x10
	Attested byte = 0x40
)

// Authenticator holds passkeys. It is not safe for concurrent use.
type Authenticator struct {
	Origin    string    // of the page that asks, such as https://example.org
	UV        bool      // it checks a finger, a face or a PIN
	Synced    bool      // its passkeys are copied to the maker of the phone
	Counts    bool      // it counts how often each was used
	Algorithm Algorithm // of the passkeys it makes
	// Bend changes an answer before it is put together and signed.
	Bend func(*Answer)

	keys []key
}

// Answer is what an authenticator is about to say.
type Answer struct {
	Type, Challenge, Origin, TopOrigin string
	CrossOrigin                        bool
	RPID                               string
	Flags                              byte
	Count                              uint32
	ID, Handle                         []byte
}

// New is an authenticator of a phone, in a browser that shows a page of origin.
func New(origin string) *Authenticator {
	return &Authenticator{Origin: origin, UV: true, Synced: true}
}

// Copy is a second authenticator with the same passkeys.
func (a *Authenticator) Copy() *Authenticator {
	b := *a
	b.keys = slices.Clone(a.keys)
	return &b
}

// Forget throws every passkey away.
func (a *Authenticator) Forget() { a.keys = nil }

type descriptor struct {
	ID string `json:"id"`
}

type creation struct {
	RP        struct{ ID, Name string }
	User      struct{ ID, Name, DisplayName string }
	Challenge string
	Params    []struct{ Alg Algorithm } `json:"pubKeyCredParams"`
	Exclude   []descriptor              `json:"excludeCredentials"`
	Selection struct {
		ResidentKey, UserVerification string
	} `json:"authenticatorSelection"`
}

// Register answers PublicKeyCredentialCreationOptionsJSON with a
// RegistrationResponseJSON, or fails as an authenticator would.
func (a *Authenticator) Register(options []byte) ([]byte, error) {
	var o creation
	if err := json.Unmarshal(options, &o); err != nil {
		return nil, err
	}
	offered := slices.ContainsFunc(o.Params, func(p struct{ Alg Algorithm }) bool { return p.Alg == a.algorithm() })
	switch {
	case !offered:
		return nil, fmt.Errorf("passkeytest: algorithm %d is not wanted", a.algorithm())
	case slices.ContainsFunc(a.keys, func(k key) bool { return k.rp == o.RP.ID && listed(o.Exclude, k.id) }):
		return nil, errors.New("passkeytest: this authenticator has one of the passkeys already")
	case o.Selection.ResidentKey != "required":
		return nil, errors.New("passkeytest: the passkey would not be discoverable")
	case o.Selection.UserVerification == "required" && !a.UV && a.Bend == nil:
		return nil, errors.New("passkeytest: cannot tell who is there")
	}
	handle, err := base64.RawURLEncoding.DecodeString(o.User.ID)
	if err != nil {
		return nil, err
	}
	made, err := newKey(a.algorithm(), o.RP.ID, handle)
	if err != nil {
		return nil, err
	}
	a.keys = append(a.keys, made)
	return a.attest(&a.keys[len(a.keys)-1], a.answer("webauthn.create", o.Challenge, Attested, &a.keys[len(a.keys)-1]))
}

// Assert answers PublicKeyCredentialRequestOptionsJSON with an
// AuthenticationResponseJSON of the newest passkey that fits.
func (a *Authenticator) Assert(options []byte) ([]byte, error) {
	var o struct {
		Challenge, RPID, UserVerification string
		Allow                             []descriptor `json:"allowCredentials"`
	}
	if err := json.Unmarshal(options, &o); err != nil {
		return nil, err
	}
	if o.UserVerification == "required" && !a.UV && a.Bend == nil {
		return nil, errors.New("passkeytest: cannot tell who is there")
	}
	for i := range slices.Backward(a.keys) {
		k := &a.keys[i]
		if k.rp == o.RPID && (len(o.Allow) == 0 || listed(o.Allow, k.id)) {
			return a.assert(k, a.answer("webauthn.get", o.Challenge, 0, k))
		}
	}
	return nil, errors.New("passkeytest: no passkey fits")
}

func (a *Authenticator) algorithm() Algorithm {
	if a.Algorithm == 0 {
		return ES256
	}
	return a.Algorithm
}

func (a *Authenticator) answer(kind, challenge string, flags byte, k *key) Answer {
	flags |= Present
	if a.UV {
		flags |= Verified
	}
	if a.Synced {
		flags |= Eligible | BackedUp
	}
	if a.Counts {
		k.count++
	}
	said := Answer{
		Type: kind, Challenge: challenge, Origin: a.Origin, RPID: k.rp,
		Flags: flags, Count: k.count, ID: k.id, Handle: k.handle,
	}
	if a.Bend != nil {
		a.Bend(&said)
	}
	return said
}

func (a *Authenticator) attest(k *key, said Answer) ([]byte, error) {
	public, err := webauthncbor.Marshal(k.public)
	if err != nil {
		return nil, err
	}
	data := said.data()
	if said.Flags&Attested != 0 {
		data = append(data, make([]byte, 16)...) // no AAGUID: it does not say what it is
		data = binary.BigEndian.AppendUint16(data, uint16(len(said.ID)))
		data = append(append(data, said.ID...), public...)
	}
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		return nil, err
	}
	return said.json(map[string]any{"attestationObject": text(object), "transports": []string{"internal", "hybrid"}})
}

func (a *Authenticator) assert(k *key, said Answer) ([]byte, error) {
	data := said.data()
	client := sha256.Sum256(said.client())
	signature, err := k.sign(append(slices.Clone(data), client[:]...))
	if err != nil {
		return nil, err
	}
	return said.json(map[string]any{
		"authenticatorData": text(data), "signature": text(signature), "userHandle": text(said.Handle),
	})
}

// data is the authenticator data (§6.1), without what is attested.
func (a Answer) data() []byte {
	rp := sha256.Sum256([]byte(a.RPID))
	return binary.BigEndian.AppendUint32(append(rp[:], a.Flags), a.Count)
}

// client is the client data that the browser adds (§5.8.1).
func (a Answer) client() []byte {
	fields := map[string]any{"type": a.Type, "challenge": a.Challenge, "origin": a.Origin, "crossOrigin": a.CrossOrigin}
	if a.TopOrigin != "" {
		fields["topOrigin"] = a.TopOrigin
	}
	client, err := json.Marshal(fields)
	if err != nil {
		panic(err) // strings and a bool
	}
	return client
}

func (a Answer) json(response map[string]any) ([]byte, error) {
	response["clientDataJSON"] = text(a.client())
	return json.Marshal(map[string]any{
		"id": text(a.ID), "rawId": text(a.ID), "type": "public-key", "authenticatorAttachment": "platform",
		"response": response, "clientExtensionResults": map[string]any{"credProps": map[string]any{"rk": true}},
	})
}

func listed(among []descriptor, id []byte) bool {
	return slices.Contains(among, descriptor{ID: text(id)})
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}
