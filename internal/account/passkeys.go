package account

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"handrail/internal/account/passkey"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Question is what a browser asks a passkey: options go to the browser's own
// function, and the token comes back with the answer.
type Question struct {
	Options json.RawMessage `json:"options"`
	Token   string          `json:"state"`
}

// HasPasskeys tells whether passkeys can work where people find this site.
func (s *Service) HasPasskeys() bool { return s.passkeys.Possible() }

// BeginPasskey asks the viewer's browser for a new passkey.
func (s *Service) BeginPasskey(ctx context.Context, v Viewer) (Question, error) {
	if err := s.fresh(v); err != nil {
		return Question{}, err
	}
	a, err := s.account(ctx, v.Account)
	if err != nil {
		return Question{}, err
	}
	own, err := s.credentials(ctx, v.Account)
	if err != nil {
		return Question{}, err
	}
	if len(own) >= mostPasskeys {
		return Question{}, errPasskeys()
	}
	name, err := s.nameOf(ctx, a)
	if err != nil {
		return Question{}, err
	}
	options, state, err := s.passkeys.BeginAdd(passkey.Adding{Name: name, Handle: []byte(a.Handle), Existing: own, Verify: v.Steward})
	if err != nil {
		return Question{}, err
	}
	return s.question(ctx, v.Account, forPasskeyAdd, options, state)
}

func errPasskeys() error {
	return fault.New(fault.Conflict, "You have {.Count} passkeys. Take one away first.", map[string]any{"Count": mostPasskeys})
}

// question keeps the state of a ceremony where the browser cannot change it.
func (s *Service) question(ctx context.Context, account, purpose string, options json.RawMessage, state []byte) (Question, error) {
	token, err := s.ask(ctx, account, purpose, state)
	return Question{Options: options, Token: token}, err
}

// AddPasskey makes the passkey that answered a key. device is what to call it.
func (s *Service) AddPasskey(ctx context.Context, v Viewer, token string, browser []byte, device string) (session string, err error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	var state []byte
	if err := s.asked(ctx, v.Account, forPasskeyAdd, token, &state); err != nil {
		return "", err
	}
	a, err := s.account(ctx, v.Account)
	if err != nil {
		return "", err
	}
	made, err := s.passkeys.FinishAdd(state, []byte(a.Handle), browser)
	if err != nil {
		return "", err
	}
	mark, err := s.passkeyMark(ctx, made.ID)
	if err != nil {
		return "", err
	}
	row, err := s.newKey(ctx, v.Account, Passkey, mark, keyDetail{Label: device, Synced: made.Synced, Credential: made.Data, ID: made.ID, Verified: made.Verified})
	if err != nil {
		return "", err
	}
	session, err = s.change(ctx, v, KeyChanged{v.Account, v.Session, Passkey, true}, factorsOf(made.Verified), func(ctx context.Context, tx *db.Tx, have []keyRow) error {
		if count(have, Passkey) >= mostPasskeys { // other tabs asked at the same time
			return errPasskeys()
		}
		if err := answer(ctx, tx, token, s.clock.Now()); err != nil {
			return err
		}
		return insertKey(ctx, tx, row)
	})
	if db.IsTaken(err) {
		return "", passkey.Unusable()
	}
	return session, err
}

// factorsOf is what a passkey counts: with a finger, a face or a PIN it is
// something one has and something one is or knows.
func factorsOf(verified bool) int {
	if verified {
		return 2
	}
	return 1
}

func (s *Service) passkeyMark(ctx context.Context, credential []byte) (string, error) {
	return s.mark(ctx, "passkey", hex.EncodeToString(credential))
}

// credentials are an account's passkeys as the ceremony wants them.
func (s *Service) credentials(ctx context.Context, account string) ([]passkey.Credential, error) {
	rows, err := s.keyRows(ctx, account)
	if err != nil {
		return nil, err
	}
	var own []passkey.Credential
	for _, r := range rows {
		if r.Kind != Passkey {
			continue
		}
		d, err := s.keyDetail(ctx, r)
		if err != nil {
			return nil, err
		}
		own = append(own, d.credential())
	}
	return own, nil
}

func (d keyDetail) credential() passkey.Credential {
	return passkey.Credential{ID: d.ID, Data: d.Credential, Verified: d.Verified, Synced: d.Synced}
}

// foundPasskey is the key that answers to a credential, opened.
func (s *Service) foundPasskey(ctx context.Context, credential []byte) (keyRow, keyDetail, error) {
	mark, err := s.passkeyMark(ctx, credential)
	if err != nil {
		return keyRow{}, keyDetail{}, err
	}
	var row keyRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = keyByMark(ctx, tx, mark)
		return err
	})
	if err != nil {
		return keyRow{}, keyDetail{}, err
	}
	d, err := s.keyDetail(ctx, row)
	return row, d, err
}

// after is a passkey's row as it is once it was used.
func (s *Service) after(ctx context.Context, row keyRow, d keyDetail, used passkey.Used) ([]byte, error) {
	d.Credential, d.Synced = used.Data, used.Synced
	plain, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	return s.keys.Seal(ctx, ownerOf(row.Account), plain, keyColumn(row.ID))
}
