package feed

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/finder/code"
)

// NAWSOptions say what a listing does not know itself. Each may be nil.
type NAWSOptions struct {
	// ID is the number in the column bmlt_id. Without it a listing keeps the one
	// it came with, and has the one it got here where it had none.
	ID func(Listing) string
	// Body is the service body of a listing.
	Body func(Listing) Body
	// Kinds says what a listing is like: ids of the world services, and names for
	// what has none. Without it the types are read as those of Narcotics Anonymous.
	Kinds func(Listing) (ids, names []string)
}

// NAWSWriter writes the table of NAWS.
type NAWSWriter struct {
	o       NAWSOptions
	rows    *csv.Writer
	columns []string
	at      map[string]int
	ids     map[string]bool
}

// WriteNAWS begins a table with its header.
func WriteNAWS(w io.Writer, o NAWSOptions) (*NAWSWriter, error) {
	n := &NAWSWriter{o: o, rows: csv.NewWriter(w), columns: nawsColumns(), at: map[string]int{}, ids: map[string]bool{}}
	for at, column := range n.columns {
		n.at[column] = at
	}
	return n, n.rows.Write(n.columns)
}

// Write writes a listing as one row.
func (n *NAWSWriter) Write(l Listing) error { return n.rows.Write(n.row(l, "")) }

// Deleted writes a listing that is there no more, for those who knew it by its id.
func (n *NAWSWriter) Deleted(l Listing) error { return n.rows.Write(n.row(l, "D")) }

// Close ends the table. It does not close what the table is written to.
func (n *NAWSWriter) Close() error {
	n.rows.Flush()
	return n.rows.Error()
}

func (n *NAWSWriter) row(l Listing, deleted string) []string {
	cells := make([]string, len(n.columns))
	set := func(column, value string) { cells[n.at[column]] = nawsCell(value) }
	for column, value := range l.Contacts {
		if _, known := n.at[column]; known && nawsContact(column) {
			set(column, value)
		}
	}
	for _, column := range nawsPlain() {
		set(column, restText(l.Record, column))
	}
	set("Committee", l.WorldID)
	set("CommitteeName", l.Name)
	set("Delete", deleted)
	set("PhoneMeetingNumber", l.ConferencePhone)
	set("VirtualMeetingLink", l.ConferenceURL)
	set("VirtualMeetingInfo", strings.ReplaceAll(l.ConferenceURLNotes, "\r", ""))
	set("bmlt_id", n.id(l))
	if l.Unpublished {
		set("unpublished", "1")
	}
	n.body(l, set)
	nawsWhen(l, set)
	nawsWhere(l.Record, set)
	n.kinds(l, set)
	return cells
}

// id is the number of a listing. No two in a table have the same.
func (n *NAWSWriter) id(l Listing) string {
	if n.o.ID != nil {
		return n.o.ID(l)
	}
	id := l.Key
	if _, err := strconv.ParseUint(id, 10, 63); err != nil || n.ids[id] {
		id = strconv.FormatInt(l.Number, 10)
	}
	n.ids[id] = true
	return id
}

func (n *NAWSWriter) body(l Listing, set func(column, value string)) {
	var body Body
	if n.o.Body != nil {
		body = n.o.Body(l)
	}
	if body.Name == "" && l.Entity != nil {
		body.Name = l.Entity.Name
	}
	if body.WorldID == "" {
		body.WorldID = restText(l.Record, "AreaRegion")
	}
	if body.WorldID == "" {
		body.WorldID = nawsNoBody
	}
	set("ParentName", body.Name)
	set("AreaRegion", body.WorldID)
}

func nawsWhen(l Listing, set func(column, value string)) {
	if l.Day >= 0 && l.Start >= 0 {
		set("Day", time.Weekday(l.Day%7).String())
		set("Time", time.Date(2000, 1, 1, 0, l.Start, 0, 0, time.UTC).Format("1504"))
	}
	set("TimeZone", cmp.Or(l.Zone, l.Record.Zone))
	changed := l.Changed
	if l.Updated != 0 {
		changed = time.Unix(l.Updated, 0)
	}
	if !changed.IsZero() {
		set("LastChanged", changed.UTC().Format(nawsDay))
	}
}

