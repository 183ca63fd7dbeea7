package finder

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// writer writes the records of one source, some at a time.
type writer struct {
	*Service
	hold    *Hold // nil for meetings of our own
	source  Source
	sketch  sketch
	pending []feed.Record
	kept    map[string]*keptListing // what the source listed before, by key
	slugs   map[string]struct{}     // that are taken, as far as was read
	careful bool                    // ask the database for each slug: nobody else writes while the counter of generations is held
	ends    map[string]int          // the last number behind a slug that was free, by what the slug is made of
	first   bool                    // nothing was there: what comes is no change
	done    int
	noted   int // changes that were noted
	run     Run
}

type keptListing struct {
	number int64
	hash   string
	gone   bool
	seen   bool
}

func (s *Service) newWriter(ctx context.Context, h *Hold, source Source, its sketch) (*writer, error) {
	w := &writer{Service: s, hold: h, source: source, sketch: its, kept: map[string]*keptListing{}, slugs: map[string]struct{}{}, ends: map[string]int{}}
	if err := w.keepIDs(ctx); err != nil {
		return nil, err
	}
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := w.readKept(ctx, tx, ""); err != nil {
			return err
		}
		return w.readSlugs(ctx, tx)
	})
	w.first = len(w.kept) == 0
	return w, err
}

const many = 5000

// readKept reads what the source lists under keys that begin so.
func (w *writer) readKept(ctx context.Context, tx *db.Tx, begin string) error {
	for last := begin; ; {
		rows, err := keptOf(ctx, tx, w.source.ID, last, many)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if !strings.HasPrefix(r.Key, begin) {
				return nil
			}
			w.kept[r.Key] = &keptListing{number: r.Number, hash: r.Hash, gone: r.Gone != 0}
			w.slugs[r.Slug] = struct{}{}
		}
		last = rows[len(rows)-1].Key
	}
}

func (w *writer) readSlugs(ctx context.Context, tx *db.Tx) error {
	for last := ""; ; {
		rows, err := slugsOfOthers(ctx, tx, w.source.ID, last, many)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			w.slugs[r.Slug] = struct{}{}
		}
		last = rows[len(rows)-1].Slug
	}
}

// pendingListing is a listing that is to be written.
type pendingListing struct {
	row  listingRow
	what Happened
	base string // what its slug is made of, for a new one
	id   int64  // that the server gave it; 0 for none that stays
}

// flush writes the pending records that are otherwise than what is kept.
func (w *writer) flush(ctx context.Context) error {
	var list []pendingListing
	came, changed := 0, 0
	for _, r := range w.pending {
		p, otherwise, err := w.compare(r)
		if err != nil {
			return err
		}
		if !otherwise {
			continue
		}
		if p.what == Came {
			came++
		} else {
			changed++
		}
		list = append(list, p)
	}
	if len(list) > 0 {
		if err := w.put(ctx, list); err != nil {
			return err
		}
	}
	w.run.Came, w.run.Changed, w.done = w.run.Came+came, w.run.Changed+changed, w.done+len(w.pending)
	w.pending = w.pending[:0]
	return nil
}

func (w *writer) compare(r feed.Record) (p pendingListing, otherwise bool, err error) {
	doc, err := json.Marshal(r)
	if err != nil {
		return p, false, err
	}
	p.row = listingRow{Source: w.source.ID, Key: r.Key, Hash: hashOf(string(doc)), Doc: string(doc)}
	p.what = Came
	if before, known := w.kept[r.Key]; known {
		before.seen = true
		if before.hash == p.row.Hash && !before.gone {
			return p, false, nil
		}
		p.row.Number = before.number
		if !before.gone {
			p.what = Turned
		}
		return p, true, nil
	}
	if w.source.KeepsIDs {
		p.id = theirs(r)
	}
	p.base = slugFor(r.Slug, r.Name)
	return p, true, nil
}

// put writes listings in one transaction. It may run twice, so it changes nothing
// but the database until it is through.
func (w *writer) put(ctx context.Context, list []pendingListing) error {
	var rows []listingRow
	put := func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = w.putIn(ctx, tx, list)
		return err
	}
	err := w.db.In(ctx, put)
	if db.IsTaken(err) && !w.careful { // another source took a slug since they were read
		w.careful = true
		err = w.db.In(ctx, put)
	}
	for i, r := range rows {
		if err == nil && list[i].row.Number == 0 {
			w.kept[r.Key] = &keptListing{number: r.Number, hash: r.Hash, seen: true}
			w.slugs[r.Slug] = struct{}{}
		}
	}
	return err
}

