package group

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// reasonMost is the longest reason, in characters.
const reasonMost = 500

// doorLasts is how long a browser keeps the mark of a ban.
const doorLasts = 30 * 24 * time.Hour

// Ban is somebody who cannot come back to a group.
type Ban struct {
	ID     string
	Name   string // of the persona, while it is known
	Reason string // for the leaders alone
	Made   time.Time
}

// Remove ends somebody's membership at once. With ban, the account behind it is
// not let in again by any way, and is not told why.
func (s *Service) Remove(ctx context.Context, m Member, membership string, ban bool, reason string) error {
	if len([]rune(reason)) > reasonMost {
		return fault.Field("reason", "Shorten this to {.Most} characters.", map[string]any{"Most": reasonMost})
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Remove)
		if err != nil {
			return err
		}
		return s.RemoveIn(ctx, tx, m, membership, ban, reason)
	})
}

// RemoveIn is Remove within a transaction in which m was looked up again.
func (s *Service) RemoveIn(ctx context.Context, tx *db.Tx, m Member, membership string, ban bool, reason string) error {
	one, err := membershipByID(ctx, tx, membership)
	switch {
	case err != nil || one.Group != m.Group.ID:
		return fault.Missing()
	case one.ID == m.Self.ID:
		return fault.New(fault.Conflict, "This is you. To go, leave the group.")
	case one.Role == Facilitator, one.Role == CoFacilitator && m.Self.Role != Facilitator:
		return fault.New(fault.Forbidden, "They lead this group as you do. The group can vote on it. If somebody is in danger, tell the stewards.")
	}
	if err := s.mayRemove(ctx, tx, m, one); err != nil {
		return err
	}
	if ban {
		if err := s.ban(ctx, tx, m, one, reason); err != nil {
			return err
		}
	}
	if one.Standing.IsInside() {
		return s.end(ctx, tx, one, Removed, AsFormer)
	}
	if one.Standing == Asking || one.Standing == Waiting || one.Standing == Offered {
		return s.forget(ctx, tx, m.Group, one)
	}
	return nil
}

// mayRemove keeps leaders from deciding a vote by who is there to vote: whoever
// asked for one that is open stays until it is over, and where a leader is voted
// on, they send nobody away.
func (s *Service) mayRemove(ctx context.Context, tx *db.Tx, m Member, one Membership) error {
	if !one.Standing.IsInside() {
		return nil
	}
	n, err := votesWith(ctx, tx, m.Group.ID, one.ID, m.Self.ID, one.Joined)
	if err == nil && n > 0 {
		err = fault.New(fault.Forbidden, "The group votes on who leads, or on what you agree on. Those it is about remove nobody until then. If somebody is in danger, tell the stewards.")
	}
	return err
}

// ban binds the account behind a membership. Links that it made end.
func (s *Service) ban(ctx context.Context, tx *db.Tx, m Member, one Membership, reason string) error {
	if one.Account == "" {
		return nil // there is nobody to keep out any more, and nobody is to know it
	}
	if err := deleteInvitationsBy(ctx, tx, one.ID); err != nil {
		return err
	}
	return insertBan(ctx, tx, banRow{
		ID: id.Random(), Group: m.Group.ID, Account: one.Account, Membership: one.ID, Reason: reason, MadeAt: clock.Millis(s.clock.Now()),
	})
}

// BansFor are the bans of a group, for its leaders, the latest first.
func (s *Service) BansFor(ctx context.Context, m Member) (list []Ban, err error) {
	if err := m.May(Remove); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := bans(ctx, tx, m.Group.ID)
		for _, r := range rows {
			list = append(list, Ban{ID: r.ID, Name: r.Name, Reason: r.Reason, Made: clock.FromMillis(r.MadeAt).Truncate(24 * time.Hour)})
		}
		return err
	})
	return list, err
}

// Unban lets somebody join again, as anybody can.
func (s *Service) Unban(ctx context.Context, m Member, ban string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Remove)
		if err != nil {
			return err
		}
		n, err := deleteBan(ctx, tx, ban, m.Group.ID)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

// barred tells whether a ban keeps an account out of a group, or the browser it
// uses: one in which somebody banned was, within the last 30 days.
func (s *Service) barred(ctx context.Context, tx *db.Tx, group, account string, doors []string) (bool, error) {
	n, err := bansOf(ctx, tx, group, account)
	if err != nil || n > 0 || len(doors) == 0 {
		return n > 0, err
	}
	lately, err := bansSince(ctx, tx, group, s.clock.Now().Add(-doorLasts))
	for _, ban := range lately {
		if slices.Contains(doors, s.door(string(ban))) {
			return true, nil
		}
	}
	return false, err
}

// door is the mark that a browser holds of a ban: random to whoever has not the
// server's key, and kept nowhere else. A ban that a group took over from the one
// it came of has the same.
func (s *Service) door(ban string) string {
	mac := hmac.New(sha256.New, s.keys.Derive("group door"))
	mac.Write([]byte(ban[strings.LastIndex(ban, ":")+1:]))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// DoorsFor are the marks of the bans that bind the viewer, for their browser to
// hold; none for almost everybody.
func (s *Service) DoorsFor(ctx context.Context, v account.Viewer) (doors []string, err error) {
	if v.Account == "" {
		return nil, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		all, err := bansOfAccount(ctx, tx, v.Account, s.clock.Now().Add(-doorLasts))
		for _, ban := range all {
			doors = append(doors, s.door(string(ban)))
		}
		return err
	})
	return doors, err
}
