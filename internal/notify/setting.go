package notify

import (
	"context"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Digest says how often a mail tells that there is something new.
type Digest string

// The digests.
const (
	Never  Digest = "none"
	Daily  Digest = "daily"
	Weekly Digest = "weekly" // on Mondays
)

// Setting is what somebody lets reach them outside of this site, and when.
type Setting struct {
	Quiet      Hours
	UrgentOut  bool // whether what is urgent leaves the house
	NormalOut  bool // whether the rest does
	Digest     Digest
	DigestHour int // of their day
}

// usual is what holds for whoever has chosen nothing.
func usual() Setting {
	return Setting{Quiet: Hours{From: 22 * 60, To: 8 * 60}, UrgentOut: true, NormalOut: true, Digest: Never, DigestHour: 9}
}

func (s Setting) check() error {
	switch {
	case !s.Quiet.sound():
		return fault.Field("quiet_from", "Write two times, like 22:00 and 08:00, or leave both empty.")
	case s.Digest != Never && s.Digest != Daily && s.Digest != Weekly:
		return fault.Field("digest", "Choose how often.")
	case s.DigestHour < 0 || s.DigestHour > 23:
		return fault.Field("digest_hour", "Choose a full hour.")
	}
	return nil
}

// lets tells whether notices of this level leave the house.
func (s Setting) lets(l Level) bool {
	return l == Urgent && s.UrgentOut || l == Normal && s.NormalOut
}

// SettingFor is what the viewer chose.
func (s *Service) SettingFor(ctx context.Context, v account.Viewer) (Setting, error) {
	who, err := own(v)
	if err != nil {
		return Setting{}, err
	}
	var row settingRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = readSetting(ctx, tx, who)
		return err
	})
	return row.Setting, err
}

// Calm is when nothing but what is urgent leaves the house for somebody.
type Calm struct {
	Quiet   Hours
	Zone    *time.Location // whose clock the hours are read by
	Resting bool           // nothing leaves at all
}

// CalmOf is that for an account, for features that choose the moment of what
// they say. It is asked outside of transactions, and NotFound for one that is
// gone.
func (s *Service) CalmOf(ctx context.Context, account string) (Calm, error) {
	person, err := s.person(ctx, account)
	if err != nil {
		return Calm{}, err
	}
	var row settingRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = readSetting(ctx, tx, account)
		return err
	})
	return Calm{Quiet: row.Quiet, Zone: zoneOf(person.Zone), Resting: person.Resting}, err
}

// Change writes what change makes of the viewer's setting.
func (s *Service) Change(ctx context.Context, v account.Viewer, change func(*Setting)) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	person, err := s.person(ctx, who)
	if err != nil {
		return err
	}
	zone, now := zoneOf(person.Zone), s.clock.Now()
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "notify_setting", who); err != nil {
			return err
		}
		row, err := readSetting(ctx, tx, who)
		if err != nil {
			return err
		}
		change(&row.Setting)
		if err := row.check(); err != nil {
			return err
		}
		row.DigestDue = 0
		if row.Digest != Never {
			row.DigestDue = clock.Millis(row.nextDigest(now, zone))
		}
		return writeSetting(ctx, tx, who, row)
	})
}

// nextDigest is when the first mail after a moment goes out: at the full hour
// of the person's day, for a weekly one on a Monday. An hour that the day does
// not have, because clocks are put forward, is the one after.
func (s Setting) nextDigest(after time.Time, zone *time.Location) time.Time {
	day := after.In(zone)
	for n := 0; ; n++ {
		at := time.Date(day.Year(), day.Month(), day.Day()+n, s.DigestHour, 0, 0, 0, zone)
		if at.After(after) && (s.Digest == Daily || at.Weekday() == time.Monday) {
			return at
		}
	}
}
