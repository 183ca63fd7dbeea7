package note

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// The most that a kind says, in characters, and how many there can be.
const (
	LabelMost = 40
	AboutMost = 120
	kindsMost = 50
)

// What was done to a kind.
type What string

// The things that are done.
const (
	Added    What = "added"
	Reworded What = "reworded"
	Restored What = "restored" // to the words that came with the program
	Moved    What = "moved"
	Retired  What = "retired" // out of use
	Returned What = "returned"
)

// Changed is emitted when a steward decided something about a kind.
type Changed struct {
	Kind string
	What What
	By   string // the subject who did
}

// KindsFor are all kinds, for a steward, also those out of use.
func (s *Service) KindsFor(ctx context.Context, v account.Viewer) ([]Kind, error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, err
	}
	return s.all(ctx)
}

// Add adds a kind at the end of the list.
func (s *Service) Add(ctx context.Context, v account.Viewer, label, about string) error {
	return s.change(ctx, v, Added, func(all []kindRow) (string, []kindRow, error) {
		if len(all) >= kindsMost {
			return "", nil, fault.Field("label", "The list is full. Reword one instead.")
		}
		row := kindRow{ID: id.Random()}
		if err := row.call(ctx, all, label, about); err != nil {
			return "", nil, err
		}
		return row.ID, append(all, row), nil
	})
}

// Reword gives a kind another label and sentence. Words that are those which
// came with the program stay translated.
func (s *Service) Reword(ctx context.Context, v account.Viewer, kind, label, about string) error {
	return s.changeOne(ctx, v, kind, Reworded, func(all []kindRow, i int) error { return all[i].call(ctx, all, label, about) })
}

// Restore gives a kind the words back that came with the program.
func (s *Service) Restore(ctx context.Context, v account.Viewer, kind string) error {
	return s.changeOne(ctx, v, kind, Restored, func(all []kindRow, i int) error {
		if all[i].own() {
			return fault.Missing()
		}
		all[i].Label, all[i].About = "", ""
		return nil
	})
}

// Use takes a kind out of use, or back into it. What is marked with it stays
// marked.
func (s *Service) Use(ctx context.Context, v account.Viewer, kind string, use bool) error {
	what := Retired
	if use {
		what = Returned
	}
	return s.changeOne(ctx, v, kind, what, func(all []kindRow, i int) error {
		all[i].Gone = !use
		return nil
	})
}

// Move moves a kind one place up or down among those in use. The first one
// stays the first when it is moved up.
func (s *Service) Move(ctx context.Context, v account.Viewer, kind string, up bool) error {
	return s.changeOne(ctx, v, kind, Moved, func(all []kindRow, i int) error {
		step := 1
		if up {
			step = -1
		}
		for j := i + step; j >= 0 && j < len(all); j += step {
			if !all[j].Gone {
				all[i], all[j] = all[j], all[i] // between them are only those out of use
				return nil
			}
		}
		return nil
	})
}

// changeOne changes the kind with the id; i is its place among all.
func (s *Service) changeOne(ctx context.Context, v account.Viewer, kind string, what What, change func(all []kindRow, i int) error) error {
	return s.change(ctx, v, what, func(all []kindRow) (string, []kindRow, error) {
		i := slices.IndexFunc(all, func(r kindRow) bool { return r.ID == kind })
		if i < 0 {
			return "", nil, fault.Missing()
		}
		return kind, all, change(all, i)
	})
}

// change changes the list, and writes it as it is then.
func (s *Service) change(ctx context.Context, v account.Viewer, what What, change func(all []kindRow) (string, []kindRow, error)) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "group_note", "all"); err != nil {
			return err
		}
		all, err := allRows(ctx, tx)
		if err != nil {
			return err
		}
		kind, all, err := change(all)
		if err != nil {
			return err
		}
		for place, row := range all {
			row.Place = int64(place)
			if err := writeRow(ctx, tx, row); err != nil {
				return err
			}
		}
		tx.AfterCommit(s.changed)
		return s.events.Emit(ctx, tx, Changed{Kind: kind, What: what, By: v.Subject()})
	})
}

// call gives the row its words, in the language of the one who types them.
func (r *kindRow) call(ctx context.Context, all []kindRow, label, about string) error {
	label, about = oneLine(label), oneLine(about)
	switch {
	case label == "":
		return fault.Field("label", "Type what the topic is called.")
	case utf8.RuneCountInString(label) > LabelMost:
		return tooLong("label", LabelMost)
	case utf8.RuneCountInString(about) > AboutMost:
		return tooLong("about", AboutMost)
	}
	taken := func(other kindRow) bool { return other.ID != r.ID && strings.EqualFold(other.kind(ctx).Label, label) }
	if slices.ContainsFunc(all, taken) {
		return fault.Field("label", "This topic is on the list already.")
	}
	came := kindRow{ID: r.ID, from: r.from}.kind(ctx)
	r.Label, r.About = label, about
	if !r.own() && label == came.Label {
		r.Label = ""
	}
	if !r.own() && about == came.About {
		r.About = ""
	}
	return nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func tooLong(field string, most int) error {
	return fault.Field(field, "Shorten this to {.Most} characters.", i18n.Args{"Most": most})
}
