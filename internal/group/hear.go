package group

import (
	"context"
	"time"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Heard is somebody in a group as one who reads what was said there sees them.
type Heard struct {
	Persona
	Unheard bool // a block stands between the two, or the reader muted them: their words look deleted
}

// HeardIn are the people of these memberships within a transaction, with who of
// them the member does not hear: HiddenFor and FacesIn in one statement. Who is
// no member any more is there as a former member.
func (s *Service) HeardIn(ctx context.Context, tx *db.Tx, m Member, ids []string) (map[string]Heard, error) {
	heard := make(map[string]Heard, len(ids))
	if len(ids) == 0 {
		return heard, nil
	}
	for _, id := range ids {
		heard[id] = Heard{Persona: Persona{ID: id, Former: true}}
	}
	rows, err := heardAmong(ctx, tx, m, ids)
	for _, r := range rows {
		one := r.membership()
		blocked := r.blocked && !m.KeepsSafe()
		h := Heard{Persona: one.face(), Unheard: blocked || r.muted}
		if blocked && one.Role == Plain {
			h.Persona = Persona{ID: one.ID, Former: true}
		}
		heard[one.ID] = h
	}
	return heard, err
}

// NamedIn finds members by their names, folded as name.Fold does, within a
// transaction: those whom the member can see. The rest are left out.
func (s *Service) NamedIn(ctx context.Context, tx *db.Tx, m Member, folds []string) (map[string]Persona, error) {
	if len(folds) == 0 {
		return nil, nil
	}
	hidden, err := hiddenFrom(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	return named(ctx, tx, m.Group.ID, folds, hidden)
}

// NamedByNobodyIn is NamedIn for what is said without a name: no block changes
// whom it finds, or it would tell of one who writes.
func (s *Service) NamedByNobodyIn(ctx context.Context, tx *db.Tx, group string, folds []string) (map[string]Persona, error) {
	if len(folds) == 0 {
		return nil, nil
	}
	return named(ctx, tx, group, folds, nil)
}

func named(ctx context.Context, tx *db.Tx, group string, folds []string, hidden map[string]bool) (map[string]Persona, error) {
	rows, err := membersCalled(ctx, tx, group, folds)
	found := map[string]Persona{}
	for _, one := range rows {
		if !hidden[one.ID] && !one.Spoke.IsZero() {
			found[one.fold] = one.face()
		}
	}
	return found, err
}

// AccountsIn are the accounts behind these memberships, for notices alone. Who
// is not inside, and whoever does not hear by, is left out; by may be "".
func (s *Service) AccountsIn(ctx context.Context, tx *db.Tx, group, by string, ids []string) (map[string]string, error) {
	accounts := map[string]string{}
	if len(ids) == 0 {
		return accounts, nil
	}
	rows, err := membershipsAmong(ctx, tx, group, ids)
	if err != nil {
		return nil, err
	}
	deaf := map[string]bool{}
	if by != "" {
		if deaf, err = s.deafTo(ctx, tx, group, by); err != nil {
			return nil, err
		}
	}
	for _, one := range rows {
		if one.Account != "" && one.Standing == Here && !deaf[one.ID] {
			accounts[one.ID] = one.Account
		}
	}
	return accounts, nil
}

// deafTo are the memberships that do not hear what this one says.
func (s *Service) deafTo(ctx context.Context, tx *db.Tx, group, by string) (map[string]bool, error) {
	deaf := map[string]bool{}
	author, err := membershipByID(ctx, tx, by)
	if err != nil {
		return deaf, unlessMissing(err)
	}
	muting, err := mutedFor(ctx, tx, by)
	if err != nil {
		return nil, err
	}
	apart, err := estranged(ctx, tx, group, author.Account)
	for _, one := range append(muting, apart...) {
		deaf[string(one)] = true
	}
	return deaf, err
}

// Hush pauses somebody's writing in the member's group until a moment, or lets
// them write again where it has passed. They can read on. It runs within a
// transaction of a use case that tells them why.
func (s *Service) Hush(ctx context.Context, tx *db.Tx, m Member, membership string, until time.Time) error {
	m, err := m.Again(ctx, tx, Remove)
	if err != nil {
		return err
	}
	one, err := membershipByID(ctx, tx, membership)
	switch {
	case err != nil || one.Group != m.Group.ID || !one.Standing.IsInside():
		return fault.Missing()
	case one.ID == m.Self.ID:
		return fault.New(fault.Conflict, "This is you.")
	case one.Role.rank() >= m.Self.Role.rank():
		return fault.New(fault.Forbidden, "They look after this group as you do. The group can vote on it, or you can tell the stewards.")
	}
	return writeHushed(ctx, tx, one.ID, until)
}

// SpokeIn notes within a transaction that a membership said something, for what
// was held back for a while: from then on everybody in the group can see them.
func (s *Service) SpokeIn(ctx context.Context, tx *db.Tx, group, membership string) error {
	m, err := membershipByID(ctx, tx, membership)
	if err != nil || m.Group != group || !m.Standing.IsInside() {
		return unlessMissing(err)
	}
	return s.speak(ctx, tx, m)
}

// AllOf are the memberships that belong to an account, former ones too, within a
// transaction: for what has to find somebody's words.
func (s *Service) AllOf(ctx context.Context, tx *db.Tx, account string) ([]Membership, error) {
	return allMemberships(ctx, tx, account)
}
