package finder

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/db"
)

const listingColumns = `l.number, l.source_id, l.key, l.slug, l.hash, l.doc, l.generation, l.changed_at, l.gone_at`

type listingRow struct {
	Number                    int64
	Source, Key, Slug         string
	Hash, Doc                 string
	Generation, Changed, Gone int64
}

// Fields are the columns of listingColumns.
func (r *listingRow) Fields() []any {
	return []any{&r.Number, &r.Source, &r.Key, &r.Slug, &r.Hash, &r.Doc, &r.Generation, &r.Changed, &r.Gone}
}

func listingBySlug(ctx context.Context, tx *db.Tx, slug string) (listingRow, error) {
	return db.One[listingRow](ctx, tx, `SELECT `+listingColumns+` FROM finder_listing l WHERE l.slug = ?`, slug)
}

var bySlugs = db.Pair{
	SQLite:   `SELECT ` + listingColumns + ` FROM json_each(?) j CROSS JOIN finder_listing l WHERE l.slug = j.value`,
	Postgres: `SELECT ` + listingColumns + ` FROM finder_listing l WHERE l.slug = ANY (ARRAY (SELECT jsonb_array_elements_text(CAST(? AS jsonb))))`,
}

func listingsBySlug(ctx context.Context, tx *db.Tx, slugs []string) ([]listingRow, error) {
	return db.All[listingRow](ctx, tx, tx.Pick(bySlugs), encoded(slugs))
}

var byNumbers = db.Pair{
	SQLite:   `SELECT ` + listingColumns + ` FROM json_each(?) j CROSS JOIN finder_listing l WHERE l.number = j.value`,
	Postgres: `SELECT ` + listingColumns + ` FROM finder_listing l WHERE l.number = ANY (ARRAY (SELECT CAST(jsonb_array_elements_text(CAST(? AS jsonb)) AS BIGINT)))`,
}

func listingsByNumber(ctx context.Context, tx *db.Tx, numbers []int64) ([]listingRow, error) {
	return db.All[listingRow](ctx, tx, tx.Pick(byNumbers), encoded(numbers))
}

// encoded is a list as both engines take it.
func encoded[T any](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // lists of texts and numbers have an encoding
	}
	return string(text)
}

// listingsAfter are the listings after a number, for reading all.
func listingsAfter(ctx context.Context, tx *db.Tx, after, until int64, most int) ([]listingRow, error) {
	return db.All[listingRow](ctx, tx, `SELECT `+listingColumns+` FROM finder_listing l WHERE l.number > ? AND l.generation <= ? ORDER BY l.number LIMIT ?`, after, until, most)
}

// listingsSince are the listings written after a generation, up to another.
func listingsSince(ctx context.Context, tx *db.Tx, generation, after, until int64, most int) ([]listingRow, error) {
	return db.All[listingRow](ctx, tx, `SELECT `+listingColumns+` FROM finder_listing l
		WHERE (l.generation, l.number) > (?, ?) AND l.generation <= ? ORDER BY l.generation, l.number LIMIT ?`, generation, after, until, most)
}

// keptRow is what is asked of a listing before it is written anew.
type keptRow struct {
	Key, Slug, Hash string
	Number, Gone    int64
}

// Fields are the columns of the statements below.
func (r *keptRow) Fields() []any { return []any{&r.Key, &r.Slug, &r.Hash, &r.Number, &r.Gone} }

func keptOf(ctx context.Context, tx *db.Tx, source, after string, most int) ([]keptRow, error) {
	return db.All[keptRow](ctx, tx, `SELECT key, slug, hash, number, gone_at FROM finder_listing WHERE source_id = ? AND key > ? ORDER BY key LIMIT ?`, source, after, most)
}

type slugRow struct{ Slug string }

// Fields is the slug.
func (r *slugRow) Fields() []any { return []any{&r.Slug} }

func slugsOfOthers(ctx context.Context, tx *db.Tx, source, after string, most int) ([]slugRow, error) {
	return db.All[slugRow](ctx, tx, `SELECT slug FROM finder_listing WHERE slug > ? AND source_id <> ? ORDER BY slug LIMIT ?`, after, source, most)
}

func slugTaken(ctx context.Context, tx *db.Tx, slug string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM finder_listing WHERE slug = ?`, slug)
	return n > 0, err
}

func numberTaken(ctx context.Context, tx *db.Tx, number int64) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM finder_listing WHERE number = ?`, number)
	return n > 0, err
}

func putListing(ctx context.Context, tx *db.Tx, r listingRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_listing (number, source_id, key, slug, hash, doc, generation, changed_at, gone_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
		ON CONFLICT (number) DO UPDATE SET hash = excluded.hash, doc = excluded.doc, generation = excluded.generation, changed_at = excluded.changed_at, gone_at = 0`,
		r.Number, r.Source, r.Key, r.Slug, r.Hash, r.Doc, r.Generation, r.Changed)
	return err
}

// endListing marks a listing as gone. What it said goes too where it is forgotten.
func endListing(ctx context.Context, tx *db.Tx, number, generation, now int64, forget bool) error {
	_, err := tx.Exec(ctx, `UPDATE finder_listing SET gone_at = ?, generation = ?, hash = '', doc = CASE WHEN ? THEN '{}' ELSE doc END WHERE number = ?`, now, generation, forget, number)
	return err
}

func docOf(ctx context.Context, tx *db.Tx, number int64) (string, error) {
	return db.Scalar[string](ctx, tx, `SELECT doc FROM finder_listing WHERE number = ?`, number)
}

type groupRow struct{ Key string }

// Fields is the key.
func (r *groupRow) Fields() []any { return []any{&r.Key} }

// ownGroups are the groups that list something.
func ownGroups(ctx context.Context, tx *db.Tx) (list []string, err error) {
	rows, err := db.All[groupRow](ctx, tx, `SELECT key FROM finder_listing WHERE source_id = 'own' AND gone_at = 0 ORDER BY key LIMIT 100000`)
	for _, r := range rows {
		if group := groupOf(r.Key); len(list) == 0 || list[len(list)-1] != group {
			list = append(list, group)
		}
	}
	return list, err
}

// listingsWithContacts are listings that hold details of contact persons though
// their source is to be without.
func listingsWithContacts(ctx context.Context, tx *db.Tx, most int) ([]listingRow, error) {
	return db.All[listingRow](ctx, tx, `SELECT `+listingColumns+` FROM finder_listing l JOIN finder_source s ON s.id = l.source_id
		WHERE NOT s.contacts AND l.doc LIKE '%"contacts":%' LIMIT ?`, most)
}

func rewriteDoc(ctx context.Context, tx *db.Tx, number int64, doc, hash string) error {
	_, err := tx.Exec(ctx, `UPDATE finder_listing SET doc = ?, hash = CASE WHEN gone_at = 0 THEN ? ELSE '' END WHERE number = ?`, doc, hash, number)
	return err
}
