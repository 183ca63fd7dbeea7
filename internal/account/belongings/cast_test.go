package belongings_test

import (
	"bytes"
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"handrail/internal/account/belongings"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/seal"
)

// The tables of the tests have everything that a declaration can say: rows of an
// account, rows two tables away, rows that belong to two accounts, rows that
// stay with less in them.
const schema = `
CREATE TABLE t_account (id TEXT PRIMARY KEY, name BYTEA NOT NULL, made_at BIGINT NOT NULL, erase_at BIGINT, salt BYTEA);
CREATE TABLE t_member (id TEXT PRIMARY KEY, account_id TEXT REFERENCES t_account (id), title TEXT NOT NULL);
CREATE TABLE t_post (
	member_id TEXT NOT NULL REFERENCES t_member (id), seq BIGINT NOT NULL, body TEXT NOT NULL, note BYTEA NOT NULL,
	pinned BOOLEAN NOT NULL, made_at BIGINT NOT NULL, PRIMARY KEY (member_id, seq));
CREATE TABLE t_trust (
	id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES t_account (id), trusted_id TEXT REFERENCES t_account (id),
	label BYTEA NOT NULL, their_label BYTEA, made_at BIGINT NOT NULL);
CREATE TABLE t_link (id TEXT PRIMARY KEY, made_by TEXT REFERENCES t_account (id), hits BIGINT NOT NULL);
`

const (
	goes = declare.Goes
	cut  = declare.Cut
)

func tables() []declare.Table {
	own := func(c declare.Column) declare.Column {
		c.Whose, c.Why, c.Kept = declare.Members, "Why it is kept.", "Until you leave"
		return c
	}
	out := declare.ToOwner
	return []declare.Table{
		{Name: "t_account", Title: "You", Order: []string{"id"}, Of: []declare.Way{{Column: "id"}}, Columns: []declare.Column{
			own(declare.Column{Name: "id", Leave: goes, Erase: goes}),
			own(declare.Column{Name: "name", Sealed: true, SealedBy: declare.Account, Export: out, Leave: goes, Erase: goes}),
			own(declare.Column{Name: "made_at", Export: out, Leave: goes, Erase: goes}),
			own(declare.Column{Name: "erase_at", Export: out, Leave: goes, Erase: goes}),
			own(declare.Column{Name: "salt", Secret: true, Leave: goes, Erase: goes}),
		}},
		{Name: "t_member", Title: "Where you are in", Order: []string{"id"}, Of: []declare.Way{{Column: "account_id"}}, Columns: []declare.Column{
			own(declare.Column{Name: "id", Erase: goes}),
			own(declare.Column{Name: "account_id", Leave: cut, Erase: goes}),
			own(declare.Column{Name: "title", Export: out, Leave: cut, Erase: goes}),
		}},
		{Name: "t_post", Title: "What you wrote", Order: []string{"member_id", "seq"},
			Of: []declare.Way{{Column: "member_id", Table: "t_member", Key: "id"}}, Columns: []declare.Column{
				own(declare.Column{Name: "member_id", Erase: goes}),
				own(declare.Column{Name: "seq", Export: out, Erase: goes}),
				own(declare.Column{Name: "body", Export: out, Erase: goes}),
				own(declare.Column{Name: "note", Sealed: true, SealedBy: declare.Private, Export: out, Leave: cut, Erase: goes}),
				own(declare.Column{Name: "pinned", Export: out, Leave: cut, Erase: goes}),
				own(declare.Column{Name: "made_at", Export: out, Erase: goes}),
			}},
		{Name: "t_trust", Title: "Whom you trust", Order: []string{"id"}, Of: []declare.Way{{Column: "account_id"}, {Column: "trusted_id"}}, Columns: []declare.Column{
			own(declare.Column{Name: "id", Leave: goes, Erase: goes}),
			own(declare.Column{Name: "account_id", Leave: goes, Erase: goes}),
			own(declare.Column{Name: "trusted_id", Of: "trusted_id", Leave: goes, Erase: goes}),
			own(declare.Column{Name: "label", Sealed: true, SealedBy: declare.Private, Export: out, Leave: goes, Erase: goes}),
			own(declare.Column{Name: "their_label", Of: "trusted_id", Sealed: true, SealedBy: declare.Account, Export: out, Leave: goes, Erase: goes}),
			own(declare.Column{Name: "made_at", Of: declare.Everyone, Export: out, Leave: goes, Erase: goes}),
		}},
		{Name: "t_link", Order: []string{"id"}, Of: []declare.Way{{Column: "made_by"}}, Columns: []declare.Column{
			{Name: "id", Whose: declare.Sites, Why: "Which link.", Kept: "Until it ends"},
			{Name: "made_by", Whose: declare.Stewards, Why: "Who made it.", Kept: "Until you leave", Leave: cut, Erase: cut},
			{Name: "hits", Whose: declare.Stewards, Why: "How often it was used.", Kept: "Until it ends"},
		}},
	}
}

