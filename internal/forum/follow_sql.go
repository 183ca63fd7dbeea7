package forum

import (
	"context"

	"handrail/internal/platform/db"
)

// insertFollow leaves what somebody chose before as it is.
func insertFollow(ctx context.Context, tx *db.Tx, membership, target, group string, how How) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_follow (membership_id, target_id, group_id, how) VALUES (?, ?, ?, ?) ON CONFLICT (membership_id, target_id) DO NOTHING`,
		membership, target, group, string(how))
	return err
}

func deleteFollow(ctx context.Context, tx *db.Tx, membership, target string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_follow WHERE membership_id = ? AND target_id = ?`, membership, target)
	return err
}

func deleteFollows(ctx context.Context, tx *db.Tx, target string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_follow WHERE target_id = ?`, target)
	return err
}

func deleteFollowsOf(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_follow WHERE membership_id = ?`, membership)
	return err
}

func followsOf(ctx context.Context, tx *db.Tx, membership string) ([]ownRow, error) {
	return db.All[ownRow](ctx, tx, `SELECT target_id, how FROM forum_follow WHERE membership_id = ? LIMIT 5000`, membership)
}

// followersOf are the memberships that follow a topic, or its space when the
// topic begins, and have not muted either.
func followersOf(ctx context.Context, tx *db.Tx, topic, space string) ([]textRow, error) {
	return db.All[textRow](ctx, tx, `SELECT DISTINCT w.membership_id FROM forum_follow w WHERE w.target_id IN (?, ?) AND w.how = 'follow'
		AND NOT EXISTS (SELECT 1 FROM forum_follow x WHERE x.membership_id = w.membership_id AND x.target_id = ? AND x.how = 'mute') LIMIT 20000`, topic, space, topic)
}
