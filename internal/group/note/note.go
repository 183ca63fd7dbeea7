// Package note knows what somebody's words can be about, so that whoever reads
// may decide whether to open them. The writer marks kinds: a content note. It
// names a topic and never a detail. Each reader chooses for each kind whether
// such words are shown, folded, or not shown; nobody else can see the choice,
// and it changes nothing for the writer.
//
// The kinds that come with the program are translated. Stewards reword them,
// add their own, put them in another order, and take them out of use; what is
// marked with one that is out of use stays marked.
//
// Words that carry notes keep them as Join writes them. Every place that shows
// such words, or a part of them, wraps them in Fold; a search hit, a notice and
// a quote are such places. A title is always shown: it has to do without detail.
//
// Table: group_note. The readers' choices lie with their account.
//
// Event: Changed.
package note

import (
	"context"
	"embed"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Events   *event.Bus
	Accounts *account.Service
	Cookies  web.Cookies
}

// Service is everything about content notes.
type Service struct {
	db       *db.DB
	clock    clock.Clock
	events   *event.Bus
	accounts *account.Service
	cookies  web.Cookies

	mu      sync.Mutex
	changes int                      // how often this node changed the list
	copied  atomic.Pointer[snapshot] // what was read last
}

// snapshot is the list of kinds as it stood at a moment.
type snapshot struct {
	rows []kindRow
	at   time.Time
}

// New makes the service.
func New(o Options) *Service {
	return &Service{db: o.DB, clock: o.Clock, events: o.Events, accounts: o.Accounts, cookies: o.Cookies}
}

// Kind is something that words can be about.
type Kind struct {
	ID    string // of letters, digits and hyphens
	Label string // a word or three, in the reader's language where it came with the program
	About string // what it means, in one sentence
	Own   bool   // stewards added it
	New   bool   // stewards reworded one that came with the program
	Gone  bool   // it is out of use: nobody can mark it any more
}

// Kinds are the kinds that a writer can mark, in their order. It asks the
// database at most once in ten seconds, so it belongs outside of transactions.
func (s *Service) Kinds(ctx context.Context) ([]Kind, error) {
	all, err := s.all(ctx)
	return slices.DeleteFunc(all, func(k Kind) bool { return k.Gone }), err
}

// Named are the kinds with these ids, those out of use among them, in their
// order. An id that is not known is a kind without a name of its own, so that
// words which were marked are never shown as if they were not.
func (s *Service) Named(ctx context.Context, ids []string) ([]Kind, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	named := slices.DeleteFunc(all, func(k Kind) bool { return !slices.Contains(ids, k.ID) })
	if len(named) == 0 {
		named = append(named, Kind{ID: ids[0], Label: i18n.T(ctx, nameless)})
	}
	return named, nil
}

// Valid are the ids as they are to be kept: each once, sorted. An id that is
// not known is refused at the field of the Picker.
func (s *Service) Valid(ctx context.Context, ids []string) ([]string, error) {
	ids = Split(Join(ids))
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(all, func(k Kind) bool { return k.ID == id }) {
			return nil, fault.Field(FieldName, "Choose topics from the list.")
		}
	}
	return ids, nil
}

// Join writes ids for a column of one text: sorted, each once, "" for none.
func Join(ids []string) string {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(ids)
	return strings.Join(slices.Compact(ids), ",")
}

// Split reads what Join wrote.
func Split(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// Says names what words are about, on one line: "About: Grief and death".
func Says(ctx context.Context, kinds []Kind) string {
	return i18n.T(ctx, "About: {.Topics}", i18n.Args{"Topics": labels(kinds)})
}

func labels(kinds []Kind) string {
	names := make([]string, len(kinds))
	for n, k := range kinds {
		names[n] = k.Label
	}
	return strings.Join(names, " · ")
}

// all are the kinds, in their order, in the reader's language.
func (s *Service) all(ctx context.Context) ([]Kind, error) {
	rows, err := s.rows(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Kind, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.kind(ctx))
	}
	return list, nil
}

// staleAfter is how long what other nodes decided may go unseen.
const staleAfter = 10 * time.Second

// rows are all kinds, as read not long ago. While the records cannot be reached
// they are as they were last known. They are not to be changed.
func (s *Service) rows(ctx context.Context) ([]kindRow, error) {
	now, last := s.clock.Now(), s.copied.Load()
	if last != nil && now.Sub(last.at).Abs() < staleAfter {
		return last.rows, nil
	}
	s.mu.Lock()
	before := s.changes
	s.mu.Unlock()
	var rows []kindRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = allRows(ctx, tx)
		return err
	})
	switch {
	case err == nil:
		s.keep(&snapshot{rows, now}, before)
	case last != nil:
		return last.rows, nil
	}
	return rows, err
}

// keep keeps a copy, unless the list was changed here since it was read.
func (s *Service) keep(c *snapshot, before int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes == before {
		s.copied.Store(c)
	}
}

// changed has the next who asks read the list again.
func (s *Service) changed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	if last := s.copied.Load(); last != nil {
		s.copied.Store(&snapshot{rows: last.rows})
	}
}
