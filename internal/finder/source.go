package finder

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
)

// OwnSource is the id, and the format, of the source that holds the meetings of
// this place's own groups.
const OwnSource = "own"

// The bounds of a source.
const (
	NameMost    = 120 // characters
	SourcesMost = 500
	LeastEvery  = time.Hour
	MostEvery   = 30 * 24 * time.Hour
)

// Source is where listings come from.
type Source struct {
	ID        string
	Format    feed.Kind // as found out, Auto before the first good copy; "own"
	Name      string    // whose listings these are, as shown
	Programme string    // key of the programme whose codes they carry
	Zone      string    // IANA name, for records that name none
	URL       string    // where it is fetched; "" for a file
	Private   bool      // may lie in one's own network (only from the command line)
	Keeper    string    // who looks after it, as shown; "" like Name
	Site      string    // address of the keeper's own pages, or ""
	Shared    bool      // passed on to other finders
	Contacts  bool      // details of contact persons are kept, shown and passed on
	KeepsIDs  bool      // the BMLT server whose numbers stay
	Resting   bool      // neither fetched nor shown
	Every     time.Duration

	Made, Changed     time.Time
	Tried, Good, Next time.Time // zero for never
	Failures          int       // one after the other, since the last good copy
	Problem           string    // what the last try came to; "" for good
	ETag, Modified    string    // validators of the last good copy (RFC 9110 §8.8)
	Digest            string    // of the last good copy's bytes

	Listings int // how many there are, filled by SourcesFor
}

// Keepers is who looks after the source, for people.
func (s Source) Keepers() string {
	if s.Keeper != "" {
		return s.Keeper
	}
	return s.Name
}

// shows tells whether its listings are shown: it does not rest, and all of its
// first copy has come.
func (s Source) shows() bool { return !s.Resting && (s.ID == OwnSource || !s.Good.IsZero()) }

// SourcesFor are all sources, for whoever looks after them.
func (s *Service) SourcesFor(ctx context.Context, v account.Viewer) (list []Source, err error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = allSources(ctx, tx)
		if err != nil {
			return err
		}
		counts, err := countListings(ctx, tx)
		for _, c := range counts {
			if i := slices.IndexFunc(list, func(one Source) bool { return one.ID == c.Source }); i >= 0 {
				list[i].Listings = int(c.Count)
			}
		}
		return err
	})
	return list, err
}

// SourcesHere are all sources, for whoever has a shell on this machine.
func (s *Service) SourcesHere(ctx context.Context) (list []Source, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = allSources(ctx, tx)
		return err
	})
	return list, err
}

// Shown are the sources of which anything is shown, by name, with how much.
func (s *Service) Shown(ctx context.Context) ([]Source, error) {
	x, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	var list []Source
	for i, one := range x.sources {
		if one.Listings = len(x.bySource[i]); one.Listings > 0 {
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b Source) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

// SourceFor is one source, for whoever looks after it.
func (s *Service) SourceFor(ctx context.Context, v account.Viewer, id string) (one Source, err error) {
	if err := v.May(account.RunSite); err != nil {
		return one, err
	}
	return s.Source(ctx, id)
}

// Source is one source, for the house.
func (s *Service) Source(ctx context.Context, id string) (one Source, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		one, err = sourceByID(ctx, tx, id)
		return err
	})
	return one, err
}

// Add adds a source and says its id. It is fetched when it is next asked which
// are due.
func (s *Service) Add(ctx context.Context, v account.Viewer, one Source) (string, error) {
	if err := v.May(account.RunSite); err != nil {
		return "", err
	}
	one.Private = false
	return s.add(ctx, one, v.Subject(), 0)
}

// AddHere is Add for whoever has a shell on this machine. Whoever adds it so fetches
// it too: only where nothing came of that for some minutes is it due.
func (s *Service) AddHere(ctx context.Context, one Source) (string, error) {
	return s.add(ctx, one, "", firstWait)
}

func (s *Service) add(ctx context.Context, one Source, by string, wait time.Duration) (string, error) {
	one.tidy()
	if err := one.check(); err != nil {
		return "", err
	}
	now := s.clock.Now()
	one.ID, one.Made, one.Changed, one.Next = id.New(s.clock), now, now, now.Add(wait)
	if one.URL == "" {
		one.Next = time.Time{}
	}
	return one.ID, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "finder_source", "all"); err != nil {
			return err
		}
		all, err := allSources(ctx, tx)
		if err != nil {
			return err
		}
		if len(all) >= SourcesMost {
			return fault.New(fault.Conflict, "There are as many sources as one place can look after. Remove one first.")
		}
		if err := insertSource(ctx, tx, one); err != nil {
			return err
		}
		if err := s.insertTop(ctx, tx, one); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, SourceChanged{Source: one.ID, What: Added, By: by})
	})
}

// insertTop gives a source its service body.
func (s *Service) insertTop(ctx context.Context, tx *db.Tx, one Source) error {
	number, err := take(ctx, tx, bodyCounter, 1)
	if err != nil {
		return err
	}
	return insertBody(ctx, tx, Body{Number: number, Source: one.ID, Body: feed.Body{Name: one.Name, Type: topBody, URL: one.Site}})
}

