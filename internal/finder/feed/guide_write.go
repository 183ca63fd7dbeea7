package feed

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"handrail/internal/finder/code"
)

// guideMeeting is a meeting as the Meeting Guide says it. Its order is that of
// the file.
type guideMeeting struct {
	Slug             string   `json:"slug"`
	Name             string   `json:"name"`
	Day              *int     `json:"day,omitempty"`
	Time             string   `json:"time,omitempty"`
	EndTime          string   `json:"end_time,omitempty"`
	Timezone         string   `json:"timezone"`
	Types            []string `json:"types,omitempty"`
	Programme        string   `json:"programme,omitempty"` // ours, see reading.programme
	Notes            string   `json:"notes,omitempty"`
	ConferenceURL    string   `json:"conference_url,omitempty"`
	ConferenceURLN   string   `json:"conference_url_notes,omitempty"`
	ConferencePhone  string   `json:"conference_phone,omitempty"`
	ConferencePhoneN string   `json:"conference_phone_notes,omitempty"`
	Attendance       string   `json:"attendance_option,omitempty"`
	Location         string   `json:"location,omitempty"`
	LocationNotes    string   `json:"location_notes,omitempty"`
	FormattedAddress string   `json:"formatted_address,omitempty"`
	Address          string   `json:"address,omitempty"`
	City             string   `json:"city,omitempty"`
	State            string   `json:"state,omitempty"`
	PostalCode       string   `json:"postal_code,omitempty"`
	Country          string   `json:"country,omitempty"`
	Latitude         *float64 `json:"latitude,omitempty"`
	Longitude        *float64 `json:"longitude,omitempty"`
	Approximate      string   `json:"approximate,omitempty"`
	Region           string   `json:"region,omitempty"`
	SubRegion        string   `json:"sub_region,omitempty"`
	SubSubRegion     string   `json:"sub_sub_region,omitempty"`
	Regions          []string `json:"regions,omitempty"`
	Group            string   `json:"group,omitempty"`
	GroupNotes       string   `json:"group_notes,omitempty"`
	District         string   `json:"district,omitempty"`
	SubDistrict      string   `json:"sub_district,omitempty"`
	Website          string   `json:"website,omitempty"`
	Website2         string   `json:"website_2,omitempty"`
	MailingAddress   string   `json:"mailing_address,omitempty"`
	Venmo            string   `json:"venmo,omitempty"`
	Square           string   `json:"square,omitempty"`
	Paypal           string   `json:"paypal,omitempty"`
	HomegroupOnline  string   `json:"homegroup_online,omitempty"`
	URL              string   `json:"url,omitempty"`
	EditURL          string   `json:"edit_url,omitempty"`
	FeedbackEmails   []string `json:"feedback_emails,omitempty"`
	FeedbackURL      string   `json:"feedback_url,omitempty"`
	Entity           string   `json:"entity,omitempty"`
	EntityEmail      string   `json:"entity_email,omitempty"`
	EntityPhone      string   `json:"entity_phone,omitempty"`
	EntityLocation   string   `json:"entity_location,omitempty"`
	EntityLogo       string   `json:"entity_logo,omitempty"`
	EntityURL        string   `json:"entity_url,omitempty"`
	EntityWebsiteURL string   `json:"entity_website_url,omitempty"`
	LastContact      string   `json:"last_contact,omitempty"`
	Updated          string   `json:"updated,omitempty"`
}

// GuideWriter writes listings as a feed of the Meeting Guide: an array, each
// meeting on a line of its own.
type GuideWriter struct {
	w    *bufio.Writer
	some bool
}

// WriteGuide begins a feed.
func WriteGuide(w io.Writer) *GuideWriter { return &GuideWriter{w: bufio.NewWriterSize(w, 32<<10)} }

// Write adds a listing. What the format cannot say is passed over: a meeting that
// is not of each week, one without any time, and one that is not published.
func (g *GuideWriter) Write(l Listing) error {
	if !isWeekly(l) {
		return nil
	}
	line, err := guideLine(l)
	if err != nil {
		return fmt.Errorf("write a meeting: %w", err)
	}
	before := "[\n"
	if g.some {
		before = ",\n"
	}
	g.some = true
	_, _ = g.w.WriteString(before)
	_, err = g.w.Write(line)
	return err
}

// Close ends the feed. It does not close what it writes to.
func (g *GuideWriter) Close() error {
	end := "\n]\n"
	if !g.some {
		end = "[]\n"
	}
	_, _ = g.w.WriteString(end)
	return g.w.Flush()
}

// guideLine is one meeting, with the fields that we do not know at its end.
func guideLine(l Listing) ([]byte, error) {
	m := guideOf(l)
	line, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	line = line[:len(line)-1]
	for _, name := range slices.Sorted(maps.Keys(l.Contacts)) {
		if value := l.Contacts[name]; known(name) == "" && value != "" {
			line = appendField(line, name, value)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.Rest)) {
		if known(name) == "" && json.Valid(l.Rest[name]) && !personal(name, l.Rest[name]) {
			line = appendField(line, name, l.Rest[name])
		}
	}
	return append(line, '}'), nil
}

