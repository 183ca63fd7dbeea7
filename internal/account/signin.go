package account

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"handrail/internal/account/passkey"
	"handrail/internal/account/secret"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/seal"
)

// SignedIn is emitted in the transaction that opens the door with a key. How
// many factors it took, and on what device, its owner can look up.
type SignedIn struct {
	Account string
	Session string
	Code    bool // a recovery code was used up
}

// Entry is what signing in led to: a session, or a second step.
type Entry struct {
	Viewer Viewer
	Token  string // for the cookie
	Kind   Kind   // of the session
	Step   string // when not "": the token of the second step that is still missing
}

// The limits of guessing: for each name that was typed, and for each account
// whose words were right. They delay; they never lock anybody out elsewhere.
var (
	wordsLimit = limit.Rule{
		Name: "sign-in words", Claimed: true, Subject: limit.Rate{Count: 10, Per: 10 * time.Minute},
		Network: limit.Rate{Count: 60, Per: time.Minute}, Global: limit.Rate{Count: 2400, Per: time.Minute}, Wait: 5 * time.Second,
	}
	stepLimit = limit.Rule{
		Name: "sign-in second step", Claimed: true, Subject: limit.Rate{Count: 10, Per: 10 * time.Minute},
		Network: limit.Rate{Count: 60, Per: time.Minute}, Wait: 5 * time.Second,
	}
	// Whoever is at the second step has shown the words, so it is no stranger
	// who types a name. A code of six digits is not to be guessed from many
	// networks either (NIST SP 800-63B-4 §3.2.2: at most 100 failures).
	stepsOfDay = limit.Rule{Name: "second steps of a day", Subject: limit.Rate{Count: 100, Per: 24 * time.Hour}}
)

// Attempt is a try to sign in with words.
type Attempt struct {
	Name  string // sign-in name
	Words string // a phrase, a passphrase, or a recovery code
	Visit
}

// Visit is where a session is opened.
type Visit struct {
	Kind   Kind
	Device string
	From   netip.Addr // for limits, and kept nowhere
}

// step is the second step that is missing.
type step struct {
	Kind   Kind   `json:"kind"`
	Device string `json:"device"`
	Code   bool   `json:"code"` // the first step was a recovery code
}

// SignIn opens the door with a name and words. Whatever is wrong, the answer is
// the same, and so is the work it takes: one hash. Whoever shows all the keys
// of a seat that was closed is told so, with a Forbidden fault; nobody else is.
func (s *Service) SignIn(ctx context.Context, a Attempt) (Entry, error) {
	if err := s.limiter.Take(ctx, wordsLimit, secret.FoldName(a.Name), a.From); err != nil {
		return Entry{}, err
	}
	row, rows, err := s.doorOf(ctx, a.Name)
	if err != nil {
		return Entry{}, err
	}
	code, ok, err := s.fits(ctx, row, rows, a.Words)
	if err != nil {
		return Entry{}, err
	}
	if !ok {
		return Entry{}, errWords()
	}
	return s.enter(ctx, row.ID, rows, 1, code, a.Visit, nil)
}

// errWords is the one answer to a name and words that do not go together.
func errWords() error {
	return fault.Field("words", "That name and those words do not go together. Look for a typing mistake, or use another of your keys.")
}

// doorOf finds an account and its keys by its sign-in name. Without one it is
// a door that nothing opens, with a salt of its own, so that the same is done.
func (s *Service) doorOf(ctx context.Context, name string) (row accountRow, rows []keyRow, err error) {
	folded := secret.FoldName(name)
	mark, err := s.mark(ctx, "sign-in name", folded)
	if err != nil {
		return row, nil, err
	}
	salt, err := s.keys.MAC(ctx, "account:marks", "salt of nobody", []byte(folded))
	if err != nil {
		return row, nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if row, err = accountByMark(ctx, tx, mark); fault.KindOf(err) == fault.NotFound {
			row, err = accountRow{}, nil
		}
		if err != nil {
			return err
		}
		rows, err = keysOf(ctx, tx, row.ID)
		return err
	})
	if row.ID == "" || row.Standing == Erasing {
		row, rows = accountRow{Salt: salt[:secret.SaltBytes]}, nil
	}
	return row, rows, err
}

