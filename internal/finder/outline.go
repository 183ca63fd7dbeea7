package finder

import (
	"context"

	"handrail/internal/finder/code"
	"handrail/internal/platform/db"
)

// Outline is a Brief with what the listing can be chosen by.
type Outline struct {
	Brief
	Concepts []code.Concept // each with the wider ones
	Codes    []string       // "programme:CODE", for codes that stand for no concept
	Said     Said
	Rest     []string // the names of fields that were kept as they came; not to be changed
}

// Outlines hands out all listings as Briefs does.
func (s *Service) Outlines(ctx context.Context, each func(Outline)) error {
	x, err := s.current(ctx)
	if err != nil {
		return err
	}
	tags := make([]string, len(x.tagIDs))
	for text, id := range x.tagIDs {
		tags[id] = text
	}
	for i := range x.entries {
		e := &x.entries[i]
		if !x.sources[e.source].shows() {
			continue
		}
		o := Outline{Brief: e.brief(x), Said: e.said, Rest: x.nameSets[e.names]}
		for _, tag := range e.tags {
			switch kind, text := tags[tag][0], tags[tag][1:]; kind {
			case conceptTag:
				o.Concepts = append(o.Concepts, code.Concept(text))
			case codeTag:
				o.Codes = append(o.Codes, text)
			}
		}
		each(o)
	}
	return nil
}

// EachGone hands out the listings of a source that it lists no more, by number.
func (s *Service) EachGone(ctx context.Context, source string, each func(Listing) error) error {
	for last := int64(0); ; {
		list, err := s.rows(ctx, func(ctx context.Context, tx *db.Tx) ([]listingRow, error) {
			return goneAfter(ctx, tx, source, last, most)
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, one := range list {
			last = one.Number
			if err := each(one); err != nil {
				return err
			}
		}
	}
}

// Words are the words of a text as they are compared: in small letters, without
// accents.
func Words(text string) []string { return wordsIn(text) }
