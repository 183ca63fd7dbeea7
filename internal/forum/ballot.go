package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// TopicIn is a topic as the member sees it, within a transaction, without who
// began it. For the parts of this package.
func (s *Service) TopicIn(ctx context.Context, tx *db.Tx, m group.Member, topic string) (Topic, error) {
	row, err := s.topicIn(ctx, tx, m, topic)
	if err == nil {
		err = s.hears(ctx, tx, m, row.first)
	}
	row.Mine = row.mine
	return row.Topic, err
}

// SetBallot has a topic hold a poll, or none where ballot is "". Searches know of
// it. For the parts of this package.
func (s *Service) SetBallot(ctx context.Context, tx *db.Tx, topic, ballot string) error {
	if err := writeBallot(ctx, tx, topic, ballot); err != nil {
		return err
	}
	first, err := postAt(ctx, tx, topic, 1)
	if err != nil || first.State != Here {
		return err
	}
	return s.index(ctx, tx, first)
}

// BallotOfGone is the poll in a topic that its author deleted, or "". For the
// parts of this package.
func (s *Service) BallotOfGone(ctx context.Context, tx *db.Tx, topic string) (string, error) {
	ballot, err := ballotOfGone(ctx, tx, topic)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return ballot, err
}

// SettingIn is SettingFor within a transaction. For the parts of this package.
func (s *Service) SettingIn(ctx context.Context, tx *db.Tx, m group.Member) (Setting, error) {
	return settingOf(ctx, tx, m.Group.ID)
}

// Watches tells whether a text holds one of the words that have it looked at
// first.
func (set Setting) Watches(text string) bool { return set.watches(text) }
