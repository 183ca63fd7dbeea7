package account

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// KeepRecords is what consent is asked for: that this site keeps what somebody
// chooses to write here, which can be about their health (GDPR Article 9).
const KeepRecords = "keep-records"

// Text is one version of what is agreed to. Versions are never edited: a
// change is a new version, and everybody is asked again.
type Text struct {
	Version int64
	Words   []i18n.Text
}

// texts are all versions, the oldest first.
var texts = []Text{
	{Version: 1, Words: []i18n.Text{
		"What I write here can say something about my health. I agree that this site keeps what I choose to write, so that it can show it to the people I choose.",
		"Nobody else gets it. I can look at it, take a copy, and erase it, at any time.",
		"I can take this back at any time, in my settings. Then I can only look, take a copy, come back or leave.",
	}},
}

// Present is the version that counts now.
func Present() Text { return texts[len(texts)-1] }

// TextOf is a version somebody agreed to.
func TextOf(version int64) (Text, bool) {
	for _, t := range texts {
		if t.Version == version {
			return t, true
		}
	}
	return Text{}, false
}

// Consent is one yes, and when it was taken back.
type Consent struct {
	Purpose   string
	Version   int64
	Given     time.Time
	Withdrawn time.Time // zero while it holds
}

// ConsentChanged is emitted in the transaction in which somebody agrees, or
// takes it back.
type ConsentChanged struct {
	Account string
	Given   bool
}

// ConsentsFor is all the viewer ever agreed to here, the newest first.
func (s *Service) ConsentsFor(ctx context.Context, v Viewer) ([]Consent, error) {
	if v.Account == "" {
		return nil, NeedsSession()
	}
	var rows []consentRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = consentsOf(ctx, tx, v.Account)
		return err
	})
	list := make([]Consent, len(rows))
	for i, r := range rows {
		list[i] = Consent{Purpose: r.Purpose, Version: r.Version, Given: clock.FromMillis(r.GivenAt)}
		if r.WithdrawnAt > 0 {
			list[i].Withdrawn = clock.FromMillis(r.WithdrawnAt)
		}
	}
	return list, err
}

// Agree says yes to the present text. Twice is once.
func (s *Service) Agree(ctx context.Context, v Viewer) error {
	return s.changeConsent(ctx, v, true, func(ctx context.Context, tx *db.Tx) error {
		return insertConsent(ctx, tx, s.consentRow(v.Account))
	})
}

// TakeBack takes the consent back. From then on the account takes no part,
// until its holder agrees again.
func (s *Service) TakeBack(ctx context.Context, v Viewer) error {
	return s.changeConsent(ctx, v, false, func(ctx context.Context, tx *db.Tx) error {
		return withdrawConsents(ctx, tx, v.Account, s.clock.Now())
	})
}

func (s *Service) changeConsent(ctx context.Context, v Viewer, given bool, change func(ctx context.Context, tx *db.Tx) error) error {
	if v.Account == "" {
		return NeedsSession()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", v.Account); err != nil {
			return err
		}
		holds, err := holdingConsents(ctx, tx, v.Account, Present().Version)
		if err != nil {
			return err
		}
		if (holds > 0) == given {
			return nil
		}
		if err := change(ctx, tx); err != nil {
			return err
		}
		if !given {
			if err := s.changedRights(ctx, tx, v.Account); err != nil {
				return err
			}
		}
		return s.events.Emit(ctx, tx, ConsentChanged{Account: v.Account, Given: given})
	})
}

// RightsChanged is emitted in the transaction that changes what the sessions of
// a subject may do. They stand; their open pages connect again, and are looked
// at anew.
type RightsChanged struct{ Subject string }

func (s *Service) changedRights(ctx context.Context, tx *db.Tx, account string) error {
	return s.events.Emit(ctx, tx, RightsChanged{Subject: ownerOf(account)})
}

func (s *Service) consentRow(account string) consentRow {
	return consentRow{ID: id.Random(), Account: account, Purpose: KeepRecords, Version: Present().Version, GivenAt: clock.Millis(s.clock.Now())}
}

// errNoConsent is said to whoever left the box empty.
func errNoConsent() error {
	return fault.Field("consent", "Tick this if you agree. Without it we may not keep anything for you.")
}
