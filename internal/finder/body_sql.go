package finder

import (
	"context"

	"handrail/internal/platform/db"
)

const bodyColumns = `b.number, b.source_id, b.theirs, b.parent, b.name, b.description, b.kind, b.url, b.helpline, b.world_id`

// Fields are the columns of bodyColumns.
func (b *Body) Fields() []any {
	return []any{&b.Number, &b.Source, &b.ID, &b.Above, &b.Name, &b.Description, &b.Type, &b.URL, &b.Helpline, &b.WorldID}
}

// shownBodies are the bodies of sources that are shown, after a number.
func shownBodies(ctx context.Context, tx *db.Tx, after int64) ([]Body, error) {
	return db.All[Body](ctx, tx, `SELECT `+bodyColumns+` FROM finder_body b JOIN finder_source s ON s.id = b.source_id
		WHERE b.number > ? AND NOT s.resting ORDER BY b.number LIMIT 5000`, after)
}

func bodiesOf(ctx context.Context, tx *db.Tx, source string) ([]Body, error) {
	return db.All[Body](ctx, tx, `SELECT `+bodyColumns+` FROM finder_body b WHERE b.source_id = ? ORDER BY b.number LIMIT 20000`, source)
}

func insertBody(ctx context.Context, tx *db.Tx, b Body) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_body (number, source_id, theirs, parent, name, description, kind, url, helpline, world_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (number) DO NOTHING`,
		b.Number, b.Source, b.ID, b.Above, b.Name, b.Description, b.Type, b.URL, b.Helpline, b.WorldID)
	return err
}

// nameTop gives the service body of a source its name and address.
func nameTop(ctx context.Context, tx *db.Tx, s Source) error {
	_, err := tx.Exec(ctx, `UPDATE finder_body SET name = ?, url = ? WHERE source_id = ? AND theirs = 0`, s.Name, s.Site, s.ID)
	return err
}

// clearBodies removes the bodies of a source, but for its own.
func clearBodies(ctx context.Context, tx *db.Tx, source string) error {
	_, err := tx.Exec(ctx, `DELETE FROM finder_body WHERE source_id = ? AND theirs <> 0`, source)
	return err
}

const formatColumns = `f.number, f.lang, f.source_id, f.theirs, f.key, f.name, f.description, f.world_id, f.kind`

// Fields are the columns of formatColumns.
func (f *Format) Fields() []any {
	return []any{&f.Number, &f.Lang, &f.Source, &f.ID, &f.Key, &f.Name, &f.Description, &f.WorldID, &f.Type}
}

// shownFormats are the formats of sources that are shown, after one in a language.
func shownFormats(ctx context.Context, tx *db.Tx, after int64, lang string) ([]Format, error) {
	return db.All[Format](ctx, tx, `SELECT `+formatColumns+` FROM finder_format f JOIN finder_source s ON s.id = f.source_id
		WHERE (f.number, f.lang) > (?, ?) AND NOT s.resting ORDER BY f.number, f.lang LIMIT 5000`, after, lang)
}

func formatsOf(ctx context.Context, tx *db.Tx, source string) ([]Format, error) {
	return db.All[Format](ctx, tx, `SELECT `+formatColumns+` FROM finder_format f WHERE f.source_id = ? ORDER BY f.number, f.lang LIMIT 20000`, source)
}

func insertFormat(ctx context.Context, tx *db.Tx, f Format) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_format (number, lang, source_id, theirs, key, name, description, world_id, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (number, lang) DO NOTHING`,
		f.Number, f.Lang, f.Source, f.ID, f.Key, f.Name, f.Description, f.WorldID, f.Type)
	return err
}

func clearFormats(ctx context.Context, tx *db.Tx, source string) error {
	_, err := tx.Exec(ctx, `DELETE FROM finder_format WHERE source_id = ?`, source)
	return err
}

// countOf is how many listings a source has.
func countOf(ctx context.Context, tx *db.Tx, source string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM finder_listing WHERE source_id = ? AND gone_at = 0`, source)
}
