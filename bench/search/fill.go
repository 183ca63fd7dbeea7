//go:build bench

package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"handrail/internal/platform/db"
	"handrail/internal/search"
	"handrail/migrations"
)

// The place that is filled: groups of one size, five years of posts, a
// vocabulary after Zipf.
const (
	groupCount = 50
	members    = 40
	vocabulary = 300_000
	common     = "everywhere" // in 60 % of the posts
	bygone     = "bygone"     // in 30 % of the posts of the first three years
	years      = 5
)

var began = time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)

func group(n int) string {
	return fmt.Sprintf("018f0000-0000-7000-8000-0000%08x", uint32(n)*2654435761)
}

func author(group string, n int) string { return fmt.Sprintf("%s-%d", group[28:], n) }

// word is the word of a rank: short when it is common.
func word(rank int) string {
	letters := "etaoinshrdlucmfwypvbgkjqxz"
	var b strings.Builder
	for n := rank + 1; n > 0; n /= len(letters) {
		b.WriteByte(letters[n%len(letters)])
	}
	return b.String() + "o"
}

type posts struct {
	random *rand.Rand
	zipf   *rand.Zipf
}

func newPosts(seed uint64) posts {
	random := rand.New(rand.NewPCG(seed, 7))
	return posts{random, rand.NewZipf(random, 1.05, 8, vocabulary)}
}

func (p posts) next(n int) search.Document {
	g := group(p.random.IntN(groupCount))
	span := float64(years) * 365 * 24 * float64(time.Hour)
	d := search.Document{
		Kind: "post", ID: fmt.Sprint("p", n), Group: g, Space: fmt.Sprintf("%s-s%d", g[28:], p.random.IntN(5)), Topic: fmt.Sprintf("t%s%d", g[28:], n/1000),
		Author: author(g, p.random.IntN(members)), At: began.Add(time.Duration(span * float64(n) / float64(*documents))),
	}
	if p.random.IntN(20) == 0 {
		d.Has = []string{"picture"}
	}
	var words []string
	for range int(math.Exp(4 + 0.7*p.random.NormFloat64())) { // half have more than 55 words, a twentieth more than 170
		words = append(words, word(int(p.zipf.Uint64())))
	}
	if p.random.IntN(10) < 6 {
		words = append(words, common)
	}
	if n < *documents*3/years && p.random.IntN(10) < 3 {
		words = append(words, bygone)
	}
	p.random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	d.Text = strings.Join(words, " ") + "."
	return d
}

func open(ctx context.Context, address string) (*db.DB, error) {
	d, err := db.Open(ctx, db.Options{Address: address})
	if err != nil {
		return nil, err
	}
	return d, d.Migrate(ctx, migrations.Files)
}

func count(ctx context.Context, d *db.DB) (n int, err error) {
	err = d.Writer().QueryRowContext(ctx, `SELECT COUNT(*) FROM search_document`).Scan(&n)
	return n, err
}

// fill writes the posts as the program does, many in a transaction.
func fill(ctx context.Context, d *db.DB) error {
	there, err := count(ctx, d)
	if err != nil || there >= *documents {
		return err
	}
	if there > 0 {
		return fmt.Errorf("the folder holds %d posts: name another", there)
	}
	start, p := time.Now(), newPosts(1)
	for n := 0; n < *documents; {
		err := d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			for end := min(n+10_000, *documents); n < end; n++ {
				if err := search.Put(ctx, tx, p.next(n)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	fmt.Printf("sqlite   %d posts in %.0f s\n", *documents, time.Since(start).Seconds())
	return nil
}

// copied is a database with the same rows on the server for tests. Its index is
// made when all are there.
func copied(ctx context.Context, from *db.DB) (*db.DB, error) {
	address, err := url.Parse(os.Getenv("HANDRAIL_TEST_POSTGRES"))
	if err != nil {
		return nil, err
	}
	server, err := db.Open(ctx, db.Options{Address: address.String()})
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("bench_search_%d", *documents)
	server.Writer().ExecContext(ctx, `CREATE DATABASE `+name) // it may be there from the last time
	if err := server.Close(); err != nil {
		return nil, err
	}
	address.Path = "/" + name
	to, err := open(ctx, address.String())
	if err != nil {
		return nil, err
	}
	there, err := count(ctx, to)
	if err != nil || there >= *documents {
		return to, err
	}
	start := time.Now()
	if err := copyRows(ctx, from, to); err != nil {
		return nil, err
	}
	fmt.Printf("postgres %d posts in %.0f s\n", *documents, time.Since(start).Seconds())
	return to, nil
}

func copyRows(ctx context.Context, from, to *db.DB) error {
	columns := []string{"place", "kind", "id", "group_id", "space_id", "topic_id", "author", "at", "has", "notes", "text", "words"}
	rows, err := from.Writer().QueryContext(ctx, `SELECT `+strings.Join(columns, ", ")+` FROM search_document ORDER BY place`)
	if err != nil {
		return err
	}
	defer rows.Close()
	conn, err := to.Pool().Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `TRUNCATE search_document; DROP INDEX search_document_terms; SET maintenance_work_mem = '1GB'`); err != nil {
		return err
	}
	_, err = conn.CopyFrom(ctx, pgx.Identifier{"search_document"}, columns, pgx.CopyFromFunc(func() ([]any, error) {
		if !rows.Next() {
			return nil, rows.Err()
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		return values, rows.Scan(into...)
	}))
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`CREATE INDEX search_document_terms ON search_document USING gin (terms) WITH (fastupdate = off)`, `ANALYZE search_document`,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
