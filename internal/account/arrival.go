package account

import (
	"cmp"
	"context"
	"fmt"

	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Arrival is what coming in asks for. It is very little.
type Arrival struct {
	Name       string // what to be called at the door; "" for one that we make
	Kind       Kind   // of session
	Device     string // "Firefox on Android"
	Invitation string // the token of the link that brought them, or ""
	Consents   bool
	Zone       string // IANA, if the browser said
	Once       string // the key of the form, so that sending it twice is coming in once; "" for none
}

// Welcome is what somebody is given who has come in.
type Welcome struct {
	Viewer Viewer
	Token  string // for the cookie, and nowhere else
	Name   string // the sign-in name, with its digits
}

// tries is how many sets of digits are tried for one name. With ten thousand
// of them, whoever needs more has met a name that many have.
const tries = 20

// ComeIn makes an account and starts its first session on this device. Where
// stewards let people in, the account waits for them. An invitation is spent
// with it, or nobody comes in.
func (s *Service) ComeIn(ctx context.Context, a Arrival) (Welcome, error) {
	door := s.house(ctx).Door
	if err := s.ready(ctx, &a, door); err != nil {
		return Welcome{}, err
	}
	standing := Here
	if door == ByApproval && a.Invitation == "" {
		standing = Waiting
	}
	mark, err := s.mark(ctx, "invitation", a.Invitation)
	if err != nil {
		return Welcome{}, err
	}
	if a.Invitation == "" {
		return s.settle(ctx, a, standing, func(context.Context, *db.Tx, string) error { return nil })
	}
	if w, done, err := s.unless(ctx, a, mark); done || err != nil {
		return w, err
	}
	return s.settle(ctx, a, standing, func(ctx context.Context, tx *db.Tx, _ string) error {
		return s.spendInvitation(ctx, tx, mark)
	})
}

// unless looks at an invitation before anything is made: a stranger could fill
// the house with keys of nobody. Whoever came in by it, and sends the same form
// again, is answered as before, though it may be used up.
func (s *Service) unless(ctx context.Context, a Arrival, mark string) (w Welcome, done bool, err error) {
	var n int64
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = openInvitations(ctx, tx, mark, s.clock.Now())
		return err
	})
	if err != nil || n > 0 {
		return w, false, err
	}
	account, token, err := s.newcomer(ctx, a.Once)
	if err == nil {
		w, done, err = s.settled(ctx, account, token)
	}
	if err == nil && !done {
		err = errShut()
	}
	return w, done, err
}

func (s *Service) ready(ctx context.Context, a *Arrival, door Door) (err error) {
	switch {
	case door == Shut, door == ByInvitation && a.Invitation == "":
		return errShut()
	case !a.Consents:
		return errNoConsent()
	case a.Name == "":
		a.Name = secret.NewName(langOf(ctx))
		return nil
	}
	a.Name, err = secret.CheckName(a.Name)
	return err
}

// errShut is said at a door that does not open, whatever the reason: that an
// invitation exists is nobody's business.
func errShut() error {
	return fault.New(fault.Forbidden, "Nobody new can come in this way just now. If somebody invited you, ask them for a new link. The help lines are open to everybody.")
}

