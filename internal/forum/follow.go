package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// How says whether somebody wants to hear of a topic or a space.
type How string

// The ways of hearing.
const (
	Follow How = "follow" // they are told of what is said
	Mute   How = "mute"   // they are told of nothing, and nothing there is unread
)

// Choose says how the member hears of a topic or a space; "" is as usual. Whoever
// writes into a topic under their name follows it.
func (s *Service) Choose(ctx context.Context, m group.Member, target string, how How) error {
	if how != "" && how != Follow && how != Mute {
		return fault.Missing()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		if _, err := spaceIn(ctx, tx, m, target); err != nil {
			t, err := s.topicIn(ctx, tx, m, target)
			if err != nil {
				return err
			}
			if err := s.hears(ctx, tx, m, t.first); err != nil {
				return err
			}
		}
		if err := deleteFollow(ctx, tx, m.Self.ID, target); err != nil || how == "" {
			return err
		}
		return insertFollow(ctx, tx, m.Self.ID, target, m.Group.ID, how)
	})
}

// ChosenFor is how the member hears of the topics and spaces of their group for
// which they chose something.
func (s *Service) ChosenFor(ctx context.Context, m group.Member) (chosen map[string]How, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := followsOf(ctx, tx, m.Self.ID)
		chosen = map[string]How{}
		for _, r := range rows {
			chosen[r.post] = How(r.what)
		}
		return err
	})
	return chosen, err
}
