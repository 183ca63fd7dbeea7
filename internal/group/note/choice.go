package note

import (
	"context"
	"slices"
	"strings"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
)

// Choice is what a reader wants to happen with words of a kind.
type Choice string

// The choices, from the weakest to the strongest.
const (
	Show Choice = "show" // with the note above them
	Blur Choice = "blur" // folded, with the note on the fold
	Hide Choice = "hide" // not shown, with a way to see them this once
)

// Choices are what one reader chose. The zero Choices folds everything that is
// marked: so it is for a visitor, for a pass, and before anybody chose.
type Choices struct{ of map[string]Choice }

// ChoicesOf are the viewer's, as they came with the session: it asks nobody.
func ChoicesOf(v account.Viewer) Choices { return choicesFrom(v.Settings.Notes) }

// Of is what happens with words that carry these notes: the strongest of what
// the reader chose for each. Words without notes are shown.
func (c Choices) Of(notes []string) Choice {
	strongest := Show
	for _, kind := range notes {
		switch c.one(kind) {
		case Hide:
			return Hide
		case Blur:
			strongest = Blur
		}
	}
	return strongest
}

func (c Choices) one(kind string) Choice {
	if chosen, ok := c.of[kind]; ok {
		return chosen
	}
	return Blur
}

// with is c after another choice. What is not one of the choices folds.
func (c Choices) with(kind string, chosen Choice) Choices {
	of := map[string]Choice{}
	for id, one := range c.of {
		of[id] = one
	}
	delete(of, kind)
	if chosen == Show || chosen == Hide {
		of[kind] = chosen
	}
	return Choices{of}
}

// text is how an account keeps them: "+grief -sex". What folds is left out.
func (c Choices) text() string {
	var parts []string
	for kind, chosen := range c.of {
		sign := "+"
		if chosen == Hide {
			sign = "-"
		}
		parts = append(parts, sign+kind)
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// choicesFrom reads what text wrote. What cannot be read folds.
func choicesFrom(text string) Choices {
	of := map[string]Choice{}
	for _, part := range strings.Fields(text) {
		switch part[0] {
		case '+':
			of[part[1:]] = Show
		case '-':
			of[part[1:]] = Hide
		}
	}
	return Choices{of}
}

// Choose keeps what the viewer chose for some kinds. What they chose for others
// stays, also for those that are out of use.
func (s *Service) Choose(ctx context.Context, v account.Viewer, chosen map[string]Choice) error {
	if v.Account == "" {
		return account.NeedsSession()
	}
	known, err := s.all(ctx)
	if err != nil {
		return err
	}
	choices := ChoicesOf(v)
	for kind, one := range chosen {
		if !slices.ContainsFunc(known, func(k Kind) bool { return k.ID == kind }) {
			return fault.Missing()
		}
		choices = choices.with(kind, one)
	}
	return s.accounts.KeepNotes(ctx, v, choices.text())
}