// house is a database with those tables, keys, and belongings over both.
type house struct {
	*testing.T
	db    *db.DB
	path  string // of the file, on SQLite
	store *db.DB
	keys  *seal.Keeper
	*belongings.Belongings

	mu     sync.Mutex
	points func(name string) error
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// each runs the test once for each engine, on an empty house.
func each(t *testing.T, test func(h *house)) {
	dbtest.EachAddress(t, migrated, func(t *testing.T, address string) {
		h := &house{T: t, path: address}
		h.db = dbtest.Open(t, db.Options{Address: address, Points: h.at})
		h.store = dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "keys.db")})
		var err error
		h.keys, err = seal.Open(t.Context(), h.store, clock.NewManual(noon), bytes.Repeat([]byte{1}, seal.KeyBytes))
		h.must(err)
		h.Belongings, err = belongings.New(h.db, h.keys, tables())
		h.must(err)
		test(h)
	})
}

func migrated(ctx context.Context, d *db.DB) error {
	_, err := d.Writer().ExecContext(ctx, schema)
	return err
}

func (h *house) at(name string) error {
	h.mu.Lock()
	points := h.points
	h.mu.Unlock()
	if points == nil {
		return nil
	}
	return points(name)
}

func (h *house) breakBy(points func(string) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.points = points
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) exec(query string, args ...any) {
	h.Helper()
	h.must(h.db.In(h.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}))
}

func (h *house) number(query string, args ...any) int64 {
	h.Helper()
	var n int64
	h.must(h.db.Read(h.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](ctx, tx, query, args...)
		return err
	}))
	return n
}

func (h *house) seal(by declare.Sealer, account, plain, table, column, row string) []byte {
	h.Helper()
	sealed, err := h.keys.Seal(h.Context(), by.Owner(account), []byte(plain), declare.About(table, column, row))
	h.must(err)
	return sealed
}

// addPerson writes rows of an account into every table. mark is part of each
// text.
func (h *house) addPerson(account, mark string, posts int) {
	h.Helper()
	at := clock.Millis(noon)
	h.exec(`INSERT INTO t_account (id, name, made_at, salt) VALUES (?, ?, ?, ?)`,
		account, h.seal(declare.Account, account, mark+" name", "t_account", "name", account), at, []byte(mark+" salt"))
	h.exec(`INSERT INTO t_member (id, account_id, title) VALUES (?, ?, ?)`, "m-"+account, account, mark+" title")
	h.exec(`INSERT INTO t_link (id, made_by, hits) VALUES (?, ?, 3)`, "l-"+account, account)
	h.addPosts(account, mark, 0, posts)
}

func (h *house) addPosts(account, mark string, from, to int) {
	h.Helper()
	member := "m-" + account
	var notes [][]byte
	for seq := from; seq < to; seq++ {
		row := member + ":" + itoa(seq)
		notes = append(notes, h.seal(declare.Private, account, mark+" note "+itoa(seq), "t_post", "note", row))
	}
	h.must(h.db.In(h.Context(), func(ctx context.Context, tx *db.Tx) error {
		for i, note := range notes {
			if _, err := tx.Exec(ctx, `INSERT INTO t_post (member_id, seq, body, note, pinned, made_at) VALUES (?, ?, ?, ?, ?, ?)`,
				member, from+i, mark+" body "+itoa(from+i), note, i%2 == 0, clock.Millis(noon)); err != nil {
				return err
			}
		}
		return nil
	}))
}

// trust lets one account trust another.
func (h *house) trust(id, account, trusted string) {
	h.Helper()
	h.exec(`INSERT INTO t_trust (id, account_id, trusted_id, label, their_label, made_at) VALUES (?, ?, ?, ?, ?, ?)`, id, account, trusted,
		h.seal(declare.Private, account, "label by "+account, "t_trust", "label", id),
		h.seal(declare.Account, trusted, "label by "+trusted, "t_trust", "their_label", id), clock.Millis(noon))
}