// fits tells whether words open the door, and the mark of the recovery code if
// they were one.
func (s *Service) fits(ctx context.Context, a accountRow, rows []keyRow, words string) (code string, ok bool, err error) {
	hash, err := s.hasher.Hash(ctx, secret.Fold(words), a.Salt)
	if err != nil {
		return "", false, err
	}
	typed := ""
	if folded, is := secret.FoldCode(words); is {
		typed = secret.HashCode(folded)
	}
	for _, r := range rows {
		switch r.Kind {
		case Phrase, Passphrase:
			d, err := s.keyDetail(ctx, r)
			if errors.Is(err, seal.ErrDestroyed) {
				continue // a backup brought back the row of somebody who was erased
			}
			if err != nil {
				return "", false, err
			}
			ok = ok || secret.Equal(d.Hash, hash)
		case Code:
			if typed != "" && secret.Equal([]byte(r.Mark), []byte(typed)) {
				code, ok = typed, true
			}
		}
	}
	return code, ok, nil
}

// enter opens a session, or asks for the second step that is missing. also is
// done in the same transaction.
func (s *Service) enter(ctx context.Context, account string, rows []keyRow, factors int, code string, at Visit, also func(ctx context.Context, tx *db.Tx) error) (Entry, error) {
	if has(rows, App) && factors < 2 {
		token, err := s.askStep(ctx, account, rows, step{Kind: at.Kind, Device: at.Device, Code: code != ""}, code, also)
		return Entry{Kind: at.Kind, Step: token}, err
	}
	opening, err := s.prepare(ctx, Viewer{Account: account, Factors: factors}, at.Kind, at.Device)
	if err != nil {
		return Entry{}, err
	}
	return Entry{Viewer: opening.viewer, Token: opening.token, Kind: at.Kind}, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := unchanged(ctx, tx, account, rows); err != nil {
			return err
		}
		if also != nil {
			if err := also(ctx, tx); err != nil {
				return err
			}
		}
		if code != "" {
			if err := spendCode(ctx, tx, account, code); err != nil {
				return errWords()
			}
		}
		return s.open(ctx, tx, opening, code != "")
	})
}

// open writes a session, unless the door was closed meanwhile.
func (s *Service) open(ctx context.Context, tx *db.Tx, o opening, code bool) error {
	if err := tx.Lock(ctx, "account", o.viewer.Account); err != nil {
		return err
	}
	a, err := accountByID(ctx, tx, o.viewer.Account)
	switch {
	case err != nil || a.Standing == Erasing:
		return errWords()
	case a.Standing == Closed:
		return fault.New(fault.Forbidden, "This seat is closed.")
	}
	if err := o.insert(ctx, tx); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, SignedIn{Account: o.viewer.Account, Session: o.viewer.Session, Code: code})
}

// askStep asks for the second step. A recovery code is used up with it: what
// was typed once may have been seen.
func (s *Service) askStep(ctx context.Context, account string, rows []keyRow, st step, code string, also func(ctx context.Context, tx *db.Tx) error) (string, error) {
	token, row, err := s.challenge(ctx, account, forSecondStep, st)
	if err != nil {
		return "", err
	}
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := unchanged(ctx, tx, account, rows); err != nil {
			return err
		}
		if also != nil {
			if err := also(ctx, tx); err != nil {
				return err
			}
		}
		if code != "" && spendCode(ctx, tx, account, code) != nil {
			return errWords()
		}
		return insertChallenge(ctx, tx, row)
	})
}

func has(rows []keyRow, kind KeyKind) bool { return count(rows, kind) > 0 }

func count(rows []keyRow, kind KeyKind) (n int) {
	for _, r := range rows {
		if r.Kind == kind {
			n++
		}
	}
	return n
}

// unchanged refuses when keys came or went since they were looked at: it can
// take seconds until it is somebody's turn, and a key that was taken away
// meanwhile opens nothing. Recovery codes are looked at when they are used up.
func unchanged(ctx context.Context, tx *db.Tx, account string, rows []keyRow) error {
	if err := tx.Lock(ctx, "account", account); err != nil {
		return err
	}
	have, err := keysOf(ctx, tx, account)
	if err == nil && !slices.Equal(lasting(rows), lasting(have)) {
		err = fault.New(fault.Conflict, "This changed meanwhile. Look at the page again.")
	}
	return err
}

func lasting(rows []keyRow) (keys []string) {
	for _, r := range rows {
		if r.Kind != Code {
			keys = append(keys, r.ID)
		}
	}
	return keys
}

