package feed

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"
)

// tableTitles are the columns of the Meeting Guide's table, in their order.
var tableTitles = []string{
	"Name", "Day", "Time", "End Time", "Types", "Notes", "Conference URL", "Conference URL Notes", "Conference Phone", "Conference Phone Notes",
	"Location", "Address", "Region", "Sub Region", "Location Notes", "Timezone", "Group", "District", "Sub District", "Website", "Website 2",
	"Mailing Address", "Venmo", "Square", "Paypal", "Homegroup Online", "Email", "Phone", "Group Notes",
	"Contact 1 Name", "Contact 1 Email", "Contact 1 Phone", "Contact 2 Name", "Contact 2 Email", "Contact 2 Phone",
	"Contact 3 Name", "Contact 3 Email", "Contact 3 Phone", "Last Contact", "Author", "Slug", "Data Source", "Data Source Name", "Updated", "ID",
}

// TableWriter writes listings as the Meeting Guide's table.
type TableWriter struct {
	w     *csv.Writer
	begun bool
}

// WriteTable begins a table.
func WriteTable(w io.Writer) *TableWriter { return &TableWriter{w: csv.NewWriter(w)} }

// Write adds a listing. What the format cannot say is passed over: a meeting that
// is not of each week, one without any time, and one that is not published.
func (t *TableWriter) Write(l Listing) error {
	if !isWeekly(l) {
		return nil
	}
	if err := t.begin(); err != nil {
		return err
	}
	row := tableRow(l)
	for i, cell := range row {
		row[i] = guarded(cell)
	}
	return t.w.Write(row)
}

func (t *TableWriter) begin() error {
	if t.begun {
		return nil
	}
	t.begun = true
	return t.w.Write(tableTitles)
}

// Close ends the table. It does not close what it writes to.
func (t *TableWriter) Close() error {
	if err := t.begin(); err != nil {
		return err
	}
	t.w.Flush()
	return t.w.Error()
}

// tableAddress is where it is, in one cell. Readers of tables cut an address at an
// @, so that one is made of its parts.
func tableAddress(r Record) string {
	if !strings.Contains(r.Address, "@") {
		return r.Address
	}
	if r.City == "" && r.State == "" {
		return street(r.Address)
	}
	return joined(strings.ReplaceAll(street(r.Street), "@", ""), r.City, r.State, postalCode(r.PostalCode, country(r.Country)), country(r.Country))
}

func tableRow(l Listing) []string {
	day, start, end := "", "", ""
	if l.Day >= 0 && l.Start >= 0 {
		day, start = time.Weekday(l.Day).String(), tableClock(l.Start)
		if endOf(l.Record) != "" {
			end = tableClock(l.Start + l.Minutes)
		}
	}
	row := []string{
		l.Name, day, start, end, strings.Join(typesOf(l), ", "), l.Notes, l.ConferenceURL, l.ConferenceURLNotes, l.ConferencePhone,
		l.ConferencePhoneNotes, l.Location, tableAddress(l.Record), nth(l.Regions, 0), nth(l.Regions, 1), l.LocationNotes, l.Zone, l.Group, l.District,
		l.SubDistrict, l.Website, l.Website2, l.Mailing, l.Venmo, l.Square, l.Paypal, l.HomegroupCode, l.Contacts["email"], l.Contacts["phone"],
		l.GroupNotes,
	}
	for n := 1; n <= 3; n++ {
		for _, what := range []string{"name", "email", "phone"} {
			row = append(row, l.Contacts[fmt.Sprintf("contact_%d_%s", n, what)])
		}
	}
	from := said(l.Rest["data_source_name"])
	if from == "" {
		from = l.Source
	}
	id := said(l.Rest["id"])
	if id == "" {
		id = l.Slug
	}
	return append(row, l.LastContact, l.Contacts["author"], l.Slug, said(l.Rest["data_source"]), from, updatedOf(l), id)
}

// tableClock is a time of day as "7:00 PM".
func tableClock(minutes int) string {
	return time.Date(2000, 1, 1, 0, minutes%(24*60), 0, 0, time.UTC).Format("3:04 PM")
}
