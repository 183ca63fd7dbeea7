// Package feed reads and writes the ways in which fellowships publish their
// meetings: the Meeting Guide's JSON, its table (TSML CSV), a BMLT server's
// answers, the NAWS table and the JSON of a central query server. It knows no
// database: a reader hands out records one after the other, a writer takes them.
//
// A reader forgives what real feeds get wrong and says so (Oddity). It refuses a
// file that it cannot read to its end, with the line.
package feed

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"handrail/internal/platform/i18n"
)

// Kind is a format in which meetings are published.
type Kind string

// The formats. Auto is found out by looking (Detect).
const (
	Auto         Kind = "auto"
	MeetingGuide Kind = "meeting-guide"
	BMLT         Kind = "bmlt"
	TSML         Kind = "tsml-csv"
	NAWS         Kind = "naws"
	Central      Kind = "central-query"
)

// Record is one gathering as a feed lists it, on one day of the week. It is
// what is kept, as JSON: names of fields do not change.
type Record struct {
	Key  string `json:"key"`            // names the record within its source, for good
	Slug string `json:"slug,omitempty"` // the name in addresses that the feed gives; "" where it gives none
	Name string `json:"name"`

	// When, on the wall's clock. Day counts from 0, Sunday; Start counts minutes
	// after midnight. Both are -1 for a meeting by appointment, or one that has
	// no time (Asynchronous).
	Day          int    `json:"day"`
	Start        int    `json:"start"`
	Minutes      int    `json:"minutes,omitempty"` // how long; 0 where the feed does not say
	Zone         string `json:"zone,omitempty"`    // IANA name, "" where the feed does not say
	Asynchronous bool   `json:"asynchronous,omitempty"`

	// Way is "in-person", "online", "hybrid" or "" (neither a place nor a way in
	// is known). Closed means that the place is closed for now.
	Way    Way  `json:"way,omitempty"`
	Closed bool `json:"closed,omitempty"`

	Types     []string `json:"types,omitempty"`     // codes of the programme as the feed writes them, unknown ones too
	Formats   []int64  `json:"formats,omitempty"`   // ids of a BMLT server's formats, in its order
	Languages []string `json:"languages,omitempty"` // BCP 47, where the feed says them apart from the types
	Programme string   `json:"programme,omitempty"` // where it is another than the source's

	Location      string   `json:"location,omitempty"`
	LocationNotes string   `json:"location_notes,omitempty"`
	Address       string   `json:"address,omitempty"` // one line (formatted_address)
	Street        string   `json:"street,omitempty"`
	Neighbourhood string   `json:"neighbourhood,omitempty"`
	Borough       string   `json:"borough,omitempty"`
	City          string   `json:"city,omitempty"`
	County        string   `json:"county,omitempty"`
	State         string   `json:"state,omitempty"`
	PostalCode    string   `json:"postal_code,omitempty"`
	Country       string   `json:"country,omitempty"`
	Regions       []string `json:"regions,omitempty"` // most general first
	TrainLines    string   `json:"train_lines,omitempty"`
	BusLines      string   `json:"bus_lines,omitempty"`
	Point         *Point   `json:"point,omitempty"`
	Approximate   string   `json:"approximate,omitempty"` // "yes", "no" or "" where the feed does not say

	ConferenceURL        string `json:"conference_url,omitempty"`
	ConferenceURLNotes   string `json:"conference_url_notes,omitempty"`
	ConferencePhone      string `json:"conference_phone,omitempty"`
	ConferencePhoneNotes string `json:"conference_phone_notes,omitempty"`

	Notes         string `json:"notes,omitempty"`
	Group         string `json:"group,omitempty"`
	GroupNotes    string `json:"group_notes,omitempty"`
	District      string `json:"district,omitempty"`
	SubDistrict   string `json:"sub_district,omitempty"`
	Website       string `json:"website,omitempty"`
	Website2      string `json:"website_2,omitempty"`
	Mailing       string `json:"mailing_address,omitempty"`
	Venmo         string `json:"venmo,omitempty"`
	Square        string `json:"square,omitempty"`
	Paypal        string `json:"paypal,omitempty"`
	HomegroupCode string `json:"homegroup_online,omitempty"`

	URL            string   `json:"url,omitempty"`
	EditURL        string   `json:"edit_url,omitempty"`
	FeedbackEmails []string `json:"feedback_emails,omitempty"`
	FeedbackURL    string   `json:"feedback_url,omitempty"`
	Entity         *Entity  `json:"entity,omitempty"`
	LastContact    string   `json:"last_contact,omitempty"`
	Updated        int64    `json:"updated,omitempty"` // unix seconds, UTC; 0 where the feed does not say

	WorldID     string `json:"world_id,omitempty"`     // id of the fellowship's world services
	ServiceBody int64  `json:"service_body,omitempty"` // id of a BMLT server's service body
	Unpublished bool   `json:"unpublished,omitempty"`  // kept and passed on as such, shown to nobody
	Language    string `json:"language,omitempty"`     // of the record's own words (lang_enum)

	// Contacts are details of persons. They are empty unless the source's
	// steward asked for them (Rules.Contacts).
	Contacts map[string]string `json:"contacts,omitempty"`

	// Rest are fields that we do not know, as the feed wrote them.
	Rest map[string]json.RawMessage `json:"rest,omitempty"`

	// Plan is for meetings of our own groups that are not simply weekly.
	Plan *Plan `json:"plan,omitempty"`
}

