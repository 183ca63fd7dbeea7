package account

import (
	"context"
	"net/netip"
	"slices"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Two who lead a group may say that one of its members is who they say. Package
// group knows who leads and whom they know; here their word is counted.

// CheckCode makes the mark of a code that the viewer, who leads a group, was
// told, to be kept until a second one was told the same. It counts nothing, and
// does not say whether anybody has this code: else whoever asks to be let in by
// a sign-in name could find out behind which persona it is. A key has to be shown
// first, because it helps to open somebody's door.
func (s *Service) CheckCode(ctx context.Context, v Viewer, account, code string, from netip.Addr) (mark string, err error) {
	if err := v.May(Vouch); err != nil {
		return "", err
	}
	if err := s.fresh(v); err != nil {
		return "", err
	}
	if v.Account == account {
		return "", errForThemselves()
	}
	if err := s.limiter.Take(ctx, wordLimit, v.Subject(), from); err != nil {
		return "", err
	}
	return s.heard(ctx, code)
}

func errForThemselves() error {
	return fault.New(fault.Forbidden, "Somebody else has to confirm this for you.")
}

// ConfirmByGroup gives the word of a group: by are the accounts of those who
// lead it and whom CheckCode gave this mark, two at least. It is one factor,
// however many they are. Whoever the person trusts, or has given a word
// already, is none of the two: nobody counts twice.
func (s *Service) ConfirmByGroup(ctx context.Context, by []string, account, mark string) error {
	by = slices.Compact(slices.Sorted(slices.Values(by)))
	switch {
	case slices.Contains(by, account):
		return errForThemselves()
	case len(by) < 2:
		return errSpoken()
	}
	subjects := make([]string, len(by))
	for i, one := range by {
		subjects[i] = ownerOf(one)
	}
	return s.giveWord(ctx, word{account: account, mark: mark, givers: subjects, said: ClaimConfirmed{Account: account, Kind: ByGroup}, count: asGroup})
}

// asGroup is what the word of those who lead a group counts as: the group's, if
// two of them stand for nobody else.
func asGroup(ctx context.Context, tx *db.Tx, j judged, free []giver) (WordKind, []giver, error) {
	trusted, others, err := whomTheyTrust(ctx, tx, j, free)
	if len(others) < 2 {
		return ByTrusted, trusted, err
	}
	return ByGroup, others, err
}
