package feed

import (
	"context"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode/utf8"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// mostRecords is how many records a source may have.
const mostRecords = 500_000

// reading is a source being read: it hands records out, with keys that are unique,
// and writes down what was odd.
type reading struct {
	Report
	ctx   context.Context
	rules Rules
	each  func(Record) error

	number int
	where  string
	keys   map[uint64]int // by hash: the number that the next of this name may get
}

func begin(ctx context.Context, kind Kind, rules Rules, each func(Record) error) *reading {
	return &reading{Report: Report{Kind: kind}, ctx: ctx, rules: rules, each: each, keys: map[uint64]int{}}
}

// next begins the next record of the source, whether or not it will be handed out.
func (r *reading) next() {
	r.number++
	r.where = strconv.Itoa(r.number)
}

// called gives the present record the key by which oddities name it.
func (r *reading) called(key string) {
	if r.where = strconv.Itoa(r.number); key != "" {
		r.where += " (" + key + ")"
	}
}

// odd writes down what was mended or left out in a field of the present record.
func (r *reading) odd(field string, what i18n.Text, args ...i18n.Args) {
	if r.Odd++; len(r.Oddities) >= MostOddities {
		return
	}
	o := Oddity{Where: r.where, Field: cut(field, 100), What: what}
	if len(args) > 0 {
		o.Args = args[0]
	}
	r.Oddities = append(r.Oddities, o)
}

// refuse leaves out the present record.
func (r *reading) refuse(field string, why i18n.Text, args ...i18n.Args) {
	r.Refused++
	r.odd(field, why, args...)
}

// hand hands a record out. Its key is made unique: the second of one name gets
// "-1", the third "-2".
func (r *reading) hand(rec Record) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if r.Records >= mostRecords {
		return fault.New(fault.TooLarge, "This source has more than {.Count} meetings. That is more than we can take in.", i18n.Args{"Count": mostRecords})
	}
	r.private(&rec)
	r.bound(&rec)
	if key := r.unique(rec.Key); key != rec.Key {
		r.odd("slug", "Two meetings have this name. One got a number.")
		if rec.Slug == rec.Key {
			rec.Slug = key
		}
		rec.Key = key
	}
	r.Records++
	return r.each(rec)
}

// unique is a key that no record had before.
func (r *reading) unique(key string) string {
	base := hashed(key)
	n, taken := r.keys[base]
	if !taken {
		r.keys[base] = 1
		return key
	}
	for {
		found := key + "-" + strconv.Itoa(n)
		n++
		if h := hashed(found); r.keys[h] == 0 {
			r.keys[h], r.keys[base] = 1, n
			return found
		}
	}
}

func hashed(key string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	return h.Sum64()
}

// text is what a field says, on one or more lines.
func (r *reading) text(field, said string) string {
	return r.within(field, plainText(said, utf8.RuneCountInString(said)), longestText)
}

// line is what a field says, on one line.
func (r *reading) line(field, said string) string {
	return r.within(field, plainLine(said, utf8.RuneCountInString(said)), longestText)
}

// name is line for what is shown as a heading.
func (r *reading) name(field, said string) string {
	return r.within(field, plainLine(said, utf8.RuneCountInString(said)), longestName)
}

func (r *reading) within(field, said string, longest int) string {
	short := cut(said, longest)
	if short != said {
		r.odd(field, "This text is too long. Its end was cut off.")
	}
	return short
}

// link is the link in a field, or "" for what is none.
func (r *reading) link(field, said string) string { return r.linked(field, said, link) }

// mailLink is the link in a field that may also be an address for mail.
func (r *reading) mailLink(field, said string) string { return r.linked(field, said, mailLink) }

func (r *reading) linked(field, said string, read func(string) string) string {
	said = plainLine(said, longestLink+1)
	if said == "" {
		return ""
	}
	found := read(said)
	switch {
	case found == "":
		r.odd(field, "This is not a link that can be followed. It was left out.")
	case strings.HasSuffix(found, said) && found != said:
		r.odd(field, "This link had no https:// in front. We added it.")
	}
	return found
}

// list keeps the first of a list that is too long.
func (r *reading) list(field string, list []string) []string {
	if len(list) <= mostInList {
		return list
	}
	r.odd(field, "This list is too long. Its end was cut off.")
	return list[:mostInList]
}

// fieldName is the name of a field as the formats write it: "Conference URL",
// "conference-url" and "groupEmail" are conference_url and group_email.
func fieldName(said string) string {
	var b strings.Builder
	before := rune('_')
	for _, r := range strings.TrimSpace(said) {
		upper := r >= 'A' && r <= 'Z'
		if upper && (before >= 'a' && before <= 'z' || before >= '0' && before <= '9') {
			b.WriteByte('_')
		}
		switch {
		case upper:
			b.WriteRune(r + 'a' - 'A')
		case r == ' ' || r == '-' || r == '.' || r == '\t' || r == '\n':
			if before != '_' {
				b.WriteByte('_')
			}
			r = '_'
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return strings.TrimSuffix(b.String(), "_")
}
