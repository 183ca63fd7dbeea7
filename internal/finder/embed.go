package finder

import (
	"context"
	"net/url"
	"strings"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// embeddersMost is how many sites may hold the list.
const embeddersMost = 50

// Embedders are the sites whose pages may hold the list, as origins
// ("https://meetings.example.org").
func (s *Service) Embedders(ctx context.Context) (list []string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := embedders(ctx, tx)
		for _, r := range rows {
			list = append(list, r.Origin)
		}
		return err
	})
	return list, err
}

// LetEmbed says which sites may hold the list: their addresses, of which the
// origin counts.
func (s *Service) LetEmbed(ctx context.Context, v account.Viewer, sites []string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	var origins []string
	for _, site := range sites {
		if site = strings.TrimSpace(site); site == "" {
			continue
		}
		origin, ok := originOf(site)
		if !ok {
			return fault.Field("sites", "Write each site on a line of its own, with https:// before it.")
		}
		origins = append(origins, origin)
	}
	if len(origins) > embeddersMost {
		return fault.Field("sites", "These are more than {.Most} sites.", map[string]any{"Most": embeddersMost})
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "finder_embedder", "all"); err != nil {
			return err
		}
		if err := clearEmbedders(ctx, tx); err != nil {
			return err
		}
		for _, origin := range origins {
			if err := insertEmbedder(ctx, tx, origin, clock.Millis(s.clock.Now())); err != nil {
				return err
			}
		}
		return s.events.Emit(ctx, tx, SourceChanged{What: Embedded, By: v.Subject()})
	})
}

// originOf is the origin of an address (RFC 6454). It goes into a header, so only
// plain names are taken.
func originOf(site string) (string, bool) {
	u, err := url.Parse(site)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Host == "" || len(u.Host) > 253 {
		return "", false
	}
	host := strings.ToLower(u.Host)
	if strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]") != "" {
		return "", false
	}
	return u.Scheme + "://" + host, true
}
