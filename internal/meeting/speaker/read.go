package speaker

import (
	"context"
	"slices"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Said is something that a member said to a speaker, as somebody reads it.
type Said struct {
	ID     string
	Kind   Kind
	Text   string
	By     string // the persona's name, or "" where it is nobody's to know
	Mine   bool
	Hidden bool
	Asked  bool
	Keep   bool
}

// Card is a speaker of a date, as a member sees them.
type Card struct {
	Speaker
	Questions []Said
	Thanks    []Said
	MayAsk    bool
	MayThank  bool // and has not yet
}

// View is what a member sees of the speakers of a date.
type View struct {
	Host        bool
	Cards       []Card
	Suggestions []Suggestion
	Kept        []Said // of speakers who are gone, what their writers let the group keep
}

// ViewFor is what the member sees of the speakers of a date. Invitations that
// nobody took are for those who lead.
func (s *Service) ViewFor(ctx context.Context, m group.Member, o meeting.Occurrence) (v View, err error) {
	if err := m.May(group.Read); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if v.Host, err = s.meetings.Hosts(ctx, tx, m, o); err != nil {
			return err
		}
		if v.Suggestions, err = s.suggestions(ctx, tx, m, o.Meeting.ID); err != nil {
			return err
		}
		list, err := speakersAt(ctx, tx, o.Meeting.ID, o.Slot, s.clock.Now())
		for _, one := range list {
			if one.readableBy(m) && o.Standing != meeting.Cancelled || m.Self.Role.Leads() {
				v.Cards = append(v.Cards, Card{Speaker: one})
			}
		}
		if err != nil {
			return err
		}
		words, err := wordsAt(ctx, tx, o.Meeting.ID, o.Slot.String())
		if err != nil {
			return err
		}
		return s.sort(ctx, tx, m, o, words, &v)
	})
	if err != nil {
		return v, err
	}
	there := v.Cards[:0]
	for _, card := range v.Cards {
		card.Speaker, err = s.opened(ctx, card.Speaker)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return v, err
		}
		there = append(there, card)
	}
	v.Cards = there
	return v, nil
}

// sort puts the words that the member reads to their speakers.
func (s *Service) sort(ctx context.Context, tx *db.Tx, m group.Member, o meeting.Occurrence, words []wordRow, v *View) error {
	eyes, err := s.eyes(ctx, tx, m, v.Host, words)
	if err != nil {
		return err
	}
	for i := range v.Cards {
		card := &v.Cards[i]
		card.MayAsk = card.IsThere() && s.mayBeSaid(Question, o) == nil
		card.MayThank = card.IsThere() && s.mayBeSaid(Thanks, o) == nil
		for _, w := range words {
			if w.Speaker != card.ID || !eyes.reads(w, card.Shown) {
				continue
			}
			list := &card.Thanks
			if w.kind == Question {
				list = &card.Questions
			}
			if err := s.read(ctx, tx, eyes, w, list); err != nil {
				return err
			}
			if w.kind == Question {
				continue
			}
			card.MayThank = card.MayThank && w.by != m.Self.ID
		}
	}
	for _, w := range words {
		if w.Speaker != "" || !eyes.reads(w, true) {
			continue
		}
		if err := s.read(ctx, tx, eyes, w, &v.Kept); err != nil {
			return err
		}
	}
	return nil
}

// eyes is what one member reads.
type eyes struct {
	self   string
	leads  bool
	host   bool
	hidden map[string]bool
	faces  map[string]group.Persona
}

func (s *Service) eyes(ctx context.Context, tx *db.Tx, m group.Member, host bool, words []wordRow) (e eyes, err error) {
	e = eyes{self: m.Self.ID, leads: m.Self.Role.Leads(), host: host}
	if e.hidden, err = s.groups.HiddenFor(ctx, tx, m); err != nil {
		return e, err
	}
	e.faces, err = s.groups.FacesIn(ctx, tx, m, writers(words))
	return e, err
}

// writers are those who wrote under their name.
func writers(words []wordRow) (list []string) {
	for _, w := range words {
		if w.named && !slices.Contains(list, w.by) {
			list = append(list, w.by)
		}
	}
	return list
}

// reads tells whether this member reads a word. others is that members read each
// other's. Without a name a block changes nothing: it would tell whose it is.
func (e eyes) reads(w wordRow, others bool) bool {
	switch {
	case w.by == e.self:
		return true
	case w.named && e.hidden[w.by]:
		return false
	case e.leads:
		return true
	case w.hidden:
		return false
	case w.kind == Thanks && w.Speaker != "":
		return false // it is for the speaker
	}
	return others || e.host
}

func (e eyes) said(w wordRow, text string) Said {
	said := Said{ID: w.ID, Kind: w.kind, Text: text, Mine: w.by == e.self, Hidden: w.hidden, Asked: w.asked, Keep: w.keep}
	if face := e.faces[w.by]; w.named && !face.Former {
		said.By = face.Name
	}
	return said
}

// CardFor is one speaker of a date, as the member sees them.
func (s *Service) CardFor(ctx context.Context, m group.Member, o meeting.Occurrence, speaker string) (View, Card, error) {
	v, err := s.ViewFor(ctx, m, o)
	if err != nil {
		return v, Card{}, err
	}
	for _, card := range v.Cards {
		if card.ID == speaker {
			return v, card, nil
		}
	}
	return v, Card{}, fault.Missing()
}
