package feed

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
)

// readGuide reads feeds of the Meeting Guide: an array of meetings.
func readGuide(ctx context.Context, files []File, rules Rules, each func(Record) error) (Report, error) {
	r := begin(ctx, MeetingGuide, rules, each)
	err := r.objects(files, func(m map[string]json.RawMessage) error { return r.guide(r.entry(m)) })
	return r.Report, err
}

// objects hands out the objects of files that are arrays of them.
func (r *reading) objects(files []File, hand func(map[string]json.RawMessage) error) error {
	return r.files(files, func(in io.Reader) error {
		return new(elements).each(in, func(raw []byte, deep bool) error {
			if m, ok := r.object(raw, deep); ok {
				return hand(m)
			}
			return r.ctx.Err()
		})
	})
}

// files reads each of the files in turn.
func (r *reading) files(files []File, read func(io.Reader) error) error {
	for _, f := range files {
		in, err := f.Open()
		if err != nil {
			return err
		}
		err = read(in)
		if closed := in.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// object begins the next record. It is false, with an oddity, for what is no
// object, or one too deep.
func (r *reading) object(raw []byte, deep bool) (m map[string]json.RawMessage, ok bool) {
	r.next()
	if deep {
		r.refuse("", "This record holds too much inside. It was left out.")
		return nil, false
	}
	if m = members(raw); m == nil {
		r.refuse("", "This is not a meeting. It was left out.")
		return nil, false
	}
	return m, true
}

// entry is a meeting as a feed or a table says it, by the names of the format.
type entry struct {
	said     map[string]string
	lists    map[string][]string
	exploded bool // its days came as a list
	rest     map[string]json.RawMessage
}

// guideAliases are other names of fields.
var guideAliases = map[string]string{
	"zip": "postal_code", "zip_code": "postal_code", "postcode": "postal_code", "meeting": "name", "meeting_name": "name",
	"location_name": "location", "start_time": "time", "start": "time", "end": "end_time", "full_address": "formatted_address",
	"entity_website_url": "entity_url", "lat": "latitude", "lng": "longitude", "lon": "longitude", "subregion": "sub_region",
	"time_zone": "timezone", "type": "types", "feedback_email": "feedback_emails", "homegroup": "homegroup_online",
}

// guideFields are the fields of the format that become fields of a Record.
var guideFields = set(`name slug day time end_time timezone formatted_address address city state postal_code country region sub_region
	sub_sub_region regions conference_url conference_url_notes conference_phone conference_phone_notes types notes location location_notes
	latitude longitude coordinates approximate updated group group_notes district sub_district venmo square paypal homegroup_online url
	edit_url feedback_emails feedback_url entity entity_email entity_location entity_logo entity_phone entity_url website website_2
	mailing_address last_contact attendance_option post_name title programme`)

// guideDerived are fields that say again, in words, what others say.
var guideDerived = set(`time_formatted end_time_formatted distance`)

// guideLists are the fields that may hold more than one, each with what parts them
// in a table.
var guideLists = map[string]string{"day": ",", "types": ",", "regions": ">", "feedback_emails": ","}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		m[word] = true
	}
	return m
}

// known is the field that a key of a feed names, or "".
func known(key string) string {
	if guideFields[key] {
		return key
	}
	name := fieldName(key)
	if alias, ok := guideAliases[name]; ok {
		name = alias
	}
	if guideFields[name] {
		return name
	}
	return ""
}

// entry sorts what an object of JSON holds. Of two keys with one meaning the one
// spelt as the format does wins, then the first by the alphabet.
func (r *reading) entry(m map[string]json.RawMessage) entry {
	e := entry{said: make(map[string]string, len(m)), lists: map[string][]string{}}
	var others []string
	for key, raw := range m {
		if guideFields[key] {
			e.takeJSON(key, raw)
		} else {
			others = append(others, key)
		}
	}
	slices.Sort(others)
	for _, key := range others {
		raw := m[key]
		if name := known(key); name != "" {
			e.takeJSON(name, raw)
		} else {
			e.other(key, said(raw), raw)
		}
	}
	return e
}

func (e *entry) takeJSON(name string, raw json.RawMessage) {
	if between, ok := guideLists[name]; ok && len(e.lists[name]) == 0 {
		list, many := saidList(raw)
		if e.lists[name] = list; !many && len(list) == 1 {
			e.lists[name] = parts(list[0], between)
		}
		e.exploded = e.exploded || name == "day" && many
		return
	}
	if value := said(raw); e.said[name] == "" && value != "" {
		e.said[name] = value
	}
}

// parts are the parts of a cell that holds a list. Some feeds put it in brackets.
func parts(cell, between string) (list []string) {
	cell = strings.TrimSpace(cell)
	if inner, ok := strings.CutPrefix(cell, "["); ok {
		cell = strings.TrimSuffix(inner, "]")
	}
	for part := range strings.SplitSeq(cell, between) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// other takes a field that the format does not know, also what is about persons:
// see reading.private.
func (e *entry) other(key, value string, raw json.RawMessage) {
	switch name := fieldName(key); {
	case guideDerived[name] || len(key) > 100 || string(raw) == "null" || raw[0] == '"' && strings.TrimSpace(value) == "":
	default:
		if e.rest == nil {
			e.rest = map[string]json.RawMessage{}
		}
		e.rest[plainLine(key, 100)] = kept(raw)
	}
}

// kept is a value as it stays in a record: on one line, harmless in a page, in
// valid UTF-8, without marks that upset the text around it, and not lent from a
// buffer.
func kept(raw json.RawMessage) json.RawMessage {
	var value any = json.RawMessage(withoutMarks(string(raw)))
	if raw[0] == '"' {
		value = withoutControls(said(raw))
	}
	own, err := json.Marshal(value)
	if err != nil {
		return json.RawMessage("null")
	}
	return own
}
