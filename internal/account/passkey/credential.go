package passkey

import (
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Credential is one passkey of somebody, as the site keeps it.
type Credential struct {
	ID       []byte // at most 1023 bytes, chosen by the authenticator; to find it by
	Data     []byte // JSON, opaque to callers, who seal it
	Verified bool   // the person showed a finger, a face or a PIN when it was added
	Synced   bool   // it may be copied: whoever shares the maker's account may see it
}

// record is what Data holds. What a device tells about its make and model is
// left out: nobody here needs to know.
type record struct {
	ID         []byte                            `json:"id"`
	Handle     []byte                            `json:"handle"` // of the account it was made for
	Key        []byte                            `json:"key"`    // COSE_Key, RFC 9052 §7
	Transports []protocol.AuthenticatorTransport `json:"transports,omitempty"`
	Verified   bool                              `json:"verified"`
	Eligible   bool                              `json:"eligible"`
	BackedUp   bool                              `json:"backed_up"`
	Count      uint32                            `json:"count"`
}

func recordOf(c *webauthn.Credential, handle []byte) record {
	return record{
		ID: c.ID, Handle: handle, Key: c.PublicKey, Transports: c.Transport,
		Verified: c.Flags.UserVerified, Eligible: c.Flags.BackupEligible, BackedUp: c.Flags.BackupState,
		Count: c.Authenticator.SignCount,
	}
}

// synced is whether there may be copies of it, in what the maker of the phone
// keeps for its owner.
func (r record) synced() bool { return r.Eligible || r.BackedUp }

func (r record) credential() webauthn.Credential {
	return webauthn.Credential{
		ID: r.ID, PublicKey: r.Key, Transport: r.Transports,
		Flags:         webauthn.CredentialFlags{UserVerified: r.Verified, BackupEligible: r.Eligible, BackupState: r.BackedUp},
		Authenticator: webauthn.Authenticator{SignCount: r.Count},
	}
}

func (r record) data() ([]byte, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write a passkey: %w", err)
	}
	return data, nil
}

func readRecord(c Credential) (record, error) {
	var r record
	if err := json.Unmarshal(c.Data, &r); err != nil {
		return r, fmt.Errorf("read a passkey: %w", err)
	}
	return r, nil
}

// person is somebody with passkeys, as the library wants to see them.
type person struct {
	handle []byte
	name   string
	keys   []webauthn.Credential
}

func (p person) WebAuthnID() []byte                         { return p.handle }
func (p person) WebAuthnName() string                       { return p.name }
func (p person) WebAuthnDisplayName() string                { return p.name }
func (p person) WebAuthnCredentials() []webauthn.Credential { return p.keys }

func personWith(handle []byte, name string, own []Credential) (person, error) {
	p := person{handle: handle, name: name}
	for _, c := range own {
		r, err := readRecord(c)
		if err != nil {
			return p, err
		}
		p.keys = append(p.keys, r.credential())
	}
	return p, nil
}
