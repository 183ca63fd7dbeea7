package account

import (
	"context"
	"encoding/json"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// A challenge is a question asked of one browser, to be answered once: what a
// passkey has to sign, the second step of signing in, a phrase that was shown
// and is not yet kept. Its token goes to the browser, its hash into the table.
// This is what one can be for.
const (
	forPasskeySignIn = "passkey sign-in"
	forPasskeyProof  = "passkey proof"
	forPasskeyAdd    = "passkey add"
	forSecondStep    = "second step"
	forPhrase        = "phrase"
	forApp           = "app"
)

const (
	challengeFor   = 10 * time.Minute
	challengeTries = 5
)

// challenge makes one that is ready to be written, and its token. What is asked
// of somebody known is sealed with their key.
func (s *Service) challenge(ctx context.Context, account, purpose string, detail any) (token string, row challengeRow, err error) {
	token = id.Token()
	plain, err := json.Marshal(detail)
	if err != nil {
		return "", row, err
	}
	row = challengeRow{ID: id.Hash(token), Account: account, Purpose: purpose, EndsAt: clock.Millis(s.clock.Now().Add(challengeFor)), Detail: plain}
	if account != "" {
		row.Detail, err = s.keys.Seal(ctx, ownerOf(account), plain, challengeColumn(row.ID))
	}
	return token, row, err
}

// ask keeps a challenge and gives its token.
func (s *Service) ask(ctx context.Context, account, purpose string, detail any) (string, error) {
	token, row, err := s.challenge(ctx, account, purpose, detail)
	if err != nil {
		return "", err
	}
	return token, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return insertChallenge(ctx, tx, row) })
}

func challengeColumn(row string) string { return "account_challenge.detail:" + row }

// asked is what was asked, for looking at it; it stays to be answered.
func (s *Service) asked(ctx context.Context, account, purpose, token string, detail any) error {
	var row challengeRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = challengeByID(ctx, tx, id.Hash(token), purpose, s.clock.Now())
		return err
	})
	if err == nil && account != "" && row.Account != account {
		err = fault.Missing()
	}
	if err != nil {
		return stale(err)
	}
	return s.openChallenge(ctx, row, detail)
}

func (s *Service) openChallenge(ctx context.Context, row challengeRow, detail any) (err error) {
	plain := row.Detail
	if row.Account != "" {
		if plain, err = s.keys.Open(ctx, ownerOf(row.Account), row.Detail, challengeColumn(row.ID)); err != nil {
			return err
		}
	}
	return json.Unmarshal(plain, detail)
}

// answer takes a challenge away, so that of two answers only one counts. It is
// the first thing in the transaction that acts on the answer.
func answer(ctx context.Context, tx *db.Tx, token string, now time.Time) error {
	n, err := deleteChallenge(ctx, tx, id.Hash(token), now)
	if err == nil && n == 0 {
		err = stale(fault.Missing())
	}
	return err
}

// try spends one of the tries of a challenge, before the answer is looked at.
// With the last one it is gone.
func (s *Service) try(ctx context.Context, token string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tryChallenge(ctx, tx, id.Hash(token), challengeTries, s.clock.Now())
		if err == nil && n == 0 {
			err = stale(fault.Missing())
		}
		return err
	})
}

// stale says the same of a question that was answered, is too old, or never was.
func stale(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Conflict, "This took too long, or was done already. Please start again.")
	}
	return err
}
