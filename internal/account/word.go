package account

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
)

// WordKind says who gave a word. Each kind counts once, as one factor. Other
// packages may bring kinds of their own.
type WordKind string

// The kinds of word.
const (
	ByTrusted WordKind = "trusted" // somebody whom they chose beforehand
	BySteward WordKind = "steward" // a steward, or the operator

	// opened is no word: it stands beside them once the door is being opened,
	// so that opening goes on after a crash and cannot be stopped any more.
	opened WordKind = "opened"
)

// ClaimConfirmed is emitted in the transaction in which a word was given that
// counts. From now on the owner can stop it, and has to hear of it at once.
type ClaimConfirmed struct {
	Account string
	Kind    WordKind
	By      string // the steward's subject, or OperatorSubject; "" for people whom they trust
	Reason  string // the steward's, or ""
}

// wordLimit is how often somebody may try a spoken code. They are known, so it
// counts for each of them.
var wordLimit = limit.Rule{
	Name: "claim word", Subject: limit.Rate{Count: 10, Per: time.Hour}, Network: limit.Rate{Count: 60, Per: time.Minute}, Wait: 5 * time.Second,
}

// errSpoken is the one answer to a spoken code that does not fit.
func errSpoken() error {
	return fault.Field("code", "That code does not fit. Look for a typing mistake. A code works for six days: after that they ask for another one.")
}

// ConfirmByCode gives the word of a steward, or of the operator: the steward
// looked the account up by its sign-in name, and heard the code from its
// holder. They learn nothing by it, and cannot confirm for themselves.
func (s *Service) ConfirmByCode(ctx context.Context, by By, account, code string) error {
	if by.Subject == ownerOf(account) {
		return fault.New(fault.Forbidden, "Somebody else has to confirm this for you.")
	}
	if err := s.limiter.Take(ctx, wordLimit, by.Subject, netip.Addr{}); err != nil {
		return err
	}
	return s.giveWord(ctx, word{account: account, code: code, said: ClaimConfirmed{Account: account, Kind: BySteward, By: by.Subject, Reason: by.Reason}})
}

// word is somebody's word that a code is said by the holder of an account.
type word struct {
	account, code string
	said          ClaimConfirmed
	check         func(ctx context.Context, tx *db.Tx, r claimRow) error // whether they may say so, or nil
}

// giveWord counts a word. Twice the same is once.
func (s *Service) giveWord(ctx context.Context, w word) error {
	mark, ok, err := s.spokenMark(ctx, w.code)
	if err != nil {
		return err
	}
	if !ok {
		return errSpoken()
	}
	now := s.clock.Now()
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", w.account); err != nil {
			return err
		}
		r, err := claimByCode(ctx, tx, w.account, mark, now.Add(-WordsFor), now)
		if fault.KindOf(err) == fault.NotFound {
			return errSpoken()
		}
		if err != nil {
			return err
		}
		kind, err := w.kind(ctx, tx, r)
		if err != nil {
			return err
		}
		return s.count(ctx, tx, r, kind, w.said)
	})
}

// kind is what a word counts as. A steward whom the person also trusts has one
// word, not two, and is not told that it is the same.
func (w word) kind(ctx context.Context, tx *db.Tx, r claimRow) (WordKind, error) {
	if w.check != nil {
		if err := w.check(ctx, tx, r); err != nil {
			return "", err
		}
	}
	if steward, is := strings.CutPrefix(w.said.By, "account:"); is {
		if trusted, err := isTrusted(ctx, tx, w.account, steward, r.MadeAt); err != nil || trusted {
			return ByTrusted, err
		}
	}
	return w.said.Kind, nil
}

func (s *Service) count(ctx context.Context, tx *db.Tx, r claimRow, kind WordKind, said ClaimConfirmed) error {
	j, err := judge(ctx, tx, r)
	if err != nil {
		return err
	}
	if j.opened || !j.account.Standing.opens() {
		return errSpoken()
	}
	first, err := insertWord(ctx, tx, wordRow{Claim: r.ID, Kind: kind, GivenAt: clock.Millis(s.clock.Now())})
	if err != nil || !first {
		return err
	}
	if err := writeOpens(ctx, tx, r.Account, j.needed); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, said)
}

func (s *Service) spokenMark(ctx context.Context, typed string) (mark string, ok bool, err error) {
	folded, ok := secret.FoldSpoken(typed)
	mark, err = s.mark(ctx, "claim code", folded)
	return mark, ok, err
}
