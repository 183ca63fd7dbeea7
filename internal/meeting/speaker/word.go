package speaker

import (
	"context"
	"strings"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
)

// Kind is what a member says to a speaker.
type Kind string

// The kinds.
const (
	Question Kind = "question" // before the date is over
	Thanks   Kind = "thanks"   // once it has begun; one of a member
)

// Word is something that a member says to a speaker.
type Word struct {
	Kind  Kind
	Text  string
	Named bool // the speaker, and whoever else reads it, learns whose it is
	Keep  bool // the group keeps it when the speaker is gone
}

func (w Word) checked() (Word, error) {
	w.Text = strings.TrimSpace(w.Text)
	switch {
	case w.Kind != Question && w.Kind != Thanks:
		return w, fault.Missing()
	case w.Text == "":
		return w, fault.Field("text", "Write something first.")
	case utf8.RuneCountInString(w.Text) > WordMost:
		return w, tooLong("text", WordMost)
	}
	return w, nil
}

// Say asks a speaker something, or thanks them.
func (s *Service) Say(ctx context.Context, m group.Member, key, speaker string, w Word) error {
	w, err := w.checked()
	if err != nil {
		return err
	}
	if err := m.May(group.Share); err != nil {
		return err // before a key is made for it
	}
	r := wordRow{ID: id.Random(), Speaker: speaker, kind: w.Kind, named: w.Named, keep: w.Keep}
	if r.words, err = s.lock(ctx, m.Viewer.Account, w.Text, aboutWord(r.ID)); err != nil {
		return err
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
		one, err := s.speakerAt(ctx, tx, o, speaker)
		if err != nil {
			return err
		}
		if !one.readableBy(m) {
			return fault.Missing()
		}
		if err := s.mayBeSaid(w.Kind, o); err != nil {
			return err
		}
		if err := enough(ctx, tx, speaker, m.Self.ID, w.Kind); err != nil {
			return err
		}
		r.Meeting, r.slot, r.by = o.Meeting.ID, o.Slot.String(), m.Self.ID
		return insertWord(ctx, tx, r)
	})
}

// slotOf is the date that a word belongs to.
func slotOf(w wordRow) (recur.Wall, error) {
	if w.slot == "" {
		return recur.Wall{}, fault.Missing()
	}
	return recur.ParseWall(w.slot)
}

// mayBeSaid tells whether it is the time for it.
func (s *Service) mayBeSaid(kind Kind, o meeting.Occurrence) error {
	now := s.clock.Now()
	switch {
	case o.Standing == meeting.Cancelled:
		return fault.New(fault.Conflict, "This date is called off.")
	case kind == Question && o.IsOver(now):
		return fault.New(fault.Conflict, "This date is over. You can thank the speaker.")
	case kind == Thanks && now.Before(o.Start):
		return fault.New(fault.Conflict, "Thanks can be written once the meeting has begun.")
	}
	return nil
}

func enough(ctx context.Context, tx *db.Tx, speaker, membership string, kind Kind) error {
	n, err := countWords(ctx, tx, speaker, membership, kind)
	switch {
	case err != nil:
		return err
	case kind == Thanks && n > 0:
		return fault.Field("text", "You wrote your thanks already. Take them back to write other ones.")
	case n >= questionsMost:
		return fault.Field("text", "You asked {.Most} questions. Take one back to ask another.", map[string]any{"Most": questionsMost})
	}
	return nil
}

// readableBy tells whether the member can read the speaker's page.
func (s Speaker) readableBy(m group.Member) bool {
	return s.IsThere() && (!s.Hidden || m.Self.Role.Leads())
}

// TakeBack deletes what the member said to a speaker.
func (s *Service) TakeBack(ctx context.Context, m group.Member, key, word string) error {
	return s.onWord(ctx, m, group.Read, key, word, func(ctx context.Context, tx *db.Tx, m group.Member, _ meeting.Occurrence, w wordRow) error {
		if w.by != m.Self.ID {
			return fault.Missing()
		}
		return deleteWord(ctx, tx, word)
	})
}

// HideWord takes what a member said from the eyes of all but its writer and those
// who lead, or shows it again.
func (s *Service) HideWord(ctx context.Context, m group.Member, key, word string, hide bool) error {
	return s.onWord(ctx, m, group.Tend, key, word, func(ctx context.Context, tx *db.Tx, _ group.Member, _ meeting.Occurrence, _ wordRow) error {
		return writeWordHidden(ctx, tx, word, hide)
	})
}

// MarkAsked notes that a question was asked at the meeting. Hosts do.
func (s *Service) MarkAsked(ctx context.Context, m group.Member, key, word string, asked bool) error {
	return s.onWord(ctx, m, group.Meet, key, word, func(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence, w wordRow) error {
		host, err := s.meetings.Hosts(ctx, tx, m, o)
		if err == nil && (!host || w.kind != Question) {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		return writeAsked(ctx, tx, word, asked)
	})
}

func (s *Service) onWord(ctx context.Context, m group.Member, act group.Act, key, word string, do func(context.Context, *db.Tx, group.Member, meeting.Occurrence, wordRow) error) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, act)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		w, err := wordByID(ctx, tx, word)
		if err != nil {
			return err
		}
		if w.Meeting != o.Meeting.ID || w.slot != o.Slot.String() {
			return fault.Missing()
		}
		return do(ctx, tx, m, o, w)
	})
}