// Step takes the second step: a code from the app, or, after words, a recovery
// code. Two codes from one sheet of paper are one factor.
func (s *Service) Step(ctx context.Context, token, typed string, from netip.Addr) (Entry, error) {
	var st step
	account, err := s.steps(ctx, token, &st)
	if err != nil {
		return Entry{}, err
	}
	for _, rule := range []limit.Rule{stepLimit, stepsOfDay} {
		if err := s.limiter.Take(ctx, rule, account, from); err != nil {
			return Entry{}, err
		}
	}
	if err := s.try(ctx, token); err != nil {
		return Entry{}, err
	}
	spend, code, err := s.second(ctx, account, typed, !st.Code)
	if err != nil {
		return Entry{}, err
	}
	opening, err := s.prepare(ctx, Viewer{Account: account, Factors: 2}, st.Kind, st.Device)
	if err != nil {
		return Entry{}, err
	}
	return Entry{Viewer: opening.viewer, Token: opening.token, Kind: st.Kind}, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", account); err != nil {
			return err
		}
		if err := answer(ctx, tx, token, s.clock.Now()); err != nil {
			return err
		}
		if err := spend(ctx, tx); err != nil {
			return err
		}
		return s.open(ctx, tx, opening, code || st.Code)
	})
}

// steps is whose second step a token is.
func (s *Service) steps(ctx context.Context, token string, st *step) (account string, err error) {
	var row challengeRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = stepByToken(ctx, tx, token, s.clock.Now())
		return err
	})
	if err != nil {
		return "", stale(err)
	}
	return row.Account, s.openChallenge(ctx, row, st)
}

// second judges a second step, and gives what uses it up.
func (s *Service) second(ctx context.Context, account, typed string, codes bool) (spend func(ctx context.Context, tx *db.Tx) error, code bool, err error) {
	rows, err := s.keyRows(ctx, account)
	if err != nil {
		return nil, false, err
	}
	now := s.clock.Now()
	for _, r := range rows {
		if r.Kind == App {
			d, err := s.keyDetail(ctx, r)
			if err != nil {
				return nil, false, err
			}
			if at, ok := secret.CheckTOTP(d.Secret, typed, now, r.LastStep); ok {
				return func(ctx context.Context, tx *db.Tx) error { return spentCode(spendStep(ctx, tx, r.ID, at, now)) }, false, nil
			}
		}
		if folded, is := secret.FoldCode(typed); is && codes && r.Kind == Code && secret.Equal([]byte(r.Mark), []byte(secret.HashCode(folded))) {
			return func(ctx context.Context, tx *db.Tx) error { return spentCode(spendCode(ctx, tx, account, r.Mark)) }, true, nil
		}
	}
	return nil, false, errCode()
}

func errCode() error {
	return fault.Field("code", "That code does not fit. Wait for the next one and try again.")
}

func spentCode(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return errCode()
	}
	return err
}

// AskPasskey asks a browser for any passkey of this site. It names none.
func (s *Service) AskPasskey(ctx context.Context) (Question, error) {
	options, state, err := s.passkeys.BeginSignIn(false)
	if err != nil {
		return Question{}, err
	}
	return s.question(ctx, "", forPasskeySignIn, options, state)
}

// SignInWithPasskey opens the door with the passkey that answered.
func (s *Service) SignInWithPasskey(ctx context.Context, token string, browser []byte, at Visit) (Entry, error) {
	var state []byte
	if err := s.asked(ctx, "", forPasskeySignIn, token, &state); err != nil {
		return Entry{}, err
	}
	var row keyRow
	var d keyDetail
	used, err := s.passkeys.FinishSignIn(state, browser, func(id, _ []byte) (c passkey.Credential, err error) {
		row, d, err = s.foundPasskey(ctx, id)
		return d.credential(), err
	})
	if err != nil {
		return Entry{}, err
	}
	if used.Cloned {
		return Entry{}, passkey.Unusable()
	}
	detail, err := s.after(ctx, row, d, used)
	if err != nil {
		return Entry{}, err
	}
	rows, err := s.keyRows(ctx, row.Account)
	if err != nil {
		return Entry{}, err
	}
	return s.enter(ctx, row.Account, rows, factorsOf(used.Verified), "", at, func(ctx context.Context, tx *db.Tx) error {
		if err := answer(ctx, tx, token, s.clock.Now()); err != nil {
			return err
		}
		return writeUsed(ctx, tx, row.ID, detail, s.clock.Now())
	})
}
