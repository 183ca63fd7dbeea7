package account

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// Trust is between two people who know each other outside: one may confirm, one
// day, that the other is who they say. Each has a label of their own for it,
// and sees nothing of the other's account.
type Trust struct {
	ID    string
	Label string    // what the viewer calls the other
	Since time.Time // when it was taken, or the link was made
	Taken bool      // the other said yes
	Ends  time.Time // until when a link that was not taken works
}

// The bounds of trust.
const (
	TrustLinkFor = 7 * 24 * time.Hour
	MostTrusted  = 10
	LabelMost    = 60 // characters
)

// TrustChanged is emitted in the transaction in which somebody becomes a
// trusted person of an account, or in which its owner ends that. When the
// trusted person ends it nothing is said.
type TrustChanged struct {
	Account string
	Began   bool
}

// NewTrust makes a link for one person whom the viewer trusts, with a label
// that only the viewer sees. What it allows is as much as a key, so a key has to
// be shown first.
func (s *Service) NewTrust(ctx context.Context, v Viewer, label string) (link string, err error) {
	switch err := s.fresh(v); {
	case err != nil:
		return "", err
	case v.Keys == 0:
		return "", fault.New(fault.Conflict, "Keep your seat first: add a key. This is for when your keys are lost.")
	}
	if label, err = cleanLabel(label); err != nil {
		return "", err
	}
	link = id.Token()
	mark, err := s.trustMark(ctx, link)
	if err != nil {
		return "", err
	}
	now := s.clock.Now()
	r := trustRow{ID: id.Random(), Account: v.Account, MadeAt: clock.Millis(now), EndsAt: clock.Millis(now.Add(TrustLinkFor))}
	if r.Label, err = s.keys.Seal(ctx, ownerOf(v.Account), []byte(label), declare.About("account_trust", "label", r.ID)); err != nil {
		return "", err
	}
	return link, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", v.Account); err != nil {
			return err
		}
		have, err := trustsGiven(ctx, tx, v.Account, now)
		if err != nil {
			return err
		}
		if len(have) >= MostTrusted {
			return fault.New(fault.Conflict, "You have chosen {.Count} people. End it with one of them first.", i18n.Args{"Count": MostTrusted})
		}
		return insertTrust(ctx, tx, r, mark)
	})
}

func (s *Service) trustMark(ctx context.Context, link string) (string, error) {
	return s.mark(ctx, "trust link", link)
}

func cleanLabel(typed string) (string, error) {
	clean := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, typed)), " ")
	switch n := utf8.RuneCountInString(clean); {
	case n == 0:
		return "", fault.Field("label", "Write something by which you will know who this is.")
	case n > LabelMost:
		return "", fault.Field("label", "Make this {.Limit} characters or shorter.", i18n.Args{"Limit": LabelMost})
	}
	return clean, nil
}

// errLink says the same of a link that was taken, has ended, or never was.
func errLink() error {
	return fault.New(fault.NotFound, "This link was used already, or it has ended. Ask whoever gave it to you for a new one.")
}

// LookAtTrust tells whether the viewer could take a link, and takes nothing.
func (s *Service) LookAtTrust(ctx context.Context, v Viewer, link string) error {
	_, _, err := s.trustAt(ctx, v, link)
	return err
}

func (s *Service) trustAt(ctx context.Context, v Viewer, link string) (r trustRow, mark string, err error) {
	if err := v.May(Vouch); err != nil {
		return r, "", err
	}
	if mark, err = s.trustMark(ctx, link); err != nil {
		return r, "", err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		r, err = trustByLink(ctx, tx, mark, s.clock.Now())
		return err
	})
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return r, "", errLink()
	case err == nil && r.Account == v.Account:
		return r, "", fault.New(fault.Conflict, "This is your own link. Give it to the person whom you trust.")
	}
	return r, mark, err
}

// TakeTrust says yes to a link, with a label that only the viewer sees. The
// link is used up with it.
func (s *Service) TakeTrust(ctx context.Context, v Viewer, link, label string) error {
	r, mark, err := s.trustAt(ctx, v, link)
	if err != nil {
		return err
	}
	if label, err = cleanLabel(label); err != nil {
		return err
	}
	r.Trusted, r.MadeAt = v.Account, clock.Millis(s.clock.Now())
	if r.TheirLabel, err = s.keys.Seal(ctx, ownerOf(v.Account), []byte(label), declare.About("account_trust", "their_label", r.ID)); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", r.Account); err != nil {
			return err
		}
		err := takeTrust(ctx, tx, r, mark, s.clock.Now())
		if fault.KindOf(err) == fault.NotFound {
			return errLink()
		}
		if err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, TrustChanged{Account: r.Account, Began: true})
	})
}

