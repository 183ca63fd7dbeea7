package feed

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/finder/code"
)

// guide hands out the records of an entry: one for each day.
func (r *reading) guide(e entry) error {
	slug := e.slug()
	r.called(slug)
	rec := r.common(e)
	if rec.Name == "" {
		r.refuse("name", "This meeting has no name. It was left out.")
		return nil
	}
	rec.Key, rec.Slug = slug, slug
	days := e.lists["day"]
	if !e.exploded || len(days) == 0 {
		day := ""
		if len(days) > 0 {
			day = days[0]
		}
		r.when(&rec, e, day)
		return r.hand(rec)
	}
	for _, day := range slices.Compact(slices.Sorted(slices.Values(days[:min(7, len(days))]))) {
		one := rec
		r.when(&one, e, day)
		if one.Scheduled() {
			one.Slug = slug + "-" + strconv.Itoa(one.Day)
			one.Key = one.Slug
		}
		if err := r.hand(one); err != nil {
			return err
		}
	}
	return nil
}

var safeSlug = regexp.MustCompile(`^[A-Za-z0-9_~.-]{1,200}$`)

// slug is the name of a meeting in addresses: the first that the entry gives.
func (e entry) slug() string {
	if s := strings.TrimSpace(e.said["slug"]); safeSlug.MatchString(s) && strings.Trim(s, ".") != "" {
		return s
	}
	for _, said := range []string{e.said["slug"], e.said["post_name"], strings.Trim(string(e.rest["id"]), `"`), e.said["name"], e.said["title"], e.said["group"], e.said["location"]} {
		if s := slugOf(plainLine(said, longestName)); s != "" {
			return s
		}
	}
	return "meeting"
}

// common is what all records of an entry share.
func (r *reading) common(e entry) Record {
	line := func(field string) string { return unquoted(r.line(field, e.said[field])) }
	text := func(field string) string { return unquoted(r.text(field, e.said[field])) }
	rec := Record{
		Name: unquoted(r.name("name", first(e.said["name"], e.said["title"], e.said["group"], e.said["location"]))),
		Zone: r.zone("timezone", e.said["timezone"]), Location: line("location"), LocationNotes: text("location_notes"),
		Notes: text("notes"), Group: line("group"), GroupNotes: text("group_notes"), District: line("district"), SubDistrict: line("sub_district"),
		Website: r.link("website", e.said["website"]), Website2: r.link("website_2", e.said["website_2"]), Mailing: line("mailing_address"),
		URL: r.link("url", e.said["url"]), EditURL: r.link("edit_url", e.said["edit_url"]), FeedbackURL: r.mailLink("feedback_url", e.said["feedback_url"]),
		LastContact: r.date("last_contact", line("last_contact")), Updated: r.instant("updated", e.said["updated"]), Rest: e.rest,
	}
	rec.Venmo = r.fitting("venmo", line("venmo"), venmo)
	rec.Square = r.fitting("square", line("square"), square)
	rec.Paypal = r.fitting("paypal", line("paypal"), paypal)
	rec.HomegroupCode = r.fitting("homegroup_online", line("homegroup_online"), homegroup)
	for _, address := range r.list("feedback_emails", e.lists["feedback_emails"]) {
		if address = plainLine(address, longestName); isEmail(address) {
			rec.FeedbackEmails = append(rec.FeedbackEmails, address)
		} else if address != "" {
			r.odd("feedback_emails", "This is not an e-mail address. It was left out.")
		}
	}
	rec.Entity = r.entity(e)
	r.place(&rec, e)
	r.programme(&rec, line("programme"))
	r.types(&rec, e.lists["types"])
	r.conference(&rec, e.said)
	rec.Way = r.way(rec, e.said["attendance_option"])
	return rec
}

// How services for gifts name their users.
var (
	venmo     = regexp.MustCompile(`^@[A-Za-z0-9_.-]+$`)
	square    = regexp.MustCompile(`^\$[A-Za-z0-9_.-]+$`)
	paypal    = regexp.MustCompile(`^[A-Za-z0-9]{1,20}$`)
	homegroup = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
)

