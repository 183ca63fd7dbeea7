package moderation

import (
	"context"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// Month is what was done in a group within a month, in summary: never who, and
// never what it was about.
type Month struct {
	First time.Time // the first day, in the group's zone
	Lines []Deeds
}

// Deeds is how often something was done for one kind of reason.
type Deeds struct {
	What     What
	Category Category
	Times    int
}

// CareFor is what was done in a group within a year, the latest month first, and
// how many reports its leaders answered within the last 90 days.
func (s *Service) CareFor(ctx context.Context, m group.Member) (months []Month, answered int, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, 0, err
	}
	var rows []actRow
	now := s.clock.Now()
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if rows, err = actsIn(ctx, tx, m.Group.ID, now.Add(-actsKept)); err != nil {
			return err
		}
		n, err := answeredSince(ctx, tx, m.Group.ID, now.Add(-keptAfter))
		answered = int(n)
		return err
	})
	return summary(rows, zoneOf(m.Group)), answered, err
}

func zoneOf(g group.Group) *time.Location {
	if zone, err := time.LoadLocation(g.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// summary counts what was done by month, what it was and why.
func summary(rows []actRow, zone *time.Location) (months []Month) {
	for _, r := range rows {
		at := clock.FromMillis(r.MadeAt).In(zone)
		first := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, zone)
		if len(months) == 0 || !months[len(months)-1].First.Equal(first) {
			months = append(months, Month{First: first})
		}
		month := &months[len(months)-1]
		i := slices.IndexFunc(month.Lines, func(l Deeds) bool { return l.What == r.What && l.Category == r.Category })
		if i < 0 {
			month.Lines, i = append(month.Lines, Deeds{What: r.What, Category: r.Category}), len(month.Lines)
		}
		month.Lines[i].Times++
	}
	for _, m := range months {
		slices.SortFunc(m.Lines, func(a, b Deeds) int {
			if a.What != b.What {
				return slices.Index(whats(), a.What) - slices.Index(whats(), b.What)
			}
			return slices.Index(Categories(), a.Category) - slices.Index(Categories(), b.Category)
		})
	}
	return months
}
