package finder

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// The bounds of notes.
const (
	NoteMost  = 1000 // characters
	NotesMost = 5000 // that wait to be read
)

// Note is what somebody says is wrong with a listing. Nobody knows who said it.
type Note struct {
	ID      string
	Listing Listing
	At      time.Time
	Text    string
}

// Tell notes for the stewards that something is wrong with a listing.
func (s *Service) Tell(ctx context.Context, slug, text string) error {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return fault.Field("text", "Write what is wrong.")
	case utf8.RuneCountInString(text) > NoteMost:
		return fault.Field("text", "Shorten this to {.Most} characters.", map[string]any{"Most": NoteMost})
	}
	one, err := s.At(ctx, slug)
	if err != nil {
		return err
	}
	note := noteRow{ID: id.New(s.clock), Number: one.Number, At: clock.Millis(s.clock.Now()), Text: text}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		waiting, err := countNotes(ctx, tx)
		if err != nil {
			return err
		}
		if waiting >= NotesMost {
			return fault.New(fault.Unavailable, "The stewards have more notes than they can read now. Please try again another day.")
		}
		if err := insertNote(ctx, tx, note); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, NoteMade{Note: note.ID})
	})
}

// NotesFor are the notes that wait, the oldest first.
func (s *Service) NotesFor(ctx context.Context, v account.Viewer, most int) ([]Note, error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, err
	}
	var rows []noteRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = openNotes(ctx, tx, most)
		return err
	})
	if err != nil {
		return nil, err
	}
	var numbers []int64
	for _, r := range rows {
		numbers = append(numbers, r.Number)
	}
	listings, err := s.WithNumbers(ctx, numbers)
	var list []Note
	for _, r := range rows {
		for _, l := range listings {
			if l.Number == r.Number {
				list = append(list, Note{ID: r.ID, Listing: l, At: clock.FromMillis(r.At), Text: r.Text})
			}
		}
	}
	return list, err
}

// WaitingFor is how many notes wait.
func (s *Service) WaitingFor(ctx context.Context, v account.Viewer) (n int, err error) {
	if err := v.May(account.RunSite); err != nil {
		return 0, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		count, err := countNotes(ctx, tx)
		n = int(count)
		return err
	})
	return n, err
}

// Settle says that a note was dealt with.
func (s *Service) Settle(ctx context.Context, v account.Viewer, note string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := settleNote(ctx, tx, note, clock.Millis(s.clock.Now())); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, NoteSettled{Note: note, By: v.Subject()})
	})
}
