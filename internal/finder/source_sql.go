package finder

import (
	"context"
	"time"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const sourceColumns = `id, format, name, programme, zone, url, private, keeper, site, shared, contacts, keeps_ids, resting, every,
	made_at, changed_at, tried_at, good_at, next_at, failures, problem, etag, modified, digest`

type sourceRow struct {
	Source
	format                                    string
	every                                     int64
	made, changed, tried, good, next, failing int64
}

// Fields are the columns of sourceColumns.
func (r *sourceRow) Fields() []any {
	return []any{&r.ID, &r.format, &r.Name, &r.Programme, &r.Zone, &r.URL, &r.Private, &r.Keeper, &r.Site, &r.Shared, &r.Contacts, &r.KeepsIDs, &r.Resting, &r.every,
		&r.made, &r.changed, &r.tried, &r.good, &r.next, &r.failing, &r.Problem, &r.ETag, &r.Modified, &r.Digest}
}

func (r sourceRow) source() Source {
	one := r.Source
	one.Format, one.Every, one.Failures = feed.Kind(r.format), time.Duration(r.every)*time.Millisecond, int(r.failing)
	one.Made, one.Changed = clock.FromMillis(r.made), clock.FromMillis(r.changed)
	one.Tried, one.Good, one.Next = at(r.tried), at(r.good), at(r.next)
	return one
}

// at is the time of a column that holds 0 for never.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return clock.FromMillis(ms)
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return clock.Millis(t)
}

func sources(rows []sourceRow, err error) ([]Source, error) {
	list := make([]Source, len(rows))
	for i, r := range rows {
		list[i] = r.source()
	}
	return list, err
}

// allSources are the sources in the order in which they were added.
func allSources(ctx context.Context, tx *db.Tx) ([]Source, error) {
	return sources(db.All[sourceRow](ctx, tx, `SELECT `+sourceColumns+` FROM finder_source ORDER BY made_at, id LIMIT 1000`))
}

func sourceByID(ctx context.Context, tx *db.Tx, id string) (Source, error) {
	row, err := db.One[sourceRow](ctx, tx, `SELECT `+sourceColumns+` FROM finder_source WHERE id = ?`, id)
	return row.source(), err
}

func dueSources(ctx context.Context, tx *db.Tx, now int64, most int) ([]Source, error) {
	return sources(db.All[sourceRow](ctx, tx, `SELECT `+sourceColumns+` FROM finder_source
		WHERE next_at > 0 AND next_at <= ? AND NOT resting ORDER BY next_at, id LIMIT ?`, now, most))
}

func insertSource(ctx context.Context, tx *db.Tx, s Source) error {
	_, err := tx.Exec(ctx, `INSERT INTO finder_source (`+sourceColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, string(s.Format), s.Name, s.Programme, s.Zone, s.URL, s.Private, s.Keeper, s.Site, s.Shared, s.Contacts, s.KeepsIDs, s.Resting, s.Every.Milliseconds(),
		millis(s.Made), millis(s.Changed), millis(s.Tried), millis(s.Good), millis(s.Next), s.Failures, s.Problem, s.ETag, s.Modified, s.Digest)
	return err
}

func updateSource(ctx context.Context, tx *db.Tx, s Source) error {
	_, err := tx.Exec(ctx, `UPDATE finder_source SET format = ?, name = ?, programme = ?, zone = ?, url = ?, private = ?, keeper = ?, site = ?, shared = ?, contacts = ?,
		keeps_ids = ?, resting = ?, every = ?, changed_at = ?, tried_at = ?, good_at = ?, next_at = ?, failures = ?, problem = ?, etag = ?, modified = ?, digest = ? WHERE id = ?`,
		string(s.Format), s.Name, s.Programme, s.Zone, s.URL, s.Private, s.Keeper, s.Site, s.Shared, s.Contacts,
		s.KeepsIDs, s.Resting, s.Every.Milliseconds(), millis(s.Changed), millis(s.Tried), millis(s.Good), millis(s.Next), s.Failures, s.Problem, s.ETag, s.Modified, s.Digest, s.ID)
	return err
}

func deleteSource(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM finder_source WHERE id = ?`, id)
	return err
}

// countRow is how many listings a source has.
type countRow struct {
	Source string
	Count  int64
}

// Fields are the source and the count.
func (r *countRow) Fields() []any { return []any{&r.Source, &r.Count} }

func countListings(ctx context.Context, tx *db.Tx) ([]countRow, error) {
	return db.All[countRow](ctx, tx, `SELECT source_id, COUNT(*) FROM finder_listing WHERE gone_at = 0 GROUP BY source_id LIMIT 1000`)
}
