package account

import (
	"context"
	"net/netip"

	"handrail/internal/account/passkey"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Proof is what somebody shows who is here already: before keys change, or to
// open what they hid. It takes as much as signing in takes.
type Proof struct {
	Words string // a phrase or a passphrase
	Code  string // of the app, or a recovery code, where signing in asks for one
	From  netip.Addr
}

// holder is whose session it is, hidden or not.
func (s *Service) holder(ctx context.Context, v Viewer) (account, session string, err error) {
	if v.Account != "" {
		return v.Account, v.Session, nil
	}
	if v.Hidden == "" {
		return "", "", NeedsSession()
	}
	var row sessionRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = sessionByID(ctx, tx, v.Hidden)
		return err
	})
	return row.AccountID, v.Hidden, err
}

// TakesSteps tells whether the holder of this session, hidden or not, has to
// show a code beside their words.
func (s *Service) TakesSteps(ctx context.Context, v Viewer) (bool, error) {
	account, _, err := s.holder(ctx, v)
	if err != nil {
		return false, err
	}
	rows, err := s.keyRows(ctx, account)
	return has(rows, App), err
}

// takesTwo tells whether one key is not enough to show: signing in takes two
// factors, or a steward holds what gives two.
func (a accountRow) takesTwo(rows []keyRow) bool {
	return has(rows, App) || a.Steward && has(rows, Passkey)
}

// Prove takes words, and a code where signing in takes one. The session gets a
// new token, and is no longer hidden.
func (s *Service) Prove(ctx context.Context, v Viewer, p Proof) (token string, err error) {
	account, session, err := s.holder(ctx, v)
	if err != nil {
		return "", err
	}
	if err := s.limiter.Take(ctx, stepLimit, account, p.From); err != nil {
		return "", err
	}
	a, err := s.account(ctx, account)
	if err != nil {
		return "", err
	}
	rows, err := s.keyRows(ctx, account)
	if err != nil {
		return "", err
	}
	var code string
	var ok bool
	if has(rows, Phrase) || has(rows, Passphrase) { // else it would be work for nothing
		code, ok, err = s.fits(ctx, a, rows, p.Words)
	}
	switch {
	case err != nil:
		return "", err
	case !ok || code != "": // a code is for when the key is lost, and this changes keys
		return "", fault.Field("words", "These are not the words of your key. Look for a typing mistake.")
	}
	factors, spend := 1, func(context.Context, *db.Tx) error { return nil }
	switch {
	case has(rows, App):
		factors = 2
		var paper bool
		if spend, paper, err = s.second(ctx, account, p.Code, true); err != nil {
			return "", err
		}
		if paper {
			spend = s.saying(spend, SignedIn{Account: account, Session: session, Code: true})
		}
	case a.takesTwo(rows):
		return "", fault.Field("words", "A steward shows more than words here. Use your passkey.")
	}
	return s.proved(ctx, proved{account, session, rows, factors}, spend)
}

// saying does what spends a recovery code, and says that one was used.
func (s *Service) saying(spend func(context.Context, *db.Tx) error, said SignedIn) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		if err := spend(ctx, tx); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, said)
	}
}

// proved is what somebody showed who is here.
type proved struct {
	account, session string
	rows             []keyRow // the keys that it was compared with
	factors          int
}

func (s *Service) proved(ctx context.Context, p proved, spend func(ctx context.Context, tx *db.Tx) error) (string, error) {
	token := id.Token()
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := unchanged(ctx, tx, p.account, p.rows); err != nil {
			return err
		}
		if err := spend(ctx, tx); err != nil {
			return err
		}
		return proveSession(ctx, tx, p.session, id.Hash(token), p.factors, s.clock.Now())
	})
}

// AskProof asks the browser of somebody who is here for one of their own
// passkeys.
func (s *Service) AskProof(ctx context.Context, v Viewer) (Question, error) {
	account, _, err := s.holder(ctx, v)
	if err != nil {
		return Question{}, err
	}
	a, err := s.account(ctx, account)
	if err != nil {
		return Question{}, err
	}
	own, err := s.credentials(ctx, account)
	if err != nil {
		return Question{}, err
	}
	rows, err := s.keyRows(ctx, account)
	if err != nil {
		return Question{}, err
	}
	options, state, err := s.passkeys.BeginProof([]byte(a.Handle), own, a.takesTwo(rows))
	if err != nil {
		return Question{}, err
	}
	return s.question(ctx, account, forPasskeyProof, options, state)
}

// ProveWithPasskey takes the passkey that answered. Where signing in takes two
// factors, it has to have looked at a finger, a face or a PIN.
func (s *Service) ProveWithPasskey(ctx context.Context, v Viewer, token string, browser []byte) (session string, err error) {
	account, of, err := s.holder(ctx, v)
	if err != nil {
		return "", err
	}
	var state []byte
	if err := s.asked(ctx, account, forPasskeyProof, token, &state); err != nil {
		return "", err
	}
	a, err := s.account(ctx, account)
	if err != nil {
		return "", err
	}
	own, err := s.credentials(ctx, account)
	if err != nil {
		return "", err
	}
	used, err := s.passkeys.FinishProof(state, []byte(a.Handle), own, browser)
	if err != nil {
		return "", err
	}
	row, d, err := s.foundPasskey(ctx, used.ID)
	if err != nil {
		return "", err
	}
	rows, err := s.keyRows(ctx, account)
	if err != nil {
		return "", err
	}
	if used.Cloned || a.takesTwo(rows) && !used.Verified {
		return "", passkey.Unusable()
	}
	detail, err := s.after(ctx, row, d, used)
	if err != nil {
		return "", err
	}
	return s.proved(ctx, proved{account, of, rows, factorsOf(used.Verified)}, func(ctx context.Context, tx *db.Tx) error {
		if err := answer(ctx, tx, token, s.clock.Now()); err != nil {
			return err
		}
		return writeUsed(ctx, tx, row.ID, detail, s.clock.Now())
	})
}