func (w *writer) putIn(ctx context.Context, tx *db.Tx, list []pendingListing) ([]listingRow, error) {
	if err := tx.Lock(ctx, "finder_source", w.source.ID); err != nil {
		return nil, err
	}
	if err := w.hold.still(ctx, tx); err != nil {
		return nil, err
	}
	generation, err := take(ctx, tx, generationCounter, 1)
	if err != nil {
		return nil, err
	}
	now := clock.Millis(w.clock.Now())
	rows, mine := make([]listingRow, len(list)), map[string]struct{}{}
	for i, p := range list {
		row := p.row
		row.Generation, row.Changed = generation, now
		if row.Number == 0 {
			if row.Number, err = w.number(ctx, tx, p); err != nil {
				return nil, err
			}
			if row.Slug, err = w.slug(ctx, tx, p.base, mine); err != nil {
				return nil, err
			}
		}
		if err := w.noteChange(ctx, tx, row, p.what); err != nil {
			return nil, err
		}
		if err := putListing(ctx, tx, row); err != nil {
			return nil, err
		}
		rows[i] = row
	}
	return rows, nil
}

// number is the number of a new listing: the server's own where that stays and is
// free.
func (w *writer) number(ctx context.Context, tx *db.Tx, p pendingListing) (int64, error) {
	if p.id > 0 {
		used, err := numberTaken(ctx, tx, p.id)
		if err != nil || !used {
			return p.id, err
		}
	}
	return take(ctx, tx, numberCounter, 1)
}

// slug is base, or base with the first number behind it that makes it free.
func (w *writer) slug(ctx context.Context, tx *db.Tx, base string, mine map[string]struct{}) (string, error) {
	for n := max(w.ends[base], 1); ; n++ {
		slug := base
		if n > 1 {
			end := "-" + strconv.Itoa(n)
			slug = base[:min(len(base), slugMost-len(end))] + end
		}
		_, used := mine[slug]
		if !used {
			var err error
			if used, err = w.slugUsed(ctx, tx, slug); err != nil {
				return "", err
			}
		}
		if !used {
			mine[slug], w.ends[base] = struct{}{}, n
			return slug, nil
		}
	}
}

func (w *writer) slugUsed(ctx context.Context, tx *db.Tx, slug string) (bool, error) {
	if slices.Contains(taken, slug) {
		return true, nil
	}
	if _, used := w.slugs[slug]; used || !w.careful {
		return used, nil
	}
	return slugTaken(ctx, tx, slug)
}

// changesMost is how many changes of a source are noted each time it is read. A feed
// that turns all of itself over would fill the disk.
const changesMost = 2000

// noteChange keeps what became otherwise. What a source lists when it is read for
// the first time is no change. Of meetings of our own nothing is kept: leaders who
// take something back have it back.
func (w *writer) noteChange(ctx context.Context, tx *db.Tx, row listingRow, what Happened) (err error) {
	if w.first || w.noted >= changesMost || w.source.ID == OwnSource {
		return nil
	}
	c := changeRow{Number: row.Number, Source: row.Source, At: row.Changed, What: string(what)}
	if what != Came {
		if c.Was, err = docOf(ctx, tx, row.Number); err != nil {
			return err
		}
	}
	if c.Was, err = withoutContacts(c.Was); err != nil {
		return err
	}
	if c.Became, err = withoutContacts(row.Doc); err != nil {
		return err
	}
	if c.ID, err = take(ctx, tx, changeCounter, 1); err != nil {
		return err
	}
	w.noted++
	return insertChange(ctx, tx, c)
}

// end marks what the source does not list any more.
func (w *writer) end(ctx context.Context) error {
	var gone []int64
	for _, k := range w.kept {
		if !k.seen && !k.gone {
			gone = append(gone, k.number)
		}
	}
	w.run.Went = len(gone)
	for len(gone) > 0 {
		n := min(len(gone), batch)
		if err := w.endThese(ctx, gone[:n]); err != nil {
			return err
		}
		gone = gone[n:]
	}
	return nil
}

func (w *writer) endThese(ctx context.Context, numbers []int64) error {
	return w.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "finder_source", w.source.ID); err != nil {
			return err
		}
		if err := w.hold.still(ctx, tx); err != nil {
			return err
		}
		generation, err := take(ctx, tx, generationCounter, 1)
		if err != nil {
			return err
		}
		now := clock.Millis(w.clock.Now())
		for _, number := range numbers {
			if err := w.noteChange(ctx, tx, listingRow{Number: number, Source: w.source.ID, Changed: now}, Went); err != nil {
				return err
			}
			if err := endListing(ctx, tx, number, generation, now, w.source.ID == OwnSource); err != nil {
				return err
			}
		}
		return nil
	})
}
