package notify

import (
	"context"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// digesting is the job that mails one digest.
type digesting struct {
	Account string
	Due     int64 // unix milliseconds
	Try     int
}

// SendDigests starts the digests that are due. It is run every few minutes.
func (s *Service) SendDigests(ctx context.Context) error {
	var due []dueRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = dueDigests(ctx, tx, s.clock.Now())
		return err
	})
	for _, row := range due {
		if err == nil {
			err = s.startDigest(ctx, row)
		}
	}
	return err
}

// startDigest sets when the next one is due and adds the job of this one: both
// or neither, once on however many nodes.
func (s *Service) startDigest(ctx context.Context, row dueRow) error {
	person, err := s.person(ctx, row.AccountID)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		setting, err := readSetting(ctx, tx, row.AccountID)
		if err != nil || setting.Digest == Never {
			return err
		}
		next := clock.Millis(setting.nextDigest(now, zoneOf(person.Zone)))
		if moved, err := moveDigest(ctx, tx, row.AccountID, row.Due, next); err != nil || !moved {
			return err
		}
		return s.jobs.Add(ctx, tx, jobDigest, digesting{Account: row.AccountID, Due: row.Due})
	})
}

// sendDigest mails a digest if there is something new since the last one.
func (s *Service) sendDigest(ctx context.Context, p digesting) error {
	person, err := s.person(ctx, p.Account)
	if isGone(err) || err == nil && (person.Resting || !s.mail.On()) {
		return nil
	}
	if err != nil {
		return err
	}
	before, mine, err := s.claimDigest(ctx, p)
	if err != nil || !mine {
		return err
	}
	if err := s.at("notify.send"); err != nil {
		return err
	}
	err = s.mailTo(ctx, p.Account, s.somethingNew())
	return s.afterMail(ctx, p.Account, err, another{
		try: p.Try, kind: jobDigest, payload: digesting{Account: p.Account, Due: p.Due, Try: p.Try + 1},
		release: func(ctx context.Context, tx *db.Tx) error {
			_, err := markTold(ctx, tx, p.Account, p.Due, before)
			return err
		},
	})
}

// claimDigest says up to when mails had told, and whether this one is ours.
func (s *Service) claimDigest(ctx context.Context, p digesting) (before int64, mine bool, err error) {
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		mine = false
		address, err := readAddress(ctx, tx, p.Account)
		if err != nil || address.ConfirmedAt == 0 {
			return err
		}
		setting, err := readSetting(ctx, tx, p.Account)
		if before = setting.DigestTold; err != nil || before >= p.Due {
			return err
		}
		if fresh, err := hasUnseenSince(ctx, tx, p.Account, before, s.clock.Now()); err != nil || !fresh {
			return err
		}
		mine, err = markTold(ctx, tx, p.Account, before, p.Due)
		return err
	})
	if isGone(err) {
		return 0, false, nil
	}
	return before, mine, err
}
