package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// KeyKind is a sort of key.
type KeyKind string

// The kinds of key. The first three open the door; the app is a second step
// beside words; a code stands in for either, once.
const (
	Passkey    KeyKind = "passkey"
	Phrase     KeyKind = "phrase"     // six words that we made
	Passphrase KeyKind = "passphrase" // of their own
	App        KeyKind = "app"        // codes of an authenticator app (RFC 6238)
	Code       KeyKind = "code"       // one of ten recovery codes
)

func (k KeyKind) opensDoor() bool { return k == Passkey || k == Phrase || k == Passphrase }

// Key is one key as its owner sees it.
type Key struct {
	ID     string
	Kind   KeyKind
	Label  string // what the owner calls it, or the device it was made on
	Synced bool   // a passkey that may also lie on other devices
	Made   time.Time
	Used   time.Time // the day, or zero for never
}

// KeyChanged is emitted in the transaction that adds a key or takes it away.
type KeyChanged struct {
	Account string
	Session string // in which it was done
	Kind    KeyKind
	Added   bool
}

// keyDetail is what is sealed of a key.
type keyDetail struct {
	Label      string          `json:"label,omitempty"`
	Synced     bool            `json:"synced,omitempty"`
	Hash       []byte          `json:"hash,omitempty"`       // of a phrase or passphrase
	Secret     string          `json:"secret,omitempty"`     // of an app
	Credential json.RawMessage `json:"credential,omitempty"` // of a passkey
	ID         []byte          `json:"id,omitempty"`         // of a passkey
	Verified   bool            `json:"verified,omitempty"`
}

// mostPasskeys is how many passkeys one account may have.
const mostPasskeys = 10

// FreshFor is how long a key that was shown counts for changing keys.
const FreshFor = 10 * time.Minute

// IsFresh tells whether the viewer showed a key, or as many as signing in
// takes, a short while ago. A steward who can show two shows two: else their
// words alone could add the second one. A seat without keys has none to show.
func (s *Service) IsFresh(v Viewer) bool { return s.fresh(v) == nil }

// fresh refuses who must show a key again.
func (s *Service) fresh(v Viewer) error {
	switch {
	case v.Account == "":
		return NeedsSession()
	case v.Keys == 0:
		return nil
	case s.clock.Now().Sub(v.Proved) > FreshFor, v.Factors < 2 && (v.Steps || v.Steward && v.Strong):
		return fault.New(fault.Forbidden, "Show us a key again first, so that nobody else can change this on your device.")
	}
	return nil
}

// KeysFor are the viewer's keys, the oldest first; recovery codes are counted
// apart.
func (s *Service) KeysFor(ctx context.Context, v Viewer) (keys []Key, codes int, err error) {
	if v.Account == "" {
		return nil, 0, NeedsSession()
	}
	rows, err := s.keyRows(ctx, v.Account)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range rows {
		if r.Kind == Code {
			codes++
			continue
		}
		d, err := s.keyDetail(ctx, r)
		if err != nil {
			return nil, 0, err
		}
		k := Key{ID: r.ID, Kind: r.Kind, Label: d.Label, Synced: d.Synced, Made: clock.FromMillis(r.MadeAt)}
		if r.UsedAt > 0 {
			k.Used = clock.FromMillis(r.UsedAt)
		}
		keys = append(keys, k)
	}
	return keys, codes, nil
}

func (s *Service) keyRows(ctx context.Context, account string) (rows []keyRow, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = keysOf(ctx, tx, account)
		return err
	})
	return rows, err
}

func keyColumn(row string) string { return "account_key.detail:" + row }

func (s *Service) keyDetail(ctx context.Context, r keyRow) (d keyDetail, err error) {
	plain, err := s.keys.Open(ctx, ownerOf(r.Account), r.Detail, keyColumn(r.ID))
	if err != nil {
		return d, fmt.Errorf("open a key: %w", err)
	}
	return d, json.Unmarshal(plain, &d)
}

// newKey is a key that is ready to be written.
func (s *Service) newKey(ctx context.Context, account string, kind KeyKind, mark string, d keyDetail) (keyRow, error) {
	r := keyRow{ID: id.Random(), Account: account, Kind: kind, Mark: mark, MadeAt: clock.Millis(s.clock.Now())}
	plain, err := json.Marshal(d)
	if err != nil {
		return r, err
	}
	r.Detail, err = s.keys.Seal(ctx, ownerOf(account), plain, keyColumn(r.ID))
	return r, err
}

