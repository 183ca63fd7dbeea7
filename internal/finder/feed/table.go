package feed

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// readTable reads the Meeting Guide's table: a first row with the names of the
// columns, in any order, and a row for each meeting.
func readTable(ctx context.Context, files []File, rules Rules, each func(Record) error) (Report, error) {
	r := begin(ctx, TSML, rules, each)
	err := r.files(files, func(in io.Reader) error {
		return rows(in, func(columns, cells []string) error {
			r.next()
			e, filled := tableEntry(columns, cells)
			if !filled {
				r.number-- // a row of nothing but commas
				return nil
			}
			return r.guide(e)
		})
	})
	return r.Report, err
}

// rows hands out the rows of a table after its first, and that one with each.
// Cells are parted by commas, semicolons or tabs; one in quotation marks may hold
// lines. What guards a spreadsheet from a cell is taken away.
func rows(in io.Reader, hand func(columns, cells []string) error) error {
	limited := &limited{in: in, most: longestRecord}
	buffered := bufio.NewReaderSize(limited, 8<<10)
	head, _ := buffered.Peek(8 << 10)
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		_, _ = buffered.Discard(3)
	}
	table := csv.NewReader(buffered)
	table.Comma, table.FieldsPerRecord, table.ReuseRecord = separator(head), -1, true
	columns, err := table.Read()
	if errors.Is(err, io.EOF) {
		return notAList()
	}
	if err != nil {
		return tableFault(err, 0)
	}
	columns = append([]string(nil), columns...)
	for line := 1; ; line, _ = table.FieldPos(0) {
		limited.most = table.InputOffset() + longestRecord
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return tableFault(err, line)
		}
		for i, cell := range cells {
			cells[i] = unguarded(cell)
		}
		if err := hand(columns, cells); err != nil {
			return err
		}
	}
}

// limited stops a reader that gave more than a record may hold.
type limited struct {
	in         io.Reader
	read, most int64
}

func (l *limited) Read(b []byte) (int, error) {
	if l.read > l.most+64<<10 { // readers ahead of us hold less than that
		return 0, errLong
	}
	n, err := l.in.Read(b[:min(len(b), 16<<10)])
	l.read += int64(n)
	return n, err
}

// separator is what parts the cells of a table: the sign that its first line has
// most often outside of quotation marks.
func separator(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	count := map[byte]int{}
	quoted := false
	for _, b := range line {
		if b == '"' {
			quoted = !quoted
		}
		if !quoted {
			count[b]++
		}
	}
	best := ','
	for _, sign := range ";\t" {
		if count[byte(sign)] > count[byte(best)] {
			best = sign
		}
	}
	return best
}

// tableFault is why a row after the one at a line cannot be read.
func tableFault(err error, line int) error {
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, errLong):
		return tooLarge(line + 1)
	case errors.As(err, &wrong):
		return broken(wrong.Line, wrong.Column)
	}
	return err
}

// tableEntry is a row as the format says it; false for an empty one.
func tableEntry(columns, cells []string) (e entry, filled bool) {
	e = entry{said: make(map[string]string, len(cells)), lists: map[string][]string{}}
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" || i >= len(columns) {
			continue
		}
		filled = true
		name := tableColumn(columns[i])
		between, isList := guideLists[name]
		switch {
		case name == "":
			quoted, _ := json.Marshal(cell)
			e.other(fieldName(columns[i]), cell, quoted)
		case isList && len(e.lists[name]) == 0:
			e.lists[name] = parts(cell, between)
		case !isList && e.said[name] == "":
			e.said[name] = cell
		}
	}
	if id := said(e.rest["id"]); e.said["slug"] == "" || e.said["slug"] == id {
		e.said["slug"] = id // sheets call the slug so
		delete(e.rest, "id")
	}
	e.exploded = len(e.lists["day"]) > 1
	return e, filled
}

// tableColumns are names of columns in the languages of tables, beside those of
// the format.
var tableColumns = map[string]string{
	"nombre": "name", "día": "day", "dia": "day", "hora": "time", "hora_de_inicio": "time", "hora_final": "end_time", "hora_de_fin": "end_time",
	"tipos": "types", "tipo": "types", "notas": "notes", "lugar": "location", "ubicación": "location", "dirección": "address", "direccion": "address",
	"ciudad": "city", "región": "region", "país": "country", "código_postal": "postal_code", "zona_horaria": "timezone", "grupo": "group",
	"nom": "name", "jour": "day", "heure": "time", "heure_de_début": "time", "heure_de_fin": "end_time", "remarques": "notes", "lieu": "location",
	"adresse": "address", "ville": "city", "pays": "country", "code_postal": "postal_code", "fuseau_horaire": "timezone", "groupe": "group",
}

// tableColumn is the field that a column holds, or "".
func tableColumn(title string) string {
	title = strings.Trim(strings.TrimSpace(title), `"`)
	if name := known(title); name != "" {
		return name
	}
	return tableColumns[strings.ReplaceAll(strings.ToLower(title), " ", "_")]
}
