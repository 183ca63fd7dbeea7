package search

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// Reach is a group that may be looked through, and how far back. What was
// written before Since is not found; the zero time is no bound.
type Reach struct {
	Group string
	Since time.Time
}

// Scope is what the viewer may find. Authors, Spaces and Topics are nil for any;
// an empty list that is not nil finds nothing, as a name that nobody has.
type Scope struct {
	Groups        []Reach  // nothing outside of them is found
	Authors       []string // memberships that "from:" was resolved to
	Spaces        []string // spaces that "in:" was resolved to
	Topics        []string // to look through one topic in its place
	HiddenAuthors []string // memberships whose words are hidden from the viewer
	HiddenNotes   []string // content notes that the viewer hides
	Rank          bool     // the best first instead of the newest
	Limit         int      // hits on a page: 20 unless told, 100 at most
	After         Cursor   // where the page before ended
}

// Cursor says where a page ended. It is safe in an address; the zero value, and
// one that cannot be read, is the beginning.
type Cursor string

// Hit is one document that was found. Snippet is a part of its text.
type Hit struct {
	Kind, ID, Group, Space, Topic string
	Author                        string // "" for none
	At                            time.Time
	Has, Notes                    []string
	Snippet                       []Span
}

// Found is a page of hits.
type Found struct {
	Hits []Hit
	// Next is where to look on, and "" at the end. There may be fewer hits than
	// asked for, even none, before a Next: one call looks at a bounded number of
	// documents.
	Next Cursor
}

const (
	usual, limitMost = 20, 100
	groupsMost       = 1000
	looked           = 800 // documents that one call looks at
	ranked           = 200 // of the newest that match, among which Rank orders
)

// Find looks for q in what s allows: newest first, or by Rank. The rank of a
// document is reckoned from it alone, among the newest that match: how often it
// has the words, and how early.
func Find(ctx context.Context, tx *db.Tx, q Query, s Scope) (Found, error) {
	if len(s.Groups) > groupsMost {
		return Found{}, fmt.Errorf("search: %d groups are too many", len(s.Groups))
	}
	if len(s.Groups) == 0 || s.Authors != nil && len(s.Authors) == 0 || s.Spaces != nil && len(s.Spaces) == 0 || s.Topics != nil && len(s.Topics) == 0 {
		return Found{}, nil
	}
	if s.Limit <= 0 {
		s.Limit = usual
	}
	s.Limit = min(s.Limit, limitMost)
	m, left := newMatch(q, s)
	f := finder{match: m, lens: newLens(s, left), from: since(q, s), to: until(q)}
	if s.Rank {
		return f.best(ctx, tx, q, s)
	}
	if place, _, read := s.After.read(); read {
		f.to = min(f.to, place)
	}
	rows, next, err := f.newest(ctx, tx, s.Limit)
	return Found{hits(rows, q), next}, err
}

func hits(rows []documentRow, q Query) []Hit {
	var all []Hit
	for _, r := range rows {
		all = append(all, r.hit(q))
	}
	return all
}

// since and until are the places between which to look.
func since(q Query, s Scope) int64 {
	oldest := floor(s.Groups[0].Since)
	for _, r := range s.Groups[1:] {
		oldest = min(oldest, floor(r.Since))
	}
	return max(oldest, floor(q.After))
}

func until(q Query) int64 {
	if q.Before.IsZero() {
		return latest * perMilli
	}
	return floor(q.Before)
}

func floor(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return min(max(clock.Millis(t), 0), latest) * perMilli
}

// finder looks from the newest to the oldest.
type finder struct {
	match    match
	lens     lens
	from, to int64
}

// newest are the newest documents, at most so many. It asks the index for more
// and more, as fewer and fewer of what it proposes pass.
func (f finder) newest(ctx context.Context, tx *db.Tx, most int) (rows []documentRow, next Cursor, err error) {
	size := min(most+44, looked)
	for left := looked; ; {
		proposed, err := candidates(ctx, tx, f.match, f.from, f.to, size)
		if err != nil || len(proposed) == 0 {
			return rows, "", err
		}
		passed, err := judge(ctx, tx, f.lens, proposed, most+1-len(rows))
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, passed...)
		if len(rows) > most {
			return rows[:most], cursor(rows[most-1].Place, 0), nil
		}
		f.to, left = proposed[len(proposed)-1], left-len(proposed)
		switch {
		case len(proposed) < size:
			return rows, "", nil
		case left <= 0:
			return rows, cursor(f.to, 0), nil
		}
		size = min(size*8, left)
	}
}

// best orders the newest that match. Their newest place stays in the cursor, so
// that what is written meanwhile moves nothing.
func (f finder) best(ctx context.Context, tx *db.Tx, q Query, s Scope) (Found, error) {
	top, skip, read := s.After.read()
	if read {
		f.to = min(f.to, top+1)
	}
	rows, _, err := f.newest(ctx, tx, ranked)
	if err != nil || skip >= len(rows) {
		return Found{}, err
	}
	top = rows[0].Place
	byRank(rows, q.terms)
	end := min(skip+s.Limit, len(rows))
	found := Found{Hits: hits(rows[skip:end], q)}
	if end < len(rows) {
		found.Next = cursor(top, end)
	}
	return found, nil
}

func cursor(place int64, skip int) Cursor {
	return Cursor(strconv.FormatInt(place, 36) + "-" + strconv.Itoa(skip))
}

func (c Cursor) read() (place int64, skip int, ok bool) {
	first, second, _ := strings.Cut(string(c), "-")
	place, err := strconv.ParseInt(first, 36, 64)
	if err != nil || place < 0 || place >= latest*perMilli {
		return 0, 0, false
	}
	skip, err = strconv.Atoi(second)
	return place, skip, err == nil && skip >= 0
}

// lens is what a document has to pass, as the statement takes it.
type lens struct {
	reach                       string
	anybody, anywhere, anything bool
	authors, spaces, topics     string
	hidden, notes, phrases      string
}

type reachRow struct {
	G string `json:"g"`
	F int64  `json:"f"`
}

func newLens(s Scope, phrases []string) lens {
	all := make([]reachRow, len(s.Groups))
	for i, r := range s.Groups {
		all[i] = reachRow{r.Group, floor(r.Since)}
	}
	groups, err := json.Marshal(all)
	if err != nil {
		panic(err) // texts and numbers have an encoding
	}
	nobody := func(id string) bool { return id == "" } // what has no author is hidden by no block
	return lens{
		reach:   string(groups),
		anybody: s.Authors == nil, anywhere: s.Spaces == nil, anything: s.Topics == nil,
		authors: list(slices.DeleteFunc(slices.Clone(s.Authors), nobody)), spaces: list(s.Spaces), topics: list(s.Topics),
		hidden: list(slices.DeleteFunc(slices.Clone(s.HiddenAuthors), nobody)), notes: list(slices.DeleteFunc(slices.Clone(s.HiddenNotes), nobody)), phrases: list(phrases),
	}
}
