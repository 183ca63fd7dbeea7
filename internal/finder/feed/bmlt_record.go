package feed

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// bmltKnown are the fields of a meeting that the protocol itself names. Any other
// one was made by a server's owner.
func bmltKnown() map[string]bool {
	known := map[string]bool{}
	for name := range strings.FieldsSeq(`id_bigint worldid_mixed shared_group_id_bigint service_body_bigint service_body_name weekday_tinyint
		venue_type start_time duration_time time_zone formats lang_enum longitude latitude distance_in_km distance_in_miles email_contact
		published root_server_uri root_server_id format_shared_id_list meeting_name location_text location_info location_street
		location_city_subsection location_neighborhood location_municipality location_sub_province location_province
		location_postal_code_1 location_nation comments train_lines bus_lines phone_meeting_number virtual_meeting_link
		virtual_meeting_additional_info contact_name_1 contact_name_2 contact_phone_1 contact_phone_2 contact_email_1 contact_email_2
		admin_notes`) {
		known[name] = true
	}
	return known
}

// BMLTContacts are a server's fields that are about a person, each with the name
// under which a record keeps it.
func BMLTContacts() map[string]string {
	return map[string]string{
		"contact_name_1": "contact_1_name", "contact_email_1": "contact_1_email", "contact_phone_1": "contact_1_phone",
		"contact_name_2": "contact_2_name", "contact_email_2": "contact_2_email", "contact_phone_2": "contact_2_phone",
		"email_contact": "email_contact", "admin_notes": "admin_notes",
	}
}

// bmltMeeting is one meeting of a server's answer, all of it as text.
type bmltMeeting map[string]json.RawMessage

// get is the value of a field. Values are texts; a number or a flag that some
// other program wrote is read as one.
func (m bmltMeeting) get(name string) string { return bmltValue(m[name]) }

func bmltValue(raw json.RawMessage) string {
	var s string
	switch {
	case len(raw) == 0:
		return ""
	case raw[0] == '"':
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		s = string(raw)
	case string(raw) == "true":
		s = "1"
	case string(raw) == "false":
		s = "0"
	}
	if _, value, prompted := strings.Cut(s, "#@-@#"); prompted {
		s = value // old servers kept the question before the answer
	}
	return s
}

// record reads one meeting.
func (b *bmltReader) record(m bmltMeeting) Record {
	line := func(field string) string { return b.line(field, m.get(field)) }
	r := Record{
		Key: line("id_bigint"), Name: b.name("meeting_name", m.get("meeting_name")), WorldID: line("worldid_mixed"), Language: line("lang_enum"),
		Location: line("location_text"), LocationNotes: b.text("location_info", m.get("location_info")), Street: line("location_street"),
		Borough: line("location_city_subsection"), Neighbourhood: line("location_neighborhood"), City: line("location_municipality"),
		County: line("location_sub_province"), State: line("location_province"), PostalCode: line("location_postal_code_1"),
		Country: line("location_nation"), Notes: b.text("comments", m.get("comments")), TrainLines: line("train_lines"), BusLines: line("bus_lines"),
		ConferencePhone: line("phone_meeting_number"), ConferenceURL: b.link("virtual_meeting_link", m.get("virtual_meeting_link")),
		ConferenceURLNotes: b.text("virtual_meeting_additional_info", m.get("virtual_meeting_additional_info")), Unpublished: m.get("published") == "0",
	}
	r.Address = joined(r.Street, r.City, r.State, r.PostalCode, r.Country)
	r.Point = bmltPoint(m.get("latitude"), m.get("longitude"))
	if r.Name == "" {
		r.Name = cmp.Or(r.Location, r.City, r.Key)
		b.odd("meeting_name", "It has no name. It is called after its place.")
	}
	b.when(m, &r)
	b.looksAfter(m, &r)
	b.kinds(m, &r)
	b.rest(m, &r)
	return r
}

// when reads the day, the time and how long it takes.
func (b *bmltReader) when(m bmltMeeting, r *Record) {
	r.Day, r.Start = -1, -1
	day, err := strconv.Atoi(strings.TrimSpace(m.get("weekday_tinyint")))
	start, known := bmltClock(m.get("start_time"))
	if err == nil && day >= 1 && day <= 7 && known && start < 24*60 {
		r.Day, r.Start = day-1, start
	} else {
		b.odd("start_time", "Its day or time cannot be read. It counts as by appointment.")
	}
	r.Minutes, _ = bmltClock(m.get("duration_time")) // none and 00:00:00 leave it open
	r.Zone = b.zone("time_zone", m.get("time_zone"))
}

