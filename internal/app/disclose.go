package app

import (
	"context"
	"fmt"

	"handrail/internal/account/belongings"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
)

// Disclosure is all that this server could hand over about one person.
type Disclosure struct {
	Name    string // they sign in with
	Account string
	Tables  []DisclosedTable // those that hold anything
}

// DisclosedTable is what one table holds about the person.
type DisclosedTable struct {
	Name, Title string
	Rows        []belongings.Row
}

// Disclose finds whom a sign-in name belongs to and reads all that is kept
// about them, as an operator could who is made to hand it over. A server may be
// at work meanwhile.
func Disclose(ctx context.Context, c Config, name string) (Disclosure, error) {
	var out disclosure
	err := Beside(ctx, c, func(ctx context.Context, a *App) error {
		member, err := a.Accounts.MemberNamed(ctx, name)
		if fault.KindOf(err) == fault.NotFound {
			return fmt.Errorf("nobody signs in here as %q. Look for a typing mistake; the four digits belong to the name", name)
		}
		if err != nil {
			return err
		}
		out.Name, out.Account = member.Name, member.ID
		return out.read(ctx, a)
	})
	return out.Disclosure, err
}

// disclosure is one that is being gathered.
type disclosure struct{ Disclosure }

func (o *disclosure) read(ctx context.Context, a *App) error {
	titles := map[string]string{}
	for _, t := range Declared() {
		titles[t.Name] = string(t.Title)
	}
	err := a.Belongings.ReadAll(ctx, o.Account, func(table string, row belongings.Row) error {
		o.add(table, titles[table], row)
		return nil
	})
	if err == nil {
		err = o.readRecord(ctx, a.Audit)
	}
	if err == nil {
		err = o.readJobs(ctx, a.DB)
	}
	return err
}

// add adds a row to the last table, or begins one.
func (o *disclosure) add(name, title string, row belongings.Row) {
	if n := len(o.Tables); n == 0 || o.Tables[n-1].Name != name || o.Tables[n-1].Title != title {
		o.Tables = append(o.Tables, DisclosedTable{Name: name, Title: title})
	}
	last := &o.Tables[len(o.Tables)-1]
	last.Rows = append(last.Rows, row)
}

const recordPage = 500

// readRecord adds what the record of stewards says about the person, and what
// it says they did: it holds marks in place of names, and the person's key
// makes theirs.
func (o *disclosure) readRecord(ctx context.Context, record *audit.Log) error {
	subject := subjectOf(o.Account)
	about, err := record.About(ctx, subject, subject, recordPage)
	if err != nil {
		return err
	}
	for _, e := range about {
		o.add("audit_entry", "What stewards did about your seat", recorded(e))
	}
	before := int64(0)
	for {
		page, err := record.List(ctx, subject, before, recordPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			if before = e.Seq; e.Mine {
				o.add("audit_entry", "What you did as a steward", recorded(e))
			}
		}
	}
}

func recorded(e audit.Shown) belongings.Row {
	return belongings.Row{Fields: []belongings.Field{
		said("seq", e.Seq), said("at", e.At), said("action", e.Action), said("object", e.Object), said("reason", e.Reason),
	}}
}

// readJobs adds the work that names the account, or a row of it, waiting or
// just done.
func (o *disclosure) readJobs(ctx context.Context, d *db.DB) error {
	ids := map[string]bool{o.Account: true}
	for _, table := range o.Tables {
		for _, row := range table.Rows {
			if id, is := row.Field("id").Value.(string); is {
				ids[id] = true
			}
		}
	}
	return d.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		found, err := jobs.Naming(ctx, tx, ids)
		for _, j := range found {
			o.add("river_job", "Work for your seat, kept for an hour after it is done", belongings.Row{Fields: []belongings.Field{said("kind", j.Kind), said("state", j.State)}})
		}
		return err
	})
}

func said(name string, value any) belongings.Field {
	f := belongings.Field{Column: declare.Column{Name: name}, Value: value}
	if value == "" {
		f = belongings.Field{Column: f.Column, State: belongings.Empty}
	}
	return f
}
