package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// format is the number of the archive's shape. A reader takes this one and
// those before it.
const format = 1

// The entries of the archive.
const (
	aboutEntry    = "about.json"    // the first
	completeEntry = "complete.json" // the last
	rowsFolder    = "rows/"
	jobsPart      = "jobs"
	filesFolder   = "files/"
)

// About says what a backup is.
type About struct {
	Format   int64   `json:"format"`
	Handrail string  `json:"handrail"` // the version that wrote it
	Engine   string  `json:"engine"`
	Schema   int64   `json:"schema"` // the number of the last migration
	MadeAt   int64   `json:"made_at"`
	Tables   []Table `json:"tables"` // in the order of their names
}

// Table is how a table looks in the logical export.
type Table struct {
	Name    string   `json:"table"`
	Columns []Column `json:"columns"`
	Order   []string `json:"order"` // the columns that sort it; together unique
}

// Column is one column of a Table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Part is one part of the archive: a table, the jobs, or a file.
type Part struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows,omitempty"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

type complete struct {
	Parts []Part `json:"parts"`
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

var errShape = errors.New("it names tables or columns that no Handrail has")

// check refuses a shape that Handrail would not have written. Its names become
// part of statements.
func (t Table) check() error {
	if !plainName.MatchString(t.Name) || strings.HasPrefix(t.Name, "sqlite") || len(t.Columns) == 0 || len(t.Order) == 0 {
		return errShape
	}
	var names []string
	for _, c := range t.Columns {
		if !plainName.MatchString(c.Name) || slices.Contains(names, c.Name) {
			return errShape
		}
		names = append(names, c.Name)
	}
	for _, name := range t.Order {
		if !slices.Contains(names, name) {
			return fmt.Errorf("%s is sorted by %s, which is not one of its columns", t.Name, name)
		}
	}
	return nil
}

func (t Table) column(name string) Column {
	return t.Columns[slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })]
}

func checkTables(tables []Table) error {
	for i, t := range tables {
		if err := t.check(); err != nil {
			return err
		}
		if i > 0 && tables[i-1].Name >= t.Name {
			return errShape
		}
	}
	return nil
}

// jsonLine is v as one line. Only what ends a line or a text is escaped.
func jsonLine(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
