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
	ByGroup   WordKind = "group"   // two who lead a group that they belong to

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
		return errForThemselves()
	}
	if err := s.limiter.Take(ctx, wordLimit, by.Subject, netip.Addr{}); err != nil {
		return err
	}
	mark, err := s.heard(ctx, code)
	if err != nil {
		return err
	}
	return s.giveWord(ctx, word{
		account: account, mark: mark, givers: []string{by.Subject},
		said: ClaimConfirmed{Account: account, Kind: BySteward, By: by.Subject, Reason: by.Reason}, count: asSteward,
	})
}

// asSteward is what a steward's word counts as. A steward whom the person also
// trusts has one word, not two, and is not told that it is the same.
func asSteward(ctx context.Context, tx *db.Tx, j judged, free []giver) (WordKind, []giver, error) {
	trusted, _, err := whomTheyTrust(ctx, tx, j, free)
	if len(trusted) > 0 {
		return ByTrusted, trusted, err
	}
	return BySteward, free, err
}

// whomTheyTrust are those of the givers whom the person chose before the claim.
func whomTheyTrust(ctx context.Context, tx *db.Tx, j judged, givers []giver) (trusted, others []giver, err error) {
	for _, g := range givers {
		account, is := strings.CutPrefix(g.subject, ownerOf(""))
		if is {
			if is, err = isTrusted(ctx, tx, j.Account, account, j.MadeAt); err != nil {
				return nil, nil, err
			}
		}
		if is {
			trusted = append(trusted, g)
		} else {
			others = append(others, g)
		}
	}
	return trusted, others, nil
}

// word is somebody's word that a code is said by the holder of an account.
type word struct {
	account string
	mark    string   // of the code
	givers  []string // the subjects who give it
	said    ClaimConfirmed
	// count says what it counts as, and whose word it then is, of those who are
	// free: who have given none yet. Nobody's is none.
	count func(ctx context.Context, tx *db.Tx, j judged, free []giver) (WordKind, []giver, error)
}

// giver is somebody who gives a word. By the mark nobody can be found; one can
// only be looked for again.
type giver struct{ subject, mark string }

// giveWord counts a word. Twice the same is once, and who has given one gives
// no second one in another role.
func (s *Service) giveWord(ctx context.Context, w word) error {
	givers, err := s.giversOf(ctx, w)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", w.account); err != nil {
			return err
		}
		j, err := s.spokenFor(ctx, tx, w.account, w.mark)
		if err != nil {
			return err
		}
		kind, whose, err := w.count(ctx, tx, j, j.free(givers))
		if err != nil || len(whose) == 0 {
			return err
		}
		return s.addWord(ctx, tx, j, kind, whose, w.said)
	})
}

func (s *Service) giversOf(ctx context.Context, w word) ([]giver, error) {
	list := make([]giver, len(w.givers))
	for i, subject := range w.givers {
		mark, err := s.mark(ctx, "giver", w.mark+" "+subject)
		if err != nil {
			return nil, err
		}
		list[i] = giver{subject, mark}
	}
	return list, nil
}

// spokenFor is the claim about an account that a code belongs to, as long as it
// can be confirmed.
func (s *Service) spokenFor(ctx context.Context, tx *db.Tx, account, mark string) (judged, error) {
	now := s.clock.Now()
	r, err := claimByCode(ctx, tx, account, mark, now.Add(-WordsFor), now)
	if fault.KindOf(err) == fault.NotFound {
		return judged{}, errSpoken()
	}
	if err != nil {
		return judged{}, err
	}
	j, err := judge(ctx, tx, r)
	if err == nil && (j.opened || !j.account.Standing.opens()) {
		err = errSpoken()
	}
	return j, err
}

func (s *Service) addWord(ctx context.Context, tx *db.Tx, j judged, kind WordKind, whose []giver, said ClaimConfirmed) error {
	w := wordRow{Claim: j.ID, Kind: kind, GivenAt: clock.Millis(s.clock.Now())}
	for _, g := range whose {
		w.Givers += g.mark + " "
	}
	first, err := insertWord(ctx, tx, w)
	if err != nil || !first {
		return err
	}
	if err := writeOpens(ctx, tx, j.Account, j.needed); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, said)
}

// heard is the mark of a spoken code.
func (s *Service) heard(ctx context.Context, code string) (string, error) {
	mark, ok, err := s.spokenMark(ctx, code)
	if err == nil && !ok {
		err = errSpoken()
	}
	return mark, err
}

func (s *Service) spokenMark(ctx context.Context, typed string) (mark string, ok bool, err error) {
	folded, ok := secret.FoldSpoken(typed)
	mark, err = s.mark(ctx, "claim code", folded)
	return mark, ok, err
}
