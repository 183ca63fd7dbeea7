package forum

import (
	"context"

	"handrail/internal/platform/db"
)

// insertSplitTopic makes the topic into which posts of another one go. It is of
// the same kind, and stays as long.
func insertSplitTopic(ctx context.Context, tx *db.Tx, id, from, space, title string, now int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_topic (id, group_id, space_id, kind, title, answers, state, pinned, closed, number, seq, pseudonym, helped, notes, ballot_id, twin_id, made_at, last_at, ends_at)
		SELECT ?, t.group_id, ?, t.kind, ?, '', 'here', FALSE, t.closed, 0, 0, 0, 0, '', '', '', ?, ?, t.ends_at FROM forum_topic t WHERE t.id = ?`, id, space, title, now, now, from)
	return err
}

// writeSplitTopic has the topic say what its first post does.
func writeSplitTopic(ctx context.Context, tx *db.Tx, id string, pseudonyms int) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET pseudonym = ?, state = (SELECT p.state FROM forum_post p WHERE p.topic_id = forum_topic.id AND p.number = 1),
		notes = (SELECT p.notes FROM forum_post p WHERE p.topic_id = forum_topic.id AND p.number = 1) WHERE id = ?`, pseudonyms, id)
	return err
}

// insertSplit keeps where a post was.
func insertSplit(ctx context.Context, tx *db.Tx, was postRow, to string, ends int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_split (post_id, from_id, to_id, number, pseudonym, mark, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (post_id, from_id) DO UPDATE SET to_id = excluded.to_id, number = excluded.number, pseudonym = excluded.pseudonym, mark = excluded.mark, ends_at = excluded.ends_at`,
		was.ID, was.Topic, to, was.Number, was.Pseudonym, was.Mark, ends)
	return err
}

func writePlaceOf(ctx context.Context, tx *db.Tx, p postRow) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET topic_id = ?, number = ?, mark = ?, pseudonym = ? WHERE id = ?`, p.Topic, p.Number, p.Mark, p.Pseudonym, p.ID)
	return err
}

// deleteEmpty makes room where a post stood.
func deleteEmpty(ctx context.Context, tx *db.Tx, topic string, number int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_post WHERE topic_id = ? AND number = ? AND state = 'gone'`, topic, number)
	return err
}

// carryReads has those who read posts where they stood have read them where they
// stand now.
func carryReads(ctx context.Context, tx *db.Tx, from, to string) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_read (membership_id, topic_id, number) SELECT r.membership_id, x.to_id, COUNT(*) FROM forum_read r
		JOIN forum_split x ON x.from_id = r.topic_id AND x.to_id = ? AND x.number <= r.number WHERE r.topic_id = ? GROUP BY r.membership_id, x.to_id`, to, from)
	return err
}

// carryFollows has those who follow one topic, or muted it, do the same to
// another, unless they chose something for that.
func carryFollows(ctx context.Context, tx *db.Tx, from, to string) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_follow (membership_id, target_id, group_id, how) SELECT w.membership_id, ?, w.group_id, w.how FROM forum_follow w WHERE w.target_id = ?
		ON CONFLICT (membership_id, target_id) DO NOTHING`, to, from)
	return err
}

// writeEndOf has a topic end where its last post does.
func writeEndOf(ctx context.Context, tx *db.Tx, topic string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET number = (SELECT MAX(p.number) FROM forum_post p WHERE p.topic_id = forum_topic.id),
		seq = (SELECT MAX(p.seq) FROM forum_post p WHERE p.topic_id = forum_topic.id),
		last_at = (SELECT MAX(p.made_at) FROM forum_post p WHERE p.topic_id = forum_topic.id AND p.seq > 0) WHERE id = ?`, topic)
	return err
}

// splitRow is where a post was.
type splitRow struct {
	post              string
	number, pseudonym int64
}

// Fields are the columns of splitsTo.
func (r *splitRow) Fields() []any { return []any{&r.post, &r.number, &r.pseudonym} }

// splitsTo are the places that those posts of a topic had which were taken out
// of another one, by their ids.
func splitsTo(ctx context.Context, tx *db.Tx, topic, from string) (map[string]splitRow, error) {
	rows, err := db.All[splitRow](ctx, tx, `SELECT x.post_id, x.number, x.pseudonym FROM forum_split x JOIN forum_post p ON p.id = x.post_id AND p.topic_id = x.to_id WHERE x.to_id = ? AND x.from_id = ? LIMIT 10000`, topic, from)
	places := make(map[string]splitRow, len(rows))
	for _, r := range rows {
		places[r.post] = r
	}
	return places, err
}

// originOf is the topic that the posts of this one can go back to: NotFound
// where there is none.
func originOf(ctx context.Context, tx *db.Tx, topic, group string, now int64) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT x.from_id FROM forum_split x JOIN forum_post p ON p.id = x.post_id AND p.topic_id = x.to_id
		JOIN forum_topic o ON o.id = x.from_id AND o.group_id = ? WHERE x.to_id = ? AND x.ends_at > ? ORDER BY p.number LIMIT 1`, group, topic, now)
}

// postsMarkedBefore are the posts that carried a mark in a topic which they have
// left.
func postsMarkedBefore(ctx context.Context, tx *db.Tx, topic, mark string) ([]postRow, error) {
	return db.All[postRow](ctx, tx, `SELECT `+postColumns+` FROM forum_post p JOIN forum_split x ON x.post_id = p.id WHERE x.from_id = ? AND x.mark = ? AND x.mark <> '' AND p.topic_id <> x.from_id
		ORDER BY p.topic_id, p.number LIMIT 100000`, topic, mark)
}

func deleteSplits(ctx context.Context, tx *db.Tx, now int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_split WHERE ends_at <= ?`, now)
	return err
}
