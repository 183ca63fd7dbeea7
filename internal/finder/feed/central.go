package feed

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/finder/code"
	"handrail/internal/platform/fault"
)

// centralGroup is what a group of a central query server says for its meetings.
type centralGroup struct{ name, notes, website, email, phone string }

// mostGroups is how many groups a source may have.
const mostGroups = 50_000

// readCentral reads the meetings of a central query server. Its groups and types
// are files beside them, known by their names.
func readCentral(ctx context.Context, files []File, rules Rules, each func(Record) error) (Report, error) {
	r := begin(ctx, Central, rules, each)
	groups := map[string]centralGroup{}
	if err := r.objects(parted(files, "group"), func(m map[string]json.RawMessage) error { return r.group(groups, m) }); err != nil {
		return r.Report, err
	}
	r.Report, r.number = Report{Kind: Central, Odd: r.Odd, Oddities: r.Oddities}, 0
	meetings := slices.DeleteFunc(slices.Clone(files), func(f File) bool { return isPart(f, "group") || isPart(f, "type") })
	if len(meetings) == 0 {
		return r.Report, notAList()
	}
	err := r.objects(meetings, func(m map[string]json.RawMessage) error {
		rec, ok := r.central(groups, m)
		if !ok {
			return nil
		}
		return r.hand(rec)
	})
	return r.Report, err
}

func isPart(f File, word string) bool { return strings.HasPrefix(strings.ToLower(f.Name), word) }

func parted(files []File, word string) (list []File) {
	for _, f := range files {
		if isPart(f, word) {
			list = append(list, f)
		}
	}
	return list
}

func (r *reading) group(groups map[string]centralGroup, m map[string]json.RawMessage) error {
	if len(groups) >= mostGroups {
		return fault.New(fault.TooLarge, "This source has too many groups. That is more than we can take in.")
	}
	g := centralGroup{name: said(m["name"]), notes: cut(said(m["notes"]), 2*longestText), website: cut(said(m["website"]), longestLink)}
	if r.rules.Contacts {
		g.email, g.phone = said(m["email"]), said(m["phone"])
	}
	if id := objectID(m["_id"]); id != "" {
		groups[id] = g
	}
	return nil
}

// objectID is the id of an object as a database writes it out, or plain.
func objectID(raw json.RawMessage) string { return inner(raw, "$oid") }

func inner(raw json.RawMessage, name string) string {
	var m map[string]json.RawMessage
	if len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &m) == nil {
		return said(m[name])
	}
	return said(raw)
}

// centralFields are the fields that a record keeps, or that mean nothing outside
// of the server.
var centralFields = set(`_id slug name timezone day time duration conference_url conference_url_notes conference_notes conference_phone
	conference_phone_notes conference_provider notes languages features formats communities types type archived groupID groupName groupEmail
	groupWebsite groupPhone groupNotes accountID userIDs recordID createdAt updatedAt startDateUTC geocodeID rtc adjustedUTC`)

func (r *reading) central(groups map[string]centralGroup, m map[string]json.RawMessage) (rec Record, ok bool) {
	e := entry{said: map[string]string{"slug": said(m["slug"]), "name": said(m["name"]), "id": objectID(m["_id"])}}
	slug := e.slug()
	r.called(slug)
	if said(m["archived"]) == "true" {
		r.refuse("archived", "This meeting is no longer held. It was left out.")
		return rec, false
	}
	g := groups[objectID(m["groupID"])]
	rec = Record{
		Key: slug, Slug: slug, Name: r.name("name", first(e.said["name"], g.name)), Zone: r.zone("timezone", said(m["timezone"])), Way: Online,
		Notes: r.text("notes", said(m["notes"])), Group: r.name("groupName", first(said(m["groupName"]), g.name)),
		GroupNotes: r.text("groupNotes", first(said(m["groupNotes"]), g.notes)), Website: r.link("groupWebsite", first(said(m["groupWebsite"]), g.website)),
		Updated: r.instant("updatedAt", inner(m["updatedAt"], "$date")),
	}
	if rec.Name == "" {
		r.refuse("name", "This meeting has no name. It was left out.")
		return rec, false
	}
	r.conference(&rec, map[string]string{
		"conference_url": said(m["conference_url"]), "conference_url_notes": first(said(m["conference_url_notes"]), said(m["conference_notes"])),
		"conference_phone": said(m["conference_phone"]), "conference_phone_notes": said(m["conference_phone_notes"]),
	})
	r.centralWhen(&rec, m)
	r.centralTypes(&rec, m)
	r.contact(&rec, "group_email", first(said(m["groupEmail"]), g.email))
	r.contact(&rec, "group_phone", first(said(m["groupPhone"]), g.phone))
	centralRest(&rec, m)
	return rec, true
}

// centralWhen reads the day, 1 for Monday to 7 for Sunday; some write 0 for that.
// A meeting that has neither day nor time goes on all the time, in writing.
func (r *reading) centralWhen(rec *Record, m map[string]json.RawMessage) {
	rec.Day, rec.Start = -1, -1
	day, clock := said(m["day"]), said(m["time"])
	if day == "" && clock == "" {
		rec.Asynchronous = true
		return
	}
	n, err := strconv.Atoi(day)
	start, timed := timeOfDay(clock)
	if err != nil || n < 0 || n > 7 || !timed {
		r.odd("day", "We cannot read this day or time. The meeting is listed as by appointment.")
		return
	}
	if n == 0 {
		r.odd("day", "Day 0 is taken for Sunday.")
	}
	rec.Day, rec.Start = n%7, start
	if length := said(m["duration"]); length != "" {
		minutes, err := strconv.Atoi(length)
		if err != nil || minutes < 0 || minutes > 7*24*60 {
			r.odd("duration", "We cannot use this length. It was left out.")
			return
		}
		rec.Minutes = minutes
	}
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (r *reading) centralTypes(rec *Record, m map[string]json.RawMessage) {
	var types []string
	for _, field := range []string{"types", "type", "features", "formats", "communities"} {
		list, _ := saidList(m[field])
		types = append(types, list...)
	}
	r.types(rec, types)
	languages, _ := saidList(m["languages"])
	for _, one := range r.list("languages", languages) {
		switch one = strings.TrimSpace(one); {
		case languageTag.MatchString(one) && !slices.Contains(rec.Languages, one):
			rec.Languages = append(rec.Languages, one)
		case one != "" && !languageTag.MatchString(one):
			if name, _, known := code.Read(r.rules.Programme, one); known && !slices.Contains(rec.Types, name) {
				rec.Types = append(rec.Types, name)
			} else if !known {
				r.odd("languages", "We do not know this language. It was left out.")
			}
		}
	}
}

func centralRest(rec *Record, m map[string]json.RawMessage) {
	var e entry
	for key, raw := range m {
		if !centralFields[key] {
			e.other(key, said(raw), raw)
		}
	}
	rec.Rest = e.rest
}
