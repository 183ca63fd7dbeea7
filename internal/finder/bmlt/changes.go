package bmlt

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// mostChanges is how many changes are told, the latest first.
const mostChanges = 2000

// masked stands for what is not told.
const masked = "********"

// between reads from when to when changes are asked for; false where one is no
// date.
func (s *Service) between(a ask) (from, to time.Time, ok bool) {
	to = s.o.Clock.Now().Add(time.Hour)
	from = time.Unix(0, 0)
	if text := a.Get("start_date"); text != "" {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return from, to, false
		}
		from = day
	}
	if text := a.Get("end_date"); text != "" {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return from, to, false
		}
		to = day.AddDate(0, 0, 1) // the last day counts to its end
	}
	return from, to, true
}

// identity is a parameter that is one number: 0 where it is not given, false where
// it is something else.
func (a ask) identity(name string) (int64, bool) {
	if a.Get(name) == "" {
		return 0, true
	}
	n, err := strconv.ParseInt(a.Get(name), 10, 64)
	return n, err == nil && n > 0
}

// changesAnswer answers GetChanges. It is nil for what cannot be asked.
func (s *Service) changesAnswer(ctx context.Context, a ask, b *book) (answer, error) {
	from, to, dated := s.between(a)
	number, isNumber := a.identity("meeting_id")
	body, isBody := a.identity("service_body_id")
	if !dated || !isNumber || !isBody {
		return nil, nil
	}
	list, err := s.o.Finder.ChangesBetween(ctx, from, to, number, mostChanges)
	if err != nil {
		return nil, err
	}
	sh := s.shape(ask{}, b)
	return rows(func(yield func([]byte) bool) {
		for _, c := range list {
			told := sh.change(c)
			if told.shown && (body == 0 || told.body == body) && !yield(told.object(c)) {
				return
			}
		}
	}), nil
}

// told is a change as it is told.
type told struct {
	what          finder.Happened
	shown         bool
	name          string
	body          int64
	bodyName      string
	exists        string
	details       string
	before, after []pair
}

func (sh *shape) change(c finder.Change) told {
	source, known := sh.b.sources[c.Source]
	what, listed := weekly(c)
	latest := c.Became
	if what == finder.Went {
		latest = c.Was
	}
	t := told{what: what, shown: known && listed && (source.Shared || source.ID == finder.OwnSource) && !latest.Unpublished, name: latest.Name, exists: "0"}
	if _, there := sh.b.with(c.Number); there {
		t.exists = "1"
	}
	t.body = sh.b.bodyOf(c.Source, latest.ServiceBody)
	if at, known := sh.b.bodyAt[t.body]; known {
		t.bodyName = sh.b.bodies[at].Name
	}
	if what != finder.Came {
		t.before = sh.then(source, c.Number, c.Was)
	}
	if what != finder.Went {
		t.after = sh.then(source, c.Number, c.Became)
	}
	t.details = detailsOf(what, t.before, t.after)
	return t
}

// weekly is what a change is to those who know only meetings with a day and a time;
// false where it is nothing to them.
func weekly(c finder.Change) (what finder.Happened, listed bool) {
	was := c.What != finder.Came && c.Was.Day >= 0 && c.Was.Start >= 0
	is := c.What != finder.Went && c.Became.Day >= 0 && c.Became.Start >= 0
	switch {
	case was && is:
		return finder.Turned, true
	case is:
		return finder.Came, true
	}
	return finder.Went, was
}

// then is a meeting as it was at one time, as an object.
func (sh *shape) then(source finder.Source, number int64, r feed.Record) []pair {
	i := item{number: number, body: sh.b.bodyOf(source.ID, r.ServiceBody), day: int8(r.Day), start: int16(r.Start), minutes: int16(cmp.Or(r.Minutes, usualMinutes)), venue: venueOf(r.Way), unpublished: r.Unpublished}
	if r.Point != nil {
		i.placed, i.lat, i.lng = true, r.Point.Lat, r.Point.Lng
	}
	for _, id := range r.Formats {
		if number, known := sh.b.formats.byID[serverID{source.ID, id}]; known {
			i.formats = append(i.formats, number)
		}
	}
	slices.Sort(i.formats)
	pairs := sh.meeting(hit{item: &i, angle: -1}, &finder.Listing{Record: r, Number: number, Source: source})
	for at, p := range pairs {
		f, known := fieldNamed(p.name)
		if known && f.kind == hidden && p.value != "" {
			pairs[at].value = masked
		}
	}
	return pairs
}

// detailsOf says in words what changed.
func detailsOf(what finder.Happened, before, after []pair) string {
	switch what {
	case finder.Came:
		return "The meeting was created."
	case finder.Went:
		return "The meeting was deleted."
	}
	var says []string
	for at := range after {
		if before[at].value != after[at].value {
			says = append(says, after[at].name+` was changed from "`+before[at].value+`" to "`+after[at].value+`".`)
		}
	}
	return strings.Join(says, " ")
}

func (t told) object(c finder.Change) []byte {
	at := c.At.UTC()
	plain := object(nil, pair{"date_int", strconv.FormatInt(at.Unix(), 10)}, pair{"date_string", at.Format("3:04 PM, 1/2/2006")},
		pair{"change_type", "comdef_change_type_" + string(t.what)}, pair{"change_id", strconv.FormatInt(c.ID, 10)},
		pair{"meeting_id", strconv.FormatInt(c.Number, 10)}, pair{"meeting_name", t.name}, pair{"user_id", ""}, pair{"user_name", ""},
		pair{"service_body_id", strconv.FormatInt(t.body, 10)}, pair{"service_body_name", t.bodyName}, pair{"meeting_exists", t.exists}, pair{"details", t.details})
	data := append([]byte(`,"json_data":{"before":`), orNull(t.before)...)
	data = append(append(data, `,"after":`...), orNull(t.after)...)
	return append(plain[:len(plain)-1], append(data, "}}"...)...)
}

func orNull(pairs []pair) json.RawMessage {
	if pairs == nil {
		return json.RawMessage("null")
	}
	return object(nil, pairs...)
}
