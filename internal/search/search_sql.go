package search

import (
	"context"
	"encoding/json"
	"strings"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// documentRow is a row of search_document. Has holds a space before each flag,
// Notes a comma before and behind each id.
type documentRow struct {
	Place                                 int64
	Kind, ID, Group, Space, Topic, Author string
	At                                    int64
	Has, Notes, Text, Words               string
}

const documentColumns = `d.place, d.kind, d.id, d.group_id, d.space_id, d.topic_id, d.author, d.at, d.has, d.notes, d.text, d.words`

// Fields are the columns of documentColumns.
func (r *documentRow) Fields() []any {
	return []any{&r.Place, &r.Kind, &r.ID, &r.Group, &r.Space, &r.Topic, &r.Author, &r.At, &r.Has, &r.Notes, &r.Text, &r.Words}
}

func (r documentRow) hit(q Query) Hit {
	return Hit{Kind: r.Kind, ID: r.ID, Group: r.Group, Space: r.Space, Topic: r.Topic, Author: r.Author, At: clock.FromMillis(r.At),
		Has: strings.Fields(r.Has), Notes: strings.FieldsFunc(r.Notes, func(c rune) bool { return c == ',' }), Snippet: q.Snippet(r.Text)}
}

func insertDocument(ctx context.Context, tx *db.Tx, r documentRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO search_document (place, kind, id, group_id, space_id, topic_id, author, at, has, notes, text, words)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Place, r.Kind, r.ID, r.Group, r.Space, r.Topic, r.Author, r.At, r.Has, r.Notes, r.Text, r.Words)
	return err
}

func updateDocument(ctx context.Context, tx *db.Tx, r documentRow) error {
	_, err := tx.Exec(ctx, `UPDATE search_document SET group_id = ?, space_id = ?, topic_id = ?, author = ?, has = ?, notes = ?, text = ?, words = ? WHERE place = ?`,
		r.Group, r.Space, r.Topic, r.Author, r.Has, r.Notes, r.Text, r.Words, r.Place)
	return err
}

type placeRow struct{ Place, At int64 }

// Fields are the columns of placeOf.
func (r *placeRow) Fields() []any { return []any{&r.Place, &r.At} }

func placeOf(ctx context.Context, tx *db.Tx, kind, id string) (row placeRow, found bool, err error) {
	row, err = db.One[placeRow](ctx, tx, `SELECT place, at FROM search_document WHERE kind = ? AND id = ?`, kind, id)
	if fault.KindOf(err) == fault.NotFound {
		return row, false, nil
	}
	return row, err == nil, err
}

// lastPlace is the last place taken from first on and before end, or the one
// before first.
func lastPlace(ctx context.Context, tx *db.Tx, first, end int64) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COALESCE(MAX(place), ?) FROM search_document WHERE place >= ? AND place < ?`, first-1, first, end)
}

func deleteDocuments(ctx context.Context, tx *db.Tx, kind string, ids []string) error {
	_, err := tx.Exec(ctx, tx.Pick(deleteThese), kind, list(ids))
	return err
}

var deleteThese = db.Pair{
	SQLite:   `DELETE FROM search_document WHERE kind = ? AND id IN (SELECT value FROM json_each(?))`,
	Postgres: `DELETE FROM search_document WHERE kind = ? AND id IN (SELECT jsonb_array_elements_text(CAST(? AS jsonb)))`,
}

func deleteOfGroup(ctx context.Context, tx *db.Tx, group string) error {
	_, err := tx.Exec(ctx, `DELETE FROM search_document WHERE group_id = ?`, group)
	return err
}

func deleteOfTopic(ctx context.Context, tx *db.Tx, topic string) error {
	_, err := tx.Exec(ctx, `DELETE FROM search_document WHERE topic_id = ?`, topic)
	return err
}

func deleteOfAuthor(ctx context.Context, tx *db.Tx, author string) error {
	_, err := tx.Exec(ctx, `DELETE FROM search_document WHERE author = ?`, author)
	return err
}

func moveTopic(ctx context.Context, tx *db.Tx, topic, group, space string) error {
	_, err := tx.Exec(ctx, `UPDATE search_document SET group_id = ?, space_id = ? WHERE topic_id = ?`, group, space, topic)
	return err
}

func retopic(ctx context.Context, tx *db.Tx, kind string, ids []string, topic string) error {
	_, err := tx.Exec(ctx, tx.Pick(retopicThese), topic, kind, list(ids))
	return err
}

var retopicThese = db.Pair{
	SQLite:   `UPDATE search_document SET topic_id = ? WHERE kind = ? AND id IN (SELECT value FROM json_each(?))`,
	Postgres: `UPDATE search_document SET topic_id = ? WHERE kind = ? AND id IN (SELECT jsonb_array_elements_text(CAST(? AS jsonb)))`,
}

// list is a list of texts as both engines take it, and [] for none.
func list(texts []string) string {
	if len(texts) == 0 {
		return "[]"
	}
	encoded, err := json.Marshal(texts)
	if err != nil {
		panic(err) // a list of strings has an encoding
	}
	return string(encoded)
}
