package meeting

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

// The bounds of a plan.
const (
	AreaMost    = 200 // characters
	AccessMost  = 600 // characters
	AddressMost = 400 // characters
	LinkMost    = 500 // characters
	PhoneMost   = 60  // characters
	CodeMost    = 60  // characters
	NotesMost   = 800 // characters
	SeatsMost   = 10000
	LeastLength = 5 * time.Minute
	MostLength  = 12 * time.Hour
)

// Way says how one takes part.
type Way string

// The ways.
const (
	InPerson Way = "person"
	Online   Way = "online"
	Hybrid   Way = "hybrid"
)

// AtPlace tells whether there is a place to go to.
func (w Way) AtPlace() bool { return w == InPerson || w == Hybrid }

// ByLink tells whether one can take part from anywhere.
func (w Way) ByLink() bool { return w == Online || w == Hybrid }

// Placing says who is told where exactly a meeting is.
type Placing string

// Who is told.
const (
	Exact       Placing = "exact"       // whoever can see the meeting
	Approximate Placing = "approximate" // members; others read whereabouts it is
	AfterAsking Placing = "ask"         // members who asked, and whom a host told
)

// Plan is when, where and how a meeting takes place, over some time or on one
// date. What is told inside alone is not in it, see Inside.
type Plan struct {
	ID       string
	Meeting  string
	Slot     recur.Wall // the one date that it is for; zero for a phase
	Series   recur.Series
	Minutes  int
	Way      Way
	Area     string // whereabouts, for whoever can see the meeting
	Town     int64  // near which it is looked for: an id of GeoNames, NoTown, or 0 where leaders were not asked
	Placing  Placing
	Access   string // steps, lift, toilets, scents, and the like
	Capacity int    // seats in the room; 0 for no limit

	inside []byte
}

// NoTown is the Town of a plan whose leaders want it to be found near none.
const NoTown int64 = -1

// Inside is what only those who may come learn.
type Inside struct {
	Address  string `json:"address,omitempty"`
	Link     string `json:"link,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Passcode string `json:"passcode,omitempty"`
	Notes    string `json:"notes,omitempty"`
}

// Length is how long it lasts.
func (p Plan) Length() time.Duration { return time.Duration(p.Minutes) * time.Minute }

// Zone is where the wall clock hangs that the plan is told by.
func (p Plan) Zone() *time.Location { return p.Series.Zone }

func (p Plan) check() error {
	length := p.Length()
	switch {
	case p.Series.First.IsZero():
		return fault.Field("date", "Choose the first date and a time.")
	case p.Series.Zone == nil:
		return fault.Field("zone", "Choose a time zone from the list.")
	case length < LeastLength || length > MostLength:
		return fault.Field("minutes", "A meeting lasts between five minutes and twelve hours.")
	case p.Way != InPerson && p.Way != Online && p.Way != Hybrid:
		return fault.Field("way", "Choose how people take part.")
	case p.Placing != Exact && p.Placing != Approximate && p.Placing != AfterAsking:
		return fault.Field("placing", "Choose one from the list.")
	case p.Capacity < 0 || p.Capacity > SeatsMost:
		return fault.Field("capacity", "Write how many seats there are, or leave it empty.")
	case p.Town < NoTown:
		return fault.Field("town", "Choose one from the list.")
	case p.Way.AtPlace() && p.Area == "":
		return fault.Field("area", "Say whereabouts it is, like a part of town.")
	}
	return p.firstDates()
}

// firstDates tells whether there is any date at all.
func (p Plan) firstDates() error {
	first, _ := p.Series.First.At(p.Series.Zone)
	if _, any := p.Series.Next(first.Add(-time.Minute)); !any {
		return fault.Field("repeats", "With these dates the meeting never takes place. Choose others.")
	}
	return nil
}

func (p Plan) lengths(in Inside) error {
	for _, one := range []struct {
		field, text string
		most        int
	}{
		{"area", p.Area, AreaMost}, {"access", p.Access, AccessMost}, {"address", in.Address, AddressMost}, {"link", in.Link, LinkMost},
		{"phone", in.Phone, PhoneMost}, {"passcode", in.Passcode, CodeMost}, {"notes", in.Notes, NotesMost},
	} {
		if utf8.RuneCountInString(one.text) > one.most {
			return fault.Field(one.field, "Shorten this to {.Most} characters.", map[string]any{"Most": one.most})
		}
	}
	return nil
}

// check looks at what is told inside. A link leads to a page of the web, and
// carries nobody's name and password.
func (in Inside) check(way Way) error {
	if in.Link == "" {
		return nil
	}
	u, err := url.Parse(in.Link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || strings.ContainsAny(in.Link, " \t\r\n") {
		return fault.Field("link", "Paste a whole link, one that begins with https://.")
	}
	if !way.ByLink() {
		return fault.Field("link", "A link belongs to a meeting that is online too. Choose that, or leave the link out.")
	}
	return nil
}

// sealed locks what is told inside. It is called before the transaction.
func (s *Service) sealed(ctx context.Context, meeting, plan string, in Inside) ([]byte, error) {
	plain, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return s.keys.Seal(ctx, owner(meeting), plain, "meeting_plan.inside:"+plan)
}

// InsideOf is what is told inside of a date. For the parts of this package, which
// have to ask who may know it. It is called outside of a transaction.
func (s *Service) InsideOf(ctx context.Context, o Occurrence) (Inside, error) {
	return s.opened(ctx, o.Plan)
}

// opened unlocks it. It is called outside of a transaction.
func (s *Service) opened(ctx context.Context, p Plan) (in Inside, err error) {
	plain, err := s.keys.Open(ctx, owner(p.Meeting), p.inside, "meeting_plan.inside:"+p.ID)
	if err == nil {
		err = json.Unmarshal(plain, &in)
	}
	return in, err
}
