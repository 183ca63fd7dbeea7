package passkey

import (
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"handrail/internal/platform/fault"
)

// Used is a passkey that has just proved itself.
type Used struct {
	ID       []byte // of the passkey
	Handle   []byte // of the account it was made for
	Data     []byte // takes the place of the Credential's Data
	Verified bool   // the person showed a finger, a face or a PIN this time
	Synced   bool   // as in Credential, as of now
	Cloned   bool   // its counter did not rise: there may be a second copy (§6.1.1)
}

// Find looks up a passkey by its ID and the handle that came with it. A fault of
// kind NotFound counts as an unusable passkey; every other error comes back to
// whoever called FinishSignIn, as it is.
type Find func(id, handle []byte) (Credential, error)

// BeginSignIn asks for any passkey of this site. It names none, so it tells
// nothing about who has one. options are PublicKeyCredentialRequestOptions in
// their JSON form.
func (p *Party) BeginSignIn(verify bool) (options json.RawMessage, state []byte, err error) {
	if p.rules == nil {
		return nil, nil, impossible()
	}
	asked, session, err := p.rules.BeginDiscoverableLogin(webauthn.WithUserVerification(wanted(verify)))
	if err != nil {
		return nil, nil, fmt.Errorf("begin to sign in with a passkey: %w", err)
	}
	return p.began(signingIn, asked.Response, session)
}

// FinishSignIn judges the browser's answer, an AuthenticationResponseJSON. The
// passkey has to be the one that find gave, made for the handle in the answer.
// Errors are those of FinishAdd. A Cloned passkey is for the caller to refuse.
func (p *Party) FinishSignIn(state, answer []byte, find Find) (Used, error) {
	session, err := p.resume(signingIn, state, answer)
	if err != nil {
		return Used{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Used{}, Unusable()
	}
	var failed error
	owner := func(id, handle []byte) (webauthn.User, error) {
		found, err := foundBy(find, id, handle)
		failed = err
		return found, err
	}
	who, key, err := p.rules.ValidatePasskeyLogin(owner, session, parsed)
	switch {
	case failed != nil && fault.KindOf(failed) != fault.NotFound:
		return Used{}, failed
	case err != nil:
		return Used{}, Unusable()
	}
	return used(key, who.WebAuthnID(), parsed)
}

// foundBy is the owner of a passkey as its own record has it, whoever the
// answer says that it is.
func foundBy(find Find, id, handle []byte) (webauthn.User, error) {
	found, err := find(id, handle)
	if err != nil {
		return nil, err
	}
	r, err := readRecord(found)
	if err != nil {
		return nil, err
	}
	return person{handle: r.Handle, keys: []webauthn.Credential{r.credential()}}, nil
}

// BeginProof asks somebody who is signed in to show one of their own passkeys.
// Without any it is Unusable.
func (p *Party) BeginProof(handle []byte, own []Credential, verify bool) (options json.RawMessage, state []byte, err error) {
	if p.rules == nil {
		return nil, nil, impossible()
	}
	if len(own) == 0 {
		return nil, nil, Unusable()
	}
	who, err := personWith(handle, "", own)
	if err != nil {
		return nil, nil, err
	}
	asked, session, err := p.rules.BeginLogin(who, webauthn.WithUserVerification(wanted(verify)))
	if err != nil {
		return nil, nil, fmt.Errorf("begin to prove a passkey: %w", err)
	}
	return p.began(proving, asked.Response, session)
}

// FinishProof judges the answer to BeginProof, with the handle and the passkeys
// of the same account. Somebody else's passkey is Unusable, and so is one that
// the account no longer has. Errors are those of FinishAdd.
func (p *Party) FinishProof(state, handle []byte, own []Credential, answer []byte) (Used, error) {
	session, err := p.resume(proving, state, answer)
	if err != nil {
		return Used{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Used{}, Unusable()
	}
	who, err := personWith(handle, "", own)
	if err != nil {
		return Used{}, err
	}
	key, err := p.rules.ValidateLogin(who, session, parsed)
	if err != nil {
		return Used{}, Unusable()
	}
	return used(key, handle, parsed)
}

func used(key *webauthn.Credential, handle []byte, parsed *protocol.ParsedCredentialAssertionData) (Used, error) {
	r := recordOf(key, handle)
	data, err := r.data()
	return Used{
		ID: r.ID, Handle: handle, Data: data, Synced: r.synced(),
		Verified: parsed.Response.AuthenticatorData.Flags.HasUserVerified(),
		Cloned:   key.Authenticator.CloneWarning,
	}, err
}
