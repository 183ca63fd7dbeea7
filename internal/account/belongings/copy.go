package belongings

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"
	"unicode/utf8"

	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// The format of a copy, as docs/guide/export.md describes it.
const (
	CopyFormat  = "copy"
	CopyVersion = 1
)

type head struct {
	Format   string    `json:"format"`
	Version  int       `json:"version"`
	MadeAt   time.Time `json:"made_at"`
	Language string    `json:"language"`
}

type section struct {
	Name    string       `json:"name"`
	Title   string       `json:"title"`
	Columns []copyColumn `json:"columns"`
}

type copyColumn struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	Why  string `json:"why"`
	Kept string `json:"kept"`
}

// WriteCopy writes what Read finds as one JSON document, a row a line, in the
// form that docs/guide/export.md describes; titles and reasons are in the
// language of ctx. It holds one page of rows in memory. progress, where it is
// not nil, hears of each row: how many there were so far.
func (b *Belongings) WriteCopy(ctx context.Context, w io.Writer, account string, at time.Time, progress func(rows int64)) error {
	c := &copying{ctx: ctx, w: bufio.NewWriterSize(w, 1<<16), progress: progress}
	c.open(head{Format: CopyFormat, Version: CopyVersion, MadeAt: at.UTC().Truncate(time.Millisecond), Language: i18n.From(ctx).Lang()}, `,"sections":[`)
	for _, t := range b.tables {
		if !exported(t.Columns) {
			continue
		}
		kinds, err := b.kinds(ctx, t)
		if err != nil {
			return err
		}
		c.section(t.Name, t.Title, t.Columns, kinds)
		if err := c.rows(func(visit func(Row) error) error { return b.readTable(ctx, t, account, false, visit) }); err != nil {
			return err
		}
	}
	for _, o := range b.own {
		if !exported(o.Columns) {
			continue
		}
		c.section(o.name, o.Title, o.Columns, nil)
		if err := c.rows(func(visit func(Row) error) error { return o.Read(ctx, account, false, visit) }); err != nil {
			return err
		}
	}
	c.text("\n]}\n")
	if c.err != nil {
		return c.err
	}
	return c.w.Flush()
}

// kinds says what the columns of a table hold, by name.
func (b *Belongings) kinds(ctx context.Context, t table) (map[string]Kind, error) {
	kinds := map[string]Kind{}
	err := b.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		shapes, err := t.shapes(ctx, tx)
		for name, s := range shapes {
			kinds[name] = kindOf(s.Type)
		}
		return err
	})
	return kinds, err
}

// copying writes the document and keeps the first error.
type copying struct {
	ctx      context.Context
	w        *bufio.Writer
	err      error
	sections int
	count    int64
	progress func(int64)
}

func (c *copying) text(s string) {
	if c.err == nil {
		_, c.err = c.w.WriteString(s)
	}
}

func (c *copying) json(value any) []byte {
	body, err := json.Marshal(value)
	if c.err == nil {
		c.err = err
	}
	return body
}

// open writes an object without its last brace, and what follows.
func (c *copying) open(value any, rest string) {
	body := c.json(value)
	c.text(string(body[:max(0, len(body)-1)]) + rest)
}

func (c *copying) section(name string, title i18n.Text, columns []declare.Column, kinds map[string]Kind) {
	s := section{Name: name, Title: i18n.T(c.ctx, title)}
	for _, column := range columns {
		if column.Export != declare.ToOwner {
			continue
		}
		kind := kinds[column.Name]
		if column.Sealed || kind == "" {
			kind = Words
		}
		if column.IsTime() {
			kind = Moment
		}
		s.Columns = append(s.Columns, copyColumn{Name: column.Name, Kind: kind, Why: i18n.T(c.ctx, column.Why), Kept: i18n.T(c.ctx, column.Kept)})
	}
	if c.sections++; c.sections > 1 {
		c.text(",")
	}
	c.text("\n")
	c.open(s, `,"rows":[`)
}

func (c *copying) rows(read func(visit func(Row) error) error) error {
	first := true
	err := read(func(r Row) error {
		if !first {
			c.text(",")
		}
		first = false
		c.text("\n")
		c.row(r)
		if c.count++; c.progress != nil {
			c.progress(c.count)
		}
		return c.err
	})
	c.text("]}")
	return err
}

func (c *copying) row(r Row) {
	c.text("{")
	for i, f := range r.Fields {
		if i > 0 {
			c.text(",")
		}
		c.text(`"` + f.Column.Name + `":` + string(c.json(plainly(f))))
	}
	c.text("}")
}

type unreadable struct {
	Unreadable bool `json:"unreadable"`
}

type raw struct {
	Base64 []byte `json:"base64"`
}

// plainly is a value as JSON has it.
func plainly(f Field) any {
	switch value := f.Value.(type) {
	case nil:
		if f.State == Empty {
			return nil
		}
		return unreadable{true}
	case string:
		if !utf8.ValidString(value) {
			return raw{[]byte(value)}
		}
	case []byte:
		return raw{value}
	case time.Time:
		return value.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return f.Value
}
