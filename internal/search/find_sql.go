package search

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"

	"handrail/internal/platform/db"
)

// candidates are the places of the newest documents that the index knows for m,
// at or after from and before to: newest first, at most so many. Where there are
// fewer, there are no more.
func candidates(ctx context.Context, tx *db.Tx, m match, from, to int64, most int) ([]int64, error) {
	if tx.Engine() == db.Postgres {
		return walkThenLook(ctx, tx, m, from, to, most)
	}
	rows, err := db.All[one](ctx, tx, tx.Pick(listed), m.fts5(), from, to, most)
	return places(rows), err
}

// FTS5 walks its lists from the end, and stops when it has enough.
var listed = db.Pair{
	SQLite: `SELECT rowid FROM search_index WHERE search_index MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?`,
}

type one struct{ Place int64 }

// Fields is the one column.
func (r *one) Fields() []any { return []any{&r.Place} }

func places(rows []one) []int64 {
	all := make([]int64, len(rows))
	for i, r := range rows {
		all[i] = r.Place
	}
	return all
}

// A walk looks at enough documents to see how common a word is. It goes on
// while that costs less than to sort all that have the word, which GIN gives as
// a whole: with a share f of n documents, most/f against f*n.
const (
	enough  = 200
	tipping = 400_000 // the n of twenty groups of a large site; in fewer the walk comes to its end
)

// walkThenLook walks through the newest documents of each group, for words that
// are common, and then looks up what is older in the index.
func walkThenLook(ctx context.Context, tx *db.Tx, m match, from, to int64, most int) (found []int64, err error) {
	groups, err := json.Marshal(m.postgres())
	if err != nil {
		return nil, err
	}
	if _, err := db.Scalar[string](ctx, tx, tx.Pick(calm)); err != nil {
		return nil, err
	}
	rare := math.Sqrt(float64(most) / tipping)
	for seen, step := 0, 4*most; seen < enough || float64(len(found)) > rare*float64(seen); step *= 2 {
		each := step/len(m.groups) + 1
		rows, err := db.All[walkedRow](ctx, tx, tx.Pick(walk), string(groups), to, from, each, each, most-len(found))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Place.Valid {
				found = append(found, r.Place.Int64)
			}
		}
		if to = rows[0].Edge; to == 0 || len(found) == most {
			return found, nil
		}
		seen += rows[0].Seen
	}
	older, err := db.All[one](ctx, tx, tx.Pick(look), string(groups), to, from, most-len(found))
	return append(found, places(older)...), err
}

// walkedRow is a place that matches, and the edge: what is at it or newer was
// seen in every group, so many in all. It is 0 when all was seen.
type walkedRow struct {
	Edge  int64
	Seen  int
	Place sql.NullInt64
}

// Fields are the columns of walk.
func (r *walkedRow) Fields() []any { return []any{&r.Edge, &r.Seen, &r.Place} }

const reach = `WITH reach AS MATERIALIZED (SELECT g, CAST(q AS tsquery) AS q FROM jsonb_to_recordset(CAST(? AS jsonb)) AS r(g text, q text))`

// calm keeps PostgreSQL from compiling what follows: it reckons with more rows
// than come, and compiling takes longer than looking.
var calm = db.Pair{Postgres: `SELECT set_config('jit', 'off', TRUE)`}

var walk = db.Pair{Postgres: reach + `, seen AS MATERIALIZED (
		SELECT r.g, d.place, d.ok FROM reach r CROSS JOIN LATERAL (
			SELECT place, terms @@ r.q AS ok FROM search_document WHERE group_id = r.g AND place < ? AND place >= ? ORDER BY place DESC LIMIT ?) d
	), edge AS (
		SELECT COALESCE(MAX(oldest), 0) AS place FROM (SELECT MIN(place) AS oldest FROM seen GROUP BY g HAVING COUNT(*) >= ?) full_ones
	), passed AS MATERIALIZED (
		SELECT e.place, (SELECT COUNT(*) FROM seen WHERE seen.place >= e.place) AS so_many FROM edge e
	)
	SELECT e.place, e.so_many, s.place FROM passed e LEFT JOIN seen s ON s.ok AND s.place >= e.place ORDER BY s.place DESC LIMIT ?`}

