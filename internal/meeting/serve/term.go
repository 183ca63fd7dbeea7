package serve

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
)

const (
	askEnd  = 10 * day // before a term ends its holder is asked what comes next
	goOnFor = 12 * day // before a term ends its holder can say what comes next
	afterIt = 21 * day // after a turn is over whoever had it still writes its notes
)

// lastOf is the last piece of what somebody took at once.
func lastOf(ctx context.Context, tx *db.Tx, t Turn) (Turn, error) {
	pieces, err := turnsOfTerm(ctx, tx, t.Term, t.Membership)
	for _, one := range pieces {
		if one.To.After(t.To) {
			t = one
		}
	}
	return t, err
}

// nearEnd tells whether the holder of a term that ends with a slot is to say what
// comes next.
func (s *Service) nearEnd(to recur.Wall, zone *time.Location) bool {
	return to.Before(s.wallNow(zone).Add(goOnFor))
}

// GoOn gives the member another term when theirs ends soon.
func (s *Service) GoOn(ctx context.Context, m group.Member, key, turn string) error {
	if err := m.May(group.Serve); err != nil {
		return err
	}
	return s.onOwn(ctx, m, key, turn, func(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence, t Turn) error {
		if err := m.May(group.Serve); err != nil {
			return err
		}
		r, err := roleIn(ctx, tx, o.Meeting.ID, t.Role)
		if err != nil {
			return err
		}
		last, err := lastOf(ctx, tx, t)
		if err != nil {
			return err
		}
		if t.State == Asked || !last.Long() || r.Weeks == 0 || !s.nearEnd(last.To, o.Zone()) {
			return fault.New(fault.Conflict, "There is time yet. You are asked some days before it ends.")
		}
		from := last.To.Add(time.Minute)
		free, _, err := s.freeSpans(ctx, tx, m, r, from, endOfTerm(from, r.Weeks))
		if err != nil {
			return err
		}
		if len(free) == 0 {
			return fault.New(fault.Conflict, "Somebody else does it after you, so you can let go with a good heart.")
		}
		for _, one := range free {
			next := last
			next.ID, next.From, next.To, next.State, next.Note, next.Reminded, next.Changed = id.Random(), one.from, one.to, Taken, "", "", s.clock.Now()
			next.Ending, next.Vouched = Open, false
			if err := insertTurn(ctx, tx, next); err != nil {
				return err
			}
		}
		return nil
	})
}

// HandOver says that the member does not go on when the term ends.
func (s *Service) HandOver(ctx context.Context, m group.Member, key, turn string) error {
	return s.onOwn(ctx, m, key, turn, func(ctx context.Context, tx *db.Tx, _ group.Member, _ meeting.Occurrence, t Turn) error {
		return writeEnding(ctx, tx, t.Term, t.Membership, Over)
	})
}

// mayNote tells whether the member reads and writes what is handed on with a
// role: those who look after the group, and whoever has the role, has had it
// until lately, or will have it within some days: nobody takes a role for a far
// date to read what is meant for whoever does it.
func (s *Service) mayNote(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence, r Role) (bool, error) {
	if m.Self.Role.Leads() {
		return true, nil
	}
	now := s.wallNow(o.Zone())
	turns, err := turnsOfRole(ctx, tx, r.ID, now.Add(-afterIt), now.AddDays(notesBefore))
	for _, t := range turns {
		if t.Membership == m.Self.ID && t.State != Asked {
			return true, err
		}
	}
	return false, err
}

// notesBefore is how many days before somebody's first date they read what is
// handed on.
const notesBefore = 14

// farAhead is how many days ahead somebody can have a role.
const farAhead = 800

// KeepNotes keeps what is handed on with a role, for whoever comes next. It is
// locked with the key of the meeting.
func (s *Service) KeepNotes(ctx context.Context, m group.Member, key, role, words string) error {
	words = strings.TrimSpace(words)
	if utf8.RuneCountInString(words) > NotesMost {
		return fault.Field("notes", "Shorten this to {.Most} characters.", map[string]any{"Most": NotesMost})
	}
	if err := m.May(group.Share); err != nil {
		return err
	}
	meetingID, _, err := meeting.ParseKey(key)
	if err != nil {
		return err
	}
	if _, _, err := s.roleFor(ctx, m, key, role); err != nil {
		return err // before a key is made for it
	}
	sealed := []byte{}
	if words != "" {
		if sealed, err = s.keys.Seal(ctx, meeting.Owner(meetingID), []byte(words), notesAbout(role)); err != nil {
			return err
		}
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Share)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		r, err := roleIn(ctx, tx, o.Meeting.ID, role)
		if err != nil {
			return err
		}
		if may, err := s.mayNote(ctx, tx, m, o, r); err != nil || !may {
			return errOr(err, fault.Missing())
		}
		return writeNotes(ctx, tx, r.ID, sealed)
	})
}

func notesAbout(role string) string { return "meeting_role.notes:" + role }

// opened are the notes of a role. It is called outside of a transaction.
func (s *Service) opened(ctx context.Context, r Role) (string, error) {
	if len(r.notes) == 0 {
		return "", nil
	}
	plain, err := s.keys.Open(ctx, meeting.Owner(r.Meeting), r.notes, notesAbout(r.ID))
	return string(plain), err
}

func errOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
