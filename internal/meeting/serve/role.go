package serve

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
)

// The bounds of roles.
const (
	LabelMost = 40   // characters
	AboutMost = 300  // characters
	NotesMost = 4000 // characters
	ManyMost  = 20   // people
	RolesMost = 30   // of one meeting
)

// undoFor is how long taking a role away can be taken back.
const undoFor = 10 * time.Minute

// Role is something to be done at a meeting.
type Role struct {
	ID      string
	Meeting string
	Kind    Kind
	Label   string // what the group calls it; "" for our word
	About   string // what is to be done; "" for our words
	Many    int    // how many people do it
	Weeks   int    // how long a term is; 0 where it is taken date by date
	Place   int
	Gone    time.Time // when it was taken away; zero for a role that is there

	notes []byte
}

func (r Role) check() error {
	switch {
	case !slices.Contains(Kinds(), r.Kind):
		return fault.Field("kind", "Choose from the list.")
	case r.Kind == Own && r.Label == "":
		return fault.Field("label", "Give the role a name.")
	case utf8.RuneCountInString(r.Label) > LabelMost:
		return fault.Field("label", "Shorten this to {.Most} characters.", map[string]any{"Most": LabelMost})
	case utf8.RuneCountInString(r.About) > AboutMost:
		return fault.Field("about", "Shorten this to {.Most} characters.", map[string]any{"Most": AboutMost})
	case r.Many < 1 || r.Many > ManyMost:
		return fault.Field("many", "Write a number from 1 to {.Most}.", map[string]any{"Most": ManyMost})
	case !slices.Contains(Terms(), r.Weeks):
		return fault.Field("weeks", "Choose from the list.")
	}
	return nil
}

// Terms are how many weeks a term can have; 0 is none.
func Terms() []int { return []int{0, 2, 4, 8, 12, 26, 52} }

// leading is the member as one who arranges the roles of a meeting, within a
// transaction. For all others there is nothing to arrange.
func (s *Service) leading(ctx context.Context, tx *db.Tx, m group.Member, key string) (group.Member, string, error) {
	m, err := m.Again(ctx, tx, group.Schedule)
	if err != nil {
		return m, "", err
	}
	o, err := s.meetings.InKey(ctx, tx, m, key)
	return m, o.Meeting.ID, err
}

// arrange changes the roles of a meeting in one transaction.
func (s *Service) arrange(ctx context.Context, m group.Member, key string, do func(ctx context.Context, tx *db.Tx, meeting string, roles []Role) error) error {
	if err := m.May(group.Schedule); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, meeting, err := s.leading(ctx, tx, m, key)
		if err != nil {
			return err
		}
		roles, err := rolesOf(ctx, tx, meeting)
		if err != nil {
			return err
		}
		return do(ctx, tx, meeting, roles)
	})
}

// Begin gives a meeting that has no roles those that groups like this one begin
// with.
func (s *Service) Begin(ctx context.Context, m group.Member, key string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Schedule)
		if err != nil {
			return err
		}
		o, err := s.meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		roles, err := rolesOf(ctx, tx, o.Meeting.ID)
		if err != nil || len(roles) > 0 {
			return err
		}
		for n, r := range Beginning(m.Group.Kind, m.Group.Words, o.Plan.Way) {
			r.ID, r.Meeting, r.Place = id.Random(), o.Meeting.ID, n
			if err := insertRole(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// KeepRole adds a role to the meeting of a date, or changes the one with r's ID.
func (s *Service) KeepRole(ctx context.Context, m group.Member, key string, r Role) error {
	if err := r.check(); err != nil {
		return err
	}
	return s.arrange(ctx, m, key, func(ctx context.Context, tx *db.Tx, meeting string, roles []Role) error {
		if r.ID != "" {
			at := slices.IndexFunc(roles, func(one Role) bool { return one.ID == r.ID })
			if at < 0 || !roles[at].Gone.IsZero() {
				return fault.Missing()
			}
			return writeRole(ctx, tx, r)
		}
		if len(roles) >= RolesMost {
			return fault.New(fault.Conflict, "There are {.Most} roles already. Take one away that nobody needs.", map[string]any{"Most": RolesMost})
		}
		r.ID, r.Meeting, r.Place = id.Random(), meeting, len(roles)
		return insertRole(ctx, tx, r)
	})
}

// MoveRole has a role stand one place higher or lower.
func (s *Service) MoveRole(ctx context.Context, m group.Member, key, role string, up bool) error {
	return s.arrange(ctx, m, key, func(ctx context.Context, tx *db.Tx, _ string, roles []Role) error {
		roles = slices.DeleteFunc(roles, func(one Role) bool { return !one.Gone.IsZero() })
		at := slices.IndexFunc(roles, func(one Role) bool { return one.ID == role })
		if at < 0 {
			return fault.Missing()
		}
		to := at + 1
		if up {
			to = at - 1
		}
		if to < 0 || to >= len(roles) {
			return nil
		}
		roles[at], roles[to] = roles[to], roles[at]
		for n, one := range roles {
			if err := writePlace(ctx, tx, one.ID, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// DropRole takes a role away. It can be taken back for ten minutes; then those
// who would have done it are told.
func (s *Service) DropRole(ctx context.Context, m group.Member, key, role string) error {
	return s.arrange(ctx, m, key, func(ctx context.Context, tx *db.Tx, meeting string, _ []Role) error {
		return setGone(ctx, tx, meeting, role, s.clock.Now())
	})
}

// RestoreRole takes that back.
func (s *Service) RestoreRole(ctx context.Context, m group.Member, key, role string) error {
	return s.arrange(ctx, m, key, func(ctx context.Context, tx *db.Tx, meeting string, _ []Role) error {
		return setGone(ctx, tx, meeting, role, time.Time{})
	})
}

// roleIn is a role of a meeting that is there.
func roleIn(ctx context.Context, tx *db.Tx, meeting, role string) (Role, error) {
	r, err := roleByID(ctx, tx, role)
	if err == nil && (r.Meeting != meeting || !r.Gone.IsZero()) {
		err = fault.Missing()
	}
	return r, err
}

// millis is a moment as it is kept; 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return clock.Millis(t)
}

// wallNow is what the clock of a zone shows.
func (s *Service) wallNow(zone *time.Location) recur.Wall {
	return recur.WallOf(s.clock.Now().In(zone))
}
