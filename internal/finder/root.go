package finder

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// root is by what the BMLT server whose numbers stay is known when it is added
// again.
type root struct {
	Address string // of its last good copy; "" for files
	Name    string // of the last source that was this server
	Sketch  string // of its last good copy; "" where that came before servers were known by it
}

// is tells whether a source is that server: it has its address, or is made of files
// under its name with the same meetings under the same ids.
func (r root) is(source Source, its sketch) bool {
	if source.URL != "" {
		return r.Address != "" && r.Address == rootOf(source.URL)
	}
	return r.Name == source.Name && its.like(sketchOf(r.Sketch))
}

// rootOf is an address of a BMLT server as it is compared: the host, the port where
// it is not the usual one, and the way to the server.
func rootOf(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if port := u.Port(); port != "" && port != map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)] {
		host += ":" + port
	}
	way, _, _ := strings.Cut(u.Path, "/client_interface")
	return host + strings.TrimRight(way, "/")
}

// keepIDs lets the first BMLT server keep its numbers. That is given once, for good:
// what came later under other numbers keeps those. A server that was removed gets
// its own numbers back.
func (w *writer) keepIDs(ctx context.Context) error {
	if w.source.Format != feed.BMLT || w.source.KeepsIDs || !w.source.Good.IsZero() {
		return nil
	}
	return w.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "finder_source", "ids"); err != nil {
			return err
		}
		kept, err := w.held(ctx, tx, w.source.ID)
		if err != nil {
			return err
		}
		mine, err := w.mayKeepIDs(ctx, tx, kept)
		if err != nil || !mine {
			return err
		}
		w.source.KeepsIDs, kept.KeepsIDs = true, true
		return updateSource(ctx, tx, kept)
	})
}

func (w *writer) mayKeepIDs(ctx context.Context, tx *db.Tx, source Source) (bool, error) {
	given, err := take(ctx, tx, idsCounter, 1)
	if err != nil || given == 0 || source.KeepsIDs {
		return err == nil, err
	}
	keeps, err := idsKept(ctx, tx)
	if err != nil || keeps {
		return false, err
	}
	before, err := firstRoot(ctx, tx)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil && before.is(source, w.sketch), err
}

// leaveRoot notes by what the server whose numbers stay is known when it is removed.
// One of which no good copy came was never seen by anybody: another may be the first.
func leaveRoot(ctx context.Context, tx *db.Tx, source Source) error {
	before, err := firstRoot(ctx, tx)
	if fault.KindOf(err) == fault.NotFound && source.Good.IsZero() {
		return giveIDsBack(ctx, tx)
	}
	if err != nil || source.Good.IsZero() {
		return err
	}
	before.Name = source.Name
	if before.Sketch == "" {
		its, err := sketchKept(ctx, tx, source.ID)
		if err != nil {
			return err
		}
		before.Address, before.Sketch = rootOf(before.Address), its.text()
	}
	return keepRoot(ctx, tx, before)
}

// sketchKept is the sketch of what a source lists here.
func sketchKept(ctx context.Context, tx *db.Tx, source string) (its sketch, err error) {
	for last := ""; ; {
		rows, err := docsListed(ctx, tx, source, last, many)
		if err != nil || len(rows) == 0 {
			return its, err
		}
		for _, row := range rows {
			one, err := row.listing(Source{})
			if err != nil {
				return nil, err
			}
			its.add(one.Record)
		}
		last = rows[len(rows)-1].Key
	}
}

// sketch is a little of the meetings of a server: of check sums over the id and the
// name of each, the smallest, ascending. Of two servers that have much in common so
// have their sketches.
type sketch []uint64

const sketchMost = 128

func (s *sketch) add(r feed.Record) {
	sum := sha256.Sum256([]byte(r.Key + "\x00" + r.Name))
	n := binary.BigEndian.Uint64(sum[:])
	at, known := slices.BinarySearch(*s, n)
	if known || at == sketchMost {
		return
	}
	*s = slices.Insert(*s, at, n)
	*s = (*s)[:min(len(*s), sketchMost)]
}

// like tells whether at least half of both is the same.
func (s sketch) like(o sketch) bool {
	both := slices.Concat(s, o)
	slices.SortFunc(both, cmp.Compare[uint64])
	both = slices.Compact(both)
	both = both[:min(len(both), sketchMost)]
	same := 0
	for _, n := range both {
		_, here := slices.BinarySearch(s, n)
		_, there := slices.BinarySearch(o, n)
		if here && there {
			same++
		}
	}
	return len(both) > 0 && 2*same >= len(both)
}

func (s sketch) text() string { return encoded(s) }

func sketchOf(text string) (s sketch) {
	if json.Unmarshal([]byte(text), &s) != nil {
		return nil
	}
	return s
}
