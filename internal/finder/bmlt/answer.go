package bmlt

import (
	"cmp"
	"context"
	"io"
	"maps"
	"slices"
	"strconv"

	"handrail/internal/finder"
)

// answer is ready to be written.
type answer func(ctx context.Context, to io.Writer) error

// reply is an answer; without one the question is refused.
type reply struct {
	write answer
	rows  int // meetings that it holds
}

// whole is an answer that is there already.
func whole(text []byte) answer {
	return func(_ context.Context, to io.Writer) error {
		_, err := to.Write(text)
		return err
	}
}

// rows is an answer with a list of objects.
func rows(each iter) answer {
	return func(_ context.Context, to io.Writer) error {
		l := list{to: to}
		var err error
		each(func(one []byte) bool {
			err = l.add(one)
			return err == nil
		})
		if err != nil {
			return err
		}
		return l.end()
	}
}

type iter = func(yield func([]byte) bool)

// searchResults answers GetSearchResults.
func (s *Service) searchResults(ctx context.Context, a ask, b *book) (reply, error) {
	hits, err := s.search(ctx, b, s.read(a, b))
	if err != nil {
		return reply{}, err
	}
	used := rows(s.usedFormats(b, hits, a.lang()))
	if a.has("get_formats_only") {
		return reply{write: inside(part{"formats", used})}, nil
	}
	meetings := s.meetings(hits, s.shape(a, b))
	if a.has("get_used_formats") {
		meetings = inside(part{"meetings", meetings}, part{"formats", used})
	}
	return reply{write: meetings, rows: len(hits)}, nil
}

type part struct {
	name string
	is   answer
}

// inside is an object that holds answers.
func inside(parts ...part) answer {
	return func(ctx context.Context, to io.Writer) error {
		before := "{"
		for _, p := range parts {
			if _, err := io.WriteString(to, before+`"`+p.name+`":`); err != nil {
				return err
			}
			if err := p.is(ctx, to); err != nil {
				return err
			}
			before = ","
		}
		_, err := io.WriteString(to, "}")
		return err
	}
}

// meetings is a list of meetings, read while it is written.
func (s *Service) meetings(hits []hit, sh *shape) answer {
	return func(ctx context.Context, to io.Writer) error {
		l, buffer := list{to: to}, []byte(nil)
		write := func(h hit, listing *finder.Listing) error {
			buffer = object(buffer[:0], sh.meeting(h, listing)...)
			return l.add(buffer)
		}
		err := error(nil)
		if sh.needsWords() {
			err = s.each(ctx, hits, write)
		} else {
			err = unread(ctx, hits, write)
		}
		if err != nil {
			return err
		}
		return l.end()
	}
}

