//go:build bench

// Search fills a database with a million posts of fifty groups on each engine, and measures how long it takes to find in them.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"time"

	"handrail/bench/house"
	"handrail/internal/platform/db"
	"handrail/internal/search"
)

// within is how much of a processor a search may take, p95. That is how long it
// takes on a machine with nothing else to do.
const within = 50 * time.Millisecond

var (
	documents = flag.Int("documents", 1_000_000, "how many posts there are")
	asked     = flag.Int("asked", 100, "how often each kind of search is made")
	engine    = house.EngineFlag()
	folder    = flag.String("folder", "", "where to keep the databases, and to find them the next time")
)

func main() {
	flag.Parse()
	house.Run(run)
}

// run fills SQLite first: PostgreSQL gets a copy.
func run(ctx context.Context, p house.Place) error {
	keep := cmp.Or(*folder, p.Folder)
	lite, err := open(ctx, filepath.Join(keep, "search.db"))
	if err != nil {
		return err
	}
	defer lite.Close()
	if err := fill(ctx, lite); err != nil {
		return err
	}
	var wrong error
	if *engine != "postgres" {
		wrong = measure(ctx, "sqlite", lite)
	}
	if *engine != "sqlite" {
		large, err := copied(ctx, lite)
		if err != nil {
			return errors.Join(wrong, err)
		}
		defer large.Close()
		wrong = errors.Join(wrong, measure(ctx, "postgres", large))
	}
	return wrong
}

// kind is a kind of search: what is typed the nth time.
type kind struct {
	name    string
	typed   func(n int) string
	change  func(n int, s *search.Scope)
	may     bool // may take longer: it is shown, and promised nothing
	nothing bool // finds nothing
}

func kinds() []kind {
	rank := func(ranks ...int) func(int) string {
		return func(n int) string { return word(ranks[n%len(ranks)]) }
	}
	none := func(int, *search.Scope) {}
	return []kind{
		{name: "in 60 % of the posts", typed: func(int) string { return common }, change: none},
		{name: "the same, page 50", typed: func(int) string { return common }, change: func(n int, s *search.Scope) { s.Limit = 100; s.After = "far" }},
		{name: "two common words", typed: func(n int) string { return common + " " + word(n%5) }, change: none},
		{name: "a frequent word", typed: rank(50, 60, 70, 80, 90, 100), change: none},
		{name: "a word now and then", typed: rank(1000, 1500, 2000, 3000), change: none},
		{name: "a rare word", typed: func(n int) string { return word(20_000 + 100*n) }, change: none},
		{name: "three words", typed: func(n int) string { return word(n%10) + " " + word(100+n) + " " + word(40+n) }, change: none},
		{name: "a phrase", typed: func(n int) string { return `"` + word(n%5) + " " + word(n%7) + `"` }, change: none},
		{name: "a word that nobody wrote", typed: func(int) string { return "zzzzzz" }, change: none, nothing: true},
		{name: "common, from one member", typed: func(int) string { return common }, change: func(n int, s *search.Scope) { s.Authors = []string{author(s.Groups[0].Group, n%members)} }},
		{name: "common, has:picture", typed: func(int) string { return common + " has:picture" }, change: none},
		{name: "common, before: a day long ago", typed: func(int) string { return common + " before:2023-05-05" }, change: none},
		{name: "frequent, the best first", typed: rank(50, 60, 70, 80, 90, 100), change: func(n int, s *search.Scope) { s.Rank = true }},
		{name: "in 30 % long ago, never since", typed: func(int) string { return bygone }, change: none, may: true},
	}
}

