package site

import (
	"context"
	"strings"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/site/helplines"
)

const lineColumns = `id, own, is_on, checked_on, country, kind, name, phone, sms, sms_body, web`

type lineRow struct {
	ID                       string
	Own, On                  bool
	CheckedOn                string // "2026-11-22", or ""
	Country, Kind, Name      string
	Phone, SMS, SMSBody, Web string
}

// Fields are lineColumns.
func (r *lineRow) Fields() []any {
	return []any{&r.ID, &r.Own, &r.On, &r.CheckedOn, &r.Country, &r.Kind, &r.Name, &r.Phone, &r.SMS, &r.SMSBody, &r.Web}
}

// line is an own line in full.
func (r lineRow) line() helplines.Line {
	return helplines.Line{
		ID: r.ID, Country: r.Country, Kind: helplines.Kind(r.Kind), Name: r.Name,
		Phone: helplines.Phone{Shown: r.Phone, Dial: dial(r.Phone)},
		SMS:   helplines.SMS{Shown: r.SMS, Number: dial(r.SMS), Body: r.SMSBody},
		Web:   r.Web, Source: askedByStewards, CheckedOn: helplines.Date(r.CheckedOn), On: r.On,
	}
}

// over is a shipped line as a steward left it.
func (r lineRow) over(l helplines.Line) helplines.Line {
	l.On = r.On
	if r.CheckedOn != "" {
		l.Source, l.CheckedOn = askedByStewards, helplines.Date(r.CheckedOn)
	}
	return l
}

// dial is a number without what only helps the eye.
func dial(shown string) string {
	return strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "", "/", "").Replace(shown)
}

func readLines(ctx context.Context, tx *db.Tx) ([]lineRow, error) {
	return db.All[lineRow](ctx, tx, `SELECT `+lineColumns+` FROM site_help_line ORDER BY id LIMIT 5000`)
}

func readLine(ctx context.Context, tx *db.Tx, id string) (lineRow, error) {
	return db.One[lineRow](ctx, tx, `SELECT `+lineColumns+` FROM site_help_line WHERE id = ?`, id)
}

func writeLine(ctx context.Context, tx *db.Tx, r lineRow, now int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO site_help_line (id, own, is_on, checked_on, country, kind, name, phone, sms, sms_body, web, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET is_on = excluded.is_on, checked_on = excluded.checked_on, changed_at = excluded.changed_at`,
		r.ID, r.Own, r.On, r.CheckedOn, r.Country, r.Kind, r.Name, r.Phone, r.SMS, r.SMSBody, r.Web, now)
	return err
}

func deleteOwnLine(ctx context.Context, tx *db.Tx, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM site_help_line WHERE id = ? AND own`, id)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}
