package group

import (
	"context"
	"math/rand/v2"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/group/name"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// VerificationState says how far checking a profession is.
type VerificationState string

// The states.
const (
	VerificationWaits   VerificationState = "asked"
	VerificationGiven   VerificationState = "verified"
	VerificationRefused VerificationState = "refused"
	VerificationLapsed  VerificationState = "lapsed"
)

// Verification is the check of one person's profession, for one membership.
type Verification struct {
	ID         string
	Membership string
	State      VerificationState
	Claim      string // what they say they are
	Proof      string // where that can be checked; goes once it was
	Checked    string // what was checked, in a steward's words
	Where      string // in which register
	Asked      time.Time
	Until      time.Time

	Group   string  // its name, for a steward
	Persona Persona // for a steward
}

// The longest words of a verification, in characters, and its longest time.
const (
	claimMost     = 120
	proofMost     = 400
	verifiedMost  = 2 * 365 * 24 * time.Hour
	verifiedLeast = 24 * time.Hour
)

// AskVerification asks the stewards to check the member's profession.
func (s *Service) AskVerification(ctx context.Context, m Member, claim, proof string) error {
	switch claim, proof = oneLine(claim), oneLine(proof); {
	case claim == "":
		return fault.Field("claim", "Say what your profession is.")
	case utf8.RuneCountInString(claim) > claimMost:
		return tooLong("claim", claimMost)
	case proof == "":
		return fault.Field("proof", "Say where a steward can check it, such as a register and your number there.")
	case utf8.RuneCountInString(proof) > proofMost:
		return tooLong("proof", proofMost)
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, AskVerified)
		if err != nil {
			return err
		}
		switch last, err := latestVerification(ctx, tx, m.Self.ID); {
		case err == nil && last.State == VerificationWaits:
			return fault.New(fault.Conflict, "You have asked already. A steward will answer.")
		case err != nil && fault.KindOf(err) != fault.NotFound:
			return err
		}
		f := Verification{ID: id.Random(), Membership: m.Self.ID, State: VerificationWaits, Claim: claim, Proof: proof}
		if err := insertVerification(ctx, tx, f, s.clock.Now()); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, VerificationAsked{Membership: m.Self.ID})
	})
}

// VerificationFor is what was last checked about a persona, as the group may see
// it: without what proved it, and to others only while it counts.
func (s *Service) VerificationFor(ctx context.Context, m Member, persona string) (f Verification, err error) {
	one, err := s.membershipFor(ctx, m, persona)
	if err != nil {
		return f, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		f, err = latestVerification(ctx, tx, one.ID)
		if fault.KindOf(err) == fault.NotFound {
			f, err = Verification{}, nil
		}
		return err
	})
	f.Proof = ""
	if one.ID != m.Self.ID && f.State != VerificationGiven {
		f = Verification{}
	}
	return f, err
}

// VerificationsFor are those that wait for a steward, the longest first.
func (s *Service) VerificationsFor(ctx context.Context, v account.Viewer) (list []Verification, err error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := askedVerifications(ctx, tx)
		for _, f := range rows {
			m, err := membershipByID(ctx, tx, f.Membership)
			if err != nil {
				return err
			}
			g, err := groupByID(ctx, tx, m.Group)
			if err != nil {
				return err
			}
			f.Group, f.Persona = g.Name, m.face()
			list = append(list, f)
		}
		return err
	})
	return list, err
}

// Verify is a steward's answer: what was checked, where, and until when it
// counts; or no.
func (s *Service) Verify(ctx context.Context, v account.Viewer, verification string, yes bool, checked, where string, until time.Time) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	f := Verification{ID: verification, State: VerificationRefused}
	if yes {
		f = Verification{ID: verification, State: VerificationGiven, Checked: oneLine(checked), Where: oneLine(where), Until: until}
		now := s.clock.Now()
		switch {
		case f.Checked == "" || utf8.RuneCountInString(f.Checked) > claimMost:
			return fault.Field("checked", "Say in a few words what you checked.")
		case f.Where == "" || utf8.RuneCountInString(f.Where) > claimMost:
			return fault.Field("where", "Say in a few words where you checked it.")
		case until.Before(now.Add(verifiedLeast)) || until.After(now.Add(verifiedMost)):
			return fault.Field("until", "Choose a day within two years.")
		}
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		asked, err := verificationByID(ctx, tx, verification)
		if err != nil {
			return err
		}
		m, err := membershipByID(ctx, tx, asked.Membership)
		if err != nil {
			return err
		}
		if err := lock(ctx, tx, m.Group); err != nil {
			return err
		}
		if asked, err = verificationByID(ctx, tx, verification); err != nil {
			return err
		}
		if asked.State != VerificationWaits {
			return fault.New(fault.Conflict, "Somebody answered this already.")
		}
		return s.decideVerification(ctx, tx, m, f, v.Subject())
	})
}

func (s *Service) decideVerification(ctx context.Context, tx *db.Tx, m Membership, f Verification, by string) error {
	if err := writeVerification(ctx, tx, f, by); err != nil {
		return err
	}
	if err := writeProfessional(ctx, tx, m.ID, f.State == VerificationGiven); err != nil {
		return err
	}
	if f.State != VerificationGiven {
		if err := s.dropTitle(ctx, tx, m); err != nil {
			return err
		}
	}
	return s.events.Emit(ctx, tx, Verified{Group: m.Group, Membership: m.ID, Account: m.Account, By: by, State: f.State})
}

// dropTitle takes a title out of a name that was not checked, or is not any
// more.
func (s *Service) dropTitle(ctx context.Context, tx *db.Tx, m Membership) error {
	if name.Claims(m.Name) == "" {
		return nil
	}
	m.Name = name.Plainly(m.Name)
	m.fold = name.Fold(m.Name)
	if m.Name == "" || s.free(ctx, tx, m) != nil {
		m.Name = i18n.T(ctx, "Member {.Number}", i18n.Args{"Number": 1000 + rand.N(9000)})
		m.fold = name.Fold(m.Name) + m.ID
	}
	return writePersona(ctx, tx, m)
}

// LapseDue ends verifications whose time is over. The house calls it every hour.
func (s *Service) LapseDue(ctx context.Context) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		over, err := lapsedVerifications(ctx, tx, s.clock.Now())
		for _, f := range over {
			m, err := membershipByID(ctx, tx, f.Membership)
			if err != nil {
				return err
			}
			f.State = VerificationLapsed
			if err := s.decideVerification(ctx, tx, m, f, ""); err != nil {
				return err
			}
		}
		return err
	})
}
