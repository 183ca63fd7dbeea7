package account

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"github.com/google/uuid"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/seal"
)

// Coming in twice with one form is coming in once. The second answer has to
// carry the same cookie as the first, which may never have reached the browser;
// but of a token only its hash is kept. So both the account and the token of its
// first session follow from the key of the form, by a secret of this house.
const (
	onceLeast = 32               // characters; a shorter key is a guess, and counts as none
	onceMost  = 200              // characters
	onceFor   = 10 * time.Minute // then an answer is not given again
)

// newcomer is the id of a new account, and the token of its first session.
func (s *Service) newcomer(ctx context.Context, once string) (account, token string, err error) {
	if len(once) < onceLeast || len(once) > onceMost {
		return id.Random(), id.Token(), nil
	}
	sum, err := s.keys.MAC(ctx, "account:marks", "arrival", []byte(once))
	if err != nil {
		return "", "", err
	}
	secret, err := s.keys.MAC(ctx, "account:marks", "arrival token", []byte(once))
	if err != nil {
		return "", "", err
	}
	made := uuid.UUID(sum[:16])
	made[6], made[8] = made[6]&0x0f|0x40, made[8]&0x3f|0x80 // RFC 9562 §5.4
	return made.String(), base64.RawURLEncoding.EncodeToString(secret), nil
}

// settled tells whether an account was made before, and what its maker was
// given then. A while later nobody is given it again.
func (s *Service) settled(ctx context.Context, account, token string) (w Welcome, done bool, err error) {
	a, err := s.account(ctx, account)
	if fault.KindOf(err) == fault.NotFound {
		return w, false, nil
	}
	if err != nil {
		return w, true, err
	}
	if w.Viewer, err = s.Find(ctx, token); err != nil {
		return w, true, err
	}
	if w.Viewer.Account != account || s.clock.Now().Sub(clock.FromMillis(a.MadeAt)) > onceFor {
		return Welcome{}, true, errCameIn()
	}
	w.Token = token
	w.Name, err = s.nameOf(ctx, a)
	return w, true, err
}

// gone says what is left to say to a form whose account was erased meanwhile.
func gone(err error) error {
	if errors.Is(err, seal.ErrDestroyed) {
		return errCameIn()
	}
	return err
}

func errCameIn() error {
	return fault.New(fault.Conflict, "This was sent before, and it is done. To come in once more, open the page again.")
}