// unread hands out meetings whose words nobody wants.
func unread(ctx context.Context, hits []hit, write func(hit, *finder.Listing) error) error {
	for _, h := range hits {
		if err := write(h, nil); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// usedFormats are the formats of meetings in a language, or in another where one
// has none in that.
func (s *Service) usedFormats(b *book, hits []hit, lang string) iter {
	used := map[int64]bool{}
	for _, h := range hits {
		for _, number := range h.formats {
			used[number] = true
		}
	}
	return func(yield func([]byte) bool) {
		for _, row := range b.formats.best(lang) {
			if used[row.Number] && !yield(s.formatRow(row)) {
				return
			}
		}
	}
}

// best are the formats, each once: in a language, else in English, else in the
// first that it has.
func (f *formats) best(lang string) (list []finder.Format) {
	good := func(row finder.Format) int {
		switch row.Lang {
		case lang:
			return 2
		case "en":
			return 1
		}
		return 0
	}
	for _, row := range f.rows {
		last := len(list) - 1
		switch {
		case last < 0 || list[last].Number != row.Number:
			list = append(list, row)
		case good(row) > good(list[last]):
			list[last] = row
		}
	}
	return list
}

// formatsAnswer answers GetFormats.
func (s *Service) formatsAnswer(a ask, b *book) answer {
	langs, keys, ids := a.all("lang_enum"), a.all("key_strings"), a.signed("format_ids")
	if len(langs) == 0 {
		langs = []string{"en"}
	}
	used := map[int64]bool{}
	if a.Get("show_all") != "1" {
		for _, i := range b.items {
			for _, number := range i.formats {
				used[number] = true
			}
		}
	}
	return rows(func(yield func([]byte) bool) {
		for _, row := range b.formats.rows {
			wanted := slices.Contains(langs, row.Lang) && ids.takes(row.Number) && (len(keys) == 0 || slices.Contains(keys, row.Key)) &&
				(used[row.Number] || a.Get("show_all") == "1")
			if wanted && !yield(s.formatRow(row)) {
				return
			}
		}
	})
}

// bodiesAnswer answers GetServiceBodies.
func (s *Service) bodiesAnswer(a ask, b *book) answer {
	in, out := map[int64]bool{}, map[int64]bool{}
	for _, value := range a.all("services") {
		if n, err := strconv.ParseInt(value, 10, 64); err != nil || n >= 0 {
			in[n] = true
		} else {
			out[-n] = true
		}
	}
	wanted := maps.Clone(in)
	if a.Get("recursive") == "1" {
		wanted, out = b.below(in), b.below(out)
	}
	if a.Get("parents") == "1" {
		maps.Copy(wanted, b.above(in))
	}
	return rows(func(yield func([]byte) bool) {
		for _, one := range b.bodies {
			if (len(in) == 0 || wanted[one.Number]) && !out[one.Number] && !yield(bodyRow(one)) {
				return
			}
		}
	})
}

func bodyRow(b finder.Body) []byte {
	return object(nil, pair{"id", strconv.FormatInt(b.Number, 10)}, pair{"parent_id", strconv.FormatInt(b.Above, 10)}, pair{"name", b.Name},
		pair{"description", b.Description}, pair{"type", b.Type}, pair{"url", b.URL}, pair{"helpline", b.Helpline}, pair{"world_id", b.WorldID})
}

// keysAnswer answers GetFieldKeys.
func keysAnswer(b *book) answer {
	return rows(func(yield func([]byte) bool) {
		for _, f := range fields() {
			if f.says != "" && !yield(object(nil, pair{"key", f.name}, pair{"description", f.says})) {
				return
			}
		}
		for _, name := range b.custom {
			if !yield(object(nil, pair{"key", name}, pair{"description", name})) {
				return
			}
		}
	})
}

// valuesAnswer answers GetFieldValues, but for a field that cannot be asked for.
func (s *Service) valuesAnswer(ctx context.Context, a ask, b *book) (reply, error) {
	name := a.Get("meeting_key")
	f, known := fieldNamed(name)
	if known && f.says == "" || !known && !slices.Contains(b.custom, name) {
		return reply{}, nil
	}
	var hits []hit
	for at := range b.items {
		if i := &b.items[at]; !i.unpublished {
			hits = append(hits, hit{item: i, angle: -1})
		}
	}
	return reply{rows: len(hits), write: func(ctx context.Context, to io.Writer) error {
		groups := newGroups(a)
		err := s.group(ctx, groups, hits, name)
		if err != nil {
			return err
		}
		return groups.answer(name)(ctx, to)
	}}, nil
}

func (s *Service) group(ctx context.Context, g *groups, hits []hit, name string) error {
	if f, known := fieldNamed(name); known && f.kind == main {
		for _, h := range hits {
			g.add(h.item, g.valueOf(h.item, name))
		}
		return ctx.Err()
	}
	return s.scan(ctx, hits, func(h hit, l *finder.Listing) error {
		g.add(h.item, wordOf(l, name))
		return nil
	})
}

// groups are meetings by what they say in a field.
type groups struct {
	only  []int64 // formats that are looked at; empty for all
	every bool    // a meeting has to have all of them
	order []string
	ids   map[string][]int64
}

func newGroups(a ask) *groups {
	g := &groups{every: a.Get("all_formats") != "" && a.Get("all_formats") != "0", ids: map[string][]int64{}}
	for _, value := range a.all("specific_formats") {
		if n, err := strconv.ParseInt(value, 10, 64); err == nil && !slices.Contains(g.only, n) {
			g.only = append(g.only, n)
		}
	}
	return g
}

// noValue is said where a meeting has none.
const noValue = "NULL"

func (g *groups) add(i *item, value string) {
	if len(g.only) > 0 && value == skipped {
		return
	}
	value = cmp.Or(value, noValue)
	if _, known := g.ids[value]; !known {
		g.order = append(g.order, value)
	}
	g.ids[value] = append(g.ids[value], i.number)
}

// skipped stands for a meeting without the formats that were asked for.
const skipped = "\x00"

func (g *groups) valueOf(i *item, name string) string {
	if name != "formats" || len(g.only) == 0 {
		return i.valueOf(name)
	}
	common := slices.DeleteFunc(slices.Clone(i.formats), func(n int64) bool { return !slices.Contains(g.only, n) })
	if len(common) == 0 || g.every && len(common) < len(g.only) {
		return skipped
	}
	return listed(common)
}

func (g *groups) answer(name string) answer {
	return rows(func(yield func([]byte) bool) {
		for _, value := range g.order {
			slices.Sort(g.ids[value])
			if !yield(object(nil, pair{name, value}, pair{"ids", listed(g.ids[value])})) {
				return
			}
		}
	})
}
