package proof

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"time"

	"handrail/internal/meeting/proof/paper"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
)

// keyServes is how long papers are signed with a key. Its public half stays for
// good, so that a paper is known as long as anybody holds it.
const keyServes = 365 * 24 * time.Hour

// publicKeys are all keys that papers of this installation were ever signed
// with, by name. There is none before the first sweep, or the first paper.
func (s *Service) publicKeys(ctx context.Context) (map[string]ed25519.PublicKey, error) {
	rows, err := s.keyRows(ctx)
	known := make(map[string]ed25519.PublicKey, len(rows))
	for _, row := range rows {
		known[row.id] = row.public
	}
	return known, err
}

func (s *Service) keyRows(ctx context.Context) (rows []keyRow, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err = signingKeys(ctx, tx)
		return err
	})
	return rows, err
}

// signingKey is the key that papers are signed with now. The first is made here.
func (s *Service) signingKey(ctx context.Context) (ed25519.PrivateKey, error) {
	rows, err := s.keyRows(ctx)
	if err == nil && len(rows) == 0 {
		if err = s.addKey(ctx, ""); err == nil {
			rows, err = s.keyRows(ctx)
		}
	}
	if err != nil {
		return nil, err
	}
	newest := rows[0]
	seed, err := s.keys.Open(ctx, siteOwner, newest.secret, aboutKey(newest.id))
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// addKey makes a key, unless another node put one after this one meanwhile.
func (s *Service) addKey(ctx context.Context, after string) error {
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed) // never fails: crypto/rand ends the program instead
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	row := keyRow{id: paper.KeyID(public), public: []byte(public), made: clock.Millis(s.clock.Now())}
	var err error
	if row.secret, err = s.keys.Seal(ctx, siteOwner, seed, aboutKey(row.id)); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "meeting_proof_key", ""); err != nil {
			return err
		}
		rows, err := signingKeys(ctx, tx)
		if err != nil || len(rows) > 0 && rows[0].id != after {
			return err
		}
		return insertKey(ctx, tx, row)
	})
}

// renewKey makes the first key, and a new one where the newest has served its
// time: pages that are kept for checking off line then know it early.
func (s *Service) renewKey(ctx context.Context) error {
	rows, err := s.keyRows(ctx)
	switch {
	case err != nil:
		return err
	case len(rows) == 0:
		return s.addKey(ctx, "")
	case s.clock.Now().Before(clock.FromMillis(rows[0].made).Add(keyServes)):
		return nil
	}
	return s.addKey(ctx, rows[0].id)
}

func aboutKey(id string) string { return declare.About("meeting_proof_key", "secret", id) }
