package site

import (
	"context"

	"handrail/internal/platform/db"
)

type siteRow struct {
	Site
	Renderer int
}

// Fields are the columns of readSite.
func (r *siteRow) Fields() []any {
	return []any{&r.Name, &r.Operator, &r.Contact, &r.Welcome, &r.WelcomeHTML, &r.Renderer, &r.Registration, &r.Founding,
		&r.Country, &r.Language, &r.Zone, &r.ExitTo, &r.KeyKept, &r.SetUp}
}

func readSite(ctx context.Context, tx *db.Tx) (siteRow, error) {
	return db.One[siteRow](ctx, tx, `SELECT name, operator, contact, welcome_source, welcome_html, renderer, registration, founding,
		country, language, zone, exit_to, key_kept_at IS NOT NULL, set_up_at IS NOT NULL FROM site_site WHERE id = 'site'`)
}

// insertSite writes the defaults, unless the row is there.
func insertSite(ctx context.Context, tx *db.Tx, now int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO site_site (id, name, operator, contact, welcome_source, welcome_html, renderer, registration,
		country, language, zone, exit_to, changed_at) VALUES ('site', 'Handrail', '', '', '', '', 0, 'closed', '', 'en', 'UTC', '', ?)
		ON CONFLICT DO NOTHING`, now)
	return err
}

func updateSite(ctx context.Context, tx *db.Tx, s Site, renderer int, now int64) error {
	_, err := tx.Exec(ctx, `UPDATE site_site SET name = ?, operator = ?, contact = ?, welcome_source = ?, welcome_html = ?, renderer = ?,
		registration = ?, founding = ?, country = ?, language = ?, zone = ?, exit_to = ?, set_up_at = COALESCE(set_up_at, ?), changed_at = ? WHERE id = 'site'`,
		s.Name, s.Operator, s.Contact, s.Welcome, s.WelcomeHTML, renderer,
		string(s.Registration), string(s.Founding), s.Country, s.Language, s.Zone, s.ExitTo, now, now)
	return err
}

// updateWelcome stores a new rendering of the same source; if a steward changed
// the source meanwhile, theirs stands.
func updateWelcome(ctx context.Context, tx *db.Tx, source, html string, renderer int) error {
	_, err := tx.Exec(ctx, `UPDATE site_site SET welcome_html = ?, renderer = ? WHERE id = 'site' AND welcome_source = ?`, html, renderer, source)
	return err
}

func noteKeyKept(ctx context.Context, tx *db.Tx, now int64) error {
	_, err := tx.Exec(ctx, `UPDATE site_site SET key_kept_at = COALESCE(key_kept_at, ?) WHERE id = 'site'`, now)
	return err
}
