package forum

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/db"
)

// foundRow is a post with its topic.
type foundRow struct {
	topic topicRow
	post  postRow
}

// Fields are topicColumns and postColumns.
func (r *foundRow) Fields() []any { return append(r.topic.Fields(), r.post.Fields()...) }

var foundOf = db.Pair{
	SQLite: `SELECT ` + topicColumns + `, ` + postColumns + ` FROM json_each(?) j CROSS JOIN forum_post p JOIN forum_topic t ON t.id = p.topic_id
		JOIN forum_space s ON s.id = t.space_id JOIN forum_post f ON f.topic_id = t.id AND f.number = 1 WHERE p.id = j.value LIMIT 200`,
	Postgres: `SELECT ` + topicColumns + `, ` + postColumns + ` FROM jsonb_array_elements_text(?::jsonb) j JOIN forum_post p ON p.id = j JOIN forum_topic t ON t.id = p.topic_id
		JOIN forum_space s ON s.id = t.space_id JOIN forum_post f ON f.topic_id = t.id AND f.number = 1 LIMIT 200`,
}

// foundAmong are these posts with their topics, by the post's id.
func foundAmong(ctx context.Context, tx *db.Tx, ids []string) (map[string]foundRow, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := db.All[foundRow](ctx, tx, tx.Pick(foundOf), string(list))
	found := make(map[string]foundRow, len(rows))
	for _, r := range rows {
		r.topic = r.topic.settle()
		found[r.post.ID] = r
	}
	return found, err
}
