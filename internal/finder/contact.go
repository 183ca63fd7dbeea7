package finder

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
)

// hasContacts tells that a document may hold details of contact persons.
func hasContacts(doc string) bool { return strings.Contains(doc, `"contacts":`) }

// withoutContacts is a document without details of contact persons.
func withoutContacts(doc string) (string, error) {
	if !hasContacts(doc) {
		return doc, nil
	}
	var r feed.Record
	if err := json.Unmarshal([]byte(doc), &r); err != nil {
		return "", err
	}
	r.Contacts = nil
	text, err := json.Marshal(r)
	return string(text), err
}

func hashOf(doc string) string {
	sum := sha256.Sum256([]byte(doc))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// forgetContacts takes the details of contact persons out of everything that is kept
// of sources that are to be without: what is listed, and what is gone.
func (s *Service) forgetContacts(ctx context.Context) error {
	for {
		var some int
		err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			rows, err := listingsWithContacts(ctx, tx, batch)
			some = len(rows)
			for _, row := range rows {
				if err != nil {
					return err
				}
				if row.Doc, err = withoutContacts(row.Doc); err == nil {
					err = rewriteDoc(ctx, tx, row.Number, row.Doc, hashOf(row.Doc))
				}
			}
			return err
		})
		if err != nil || some == 0 {
			return err
		}
	}
}
