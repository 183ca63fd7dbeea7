package forum

import (
	"context"

	"handrail/internal/platform/db"
)

func postsBy(ctx context.Context, tx *db.Tx, membership string) ([]postRow, error) {
	return db.All[postRow](ctx, tx, `SELECT `+postColumns+` FROM forum_post p WHERE p.membership_id = ? ORDER BY p.seq LIMIT 1000000`, membership)
}

func postsMarked(ctx context.Context, tx *db.Tx, topic, mark string) ([]postRow, error) {
	return db.All[postRow](ctx, tx, `SELECT `+postColumns+` FROM forum_post p WHERE p.topic_id = ? AND p.mark = ? ORDER BY p.number LIMIT 100000`, topic, mark)
}

// othersIn tells whether a topic holds words beside those of its first post.
func othersIn(ctx context.Context, tx *db.Tx, topic string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM (SELECT 1 FROM forum_post WHERE topic_id = ? AND number > 1 AND state <> 'gone' LIMIT 1) p`, topic)
	return n > 0, err
}

func deleteTraces(ctx context.Context, tx *db.Tx, membership string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM forum_bookmark WHERE membership_id = ?`, membership); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM forum_read WHERE membership_id = ?`, membership); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM forum_visit WHERE membership_id = ?`, membership); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM forum_draft WHERE membership_id = ?`, membership)
	return err
}

func insertMoving(ctx context.Context, tx *db.Tx, membership, from, to string) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_moving (membership_id, from_id, to_id) VALUES (?, ?, ?) ON CONFLICT (membership_id, from_id) DO UPDATE SET to_id = excluded.to_id`, membership, from, to)
	return err
}

func deleteMoving(ctx context.Context, tx *db.Tx, from, to string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_moving WHERE from_id = ? AND to_id = ?`, from, to)
	return err
}

// topicToMove is a topic of a group that still holds words of somebody who went.
func topicToMove(ctx context.Context, tx *db.Tx, from, to string) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT p.topic_id FROM forum_moving g JOIN forum_post p ON p.membership_id = g.membership_id AND p.group_id = g.from_id
		WHERE g.from_id = ? AND g.to_id = ? ORDER BY p.seq LIMIT 1`, from, to)
}

func postsMoving(ctx context.Context, tx *db.Tx, topic, from, to string) ([]postRow, error) {
	return db.All[postRow](ctx, tx, `SELECT `+postColumns+` FROM forum_post p JOIN forum_moving g ON g.membership_id = p.membership_id AND g.from_id = ? AND g.to_id = ?
		WHERE p.topic_id = ? ORDER BY p.number LIMIT 100000`, from, to, topic)
}

// insertTwin makes the topic in the other group. It stands in the space that
// goes by the same name or kind, or in the first. The title is its author's, and
// comes with them.
func insertTwin(ctx context.Context, tx *db.Tx, id, from, group string, titled bool) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_topic (id, group_id, space_id, kind, title, answers, state, pinned, closed, number, seq, pseudonym, helped, notes, ballot_id, twin_id, made_at, last_at, ends_at)
		SELECT ?, ?, (SELECT x.id FROM forum_space x WHERE x.group_id = ? ORDER BY CASE WHEN x.shipped = s.shipped AND x.name = s.name THEN 0 WHEN x.kind = s.kind THEN 1 ELSE 2 END, x.place LIMIT 1),
		t.kind, CASE WHEN CAST(? AS BOOLEAN) THEN t.title ELSE '' END, t.answers, 'here', FALSE, t.closed, 0, 0, 0, 0, CASE WHEN CAST(? AS BOOLEAN) THEN t.notes ELSE '' END, '', t.id, t.made_at, t.last_at, t.ends_at
		FROM forum_topic t JOIN forum_space s ON s.id = t.space_id WHERE t.id = ?`, id, group, group, titled, titled, from)
	return err
}

// insertEmpty takes the place of a post that moves away. The number is free for
// it, because the post has another by then: so it is counted from below.
func insertEmpty(ctx context.Context, tx *db.Tx, id string, was postRow) error {
	if _, err := tx.Exec(ctx, `UPDATE forum_post SET number = -number WHERE id = ?`, was.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO forum_post (id, topic_id, group_id, number, seq, membership_id, mark, pseudonym, state, html, source, rendered, notes, quote_id, quote_text, cared,
		picture, picture_alt, picture_width, picture_height, told, made_at) VALUES (?, ?, ?, ?, ?, NULL, '', 0, 'gone', '', '', 0, '', NULL, '', '', '', '', 0, 0, TRUE, ?)`,
		id, was.Topic, was.Group, was.Number, was.seq, was.made)
	return err
}

func movePost(ctx context.Context, tx *db.Tx, post, topic, group string, number, seq int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM forum_bookmark WHERE post_id = ?`, post); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE forum_post SET quote_text = '' WHERE quote_id = ?`, post); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE forum_post SET topic_id = ?, group_id = ?, number = ?, seq = ?, quote_text = '' WHERE id = ?`, topic, group, number, seq, post); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET number = ?, seq = ? WHERE id = ?`, number, seq, topic)
	return err
}

// writeTwinEnd has a moved topic end where its last post does.
func writeTwinEnd(ctx context.Context, tx *db.Tx, topic string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET last_at = (SELECT MAX(p.made_at) FROM forum_post p WHERE p.topic_id = forum_topic.id),
		state = (SELECT p.state FROM forum_post p WHERE p.topic_id = forum_topic.id AND p.number = 1) WHERE id = ?`, topic)
	return err
}
