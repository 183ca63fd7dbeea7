package feed

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// nawsReader reads tables one after the other.
type nawsReader struct {
	*reading
	known  map[string]bool
	bodies map[string]int64 // by what names them in the table
	taken  map[int64]bool
}

// readNAWS reads the table of NAWS. Its columns are found by their names; those
// that it does not know are kept.
func readNAWS(ctx context.Context, files []File, rules Rules, each func(Record) error) (Report, error) {
	n := &nawsReader{reading: begin(ctx, NAWS, rules, each), known: map[string]bool{}, bodies: map[string]int64{}, taken: map[int64]bool{}}
	for _, column := range nawsColumns() {
		n.known[column] = true
	}
	for _, f := range files {
		if err := n.file(f); err != nil {
			return n.Report, err
		}
	}
	return n.Report, nil
}

// file reads one table. A row is bounded, so that a quote without its end cannot
// take in the rest.
func (n *nawsReader) file(f File) error {
	open, err := f.Open()
	if err != nil {
		return err
	}
	defer open.Close()
	bound := &bounded{from: open, left: longestRecord}
	rows := csv.NewReader(bound)
	rows.FieldsPerRecord, rows.ReuseRecord = -1, true
	header, err := rows.Read()
	if err != nil {
		return nawsBad(f, 0, err)
	}
	columns, err := nawsHeader(f, slices.Clone(header))
	if err != nil {
		return err
	}
	for {
		after := rows.InputOffset()
		bound.left = longestRecord
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return nawsBad(f, after, err)
		}
		if err := n.row(nawsRow{columns, cells}); err != nil {
			return err
		}
	}
}

// nawsBad says for people where a table cannot be read any further: in the row
// after that many bytes.
func nawsBad(f File, after int64, err error) error {
	var wrong *csv.ParseError
	switch {
	case errors.As(err, &wrong):
		return fault.New(fault.Invalid, "Line {.Line} of {.File} is not a row of a table. Nothing was changed.", i18n.Args{"File": f.Name, "Line": wrong.StartLine})
	case errors.Is(err, errTooLong):
		return fault.New(fault.Invalid, "What begins in line {.Line} of {.File} is too large for one meeting. Nothing was changed.", i18n.Args{"File": f.Name, "Line": lineAt(f, after)})
	case errors.Is(err, io.EOF):
		return fault.New(fault.Invalid, "The file {.File} is empty. Nothing was changed.", i18n.Args{"File": f.Name})
	}
	return err
}

// nawsHeader is the first row. A table without the columns that make a meeting is
// another one.
func nawsHeader(f File, header []string) ([]string, error) {
	for at := range header {
		header[at] = strings.TrimSpace(strings.TrimPrefix(header[at], "\ufeff"))
		for _, known := range nawsColumns() {
			if strings.EqualFold(known, header[at]) {
				header[at] = known
			}
		}
	}
	for _, needed := range []string{"CommitteeName", "Day", "Time"} {
		if !slices.Contains(header, needed) {
			return nil, fault.New(fault.Invalid, "The file {.File} has no column {.Column}. Save the table anew with all its columns.", i18n.Args{"File": f.Name, "Column": needed})
		}
	}
	return header, nil
}

// nawsRow is one row under its header.
type nawsRow struct{ columns, cells []string }

func (r nawsRow) get(column string) string {
	at := slices.Index(r.columns, column)
	if at < 0 || at >= len(r.cells) {
		return ""
	}
	return nawsText(r.cells[at])
}

func (n *nawsReader) row(row nawsRow) error {
	n.next()
	n.called(plainLine(row.get("bmlt_id"), 100))
	switch {
	case row.get("Delete") != "":
		n.refuse("Delete", "It is marked as deleted.")
		return nil
	case plainLine(row.get("CommitteeName"), longestName) == "":
		n.refuse("CommitteeName", "It has no name. It was left out.")
		return nil
	}
	return n.hand(n.record(row))
}

func (n *nawsReader) record(row nawsRow) Record {
	line := func(column string) string { return n.line(column, row.get(column)) }
	r := Record{
		WorldID: line("Committee"), Name: n.name("CommitteeName", row.get("CommitteeName")), Day: -1, Start: -1,
		Location: line("Place"), Street: line("Address"), City: line("City"), Neighbourhood: line("LocBorough"),
		State: line("State"), PostalCode: line("Zip"), Country: line("Country"), LocationNotes: n.text("Directions", row.get("Directions")),
		ConferencePhone: line("PhoneMeetingNumber"), ConferenceURL: n.link("VirtualMeetingLink", row.get("VirtualMeetingLink")),
		ConferenceURLNotes: n.text("VirtualMeetingInfo", row.get("VirtualMeetingInfo")), Zone: n.zone("TimeZone", row.get("TimeZone")),
		Unpublished: row.get("unpublished") == "1",
	}
	r.Address = joined(r.Street, r.City, r.State, r.PostalCode, r.Country)
	r.Point = bmltPoint(row.get("Latitude"), row.get("Longitude"))
	if changed, err := time.Parse(nawsDay, row.get("LastChanged")); err == nil {
		r.Updated = changed.Unix()
	}
	n.when(row, &r)
	r.Key = nawsKey(row, r)
	n.body(row, &r)
	nawsTypes(row, &r)
	n.rest(row, &r)
	return r
}