// Change changes what was said about a source. What it is read with (programme,
// zone, contacts, format, address) takes effect with the next copy, which is due at
// once.
func (s *Service) Change(ctx context.Context, v account.Viewer, one Source) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	one.tidy()
	if err := one.check(); err != nil {
		return err
	}
	now := s.clock.Now()
	err := s.decide(ctx, v, one.ID, Changed, func(kept *Source) {
		if kept.readsOtherwise(one) {
			kept.ETag, kept.Modified, kept.Digest = "", "", ""
			if one.URL != "" {
				kept.Next = now
			}
		}
		if one.URL == "" {
			kept.Next = time.Time{}
		}
		if kept.URL != one.URL {
			kept.Failures, kept.Problem, kept.Private = 0, "", false
		}
		if kept.ID != OwnSource {
			kept.Format, kept.Programme, kept.Zone, kept.URL = one.Format, one.Programme, one.Zone, one.URL
			kept.Name, kept.Keeper, kept.Site = one.Name, one.Keeper, one.Site
			kept.Contacts, kept.Every = one.Contacts, one.Every
		}
		kept.Shared = one.Shared
	})
	if err != nil || one.Contacts {
		return err
	}
	return s.forgetContacts(ctx)
}

func (s Source) readsOtherwise(o Source) bool { return s.readsDifferently(o) || s.Format != o.Format }

// readsDifferently is readsOtherwise but for the format, which is found out by
// reading.
func (s Source) readsDifferently(o Source) bool {
	return s.Programme != o.Programme || s.Zone != o.Zone || s.Contacts != o.Contacts || s.URL != o.URL
}

// Rest takes a source off all pages and fetches it no more. Wake undoes that.
func (s *Service) Rest(ctx context.Context, v account.Viewer, id string) error {
	return s.decide(ctx, v, id, Rested, func(kept *Source) { kept.Resting = true })
}

// Wake shows a resting source again.
func (s *Service) Wake(ctx context.Context, v account.Viewer, id string) error {
	return s.decide(ctx, v, id, Woken, func(kept *Source) {
		kept.Resting = false
		if kept.URL != "" {
			kept.Next = s.clock.Now()
		}
	})
}

// Hurry has a source fetched when it is next asked which are due.
func (s *Service) Hurry(ctx context.Context, v account.Viewer, id string) error {
	return s.decide(ctx, v, id, Changed, func(kept *Source) {
		if kept.URL != "" {
			kept.Next = s.clock.Now()
		}
	})
}

func (s *Service) decide(ctx context.Context, v account.Viewer, id string, what What, change func(*Source)) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		kept, err := s.held(ctx, tx, id)
		if err != nil {
			return err
		}
		change(&kept)
		kept.Changed = s.clock.Now()
		if err := updateSource(ctx, tx, kept); err != nil {
			return err
		}
		if err := nameTop(ctx, tx, kept); err != nil {
			return err
		}
		if err := publish(ctx, tx); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, SourceChanged{Source: id, What: what, By: v.Subject()})
	})
}

// held is a source that nobody else changes until the transaction ends.
func (s *Service) held(ctx context.Context, tx *db.Tx, id string) (Source, error) {
	if err := tx.Lock(ctx, "finder_source", id); err != nil {
		return Source{}, err
	}
	return sourceByID(ctx, tx, id)
}

// Remove removes a source with all its listings, and what is known of its runs.
func (s *Service) Remove(ctx context.Context, v account.Viewer, id string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	return s.remove(ctx, id, v.Subject())
}

// RemoveHere is Remove for whoever has a shell on this machine.
func (s *Service) RemoveHere(ctx context.Context, id string) error { return s.remove(ctx, id, "") }

func (s *Service) remove(ctx context.Context, id, by string) error {
	if id == OwnSource {
		return fault.New(fault.Conflict, "The meetings of your own groups stay. Their leaders decide which are listed.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		kept, err := s.held(ctx, tx, id)
		if err != nil {
			return err
		}
		if kept.KeepsIDs {
			if err := leaveRoot(ctx, tx, kept); err != nil {
				return err
			}
		}
		if err := deleteSource(ctx, tx, id); err != nil {
			return err
		}
		if err := publish(ctx, tx); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, SourceChanged{Source: id, What: Removed, By: by})
	})
}

// Due are the sources that are to be fetched now, the longest waiting first.
func (s *Service) Due(ctx context.Context, most int) (list []Source, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err = dueSources(ctx, tx, clock.Millis(s.clock.Now()), most)
		return err
	})
	return list, err
}

func (s *Source) tidy() {
	for _, field := range []*string{&s.Name, &s.URL, &s.Keeper, &s.Site} {
		*field = strings.TrimSpace(*field)
	}
	if s.Format == "" {
		s.Format = feed.Auto
	}
	if s.Every == 0 {
		s.Every = 24 * time.Hour
	}
}

func (s Source) check() error {
	if s.ID == OwnSource {
		return nil
	}
	_, known := code.ProgrammeOf(s.Programme)
	_, zone := recur.Zone(s.Zone)
	switch {
	case s.Name == "":
		return fault.Field("name", "Write whose listing this is.")
	case utf8.RuneCountInString(s.Name) > NameMost:
		return fault.Field("name", "Shorten this to {.Most} characters.", map[string]any{"Most": NameMost})
	case utf8.RuneCountInString(s.Keeper) > NameMost:
		return fault.Field("keeper", "Shorten this to {.Most} characters.", map[string]any{"Most": NameMost})
	case !known:
		return fault.Field("programme", "Choose one from the list.")
	case zone != nil:
		return fault.Field("zone", "We do not know this time zone. Choose one from the list.")
	case !slices.Contains([]feed.Kind{feed.Auto, feed.MeetingGuide, feed.BMLT, feed.TSML, feed.NAWS, feed.Central}, s.Format):
		return fault.Field("format", "Choose one from the list.")
	case s.URL != "" && !webAddress(s.URL):
		return fault.Field("url", "Write the whole address, with https:// before it.")
	case s.Site != "" && !webAddress(s.Site):
		return fault.Field("site", "Write the whole address, with https:// before it.")
	case s.Every < LeastEvery || s.Every > MostEvery:
		return fault.Field("every", "Choose one from the list.")
	}
	return nil
}

func webAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && len(text) <= 2048 && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