func appendField(line []byte, name string, value any) []byte {
	key, _ := json.Marshal(name)
	said, err := json.Marshal(value)
	if err != nil {
		return line
	}
	line = append(append(line, ','), key...)
	return append(append(line, ':'), said...)
}

func guideOf(l Listing) guideMeeting {
	e := keeper(l)
	m := guideMeeting{
		Slug: l.Slug, Name: l.Name, Timezone: l.Zone, Types: typesOf(l), Programme: programmeOf(l), Notes: l.Notes,
		ConferenceURL: l.ConferenceURL, ConferenceURLN: l.ConferenceURLNotes, ConferencePhone: l.ConferencePhone, ConferencePhoneN: l.ConferencePhoneNotes,
		Attendance: attendance(l.Record), Location: l.Location, LocationNotes: l.LocationNotes,
		FormattedAddress: l.Address, Address: street(l.Street), City: l.City, State: l.State, PostalCode: postalCode(l.PostalCode, country(l.Country)), Country: country(l.Country),
		Approximate: l.Approximate, Region: nth(l.Regions, 0), SubRegion: nth(l.Regions, 1), SubSubRegion: nth(l.Regions, 2), Regions: l.Regions,
		Group: l.Group, GroupNotes: l.GroupNotes, District: l.District, SubDistrict: l.SubDistrict, Website: l.Website, Website2: l.Website2,
		MailingAddress: l.Mailing, Venmo: l.Venmo, Square: l.Square, Paypal: l.Paypal, HomegroupOnline: l.HomegroupCode,
		URL: pageOf(l), EditURL: l.EditURL, FeedbackEmails: l.FeedbackEmails, FeedbackURL: l.FeedbackURL,
		Entity: e.Name, EntityEmail: e.Email, EntityPhone: e.Phone, EntityLocation: e.Location, EntityLogo: e.Logo,
		EntityURL: e.Website, EntityWebsiteURL: e.Website, LastContact: l.LastContact, Updated: updatedOf(l),
	}
	if l.Point != nil {
		m.Latitude, m.Longitude = &l.Point.Lat, &l.Point.Lng
	}
	if l.Day >= 0 && l.Start >= 0 {
		m.Day, m.Time = &l.Day, clock(l.Start)
		m.EndTime = endOf(l.Record)
	}
	return m
}

// ownProgramme is what feeds say in place of a programme for meetings of our own
// groups, which belong to none. It is no key of a programme.
const ownProgramme = "peer-groups"

// programmeOf is the programme of a listing as feeds say it.
func programmeOf(l Listing) string {
	if l.Programme == code.Handrail {
		return ownProgramme
	}
	mark := said(l.Rest["programme"])
	if _, known := code.ProgrammeOf(mark); !known && unknownProgramme.MatchString(mark) {
		return mark
	}
	return l.Programme
}

// keeper is the service body that looks after a listing. Where the record names
// none it is the source, by its name.
func keeper(l Listing) Entity {
	if l.Entity != nil {
		return *l.Entity
	}
	return Entity{Name: l.Source}
}

// pageOf is where the listing can be read: at its keeper's, or here.
func pageOf(l Listing) string {
	if l.URL != "" {
		return l.URL
	}
	return l.Page
}

// typesOf are the codes by which other finders know what a meeting is like. Those
// of our own groups are said by the canonical list of the Meeting Guide, where it
// has a code for them; of open and closed, closed counts.
func typesOf(l Listing) []string {
	var list []string
	for _, one := range l.Types {
		if l.Programme == code.Handrail {
			if canonical, known := code.CodeFor("aa", code.Concept(one)); known {
				one = canonical
			}
		}
		list = append(list, one)
	}
	if slices.Contains(list, "C") {
		list = slices.DeleteFunc(list, func(one string) bool { return one == "O" })
	}
	if l.Closed && !slices.Contains(list, "TC") {
		list = append(list, "TC")
	}
	return list
}

// street is the part of an address before an @: what stands behind it says where
// that is, and readers cut it off.
func street(said string) string {
	before, _, _ := strings.Cut(said, "@")
	return strings.TrimSpace(before)
}

func attendance(r Record) string {
	if r.Way == "" || r.Closed && r.Way == InPerson {
		return "inactive"
	}
	return strings.ReplaceAll(string(r.Way), "-", "_")
}

func updatedOf(l Listing) string {
	at := l.Changed
	if l.Updated != 0 {
		at = time.Unix(l.Updated, 0)
	}
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.DateTime)
}

// clock is a time of day as "HH:MM".
func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60%24, minutes%60) }

// endOf is when a meeting is over, "" where that is not known or a day later.
func endOf(r Record) string {
	if r.Minutes <= 0 || r.Minutes >= 24*60 {
		return ""
	}
	return clock(r.Start + r.Minutes)
}

func nth(list []string, n int) string {
	if n >= len(list) {
		return ""
	}
	return list[n]
}