func nawsWhere(r Record, set func(column, value string)) {
	set("Place", r.Location)
	set("Address", r.Street)
	set("City", cmp.Or(r.Borough, r.City, r.Neighbourhood))
	set("LocBorough", r.Neighbourhood)
	set("State", r.State)
	set("Zip", r.PostalCode)
	set("Country", r.Country)
	set("Directions", joined(r.LocationNotes, r.Notes))
	if r.Point != nil {
		set("Longitude", degrees(r.Point.Lng))
		set("Latitude", degrees(r.Point.Lat))
	}
}

func degrees(angle float64) string { return strconv.FormatFloat(angle, 'f', -1, 64) }

// kinds writes what a meeting is like.
func (n *NAWSWriter) kinds(l Listing, set func(column, value string)) {
	kinds := nawsKinds
	if n.o.Kinds != nil {
		kinds = n.o.Kinds
	}
	ids, names := kinds(l)
	closed := worldMembers // what a server takes where nobody said
	if !slices.Contains(ids, worldMembers) && slices.Contains(ids, "OPEN") {
		closed = "OPEN"
	}
	set("Closed", closed)
	set("WheelChr", strings.ToUpper(strconv.FormatBool(slices.Contains(ids, "WCHR"))))
	set("Institutional", cmp.Or(restText(l.Record, "Institutional"), "FALSE"))
	for at, id := range nawsFormats(ids) {
		if at < 5 {
			set("Format"+strconv.Itoa(at+1), id)
		}
	}
	if restText(l.Record, "Room") == "" {
		set("Room", strings.Join(names, ", "))
	}
	nawsLanguages(l, set)
}

// nawsLanguages writes the languages that no column says yet into the free ones.
func nawsLanguages(l Listing, set func(column, value string)) {
	var free, said []string
	for _, column := range []string{"Language1", "Language2", "Language3"} {
		if cell := restText(l.Record, column); cell == "" {
			free = append(free, column)
		} else {
			said = append(said, tongue(strings.TrimSpace(cell)))
		}
	}
	for _, lang := range nawsTongues(l) {
		if len(free) > 0 && !slices.Contains(said, lang) {
			set(free[0], strings.ToUpper(lang))
			free, said = free[1:], append(said, lang)
		}
	}
}

// nawsTongues are the languages of a meeting, those among its types too.
func nawsTongues(l Listing) []string {
	list := slices.Clone(l.Languages)
	for _, text := range l.Types {
		if l.Programme == na || l.Programme == "" {
			break
		}
		if _, concept, _ := code.Read(l.Programme, text); concept.Lang() != "" {
			list = append(list, concept.Lang())
		}
	}
	return list
}

// nawsKinds reads the types of a listing.
func nawsKinds(l Listing) (ids, names []string) {
	switch l.Way {
	case Online:
		ids = append(ids, worldVirtual)
	case Hybrid:
		ids = append(ids, worldHybrid)
	}
	if l.Closed {
		ids = append(ids, worldClosed)
	}
	room := nawsRoom(restText(l.Record, "Room"))
	for _, text := range l.Types {
		world, name := nawsKind(l.Programme, text)
		switch {
		case slices.Contains(room, text), world == worldTongue:
		case world == "":
			names = append(names, name)
		case !slices.Contains(ids, world):
			ids = append(ids, world)
		}
	}
	return ids, names
}

// na is the programme whose codes the table speaks.
const na = "na"

// nawsKind is the id of the world services for a type of a programme, or the name
// of one without.
func nawsKind(programme, text string) (world, name string) {
	if programme == na || programme == "" {
		if world = naWorld(text); world == "" && nawsID(text) {
			world = text
		}
		return world, text
	}
	given, concept, _ := code.Read(programme, text)
	if concept.Lang() != "" {
		return worldTongue, ""
	}
	return strings.ToUpper(concept.WorldID()), cmp.Or(code.Name(programme, given), given)
}

// nawsID tells that a type that we do not know looks like an id, and not like a
// name.
func nawsID(code string) bool {
	return len(code) <= 5 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/") == ""
}

// restText is the text of a field that was kept as it came.
func restText(r Record, field string) (said string) {
	if json.Unmarshal(r.Rest[field], &said) != nil {
		return ""
	}
	return said
}

// nawsCell guards a text against a spreadsheet that would take it for a formula. A
// plain number is none.
func nawsCell(said string) string {
	if _, err := strconv.ParseFloat(said, 64); err == nil {
		return said
	}
	return guarded(said)
}

// nawsText takes the guard away.
func nawsText(cell string) string { return unguarded(cell) }