// TrustsFor are those whom the viewer trusts, with links that nobody has taken
// yet, and those who trust the viewer.
func (s *Service) TrustsFor(ctx context.Context, v Viewer) (given, held []Trust, err error) {
	if v.Account == "" {
		return nil, nil, NeedsSession()
	}
	var mine, theirs []trustRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if mine, err = trustsGiven(ctx, tx, v.Account, s.clock.Now()); err != nil {
			return err
		}
		theirs, err = trustsHeld(ctx, tx, v.Account)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if given, err = s.trusts(ctx, v, mine, "label"); err != nil {
		return nil, nil, err
	}
	held, err = s.trusts(ctx, v, theirs, "their_label")
	return given, held, err
}

func (s *Service) trusts(ctx context.Context, v Viewer, rows []trustRow, column string) ([]Trust, error) {
	var list []Trust
	for _, r := range rows {
		t, err := s.trust(ctx, v, r, column)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

func (s *Service) trust(ctx context.Context, v Viewer, r trustRow, column string) (Trust, error) {
	sealed := r.Label
	if column == "their_label" {
		sealed = r.TheirLabel
	}
	label, err := s.keys.Open(ctx, ownerOf(v.Account), sealed, declare.About("account_trust", column, r.ID))
	if err != nil {
		return Trust{}, fmt.Errorf("open a label: %w", err)
	}
	t := Trust{ID: r.ID, Label: string(label), Since: clock.FromMillis(r.MadeAt), Taken: r.Trusted != ""}
	if r.EndsAt > 0 {
		t.Ends = clock.FromMillis(r.EndsAt)
	}
	return t, nil
}

// TrustHeldFor is one person who trusts the viewer.
func (s *Service) TrustHeldFor(ctx context.Context, v Viewer, trust string) (Trust, error) {
	r, err := s.held(ctx, v, trust)
	if err != nil {
		return Trust{}, err
	}
	return s.trust(ctx, v, r, "their_label")
}

func (s *Service) held(ctx context.Context, v Viewer, trust string) (r trustRow, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		r, err = trustByID(ctx, tx, trust)
		return err
	})
	if err == nil && (v.Account == "" || r.Trusted != v.Account) {
		err = fault.Missing()
	}
	return r, err
}

// EndTrust ends it, from either side. The other is not told. A word that was
// given by it, and has not opened the door, goes with it.
func (s *Service) EndTrust(ctx context.Context, v Viewer, trust string) error {
	if v.Account == "" {
		return NeedsSession()
	}
	var r trustRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		r, err = trustByID(ctx, tx, trust)
		return err
	})
	if err == nil && r.Account != v.Account && r.Trusted != v.Account {
		err = fault.Missing()
	}
	if err == nil && r.Account == v.Account {
		err = s.fresh(v) // it is a way back in, so a key is asked for
	}
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", r.Account); err != nil {
			return err
		}
		// Looked at again: the link may have been taken since.
		if r, err = trustByID(ctx, tx, trust); err != nil {
			return err
		}
		if err := deleteTrust(ctx, tx, trust); err != nil || r.Trusted == "" {
			return err
		}
		if err := s.takeWordsBack(ctx, tx, r.Account); err != nil || r.Account != v.Account {
			return err
		}
		return s.events.Emit(ctx, tx, TrustChanged{Account: r.Account})
	})
}

// takeWordsBack takes the words of trusted people from the claims about an
// account. It is not kept who gave one, so each of them has to give it again.
func (s *Service) takeWordsBack(ctx context.Context, tx *db.Tx, account string) error {
	if n, err := deleteWords(ctx, tx, account, ByTrusted); err != nil || n == 0 {
		return err
	}
	a, err := accountByID(ctx, tx, account)
	if err != nil {
		return err
	}
	keys, err := keysOf(ctx, tx, account)
	if err != nil {
		return err
	}
	return writeOpens(ctx, tx, account, neededFor(a, keys))
}

// ConfirmFor gives the word of the viewer, as somebody who is trusted, that the
// code was said to them by the person they know. It counts only for the one
// who trusts them, only if that began before the claim, and a key has to be
// shown first: it opens somebody's door.
func (s *Service) ConfirmFor(ctx context.Context, v Viewer, trust, code string, from netip.Addr) error {
	if err := v.May(Vouch); err != nil {
		return err
	}
	if err := s.fresh(v); err != nil {
		return err
	}
	r, err := s.held(ctx, v, trust)
	if err != nil {
		return err
	}
	if err := s.limiter.Take(ctx, wordLimit, v.Subject(), from); err != nil {
		return err
	}
	mark, err := s.heard(ctx, code)
	if err != nil {
		return err
	}
	return s.giveWord(ctx, word{
		account: r.Account, mark: mark, givers: []string{v.Subject()}, said: ClaimConfirmed{Account: r.Account, Kind: ByTrusted},
		count: func(ctx context.Context, tx *db.Tx, j judged, free []giver) (WordKind, []giver, error) {
			now, err := trustByID(ctx, tx, trust)
			if err != nil || now.Trusted != v.Account || now.MadeAt >= j.MadeAt {
				return "", nil, cmp.Or(err, errSpoken())
			}
			return ByTrusted, free, nil
		},
	})
}