func (r *reading) fitting(field, said string, form *regexp.Regexp) string {
	if said != "" && !form.MatchString(said) {
		r.odd(field, "This does not look as it should. It was left out.")
		return ""
	}
	return said
}

func (r *reading) entity(e entry) *Entity {
	found := Entity{
		Name: r.name("entity", e.said["entity"]), Phone: r.line("entity_phone", e.said["entity_phone"]),
		Location: r.line("entity_location", e.said["entity_location"]), Website: r.link("entity_url", e.said["entity_url"]),
		Logo: r.link("entity_logo", e.said["entity_logo"]), Email: plainLine(e.said["entity_email"], longestName),
	}
	if found.Email != "" && !isEmail(found.Email) {
		r.odd("entity_email", "This is not an e-mail address. It was left out.")
		found.Email = ""
	}
	if found == (Entity{}) {
		return nil
	}
	return &found
}

// when reads the day and the time. A meeting without both is by appointment.
func (r *reading) when(rec *Record, e entry, said string) {
	rec.Day, rec.Start = -1, -1
	day, known := 0, false
	if said = strings.TrimSpace(said); said != "" {
		if day, known = dayNamed(said); !known {
			n, err := strconv.Atoi(strings.TrimSuffix(said, ".0"))
			day, known = n, err == nil && n >= 0 && n <= 6
		}
		if !known && fieldName(said) != "appointment" {
			r.odd("day", "We cannot read this day. The meeting is listed as by appointment.")
		}
	}
	clock := strings.TrimSpace(e.said["time"])
	start, timed := timeOfDay(clock)
	if !timed && clock != "" && fieldName(clock) != "appointment" {
		r.odd("time", "We cannot read this time. The meeting is listed as by appointment.")
	}
	if !known || !timed {
		if known != timed && (said == "" || clock == "") {
			r.odd("time", "There is a day or a time, and not both. The meeting is listed as by appointment.")
		}
		return
	}
	rec.Day, rec.Start = day, start
	if over := strings.TrimSpace(e.said["end_time"]); over != "" {
		end, ok := timeOfDay(over)
		if rec.Minutes = (end - start + 24*60) % (24 * 60); !ok || rec.Minutes == 0 {
			rec.Minutes = 0
			r.odd("end_time", "We cannot use this end. It was left out.")
		}
	}
}

// programme reads the programme whose codes a record carries. The Meeting Guide has
// no word for it; we say it where meetings of several programmes are passed on in
// one feed. Ours is never taken: a meeting of our own groups comes from no feed. One
// that we do not know is kept and passed on, and means nothing.
func (r *reading) programme(rec *Record, key string) {
	_, known := code.ProgrammeOf(key)
	switch {
	case known && key != code.Handrail && key != r.rules.Programme:
		rec.Programme = key
	case !known && unknownProgramme.MatchString(key):
		quoted, _ := json.Marshal(key)
		rec.Rest = maps.Clone(rec.Rest)
		if rec.Rest == nil {
			rec.Rest = map[string]json.RawMessage{}
		}
		rec.Rest["programme"] = quoted
	}
}

var unknownProgramme = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// types reads codes or names. Those that only say what other fields say are left
// out; of open and closed, closed counts.
func (r *reading) types(rec *Record, list []string) {
	for _, one := range r.list("types", list) {
		if one = plainLine(one, longestName); one == "" {
			continue
		}
		read, _, _ := code.Read(first(rec.Programme, r.rules.Programme), one)
		switch strings.ToUpper(read) {
		case "ONL", "ACTIVE", "INACTIVE", "IN-PERSON", "ONLINE":
			continue
		case "TC":
			rec.Closed = true
		}
		if !slices.Contains(rec.Types, read) {
			rec.Types = append(rec.Types, read)
		}
	}
	if slices.Contains(rec.Types, "O") && slices.Contains(rec.Types, "C") {
		rec.Types = slices.DeleteFunc(rec.Types, func(one string) bool { return one == "O" })
		r.odd("types", "It is said to be open and closed. We list it as closed.")
	}
}

func first(list ...string) string {
	for _, one := range list {
		if strings.TrimSpace(one) != "" {
			return one
		}
	}
	return ""
}