func measure(ctx context.Context, name string, d *db.DB) error {
	var wrong error
	for _, groups := range []int{1, 20} {
		for _, k := range kinds() {
			took, used, hits, err := searches(ctx, d, k, groups)
			if err != nil {
				return fmt.Errorf("%s: %w", k.name, err)
			}
			fmt.Printf("%-8s %2d groups  %-30s waited p50 %6.1f ms  p95 %6.1f ms  processor p50 %6.1f ms  p95 %6.1f ms  (%d found on a page)\n", name, groups, k.name, house.Millis(house.Share(took, 50)), house.Millis(house.Share(took, 95)), house.Millis(house.Share(used, 50)), house.Millis(house.Share(used, 95)), hits/len(took))
			if house.Share(used, 95) > within && !k.may {
				wrong = errors.Join(wrong, fmt.Errorf("%s: %s in %d groups takes more than %s", name, k.name, groups, within))
			}
			if (hits == 0) != k.nothing {
				wrong = errors.Join(wrong, fmt.Errorf("%s: %s in %d groups found %d", name, k.name, groups, hits))
			}
		}
	}
	return errors.Join(wrong, writing(ctx, name, d))
}

// searches are so many searches of a kind: how long each took, what it used of
// a processor, and how much was found in all.
func searches(ctx context.Context, d *db.DB, k kind, groups int) (took, used []time.Duration, hits int, err error) {
	var backends house.Backends
	for n := -5; n < *asked; n++ { // the first make the engine warm
		at := max(n, 0)
		if n == 0 {
			if backends, err = house.BackendsOf(ctx, d); err != nil {
				return nil, nil, 0, err
			}
		}
		scope := search.Scope{}
		for g := range groups {
			scope.Groups = append(scope.Groups, search.Reach{Group: group((at*7 + g) % groupCount)})
		}
		k.change(at, &scope)
		q, err := search.Parse(k.typed(at), time.UTC, []string{"picture"})
		if err != nil {
			return nil, nil, 0, err
		}
		if scope.After == "far" {
			if scope.After, err = far(ctx, d, q, scope); err != nil {
				return nil, nil, 0, err
			}
			scope.Limit = 20
		}
		began, before := time.Now(), house.ProcessTime()+backends.Used()
		found, err := find(ctx, d, q, scope)
		if err != nil {
			return nil, nil, 0, err
		}
		waited, after := time.Since(began), house.ProcessTime()+backends.Used()
		if n >= 0 {
			took, used, hits = append(took, waited), append(used, after-before), hits+len(found.Hits)
		}
	}
	return took, used, hits, nil
}

// far is a cursor behind the first thousand.
func far(ctx context.Context, d *db.DB, q search.Query, s search.Scope) (search.Cursor, error) {
	s.After = ""
	for range 10 {
		found, err := find(ctx, d, q, s)
		if err != nil {
			return "", err
		}
		s.After = found.Next
	}
	return s.After, nil
}

func find(ctx context.Context, d *db.DB, q search.Query, s search.Scope) (found search.Found, err error) {
	err = d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		found, err = search.Find(ctx, tx, q, s)
		return err
	})
	return found, err
}

// writing measures what a post costs in its transaction, and taking it out.
func writing(ctx context.Context, name string, d *db.DB) error {
	var put, removed []time.Duration
	posts := newPosts(2)
	for n := range *asked {
		p := posts.next(*documents + n)
		p.ID = fmt.Sprint("new-", n)
		if err := timed(ctx, d, &put, func(ctx context.Context, tx *db.Tx) error { return search.Put(ctx, tx, p) }); err != nil {
			return err
		}
	}
	for n := range *asked {
		id := []string{fmt.Sprint("new-", n)}
		if err := timed(ctx, d, &removed, func(ctx context.Context, tx *db.Tx) error { return search.Remove(ctx, tx, "post", id) }); err != nil {
			return err
		}
	}
	for i, took := range [][]time.Duration{put, removed} {
		what := []string{"put", "remove"}[i]
		fmt.Printf("%-8s %-41s waited p50 %6.1f ms  p95 %6.1f ms  (before the commit)\n", name, what, house.Millis(house.Share(took, 50)), house.Millis(house.Share(took, 95)))
	}
	return nil
}

func timed(ctx context.Context, d *db.DB, took *[]time.Duration, do func(context.Context, *db.Tx) error) error {
	return d.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		began := time.Now()
		err := do(ctx, tx)
		*took = append(*took, time.Since(began))
		return err
	})
}
