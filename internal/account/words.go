package account

import (
	"context"
	"net/netip"
	"time"

	"handrail/internal/account/secret"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
)

// keepLimit keeps the turns for hashing free for those who sign in: a seat costs
// nothing, so somebody could have many, and set words all day in each.
var keepLimit = limit.Rule{
	Name: "keep words", Subject: limit.Rate{Count: 20, Per: time.Hour}, Global: limit.Rate{Count: 300, Per: time.Minute}, Wait: 5 * time.Second,
}

// offered is a phrase that was shown and is not yet kept.
type offered struct {
	Phrase string `json:"phrase"`
}

// OfferPhrase makes a phrase of six words. The token leads to it until it is
// kept, or ten minutes have gone.
func (s *Service) OfferPhrase(ctx context.Context, v Viewer) (token string, err error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	return s.ask(ctx, v.Account, forPhrase, offered{Phrase: secret.NewPhrase(langOf(ctx))})
}

// OfferedPhraseFor is the phrase that was made for the viewer.
func (s *Service) OfferedPhraseFor(ctx context.Context, v Viewer, token string) (string, error) {
	if v.Account == "" {
		return "", NeedsSession()
	}
	var o offered
	return o.Phrase, s.asked(ctx, v.Account, forPhrase, token, &o)
}

// KeepPhrase makes the phrase that was shown a key, in place of an earlier
// one. It is never shown again.
func (s *Service) KeepPhrase(ctx context.Context, v Viewer, token string) (session string, err error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	phrase, err := s.OfferedPhraseFor(ctx, v, token)
	if err != nil {
		return "", err
	}
	return s.keepWords(ctx, v, Phrase, phrase, token)
}

// SetPassphrase makes the viewer's own words a key, in place of earlier ones.
func (s *Service) SetPassphrase(ctx context.Context, v Viewer, passphrase string) (session string, err error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	name, err := s.NameFor(ctx, v)
	if err != nil {
		return "", err
	}
	if err := secret.CheckPassphrase(passphrase, name, s.house(ctx).Name); err != nil {
		return "", err
	}
	return s.keepWords(ctx, v, Passphrase, passphrase, "")
}

// keepWords keeps the hash of words. Both sorts share the account's salt, so
// that signing in costs one hash, whatever somebody has.
func (s *Service) keepWords(ctx context.Context, v Viewer, kind KeyKind, words, asked string) (string, error) {
	if err := s.limiter.Take(ctx, keepLimit, v.Account, netip.Addr{}); err != nil {
		return "", err
	}
	a, err := s.account(ctx, v.Account)
	if err != nil {
		return "", err
	}
	hash, err := s.hasher.Hash(ctx, secret.Fold(words), a.Salt)
	if err != nil {
		return "", err
	}
	row, err := s.newKey(ctx, v.Account, kind, "", keyDetail{Hash: hash})
	if err != nil {
		return "", err
	}
	return s.change(ctx, v, KeyChanged{v.Account, v.Session, kind, true}, 1, func(ctx context.Context, tx *db.Tx, _ []keyRow) error {
		if asked != "" {
			if err := answer(ctx, tx, asked, s.clock.Now()); err != nil {
				return err
			}
		}
		if err := deleteKeysOf(ctx, tx, v.Account, kind); err != nil {
			return err
		}
		return insertKey(ctx, tx, row)
	})
}

// AppOffer is what an authenticator app is set up with.
type AppOffer struct {
	Secret  string // base32, to be typed
	Address string // otpauth://…, for a QR code
}

// OfferApp begins to add an authenticator app. It is a second step beside
// words, so there have to be words, or a passkey.
func (s *Service) OfferApp(ctx context.Context, v Viewer) (token string, err error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	if v.Keys == 0 {
		return "", fault.New(fault.Conflict, "Add a passkey or a phrase first. The app is a second step beside it.")
	}
	return s.ask(ctx, v.Account, forApp, secret.NewTOTP())
}

// OfferedAppFor is what the viewer's app is to be set up with. The name it
// shows is neutral: people see each other's phones.
func (s *Service) OfferedAppFor(ctx context.Context, v Viewer, token string) (AppOffer, error) {
	if v.Account == "" {
		return AppOffer{}, NeedsSession()
	}
	var made string
	if err := s.asked(ctx, v.Account, forApp, token, &made); err != nil {
		return AppOffer{}, err
	}
	name, err := s.NameFor(ctx, v)
	return AppOffer{Secret: made, Address: secret.TOTPAddress(made, neutralIssuer, name)}, err
}

// neutralIssuer is what an authenticator app calls this place.
const neutralIssuer = "Handrail"

// KeepApp makes the app a key once it has shown a right code. From then on
// signing in with words takes a second step.
func (s *Service) KeepApp(ctx context.Context, v Viewer, token, code string) (session string, err error) {
	if err := s.fresh(v); err != nil {
		return "", err
	}
	var made string
	if err := s.asked(ctx, v.Account, forApp, token, &made); err != nil {
		return "", err
	}
	step, ok := secret.CheckTOTP(made, code, s.clock.Now(), 0)
	if !ok {
		return "", fault.Field("code", "That code does not fit. Wait for the next one, and see that the clock of your phone is right.")
	}
	row, err := s.newKey(ctx, v.Account, App, "", keyDetail{Secret: made})
	if err != nil {
		return "", err
	}
	row.LastStep = step
	return s.change(ctx, v, KeyChanged{v.Account, v.Session, App, true}, 2, func(ctx context.Context, tx *db.Tx, _ []keyRow) error {
		if err := answer(ctx, tx, token, s.clock.Now()); err != nil {
			return err
		}
		if err := deleteKeysOf(ctx, tx, v.Account, App); err != nil {
			return err
		}
		return insertKey(ctx, tx, row)
	})
}
