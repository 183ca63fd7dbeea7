package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
)

// SpeakFor tells whether the member may write a post in their group just now,
// and if not, what to do about it. first tells that it would be one that
// somebody looks at before others do, for want of a key.
func (s *Service) SpeakFor(ctx context.Context, m group.Member) (first bool, err error) {
	if m.Can(group.Share) {
		return false, nil
	}
	if err := m.May(group.Introduce); err != nil {
		return false, err
	}
	wrote := false
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		wrote, err = wroteOnce(ctx, tx, m.Self.ID)
		return err
	})
	if err == nil && wrote {
		err = m.May(group.Share)
	}
	return true, err
}

// Takes tells whether the reader may answer the topic, and if not, why.
func (t Topic) Takes() error { return t.acceptsAnswers(t.Mine) }

// TakesFrom tells whether the member may begin a topic in the space, and if not,
// why.
func (sp Space) TakesFrom(m group.Member) error { return sp.takes(m) }
