package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"handrail/internal/account/belongings"
	"handrail/internal/app"
)

type discloseCommand struct {
	dataFlags
	Name string `arg:"" name:"sign-in-name" help:"The name they sign in with, and its four digits."`
	JSON bool   `name:"json" help:"As JSON, for other programs."`
}

// Run prints all that this server could hand over about a person.
func (c *discloseCommand) Run(in *invocation) error {
	found, err := app.Disclose(in.ctx, c.config(), c.Name)
	if err != nil {
		return err
	}
	if c.JSON {
		return printDisclosedJSON(in.out, found)
	}
	return printDisclosed(in.out, found)
}

func printDisclosed(w io.Writer, d app.Disclosure) error {
	fmt.Fprintf(w, "All that this server holds about %s.\n", d.Name)
	for _, t := range d.Tables {
		fmt.Fprintf(w, "\n%s\n", t.Title)
		for _, row := range t.Rows {
			var parts []string
			for _, f := range row.Fields {
				if f.State != belongings.Empty && f.Value != "" {
					parts = append(parts, f.Column.Name+" "+shown(f))
				}
			}
			fmt.Fprintf(w, "  - %s\n", strings.Join(parts, "; "))
		}
	}
	total := 0
	fmt.Fprintln(w, "\nRows")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, t := range d.Tables {
		total += len(t.Rows)
		fmt.Fprintf(table, "  %d\t%s\n", len(t.Rows), t.Name)
	}
	fmt.Fprintf(table, "  %d\tin all\n", total)
	return table.Flush()
}

// shown is a value on one line.
func shown(f belongings.Field) string {
	switch f.State {
	case belongings.Secret:
		return "(a secret, not shown)"
	case belongings.Locked:
		return "(its key is destroyed, or not here)"
	case belongings.Broken:
		return "(damaged)"
	}
	switch value := f.Value.(type) {
	case time.Time:
		return value.UTC().Format("2006-01-02 15:04 UTC")
	case string:
		return fmt.Sprintf("%q", value)
	case []byte:
		return fmt.Sprintf("%x", value)
	}
	return fmt.Sprint(f.Value)
}

type disclosedJSON struct {
	Name    string               `json:"name"`
	Account string               `json:"account"`
	Tables  []disclosedTableJSON `json:"tables"`
}

type disclosedTableJSON struct {
	Name  string           `json:"name"`
	Title string           `json:"title"`
	Rows  []map[string]any `json:"rows"`
}

func printDisclosedJSON(w io.Writer, d app.Disclosure) error {
	out := disclosedJSON{Name: d.Name, Account: d.Account, Tables: []disclosedTableJSON{}}
	for _, t := range d.Tables {
		table := disclosedTableJSON{Name: t.Name, Title: t.Title}
		for _, row := range t.Rows {
			table.Rows = append(table.Rows, plainRow(row))
		}
		out.Tables = append(out.Tables, table)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func plainRow(row belongings.Row) map[string]any {
	values := map[string]any{}
	for _, f := range row.Fields {
		switch f.State {
		case belongings.Secret:
			values[f.Column.Name] = map[string]bool{"secret": true}
		case belongings.Locked, belongings.Broken:
			values[f.Column.Name] = map[string]bool{"unreadable": true}
		default:
			values[f.Column.Name] = f.Value
		}
	}
	return values
}
