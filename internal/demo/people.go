package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/secret"
	"handrail/internal/platform/fault"
)

// Role is somebody to walk in as.
type Role string

// The roles.
const (
	Newcomer    Role = "newcomer" // a seat without a key
	Member      Role = "member"   // of three groups
	Facilitator Role = "facilitator"
	Steward     Role = "steward"
)

const setUpLasts = time.Hour

// keyring is what the people of the demo open the door with. It is no secret:
// whoever can reach a demo can walk in as anybody.
type keyring map[Role]held

type held struct {
	Name  string `json:"name"`
	Words string `json:"words"`
	App   string `json:"app,omitempty"` // the secret of an authenticator app
}

// write keeps the keys beside the demo.
func (k keyring) write(file string) error {
	text, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

// keep gives somebody keys, as anybody would in their settings, and signs them
// out again.
func (s *Service) keep(ctx context.Context, w account.Welcome, keys int) (h held, v account.Viewer, err error) {
	h.Name = w.Name
	if v, err = s.Accounts.Find(ctx, w.Token); err != nil {
		return h, v, err
	}
	token, err := s.Accounts.OfferPhrase(ctx, v)
	if err != nil {
		return h, v, err
	}
	if h.Words, err = s.Accounts.OfferedPhraseFor(ctx, v, token); err != nil {
		return h, v, err
	}
	session, err := s.Accounts.KeepPhrase(ctx, v, token)
	if err != nil {
		return h, v, err
	}
	if v, err = s.Accounts.Find(ctx, session); err != nil {
		return h, v, err
	}
	if keys > 1 {
		if h.App, session, err = s.addApp(ctx, v); err != nil {
			return h, v, err
		}
		if v, err = s.Accounts.Find(ctx, session); err != nil {
			return h, v, err
		}
	}
	return h, v, s.Accounts.End(ctx, v)
}

func (s *Service) addApp(ctx context.Context, viewer account.Viewer) (made, session string, err error) {
	token, err := s.Accounts.OfferApp(ctx, viewer)
	if err != nil {
		return "", "", err
	}
	offer, err := s.Accounts.OfferedAppFor(ctx, viewer, token)
	if err != nil {
		return "", "", err
	}
	session, err = s.Accounts.KeepApp(ctx, viewer, token, secret.TOTPCode(offer.Secret, s.Clock.Now().Add(-codeLasts)))
	return offer.Secret, session, err
}

// codeLasts is how long one code of an app counts (RFC 6238 §4.1).
const codeLasts = 30 * time.Second

// walkIn opens a session as somebody of the demo, through the door that
// everybody uses.
func (s *Service) walkIn(ctx context.Context, role Role, at account.Visit) (account.Entry, error) {
	if role == Newcomer {
		w, err := s.Accounts.ComeIn(ctx, account.Arrival{Kind: at.Kind, Device: at.Device, Consents: true})
		return account.Entry{Viewer: w.Viewer, Token: w.Token, Kind: at.Kind}, err
	}
	h, err := s.held(role)
	if err != nil {
		return account.Entry{}, err
	}
	entry, err := s.Accounts.SignIn(ctx, account.Attempt{Name: h.Name, Words: h.Words, Visit: at})
	if err != nil || entry.Step == "" {
		return entry, err
	}
	// A code counts once, so for somebody who walks in twice in a row the one
	// before and the one after are tried too.
	step := entry.Step
	for _, off := range []time.Duration{0, codeLasts, -codeLasts} {
		entry, err = s.Accounts.Step(ctx, step, secret.TOTPCode(h.App, s.Clock.Now().Add(off)), at.From)
		if err == nil {
			return entry, nil
		}
	}
	return entry, fault.Later(codeLasts, "Somebody just walked in as this person. Wait a moment, and try again.")
}

func (s *Service) held(role Role) (held, error) {
	text, err := os.ReadFile(s.Keys)
	if err != nil {
		return held{}, fmt.Errorf("the keys of the demo: %w", err)
	}
	var keys keyring
	if err := json.Unmarshal(text, &keys); err != nil {
		return held{}, fmt.Errorf("the keys of the demo: %w", err)
	}
	h, ok := keys[role]
	if !ok {
		return held{}, fault.Missing()
	}
	return h, nil
}
