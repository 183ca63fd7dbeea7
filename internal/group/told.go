package group

import (
	"context"
	"slices"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// NamesFor are the names of those of the groups, by id, that the viewer may know
// of: their own, and those that show to everybody. For notices, which keep ids
// alone.
func (s *Service) NamesFor(ctx context.Context, v account.Viewer, ids []string) (map[string]string, error) {
	names := map[string]string{}
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, id := range ids {
			g, err := s.knownTo(ctx, tx, v, id)
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			names[id] = g.Name
		}
		return nil
	})
	return names, err
}

// SlugFor is the address of a group that the viewer may know of.
func (s *Service) SlugFor(ctx context.Context, v account.Viewer, id string) (slug string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err := s.knownTo(ctx, tx, v, id)
		slug = g.Slug
		return err
	})
	return slug, err
}

func (s *Service) knownTo(ctx context.Context, tx *db.Tx, v account.Viewer, id string) (Group, error) {
	g, err := groupByID(ctx, tx, id)
	if err != nil || g.Shows() {
		return g, err
	}
	_, err = liveMembership(ctx, tx, id, v.Account)
	return g, err
}

// Answerers are the accounts of those who may be told that somebody asks to
// join, while they still ask: for notices alone.
func (s *Service) Answerers(ctx context.Context, tx *db.Tx, membership string) ([]string, error) {
	m, err := membershipByID(ctx, tx, membership)
	if err != nil || m.Standing != Asking {
		return nil, unlessMissing(err)
	}
	return s.accountsWith(ctx, tx, m.Group, func(one Membership) bool { return one.Role.Leads() })
}

// Welcomers are the accounts of those who may be told that somebody came, while
// nobody has greeted them: the greeters, or the leaders where there are none.
// For notices alone.
func (s *Service) Welcomers(ctx context.Context, tx *db.Tx, membership string) ([]string, error) {
	m, err := membershipByID(ctx, tx, membership)
	if err != nil || m.Standing != Here {
		return nil, unlessMissing(err)
	}
	between, err := estranged(ctx, tx, m.Group, m.Account)
	if err != nil {
		return nil, err
	}
	greeters, err := s.accountsWith(ctx, tx, m.Group, func(one Membership) bool {
		return one.Role == Greeter && !one.Code.IsZero() && !slices.Contains(between, idRow(one.ID))
	})
	if err != nil || len(greeters) > 0 {
		return greeters, err
	}
	return s.accountsWith(ctx, tx, m.Group, func(one Membership) bool { return one.Role.Leads() })
}

// LeadersOf are the accounts of those who lead a group: for notices alone.
func (s *Service) LeadersOf(ctx context.Context, tx *db.Tx, group string) ([]string, error) {
	return s.accountsWith(ctx, tx, group, func(one Membership) bool { return one.Role.Leads() })
}

// KeepersOf are the accounts of those who greet or lead: for notices alone.
func (s *Service) KeepersOf(ctx context.Context, tx *db.Tx, group string) ([]string, error) {
	return s.accountsWith(ctx, tx, group, func(one Membership) bool { return Member{Self: one}.Greets() })
}

// accountsWith are the accounts of those with a role who are here, and have not
// stepped out.
func (s *Service) accountsWith(ctx context.Context, tx *db.Tx, group string, is func(Membership) bool) (accounts []string, err error) {
	rows, err := withRole(ctx, tx, group)
	for _, one := range rows {
		if one.Account != "" && one.Standing == Here && is(one) {
			accounts = append(accounts, one.Account)
		}
	}
	return accounts, err
}