// when reads the day and the time.
func (n *nawsReader) when(row nawsRow, r *Record) {
	day, known := dayNamed(row.get("Day"))
	start := nawsTime(row.get("Time"))
	switch {
	case known && start >= 0:
		r.Day, r.Start = day, start
	case row.get("Day")+row.get("Time") != "":
		n.odd("Time", "Its day or time cannot be read. It counts as by appointment.")
	}
}

// nawsKey names a record: by the number that its server gave it, else by the
// group with the day and the time, as a group has one row for each meeting.
func nawsKey(row nawsRow, r Record) string {
	if id := plainLine(row.get("bmlt_id"), longestName); id != "" {
		return id
	}
	group := r.WorldID
	if group == "" {
		group = r.Name
	}
	return strings.Join([]string{group, strconv.Itoa(r.Day), strconv.Itoa(r.Start)}, "-")
}

// nawsTime is the time of "1930", with or without a colon, in minutes after
// midnight; -1 for none.
func nawsTime(cell string) int {
	digits := strings.ReplaceAll(strings.TrimSpace(cell), ":", "")
	if len(digits) == 3 {
		digits = "0" + digits // a spreadsheet takes the first zero away
	}
	at, err := time.Parse("1504", digits)
	if err != nil {
		return -1
	}
	return at.Hour()*60 + at.Minute()
}

// body notes the service body of a row.
func (n *nawsReader) body(row nawsRow, r *Record) {
	b := Body{Name: n.line("ParentName", row.get("ParentName")), WorldID: n.line("AreaRegion", row.get("AreaRegion"))}
	if b.WorldID == nawsNoBody {
		b.WorldID = ""
	}
	if b.Name == "" && b.WorldID == "" {
		return
	}
	named := b.WorldID + "\x00" + b.Name
	if _, known := n.bodies[named]; !known && len(n.bodies) < bmltMostBodies {
		b.ID = n.bodyID(named)
		n.bodies[named] = b.ID
		n.Bodies = append(n.Bodies, b)
	}
	r.ServiceBody = n.bodies[named]
	if b.Name != "" {
		r.Entity = &Entity{Name: b.Name}
		r.Regions = []string{b.Name}
	}
}

// bodyID makes a number of what names a body, the same each time: the table gives
// bodies none.
func (n *nawsReader) bodyID(named string) int64 {
	sum := fnv.New32a()
	sum.Write([]byte(named))
	id := int64(sum.Sum32()>>1) + 1
	for n.taken[id] {
		id++
	}
	n.taken[id] = true
	return id
}

// nawsTypes reads what the columns of formats say.
func nawsTypes(row nawsRow, r *Record) {
	add := func(code string) {
		if code != "" && !slices.Contains(r.Types, code) && len(r.Types) < mostInList {
			r.Types = append(r.Types, code)
		}
	}
	if closed := strings.ToUpper(strings.TrimSpace(row.get("Closed"))); closed == worldMembers || closed == "OPEN" {
		add(naCode(closed))
	}
	if strings.EqualFold(row.get("WheelChr"), "TRUE") {
		add("X")
	}
	r.Way = InPerson
	for _, column := range []string{"Format1", "Format2", "Format3", "Format4", "Format5"} {
		switch id := plainLine(row.get(column), longestName); strings.ToUpper(id) {
		case "":
		case worldVirtual:
			r.Way = Online
		case worldHybrid:
			r.Way = Hybrid
		case worldClosed:
			r.Closed = true
			add(worldClosed)
		default:
			if code := naCode(strings.ToUpper(id)); code != "" {
				id = code
			}
			add(id)
		}
	}
	for _, named := range nawsRoom(row.get("Room")) {
		add(named)
	}
	if r.Way == InPerson && r.Location == "" && r.Street == "" && r.Point == nil {
		r.Way = ""
	}
}

// nawsRoom are the names of formats that have no id.
func nawsRoom(room string) (names []string) {
	for named := range strings.SplitSeq(room, ", ") {
		if named = plainLine(named, longestName); named != "" {
			names = append(names, named)
		}
	}
	return names
}

// rest keeps what a record has no field for.
func (n *nawsReader) rest(row nawsRow, r *Record) {
	for _, column := range []string{"Language1", "Language2", "Language3"} {
		if lang := tongue(strings.TrimSpace(row.get(column))); lang != "" && !slices.Contains(r.Languages, lang) {
			r.Languages = append(r.Languages, lang)
		}
	}
	for at, column := range row.columns {
		if at >= len(row.cells) || row.cells[at] == "" || column == "" {
			continue
		}
		cell, known := row.get(column), n.known[column]
		switch {
		case nawsContact(column) || !known && isContact(column):
			n.contact(r, column, cell)
		case !known, slices.Contains(nawsPlain(), column) && (column != "Institutional" || cell != "FALSE"):
			n.keep(r, column, cell)
		}
	}
}

// keep keeps the text of a field that a record has none for.
func (r *reading) keep(rec *Record, field, said string) {
	field = cut(field, longestName)
	plain, err := json.Marshal(r.text(field, said))
	if err != nil || len(rec.Rest) >= mostInList {
		return
	}
	if rec.Rest == nil {
		rec.Rest = map[string]json.RawMessage{}
	}
	rec.Rest[field] = plain
}
