package moderation

import (
	"context"
	"slices"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Keeper is who sits at a desk: a leader at that of their group, or a steward.
type Keeper struct {
	Desk   Desk
	Viewer account.Viewer
	Member group.Member // of a leader
}

// Leader is a member at the desk of their group's leaders. For whoever does not
// lead it does not exist.
func Leader(m group.Member) (Keeper, error) {
	if !m.Self.Role.Leads() {
		return Keeper{}, fault.Missing()
	}
	return Keeper{Desk: Leaders, Viewer: m.Viewer, Member: m}, m.May(group.Read)
}

// Steward is a viewer at the stewards' desk.
func Steward(v account.Viewer) (Keeper, error) {
	return Keeper{Desk: Stewards, Viewer: v}, v.May(account.RunSite)
}

// MayAct tells whether the keeper may do something now, and not only read.
func (k Keeper) MayAct() error {
	if k.Desk == Leaders {
		return k.Member.May(group.Remove)
	}
	return k.Viewer.May(account.RunSite)
}

// again looks the keeper up anew within a transaction, under the lock of the
// group that the report is about.
func (s *Service) again(ctx context.Context, tx *db.Tx, k Keeper, groupID string) (Keeper, error) {
	if k.Desk == Leaders {
		m, err := k.Member.Again(ctx, tx, group.Remove)
		k.Member = m
		return k, err
	}
	if err := k.MayAct(); err != nil || groupID == "" {
		return k, err
	}
	return k, s.groups.LockGroup(ctx, tx, groupID)
}

// filedFor is a report as it lies on the keeper's desk. On another desk, and for
// whom it is about, it does not exist.
func (s *Service) filedFor(ctx context.Context, tx *db.Tx, k Keeper, report string) (filedRow, error) {
	r, err := filed(ctx, tx, k.Desk, report)
	if err != nil {
		return r, err
	}
	kept, err := s.notAbout(ctx, tx, k, []filedRow{r})
	if err != nil || len(kept) == 0 {
		return filedRow{}, missingUnless(err)
	}
	if k.Desk == Stewards {
		err = s.notOwn(ctx, tx, k, r.reportRow)
	}
	return r, err
}

// notOwn refuses a steward what is about something of theirs.
func (s *Service) notOwn(ctx context.Context, tx *db.Tx, k Keeper, r reportRow) error {
	seers, err := s.atDesk(ctx, tx, Stewards, r)
	if err == nil && !slices.Contains(seers, k.Viewer.Account) {
		err = fault.Missing()
	}
	return err
}

// notAbout leaves out what a keeper has no part in: what lies on another group's
// desk, and what is about themselves.
func (s *Service) notAbout(ctx context.Context, tx *db.Tx, k Keeper, rows []filedRow) (kept []filedRow, err error) {
	if k.Desk == Stewards {
		return s.notAboutSteward(ctx, tx, k, rows)
	}
	targets := map[string][]string{}
	for _, r := range rows {
		targets[r.Kind] = append(targets[r.Kind], r.Target)
	}
	mine := map[string]map[string]bool{}
	for kind, ids := range targets {
		sub, err := s.subject(kind)
		if err != nil {
			continue // of a feature that is not here any more: only stewards see it
		}
		if mine[kind], err = sub.Mine(ctx, tx, k.Member, ids); err != nil {
			return nil, err
		}
		if mine[kind] == nil {
			mine[kind] = map[string]bool{}
		}
	}
	for _, r := range rows {
		known := mine[r.Kind] != nil
		if known && r.Group == k.Member.Group.ID && r.Author != k.Member.Self.ID && !mine[r.Kind][r.Target] {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// notAboutSteward is that for a steward, who may be a member somewhere. The only
// steward there is sees all: else nobody would.
func (s *Service) notAboutSteward(ctx context.Context, tx *db.Tx, k Keeper, rows []filedRow) (kept []filedRow, err error) {
	all, err := s.accounts.StewardsIn(ctx, tx)
	if err != nil || len(all) < 2 {
		return rows, err
	}
	own, err := s.groups.EveryOf(ctx, tx, k.Viewer.Account)
	for _, r := range rows {
		if r.Author == "" || !slices.Contains(own, r.Author) {
			kept = append(kept, r)
		}
	}
	return kept, err
}