// settle makes the account with another try at its digits as long as the name
// is taken: nobody is ever told that it was.
func (s *Service) settle(ctx context.Context, a Arrival, standing Standing, also func(ctx context.Context, tx *db.Tx, account string) error) (Welcome, error) {
	account, token, err := s.newcomer(ctx, a.Once)
	if err != nil {
		return Welcome{}, err
	}
	opening, err := s.prepare(ctx, Viewer{
		Account: account, Standing: standing, Consents: true, Settings: Settings{Language: langOf(ctx), Zone: a.Zone},
	}, a.Kind, a.Device)
	if err != nil {
		return Welcome{}, gone(err)
	}
	opening.open(token)
	row := accountRow{
		ID: account, MadeAt: clock.Millis(s.clock.Now()), Salt: secret.NewSalt(), Handle: id.Token(), Standing: standing,
		Language: langOf(ctx), Zone: a.Zone,
	}
	for range tries {
		name := secret.WithDigits(a.Name)
		if row.NameMark, row.Name, err = s.nameFor(ctx, account, name); err != nil {
			return Welcome{}, err
		}
		err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := insertAccount(ctx, tx, row); err != nil {
				return err
			}
			if err := insertConsent(ctx, tx, s.consentRow(account)); err != nil {
				return err
			}
			if err := opening.insert(ctx, tx); err != nil {
				return err
			}
			return also(ctx, tx, account)
		})
		if !db.IsTaken(err) {
			return Welcome{Viewer: opening.viewer, Token: opening.token, Name: name}, err
		}
		if w, done, err := s.settled(ctx, account, token); done || err != nil {
			return w, err
		}
	}
	return Welcome{}, errName()
}

func errName() error {
	return fault.Field("name", "Please choose another name.")
}

// nameFor is how a sign-in name stands in the database: found by its mark, and
// read only by those who hold the account's key.
func (s *Service) nameFor(ctx context.Context, account, name string) (mark string, sealed []byte, err error) {
	if mark, err = s.mark(ctx, "sign-in name", secret.FoldName(name)); err != nil {
		return "", nil, err
	}
	sealed, err = s.keys.Seal(ctx, ownerOf(account), []byte(name), nameColumn(account))
	return mark, sealed, err
}

func nameColumn(account string) string { return "account_account.name:" + account }

// NameFor is the viewer's own sign-in name.
func (s *Service) NameFor(ctx context.Context, v Viewer) (string, error) {
	if v.Account == "" {
		return "", NeedsSession()
	}
	a, err := s.account(ctx, v.Account)
	if err != nil {
		return "", err
	}
	return s.nameOf(ctx, a)
}

func (s *Service) nameOf(ctx context.Context, a accountRow) (string, error) {
	name, err := s.keys.Open(ctx, ownerOf(a.ID), a.Name, nameColumn(a.ID))
	if err != nil {
		return "", fmt.Errorf("open a sign-in name: %w", err)
	}
	return string(name), nil
}

// FoundSteward makes the account of the first steward, from the pass of the
// one-time set-up link. It counts once it holds two keys. The pass lives until
// then, so that a link taken on the wrong device is no dead end.
func (s *Service) FoundSteward(ctx context.Context, v Viewer, a Arrival) (Welcome, error) {
	if !v.HasPass(SetUp) {
		return Welcome{}, fault.Missing()
	}
	if err := s.ready(ctx, &a, Open); err != nil {
		return Welcome{}, err
	}
	return s.settle(ctx, a, Here, func(ctx context.Context, tx *db.Tx, account string) error {
		if err := tx.Lock(ctx, "account", "stewards"); err != nil {
			return err
		}
		if n, err := keyedStewards(ctx, tx); err != nil || n > 0 {
			return cmp.Or(err, fault.Missing())
		}
		if err := writeSteward(ctx, tx, account, true); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, StewardChanged{Account: account, By: v.Subject(), Steward: true})
	})
}

// Renamed is emitted in the transaction that gives an account another sign-in
// name.
type Renamed struct {
	Account string
	Session string // in which it was done
}

// Rename gives the viewer another sign-in name: what they typed and four
// digits. The old one opens nothing any more.
func (s *Service) Rename(ctx context.Context, v Viewer, typed string) (string, error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	clean, err := secret.CheckName(typed)
	if err != nil {
		return "", err
	}
	for range tries {
		name := secret.WithDigits(clean)
		mark, sealed, err := s.nameFor(ctx, v.Account, name)
		if err != nil {
			return "", err
		}
		err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := writeName(ctx, tx, v.Account, mark, sealed); err != nil {
				return err
			}
			return s.events.Emit(ctx, tx, Renamed{Account: v.Account, Session: v.Session})
		})
		if !db.IsTaken(err) {
			return name, err
		}
	}
	return "", errName()
}
