package group

import (
	"context"
	"strings"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

// Agreement is one version of a group's agreements.
type Agreement struct {
	Version   int64
	Source    string // Markdown
	HTML      string // safe
	Substance bool   // members were asked again
	Ballot    string // the vote that adopted it, or ""
	Made      time.Time
}

// AgreementIn is the present version, within a transaction.
func (s *Service) AgreementIn(ctx context.Context, tx *db.Tx, g Group) (Agreement, error) {
	r, err := agreementOf(ctx, tx, g.ID, g.Agreement)
	return r.agreement(), err
}

// AgreementOf is the present version of a group that the caller may look at: a
// member's, or one whose page is open to them.
func (s *Service) AgreementOf(ctx context.Context, g Group) (a Agreement, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err = s.AgreementIn(ctx, tx, g)
		return err
	})
	return a, err
}

// AgreementsFor are all versions, the latest first.
func (s *Service) AgreementsFor(ctx context.Context, m Member) (list []Agreement, err error) {
	if err := m.May(Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := agreements(ctx, tx, m.Group.ID)
		for _, r := range rows {
			list = append(list, r.agreement())
		}
		return err
	})
	return list, err
}

// Agree is the member's yes to the version that they were shown.
func (s *Service) Agree(ctx context.Context, m Member, version int64) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Read)
		if err != nil {
			return err
		}
		if version != m.Group.Agreement {
			return fault.New(fault.Conflict, "The agreements have changed meanwhile. Read them again, and say yes then.")
		}
		return writeAgreed(ctx, tx, m.Self.ID, version)
	})
}

// Reword writes the agreements anew. Where the change is one of substance, every
// member is asked again, and that is for the group to decide: leaders alone may
// only do it while the group is too small for a vote.
func (s *Service) Reword(ctx context.Context, m Member, text string, substance bool) error {
	body, err := s.RenderAgreement(ctx, text)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, Shape)
		if err != nil {
			return err
		}
		present, err := s.AgreementIn(ctx, tx, m.Group)
		if err != nil {
			return err
		}
		if substance || !onlyWording(present.Source, body.Source) {
			old, err := oldMembers(ctx, tx, m.Group.ID, s.clock.Now().Add(-oldAfter))
			if err != nil {
				return err
			}
			if old >= smallest {
				return fault.New(fault.Forbidden, "This changes what you agree on, and that is for the group to decide. Suggest it, and call a vote.")
			}
		}
		return s.AdoptAgreement(ctx, tx, m.Group, body, substance, "")
	})
}

// onlyWording tells whether so few words differ that a change can be one of
// wording: at most five, or one in twenty.
func onlyWording(old, now string) bool {
	count := map[string]int{}
	words := strings.Fields(old)
	for _, word := range words {
		count[word]++
	}
	for _, word := range strings.Fields(now) {
		count[word]--
	}
	gone, come := 0, 0
	for _, n := range count {
		gone, come = gone+max(n, 0), come+max(-n, 0)
	}
	return max(gone, come) <= max(5, len(words)/20)
}

// smallest is how many members of some standing it takes for the group, and not
// its leaders, to decide about its agreements.
const smallest = 3

// RenderAgreement checks and renders a text, outside of any transaction.
func (s *Service) RenderAgreement(ctx context.Context, text string) (richtext.Body, error) {
	body, err := s.text.Render(ctx, richtext.Post, text)
	if err == nil && body.Blank() {
		err = fault.Field("text", "Write what you agree on first.")
	}
	return body, err
}

// AdoptAgreement makes a text the present version, within a transaction that
// holds the group's lock. ballot is the vote that adopted it, or "".
func (s *Service) AdoptAgreement(ctx context.Context, tx *db.Tx, g Group, body richtext.Body, substance bool, ballot string) error {
	next := g.Agreement + 1
	err := insertAgreement(ctx, tx, agreementRow{
		Group: g.ID, Version: next, Source: body.Source, HTML: body.HTML, Substance: substance, Ballot: ballot, MadeAt: clock.Millis(s.clock.Now()),
	}, body.Version)
	if err != nil {
		return err
	}
	if err := writeAgreement(ctx, tx, g.ID, next); err != nil {
		return err
	}
	if !substance {
		if err := carryAgreed(ctx, tx, g.ID, g.Agreement, next); err != nil {
			return err
		}
	}
	for _, fact := range []any{AgreementChanged{Group: g.ID, Version: next, Substance: substance}, Stirred{Group: g.ID}} {
		if err := s.events.Emit(ctx, tx, fact); err != nil {
			return err
		}
	}
	return nil
}
