package group

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/richtext"
)

// Hello is a word of welcome, or the words with which somebody introduces
// themselves.
type Hello struct {
	ID     string
	Author Persona
	HTML   string // safe
	Made   time.Time
	Own    bool // the viewer's
}

// Introduce says who one is, to the whole group. From then on everybody can see
// that they are here. It also takes the place of what was said before.
func (s *Service) Introduce(ctx context.Context, m Member, text string) error {
	return s.hello(ctx, m, m.Self.ID, text, Introduce)
}

// Greet says hello to somebody who came. Whoever greets, and the leaders, can
// read it too: nobody is welcomed in private.
func (s *Service) Greet(ctx context.Context, m Member, newcomer, text string) error {
	return s.hello(ctx, m, newcomer, text, Welcome)
}

func (s *Service) hello(ctx context.Context, m Member, newcomer, text string, act Act) error {
	body, err := s.text.Render(ctx, richtext.Chat, text)
	if err != nil {
		return err
	}
	if body.Blank() {
		return fault.Field("text", "Write a few words first.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, act)
		if err != nil {
			return err
		}
		to, err := s.visible(ctx, tx, m, newcomer)
		if err != nil {
			return err
		}
		if err := deleteHello(ctx, tx, to.ID, m.Self.ID); err != nil {
			return err
		}
		err = insertHello(ctx, tx, helloRow{
			ID: id.New(s.clock), Newcomer: to.ID, Author: m.Self.ID, HTML: body.HTML, MadeAt: clock.Millis(s.clock.Now()),
		}, m.Group.ID, body.Source, body.Version)
		if err != nil {
			return err
		}
		if err := s.speak(ctx, tx, m.Self); err != nil {
			return err
		}
		if to.ID != m.Self.ID && to.Account != "" {
			if err := s.events.Emit(ctx, tx, Greeted{Group: m.Group.ID, Account: to.Account, Author: m.Self.ID}); err != nil {
				return err
			}
		}
		return s.events.Emit(ctx, tx, Stirred{Group: m.Group.ID})
	})
}

// SpeakIn notes within a transaction that a member said something, for features
// in which they do: from then on everybody in the group can see them.
func (s *Service) SpeakIn(ctx context.Context, tx *db.Tx, m Member) error {
	return s.speak(ctx, tx, m.Self)
}

func (s *Service) speak(ctx context.Context, tx *db.Tx, m Membership) error {
	if !m.Spoke.IsZero() {
		return nil
	}
	if err := writeSpoke(ctx, tx, m.ID, s.clock.Now()); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Spoke{Group: m.Group, Membership: m.ID})
}

// HellosFor are the words said with and to one member: their own introduction
// for everybody, and what greeters said to them for those who greet and for
// themselves.
func (s *Service) HellosFor(ctx context.Context, m Member, newcomer string) (list []Hello, err error) {
	if err := m.May(Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		to, err := s.visible(ctx, tx, m, newcomer)
		if err != nil {
			return err
		}
		rows, err := hellosTo(ctx, tx, to.ID, m.Greets() || to.ID == m.Self.ID)
		if err != nil {
			return err
		}
		list, err = s.hellos(ctx, tx, m, rows)
		return err
	})
	return list, err
}

// IntroductionsFor are the latest introductions in a group.
func (s *Service) IntroductionsFor(ctx context.Context, m Member, most int) (list []Hello, err error) {
	if err := m.May(Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := introductions(ctx, tx, m.Group.ID, most)
		if err != nil {
			return err
		}
		list, err = s.hellos(ctx, tx, m, rows)
		return err
	})
	return list, err
}

func (s *Service) hellos(ctx context.Context, tx *db.Tx, m Member, rows []helloRow) (list []Hello, err error) {
	hidden, err := s.HiddenFor(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if hidden[r.Author] || hidden[r.Newcomer] {
			continue
		}
		author, err := membershipByID(ctx, tx, r.Author)
		if err != nil {
			return nil, err
		}
		list = append(list, Hello{ID: r.ID, Author: author.face(), HTML: r.HTML, Made: clock.FromMillis(r.MadeAt), Own: r.Author == m.Self.ID})
	}
	return list, nil
}

// TakeBackHello deletes words that the member said.
func (s *Service) TakeBackHello(ctx context.Context, m Member, hello string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Read)
		if err != nil {
			return err
		}
		n, err := deleteOwnHello(ctx, tx, hello, m.Self.ID, m.Group.ID, m.Can(Remove))
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

// Arrival is somebody who came and has not been greeted yet.
type Arrival struct {
	Persona
	Wants bool // asked to be greeted
}

// ArrivalsFor are those who came, have not spoken, and were not greeted, in an
// order that tells nothing, for those who greet.
func (s *Service) ArrivalsFor(ctx context.Context, m Member) (list []Arrival, err error) {
	if err := m.May(Welcome); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := ungreeted(ctx, tx, m.Group.ID, m.Self.ID, s.clock.Now())
		if err != nil {
			return err
		}
		hidden, err := hiddenFrom(ctx, tx, m)
		for _, one := range rows {
			if !hidden[one.ID] {
				list = append(list, Arrival{one.face(), one.WantsHello})
			}
		}
		return err
	})
	return list, err
}
