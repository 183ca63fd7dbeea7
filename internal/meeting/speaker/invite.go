package speaker

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Draft is an invitation as a leader would like it.
type Draft struct {
	Label   string // whom it is for, for leaders alone
	Given   Given
	Minutes int
	Place   string
	Shown   bool
}

func (d Draft) checked() (Draft, error) {
	d.Label, d.Place = strings.TrimSpace(d.Label), strings.TrimSpace(d.Place)
	switch {
	case utf8.RuneCountInString(d.Label) > LabelMost:
		return d, tooLong("label", LabelMost)
	case utf8.RuneCountInString(d.Place) > PlaceMost:
		return d, tooLong("place", PlaceMost)
	case d.Minutes < 0 || d.Minutes > MinutesMost:
		return d, fault.Field("minutes", "Write a number of minutes up to {.Most}, or leave it empty.", map[string]any{"Most": MinutesMost})
	}
	return d, nil
}

func tooLong(field string, most int) error {
	return fault.Field(field, "Shorten this to {.Most} characters.", map[string]any{"Most": most})
}

// Invite invites somebody to a date. The token of the link is shown once.
func (s *Service) Invite(ctx context.Context, m group.Member, key string, d Draft) (one Speaker, token string, err error) {
	if err := m.May(group.Schedule); err != nil {
		return one, "", err
	}
	if d, err = d.checked(); err != nil {
		return one, "", err
	}
	one = Speaker{ID: id.Random(), Group: m.Group.ID, State: Invited, Given: d.Given, Minutes: d.Minutes, Place: d.Place, Shown: d.Shown, Label: d.Label}
	if one.label, err = s.seal(ctx, one.ID, "label", note{Label: d.Label, By: m.Self.ID}); err != nil {
		return one, "", err
	}
	if one.page, err = s.seal(ctx, one.ID, "page", Page{}); err != nil {
		return one, "", err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		o, err := s.leading(ctx, tx, m, key)
		if err != nil {
			return err
		}
		switch others, err := speakersAt(ctx, tx, o.Meeting.ID, o.Slot, s.clock.Now()); {
		case err != nil:
			return err
		case len(others) >= speakersMost:
			return fault.New(fault.Conflict, "This date has {.Most} invitations already. Take one back first.", map[string]any{"Most": speakersMost})
		}
		one.Meeting, one.Slot, one.Told, one.Ends = o.Meeting.ID, o.Slot, o.Start, o.End.Add(KeptAfter)
		if err := insertSpeaker(ctx, tx, one); err != nil {
			return err
		}
		token, err = s.accounts.IssueIn(ctx, tx, account.GuestSpeaker, one.ID, one.Ends)
		return err
	})
	return one, token, err
}

// leading is a date that can still be prepared, for somebody who plans meetings.
func (s *Service) leading(ctx context.Context, tx *db.Tx, m group.Member, key string) (o meeting.Occurrence, err error) {
	m, err = m.Again(ctx, tx, group.Schedule)
	if err != nil {
		return o, err
	}
	if o, err = s.meetings.InKey(ctx, tx, m, key); err != nil {
		return o, err
	}
	return o, s.stillOn(o)
}

func (s *Service) stillOn(o meeting.Occurrence) error {
	switch {
	case o.Standing == meeting.Cancelled:
		return fault.New(fault.Conflict, "This date is called off.")
	case o.IsOver(s.clock.Now()):
		return fault.New(fault.Conflict, "This date is over.")
	}
	return nil
}

// speakerAt is a speaker of a date, as somebody of the group finds them.
func (s *Service) speakerAt(ctx context.Context, tx *db.Tx, o meeting.Occurrence, speaker string) (Speaker, error) {
	one, err := speakerByID(ctx, tx, speaker, s.clock.Now())
	if err == nil && (one.Meeting != o.Meeting.ID || one.Slot != o.Slot) {
		err = fault.Missing()
	}
	return one, err
}

// Renew makes another link for somebody who is invited. The earlier one, and
// whatever was opened with it, ends at once; their page stays.
func (s *Service) Renew(ctx context.Context, m group.Member, key, speaker string) (one Speaker, token string, err error) {
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Schedule)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		if one, err = s.speakerAt(ctx, tx, o, speaker); err != nil {
			return err
		}
		if o.Standing == meeting.Cancelled {
			return s.stillOn(o)
		}
		if err := s.accounts.EndPassesIn(ctx, tx, account.GuestSpeaker, speaker); err != nil {
			return err
		}
		token, err = s.accounts.IssueIn(ctx, tx, account.GuestSpeaker, speaker, one.Ends)
		return err
	})
	return one, token, err
}

// Withdraw takes an invitation back. The link, the speaker's visit, their page and
// their name end at once.
func (s *Service) Withdraw(ctx context.Context, m group.Member, key, speaker string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Schedule)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		if _, err := s.speakerAt(ctx, tx, o, speaker); err != nil {
			return err
		}
		return s.remove(ctx, tx, speaker)
	})
}

// remove ends the passes of a speaker and deletes all of theirs.
func (s *Service) remove(ctx context.Context, tx *db.Tx, speaker string) error {
	if err := s.accounts.EndPassesIn(ctx, tx, account.GuestSpeaker, speaker); err != nil {
		return err
	}
	if err := deleteUnkept(ctx, tx, speaker); err != nil {
		return err
	}
	if err := deleteSpeaker(ctx, tx, speaker); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Gone{Speaker: speaker})
}

// Arrange changes what a speaker is told. Hosts say when it is their turn; what
// they learn of how to come, and whether members see each other's questions, is
// for those who plan meetings.
func (s *Service) Arrange(ctx context.Context, m group.Member, key, speaker string, d Draft) error {
	d, err := d.checked()
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.meetings.HostIn(ctx, tx, m, key)
		if err != nil {
			return err
		}
		one, err := s.speakerAt(ctx, tx, o, speaker)
		if err != nil {
			return err
		}
		one.Minutes, one.Place = d.Minutes, d.Place
		if m.Can(group.Schedule) {
			one.Given, one.Shown = d.Given, d.Shown
		}
		return writeArrangement(ctx, tx, one)
	})
}

// HidePage takes a speaker's page from the eyes of members, or shows it again.
func (s *Service) HidePage(ctx context.Context, m group.Member, key, speaker string, hide bool) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Tend)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		if _, err := s.speakerAt(ctx, tx, o, speaker); err != nil {
			return err
		}
		return writeHidden(ctx, tx, speaker, hide)
	})
}

// endOf is when all of a speaker goes, as the date stands.
func (s *Service) endOf(one Speaker, o meeting.Occurrence) time.Time {
	if o.Standing != meeting.Cancelled {
		return o.End.Add(KeptAfter)
	}
	return s.calledOff(one)
}

// calledOff is when a speaker goes whose date is not held.
func (s *Service) calledOff(one Speaker) time.Time {
	if soon := s.clock.Now().Add(KeptCalled); soon.Before(one.Ends) {
		return soon
	}
	return one.Ends
}
