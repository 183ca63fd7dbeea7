package finder

import (
	"context"
	"errors"
	"strings"
	"time"

	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Own is how the finder learns of the meetings of this place's own groups. Which
// of them are listed is for their leaders to say.
type Own struct {
	// Name is what this place is called, for those who read where a listing
	// comes from.
	Name func(ctx context.Context) (string, error)
	// Groups are the ids of all groups that list a meeting.
	Groups func(ctx context.Context) ([]string, error)
	// Records are the meetings that a group lists. Keys begin with OwnKey.
	Records func(ctx context.Context, group string) ([]feed.Record, error)
}

// OwnKey is the key of a record of a group: what a meeting calls it there.
func OwnKey(group, rest string) string { return group + "/" + rest }

// Renew takes in what a group lists now. It is done after each change.
func (s *Service) Renew(ctx context.Context, group string) error {
	if s.own.Records == nil {
		return nil
	}
	return s.alone(ctx, "own "+group, func(ctx context.Context) error {
		records, err := s.own.Records(ctx, group)
		if err != nil {
			return err
		}
		source, err := s.ownSource(ctx)
		if err != nil {
			return err
		}
		w := &writer{Service: s, source: source, kept: map[string]*keptListing{}, slugs: map[string]struct{}{}, ends: map[string]int{}, careful: true, pending: records}
		err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error { return w.readKept(ctx, tx, OwnKey(group, "")) })
		if err != nil {
			return err
		}
		return w.renew(ctx)
	})
}

func (w *writer) renew(ctx context.Context) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	if err := w.end(ctx); err != nil {
		return err
	}
	if w.run.Came+w.run.Changed+w.run.Went == 0 {
		return nil
	}
	return w.db.In(ctx, publish)
}

// RenewAll takes in what all groups list, and ends what none does any more. It is
// for the house, to be done now and then.
func (s *Service) RenewAll(ctx context.Context) error {
	if s.own.Groups == nil {
		return nil
	}
	groups, err := s.own.Groups(ctx)
	if err != nil {
		return err
	}
	var listed []string
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		listed, err = ownGroups(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	done, wrong := map[string]bool{}, error(nil)
	for _, group := range append(groups, listed...) {
		if done[group] {
			continue
		}
		done[group] = true
		wrong = errors.Join(wrong, s.Renew(ctx, group)) // one that fails holds up no other
	}
	return wrong
}

// ownSource is the source of this place's own meetings, made where it is not
// there yet, with the name that the place has now.
func (s *Service) ownSource(ctx context.Context) (one Source, err error) {
	name, err := s.own.Name(ctx)
	if err != nil {
		return one, err
	}
	return one, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		one, err = s.held(ctx, tx, OwnSource)
		if fault.KindOf(err) == fault.NotFound {
			now := s.clock.Now()
			one = Source{ID: OwnSource, Format: OwnSource, Name: name, Programme: code.Handrail, Zone: "UTC", Shared: true, Every: 24 * time.Hour, Made: now, Changed: now}
			if err := insertSource(ctx, tx, one); err != nil {
				return err
			}
			return s.insertTop(ctx, tx, one)
		}
		if err != nil || one.Name == name {
			return err
		}
		one.Name = name
		if err := updateSource(ctx, tx, one); err != nil {
			return err
		}
		if err := nameTop(ctx, tx, one); err != nil {
			return err
		}
		return publish(ctx, tx)
	})
}

// groupOf is the group in the key of a record of ours.
func groupOf(key string) string {
	group, _, _ := strings.Cut(key, "/")
	return group
}

// GroupOf is the id of the group whose meeting this is; "" for what is imported.
func (l Listing) GroupOf() string {
	if !l.Own() {
		return ""
	}
	return groupOf(l.Key)
}