// change changes keys: it looks once more at who asks, does it, gives the
// session a new token, and says so. The token is for the cookie. factors is how
// many were shown with a key that is added; 0 where none is.
func (s *Service) change(ctx context.Context, v Viewer, said KeyChanged, factors int, do func(ctx context.Context, tx *db.Tx, have []keyRow) error) (string, error) {
	token := id.Token()
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", v.Account); err != nil {
			return err
		}
		have, err := keysOf(ctx, tx, v.Account)
		if err != nil {
			return err
		}
		if v.Keys == 0 && len(have) > 0 {
			// Another tab, or another device, was quicker: from now on a key is asked for.
			return fault.New(fault.Conflict, "This changed meanwhile. Look at the page again.")
		}
		if err := do(ctx, tx, have); err != nil {
			return err
		}
		if err := renewSession(ctx, tx, v.Session, id.Hash(token), factors, s.clock.Now()); err != nil {
			return err
		}
		if err := deleteSteps(ctx, tx, v.Account); err != nil { // of who began with the keys from before
			return err
		}
		if v.Steward {
			if err := s.endSetUp(ctx, tx); err != nil {
				return err
			}
		}
		return s.events.Emit(ctx, tx, said)
	})
}

// endSetUp ends the passes of the one-time set-up link, once a steward holds
// the two keys it takes. Whatever else was begun with such a pass ends with it:
// the link may have been in other hands before.
func (s *Service) endSetUp(ctx context.Context, tx *db.Tx) error {
	if n, err := keyedStewards(ctx, tx); err != nil || n == 0 {
		return err
	}
	passes, err := passesFor(ctx, tx, SetUp, s.clock.Now())
	if err != nil || len(passes) == 0 {
		return err
	}
	if err := tx.Lock(ctx, "account", "stewards"); err != nil {
		return err
	}
	begun, err := unkeyedStewards(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range begun {
		if err := writeSteward(ctx, tx, string(one), false); err != nil {
			return err
		}
		if err := s.events.Emit(ctx, tx, StewardChanged{Account: string(one), By: "system"}); err != nil {
			return err
		}
	}
	for _, pass := range passes {
		if err := s.endAll(ctx, tx, Viewer{Pass: string(pass)}.Subject()); err != nil {
			return err
		}
	}
	return endPasses(ctx, tx, SetUp, s.clock.Now())
}

// RemoveKey takes a key away. The last one that opens the door stays: who
// wants none any more leaves. Sessions that were opened with two factors fall
// back to one.
func (s *Service) RemoveKey(ctx context.Context, v Viewer, key string) (token string, err error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	rows, err := s.keyRows(ctx, v.Account)
	if err != nil {
		return "", err
	}
	var kind KeyKind
	for _, r := range rows {
		if r.ID == key && r.Kind != Code {
			kind = r.Kind
		}
	}
	if kind == "" {
		return "", fault.Missing()
	}
	return s.change(ctx, v, KeyChanged{v.Account, v.Session, kind, false}, 0, func(ctx context.Context, tx *db.Tx, have []keyRow) error {
		if err := mayRemove(have, key, v.Steward); err != nil {
			return err
		}
		if err := deleteKey(ctx, tx, v.Account, key); err != nil {
			return err
		}
		return lowerFactors(ctx, tx, v.Account, 1)
	})
}

func mayRemove(have []keyRow, key string, steward bool) error {
	doors, all := 0, 0
	for _, r := range have {
		if r.ID == key || r.Kind == Code {
			continue
		}
		all++
		if r.Kind.opensDoor() {
			doors++
		}
	}
	switch {
	case doors == 0:
		return fault.New(fault.Conflict, "This is the last key that opens the door. Add another one first.")
	case steward && all < 2:
		return fault.New(fault.Conflict, "A steward holds two keys. Add another one first.")
	}
	return nil
}

// NewCodes gives ten recovery codes, shown this once, and ends the old ones.
// They are for somebody who has a key already.
func (s *Service) NewCodes(ctx context.Context, v Viewer) (codes []string, token string, err error) {
	if err := s.fresh(v); err != nil {
		return nil, "", err
	}
	if v.Keys == 0 {
		return nil, "", fault.New(fault.Conflict, "Add a key first. The codes are for when it is lost.")
	}
	codes = secret.NewCodes()
	rows := make([]keyRow, len(codes))
	for i, code := range codes {
		folded, _ := secret.FoldCode(code)
		if rows[i], err = s.newKey(ctx, v.Account, Code, secret.HashCode(folded), keyDetail{}); err != nil {
			return nil, "", err
		}
	}
	token, err = s.change(ctx, v, KeyChanged{v.Account, v.Session, Code, true}, 0, func(ctx context.Context, tx *db.Tx, _ []keyRow) error {
		if err := deleteKeysOf(ctx, tx, v.Account, Code); err != nil {
			return err
		}
		return insertKeys(ctx, tx, rows)
	})
	return codes, token, err
}