// Way is how people gather.
type Way string

// The ways. One that is not known is "".
const (
	InPerson Way = "in-person"
	Online   Way = "online"
	Hybrid   Way = "hybrid"
)

// AtPlace tells whether one can go there.
func (w Way) AtPlace() bool { return w == InPerson || w == Hybrid }

// OverWire tells whether one can take part from afar.
func (w Way) OverWire() bool { return w == Online || w == Hybrid }

// Scheduled tells whether the record has a day and a time.
func (r Record) Scheduled() bool { return r.Plan != nil || r.Day >= 0 && r.Start >= 0 }

// Point is a place on the earth in degrees, WGS 84.
type Point struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// Entity is the service body that looks after a listing.
type Entity struct {
	Name     string `json:"name,omitempty"`
	Email    string `json:"email,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Location string `json:"location,omitempty"`
	Website  string `json:"website,omitempty"`
	Logo     string `json:"logo,omitempty"`
}

// Plan says when a gathering takes place that is not simply weekly: the rule of
// RFC 5545 from its first time on, the dates that fall out, and single dates
// beside it.
type Plan struct {
	First string   `json:"first"`           // wall clock, "20261129T1900"
	Rule  string   `json:"rule,omitempty"`  // RFC 5545 §3.3.10; "" for once
	Until string   `json:"until,omitempty"` // wall clock, exclusive: a later plan begins there
	Off   []string `json:"off,omitempty"`   // wall clocks that fall out
	Extra []Extra  `json:"extra,omitempty"`
}

// Extra is one date beside the rule, or one that was moved.
type Extra struct {
	Start   string `json:"start"` // wall clock
	Minutes int    `json:"minutes"`
}

// Format is a format of a BMLT server in one language.
type Format struct {
	ID          int64  `json:"id"`
	Key         string `json:"key"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Lang        string `json:"lang"`
	WorldID     string `json:"world_id"`
	Type        string `json:"type"` // FC1, FC2, FC3, O, LANG or ""
}

// Body is a service body of a BMLT server.
type Body struct {
	ID          int64  `json:"id"`
	Parent      int64  `json:"parent"` // 0 for a root
	Name        string `json:"name"`
	Description string `json:"description"`
	Type        string `json:"type"`
	URL         string `json:"url"`
	Helpline    string `json:"helpline"`
	WorldID     string `json:"world_id"`
}

// Rules say how a source is read.
type Rules struct {
	Programme string         // key of the programme whose codes the records carry
	Zone      *time.Location // of records that name none
	Contacts  bool           // keep details of contact persons
}

// File is one file of a source. Open may be called more than once.
type File struct {
	Name string // without folders
	Open func() (io.ReadCloser, error)
}

// Oddity is something in a record that was mended or left out.
type Oddity struct {
	Where string // "17 (monday-nooners)": number of the record from 1, and its key
	Field string
	What  i18n.Text
	Args  i18n.Args
}

// Most oddities that a Report names; the others are only counted.
const MostOddities = 500

// Report is what reading a source came to.
type Report struct {
	Kind     Kind
	Records  int // handed out
	Refused  int // left out: each is among the oddities
	Odd      int // all oddities
	Oddities []Oddity
	Formats  []Format
	Bodies   []Body
}

// Reader reads a source to its end and hands out its records. An error of each
// stops it. A file that cannot be read to its end is a fault with the line.
type Reader func(ctx context.Context, files []File, rules Rules, each func(Record) error) (Report, error)

// Listing is a record as it is passed on.
type Listing struct {
	Record
	Number    int64  // the integer of the record for BMLT clients
	Slug      string // name in addresses, unique in this installation
	Programme string
	Zone      string // IANA name: the record's own, or its source's
	Source    string // name of the source
	Page      string // absolute address of the listing here
	Changed   time.Time
}