// look reads places behind OFFSET 0, or PostgreSQL would fetch a list of all
// places to compare it with that of the term.
var look = db.Pair{Postgres: reach + `SELECT d.place FROM reach r CROSS JOIN LATERAL (
		SELECT place FROM search_document WHERE terms @@ r.q OFFSET 0) d
	WHERE d.place < ? AND d.place >= ? ORDER BY d.place DESC LIMIT ?`}

// judge reads those of the places that the viewer may see and that are asked
// for, newest first. The index proposes; whom it is for is decided here.
func judge(ctx context.Context, tx *db.Tx, l lens, proposed []int64, most int) ([]documentRow, error) {
	among, err := json.Marshal(proposed)
	if err != nil {
		return nil, err
	}
	return db.All[documentRow](ctx, tx, tx.Pick(judged), l.phrases, l.reach, string(among),
		l.anybody, l.authors, l.anywhere, l.spaces, l.anything, l.topics, l.hidden, l.notes, most)
}

// What is asked for and hidden stands in lists, each of which is read once and
// not for each document. OFFSET 0 lets PostgreSQL fetch row by row what was
// proposed; it would rather read a whole group.
const (
	judgedBy = ` WHERE (CAST(? AS BOOLEAN) OR d.author IN (SELECT value FROM json_each(?)))
		AND (CAST(? AS BOOLEAN) OR d.space_id IN (SELECT value FROM json_each(?)))
		AND (CAST(? AS BOOLEAN) OR d.topic_id IN (SELECT value FROM json_each(?)))
		AND d.author NOT IN (SELECT value FROM json_each(?))
		AND (d.notes = '' OR NOT EXISTS (SELECT 1 FROM json_each(?) n WHERE instr(d.notes, ',' || n.value || ',') > 0))
		AND NOT EXISTS (SELECT 1 FROM phrase p WHERE instr(d.words, p.value) = 0)
	ORDER BY d.place DESC LIMIT ?`

	judgedByPostgres = ` WHERE (CAST(? AS BOOLEAN) OR d.author = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST(? AS jsonb)))))
		AND (CAST(? AS BOOLEAN) OR d.space_id = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST(? AS jsonb)))))
		AND (CAST(? AS BOOLEAN) OR d.topic_id = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST(? AS jsonb)))))
		AND NOT d.author = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST(? AS jsonb))))
		AND NOT string_to_array(d.notes, ',') && ARRAY(SELECT jsonb_array_elements_text(CAST(? AS jsonb)))
		AND NOT EXISTS (SELECT 1 FROM phrase p WHERE strpos(d.words, p.value) = 0)
	ORDER BY d.place DESC LIMIT ?`
)

var judged = db.Pair{
	SQLite: `WITH phrase AS MATERIALIZED (SELECT value FROM json_each(?)),
		reach AS MATERIALIZED (SELECT value ->> 'g' AS g, value ->> 'f' AS f FROM json_each(?))
		SELECT ` + documentColumns + ` FROM json_each(?) c CROSS JOIN search_document d ON d.place = c.value JOIN reach r ON r.g = d.group_id AND d.place >= r.f` + judgedBy,
	Postgres: `WITH phrase AS MATERIALIZED (SELECT value FROM jsonb_array_elements_text(CAST(? AS jsonb)) p(value)),
		reach AS MATERIALIZED (SELECT g, f FROM jsonb_to_recordset(CAST(? AS jsonb)) AS r(g text, f bigint))
		SELECT ` + documentColumns + ` FROM jsonb_array_elements_text(CAST(? AS jsonb)) c
		CROSS JOIN LATERAL (SELECT ` + documentColumns + ` FROM search_document d WHERE d.place = CAST(c AS bigint) OFFSET 0) d
		JOIN reach r ON r.g = d.group_id AND d.place >= r.f` + judgedByPostgres,
}
