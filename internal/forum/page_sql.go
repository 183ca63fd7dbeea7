package forum

import (
	"context"
	"encoding/json"
	"strconv"

	"handrail/internal/group"
	"handrail/internal/platform/db"
)

// openRow is a topic with all that a page of it needs beside its posts.
type openRow struct {
	topic       topicRow
	space       spaceRow
	set         settingRow
	read, since int64
	follows     How
	draft       bool
}

// Fields are the columns of openTopic.
func (r *openRow) Fields() []any {
	fields := append(r.topic.Fields(), r.space.Fields()...)
	return append(append(fields, r.set.Fields()...), &r.read, &r.since, &r.follows, &r.draft)
}

// openTopic is one statement for the whole head of a page.
func openTopic(ctx context.Context, tx *db.Tx, m group.Member, topic string) (openRow, error) {
	r, err := db.One[openRow](ctx, tx, `SELECT `+topicColumns+`, `+spaceColumns+`, `+settingColumns+`, COALESCE(r.number, 0), COALESCE(v.seq, 0), COALESCE(w.how, ''),
		EXISTS (SELECT 1 FROM forum_draft d WHERE d.membership_id = ? AND d.target_id = t.id)
		FROM forum_topic t JOIN forum_space s ON s.id = t.space_id JOIN forum_post f ON f.topic_id = t.id AND f.number = 1
		JOIN forum_setting e ON e.group_id = t.group_id
		LEFT JOIN forum_read r ON r.membership_id = ? AND r.topic_id = t.id
		LEFT JOIN forum_visit v ON v.membership_id = ?
		LEFT JOIN forum_follow w ON w.membership_id = ? AND w.target_id = t.id
		WHERE t.id = ? AND t.group_id = ?`, m.Self.ID, m.Self.ID, m.Self.ID, m.Self.ID, topic, m.Group.ID)
	r.topic = r.topic.settle()
	return r, err
}

// readRow is a post with the one that it quotes.
type readRow struct {
	postRow
	from postRow
}

// Fields are readColumns.
func (r *readRow) Fields() []any {
	return []any{&r.ID, &r.Topic, &r.Group, &r.Number, &r.seq, &r.By, &r.Mark, &r.Pseudonym, &r.State, &r.HTML, &r.notes, &r.quote, &r.quoteText, &r.cared,
		&r.picture, &r.alt, &r.width, &r.height, &r.made, &r.edited,
		&r.from.ID, &r.from.Topic, &r.from.Number, &r.from.By, &r.from.Mark, &r.from.Pseudonym, &r.from.State, &r.from.notes}
}

const readColumns = `p.id, p.topic_id, p.group_id, p.number, p.seq, COALESCE(p.membership_id, ''), p.mark, p.pseudonym, p.state, p.html, p.notes, COALESCE(p.quote_id, ''), p.quote_text, p.cared,
	p.picture, p.picture_alt, p.picture_width, p.picture_height, p.made_at, COALESCE(p.edited_at, 0),
	COALESCE(q.id, ''), COALESCE(q.topic_id, ''), COALESCE(q.number, 0), COALESCE(q.membership_id, ''), COALESCE(q.mark, ''), COALESCE(q.pseudonym, 0), COALESCE(q.state, 'gone'), COALESCE(q.notes, '')`

func postsBetween(ctx context.Context, tx *db.Tx, topic string, from, to int64) ([]readRow, error) {
	return db.All[readRow](ctx, tx, `SELECT `+readColumns+` FROM forum_post p LEFT JOIN forum_post q ON q.id = p.quote_id
		WHERE p.topic_id = ? AND p.number BETWEEN ? AND ? ORDER BY p.number LIMIT 100`, topic, from, to)
}

// bookmarked stands among the kinds of reaction for what somebody keeps.
const bookmarked = "\x00kept"

// ownRow is something that a member left at a post.
type ownRow struct{ post, what string }

// Fields are the columns of ownOf.
func (r *ownRow) Fields() []any { return []any{&r.post, &r.what} }

var ownOf = db.Pair{
	SQLite: `SELECT r.post_id, r.kind FROM json_each(?) j CROSS JOIN forum_reaction r WHERE r.post_id = j.value AND r.membership_id = ?
		UNION ALL SELECT b.post_id, '' FROM json_each(?) j CROSS JOIN forum_bookmark b WHERE b.membership_id = ? AND b.post_id = j.value
		UNION ALL SELECT '', CAST(MIN(a.pseudonym) AS TEXT) FROM forum_post a WHERE a.group_id = ? AND a.topic_id = ? AND a.mark = ? AND a.mark <> '' HAVING COUNT(*) > 0 LIMIT 1000`,
	Postgres: `SELECT r.post_id, r.kind FROM forum_reaction r JOIN jsonb_array_elements_text(?::jsonb) j ON j = r.post_id WHERE r.membership_id = ?
		UNION ALL SELECT b.post_id, '' FROM forum_bookmark b JOIN jsonb_array_elements_text(?::jsonb) j ON j = b.post_id WHERE b.membership_id = ?
		UNION ALL SELECT '', CAST(MIN(a.pseudonym) AS TEXT) FROM forum_post a WHERE a.group_id = ? AND a.topic_id = ? AND a.mark = ? AND a.mark <> '' HAVING COUNT(*) > 0 LIMIT 1000`,
}

// ownOn is what a member left at these posts, and the number of the pseudonym
// with this mark in their topic; 0 for none.
func ownOn(ctx context.Context, tx *db.Tx, membership string, rows []readRow, t Topic, mark string) (own map[string][]string, pseudonym int64, err error) {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, 0, err
	}
	found, err := db.All[ownRow](ctx, tx, tx.Pick(ownOf), string(list), membership, string(list), membership, t.Group, t.ID, mark)
	own = map[string][]string{}
	for _, one := range found {
		switch {
		case one.post == "":
			if pseudonym, err = strconv.ParseInt(one.what, 10, 64); err != nil {
				return nil, 0, err
			}
			continue
		case one.what == "":
			one.what = bookmarked
		}
		own[one.post] = append(own[one.post], one.what)
	}
	return own, pseudonym, err
}
