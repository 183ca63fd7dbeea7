package passkey

import (
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Adding is what is said when a passkey is made. The browser and the
// authenticator show and keep Site and Name, outside of our reach, so both are
// neutral.
type Adding struct {
	Site     string       // what the site calls itself there; its host when empty
	Name     string       // what the passkey is called there
	Handle   []byte       // stands for the account: random, 1 to 64 bytes, never shown
	Existing []Credential // what the account has: no authenticator holds two
	Verify   bool         // the person has to show a finger, a face or a PIN
}

// BeginAdd asks for a new passkey. options are PublicKeyCredentialCreationOptions
// in their JSON form, and the passkey will be discoverable: it can be used
// without saying a name first.
func (p *Party) BeginAdd(a Adding) (options json.RawMessage, state []byte, err error) {
	if p.rules == nil {
		return nil, nil, impossible()
	}
	owner, err := personWith(a.Handle, a.Name, a.Existing)
	if err != nil {
		return nil, nil, err
	}
	site := a.Site
	if site == "" {
		site = p.rules.Config.RPID
	}
	made, session, err := p.rules.BeginRegistration(owner,
		webauthn.WithRegistrationRelyingPartyName(site),
		webauthn.WithCredentialParameters(webauthn.CredentialParametersRecommendedL3()),
		webauthn.WithExclusions(webauthn.Credentials(owner.keys).CredentialDescriptors()),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{UserVerification: wanted(a.Verify)}),
		webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementRequired),
	)
	if err != nil {
		return nil, nil, fmt.Errorf("begin to add a passkey: %w", err)
	}
	return p.began(adding, made.Response, session)
}

// FinishAdd judges the browser's answer, a RegistrationResponseJSON. An answer
// that is broken, meant for something else or for another handle is Unusable;
// one that comes after Patience is refused with Late. Whether another account
// has a passkey of that ID is for the caller to check.
func (p *Party) FinishAdd(state, handle, answer []byte) (Credential, error) {
	session, err := p.resume(adding, state, answer)
	if err != nil {
		return Credential{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Credential{}, Unusable()
	}
	made, err := p.rules.CreateCredential(person{handle: handle}, session, parsed)
	if err != nil {
		return Credential{}, Unusable()
	}
	r := recordOf(made, handle)
	data, err := r.data()
	return Credential{ID: r.ID, Data: data, Verified: r.Verified, Synced: r.synced()}, err
}