// bmltClock reads "19:30:00" or "19:30", up to "24:00:00", in minutes.
func bmltClock(value string) (minutes int, known bool) {
	parts := strings.Split(strings.TrimSpace(value), ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	hour, err := strconv.ParseUint(parts[0], 10, 8)
	minute, fails := strconv.ParseUint(parts[1], 10, 8)
	if err != nil || fails != nil || minute > 59 || hour*60+minute > 24*60 {
		return 0, false
	}
	return int(hour*60 + minute), true
}

// looksAfter names the service body, and those above it.
func (b *bmltReader) looksAfter(m bmltMeeting, r *Record) {
	id, err := strconv.ParseInt(m.get("service_body_bigint"), 10, 64)
	if err != nil || id <= 0 {
		return
	}
	r.ServiceBody = id
	body, known := b.bodies[id]
	if !known {
		body = Body{ID: id, Name: b.line("service_body_name", m.get("service_body_name"))}
		b.bodies[id] = body
		b.Bodies = append(b.Bodies, body)
	}
	if body.Name == "" {
		return
	}
	r.Entity = &Entity{Name: body.Name, Phone: body.Helpline, Website: link(body.URL)}
	for above := 0; above < 10 && body.Name != ""; above++ {
		r.Regions = append(r.Regions, body.Name)
		body = b.bodies[body.Parent]
	}
	slices.Reverse(r.Regions)
}

// kinds reads the formats: which types they stand for, in which languages the
// meeting is held, and how people gather.
func (b *bmltReader) kinds(m bmltMeeting, r *Record) {
	var says struct{ virtual, hybrid bool }
	for _, f := range b.formatsOf(m, r) {
		world := strings.ToUpper(f.WorldID)
		says.virtual = says.virtual || world == worldVirtual || f.Key == keyVirtual
		says.hybrid = says.hybrid || world == worldHybrid || f.Key == keyHybrid
		r.Closed = r.Closed || world == worldClosed || f.Key == keyClosed
		if code := naCode(world); code != "" && !slices.Contains(r.Types, code) {
			r.Types = append(r.Types, code)
		}
		if lang := tongue(f.Key); world == worldTongue && lang != "" && !slices.Contains(r.Languages, lang) {
			r.Languages = append(r.Languages, lang)
		}
	}
	if r.Closed && !slices.Contains(r.Types, worldClosed) {
		r.Types = append(r.Types, worldClosed)
	}
	venue := strings.TrimSpace(m.get("venue_type"))
	switch {
	case venue == "3", venue != "2" && says.hybrid:
		r.Way = Hybrid
	case venue == "2", says.virtual:
		r.Way = Online
	case venue == "1", r.Location != "", r.Street != "", r.Point != nil:
		r.Way = InPerson
	}
	if venue == "1" && r.Way != InPerson || venue == "2" && says.hybrid || venue == "3" && says.virtual && !says.hybrid {
		b.odd("venue_type", "Its venue and its formats disagree.")
	}
}

// formatsOf are the formats of a meeting, by their ids where it gives them, else
// by their keys. A key that nobody explains is kept among the types.
func (b *bmltReader) formatsOf(m bmltMeeting, r *Record) (list []Format) {
	keys := splitList(m.get("formats"))
	ids := splitList(m.get("format_shared_id_list"))
	for at, text := range ids {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id <= 0 || len(r.Formats) >= mostInList {
			continue
		}
		f, known := b.formats[id]
		if !known {
			f = b.unexplained(id, keys, ids, at, r.Language)
		}
		r.Formats = append(r.Formats, id)
		list = append(list, f)
	}
	if len(ids) > 0 {
		return list
	}
	for _, key := range keys {
		if f, known := b.byKey[key]; known {
			r.Formats = append(r.Formats, f.ID)
			list = append(list, f)
		} else if len(r.Types) < mostInList {
			r.Types = append(r.Types, b.line("formats", key))
			list = append(list, Format{Key: key})
		}
	}
	return list
}

// unexplained makes a format of which a source tells only the id, and its key
// where keys and ids stand side by side.
func (b *bmltReader) unexplained(id int64, keys, ids []string, at int, lang string) Format {
	f := Format{ID: id, Lang: lang}
	if len(keys) == len(ids) {
		f.Key = b.line("formats", keys[at])
		f.Name = f.Key
	}
	if len(b.formats) < bmltMostFormats {
		b.formats[id] = f
		b.Formats = append(b.Formats, f)
	}
	return f
}

// bmltPoint is a place on the earth. Servers write 0 and 0 for none.
func bmltPoint(lat, lng string) *Point {
	north, err := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	east, fails := strconv.ParseFloat(strings.TrimSpace(lng), 64)
	if err != nil || fails != nil || !(north >= -90 && north <= 90 && east >= -180 && east <= 180) || north == 0 && east == 0 {
		return nil
	}
	return &Point{Lat: north, Lng: east}
}

// splitList are the values of a list between commas.
func splitList(list string) (values []string) {
	for value := range strings.SplitSeq(list, ",") {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// rest keeps the fields that a server's owner made, and contacts where they are
// wanted.
func (b *bmltReader) rest(m bmltMeeting, r *Record) {
	contacts := BMLTContacts()
	for _, field := range slices.Sorted(maps.Keys(m)) {
		value := m.get(field)
		kept, contact := contacts[field]
		switch {
		case contact:
			b.contact(r, kept, value)
		case b.known[field] || value == "":
		case isContact(field):
			b.contact(r, field, value)
		default:
			b.keep(r, field, value)
		}
	}
}
