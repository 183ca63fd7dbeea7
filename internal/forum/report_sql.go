package forum

import (
	"context"

	"handrail/internal/platform/db"
)

type aboutRow struct {
	title  string
	closed bool
}

// Fields are the columns of aboutTopic.
func (r *aboutRow) Fields() []any { return []any{&r.title, &r.closed} }

// aboutTopic is what a topic is called, and whether it is closed.
func aboutTopic(ctx context.Context, tx *db.Tx, topic string) (title string, closed bool, err error) {
	r, err := db.One[aboutRow](ctx, tx, `SELECT title, closed FROM forum_topic WHERE id = ?`, topic)
	return r.title, r.closed, err
}
