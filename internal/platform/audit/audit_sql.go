package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math"

	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
)

const columns = `seq, at, actor, action, object, about, reason, prev, hash`

type row struct {
	Seq, At                      int64
	Actor, Action, Object, About string
	Reason                       []byte
	Prev, Hash                   string
}

// Fields are columns.
func (r *row) Fields() []any {
	return []any{&r.Seq, &r.At, &r.Actor, &r.Action, &r.Object, &r.About, &r.Reason, &r.Prev, &r.Hash}
}

// canonical is what the hash is made of: every column but the hash itself,
// each with its length, so that no two rows have the same bytes. No reason and
// an empty one differ.
func (r row) canonical() []byte {
	var reason []byte
	if r.Reason != nil {
		sum := sha256.Sum256(r.Reason)
		reason = sum[:]
	}
	out := binary.BigEndian.AppendUint64(nil, uint64(r.Seq))
	out = binary.BigEndian.AppendUint64(out, uint64(r.At))
	for _, part := range []string{r.Prev, r.Actor, r.Action, r.Object, r.About, string(reason)} {
		out = binary.BigEndian.AppendUint64(out, uint64(len(part)))
		out = append(out, part...)
	}
	return out
}

func lastRow(ctx context.Context, tx *db.Tx) (row, error) {
	return db.One[row](ctx, tx, `SELECT `+columns+` FROM audit_entry ORDER BY seq DESC LIMIT 1`)
}

func rowAt(ctx context.Context, tx *db.Tx, seq int64) (row, error) {
	return db.One[row](ctx, tx, `SELECT `+columns+` FROM audit_entry WHERE seq = ?`, seq)
}

func rowsAfter(ctx context.Context, tx *db.Tx, seq int64, limit int) ([]row, error) {
	return db.All[row](ctx, tx, `SELECT `+columns+` FROM audit_entry WHERE seq > ? ORDER BY seq LIMIT ?`, seq, limit)
}

func rowsBefore(ctx context.Context, tx *db.Tx, seq int64, limit int) ([]row, error) {
	if seq <= 0 {
		seq = math.MaxInt64
	}
	return db.All[row](ctx, tx, `SELECT `+columns+` FROM audit_entry WHERE seq < ? ORDER BY seq DESC LIMIT ?`, seq, limit)
}

func rowsAbout(ctx context.Context, tx *db.Tx, about string, limit int) ([]row, error) {
	return db.All[row](ctx, tx, `SELECT `+columns+` FROM audit_entry WHERE about = ? ORDER BY seq DESC LIMIT ?`, about, limit)
}

func insertRow(ctx context.Context, tx *db.Tx, r row) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit_entry (seq, at, actor, action, object, about, reason, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Seq, r.At, r.Actor, r.Action, r.Object, r.About, r.Reason, r.Prev, r.Hash)
	return err
}

// Declared declares the table of this package.
func Declared() []declare.Table {
	const kept = "As long as this site exists"
	return []declare.Table{{Name: "audit_entry", Order: []string{"seq"}, Columns: []declare.Column{
		{Name: "seq", Whose: declare.Stewards, Why: "The number of the entry, so that none can go missing.", Kept: kept, Export: declare.ToSite},
		{Name: "at", Whose: declare.Stewards, Why: "When it was done.", Kept: kept, Export: declare.ToSite},
		{Name: "actor", Whose: declare.Stewards, Why: "Who did it, as a mark that names nobody.", Kept: kept, Export: declare.ToSite, Erase: declare.Opaque},
		{Name: "action", Whose: declare.Stewards, Why: "What was done.", Kept: kept, Export: declare.ToSite},
		{Name: "object", Whose: declare.Stewards, Why: "To which thing it was done.", Kept: kept, Export: declare.ToSite},
		{Name: "about", Whose: declare.Stewards, Why: "To whom it was done, as a mark that names nobody.", Kept: kept, Export: declare.ToSite, Erase: declare.Opaque},
		{Name: "reason", Whose: declare.Stewards, Why: "Why, in the words of whoever did it. Words about a person are locked with that person's key.", Kept: kept, Sealed: true, Export: declare.ToSite, Erase: declare.Opaque},
		{Name: "prev", Whose: declare.Nobodys, Why: "The check of the entry before, so that a change shows.", Kept: kept, Export: declare.ToSite},
		{Name: "hash", Whose: declare.Nobodys, Why: "The check of this entry.", Kept: kept, Export: declare.ToSite},
	}}}
}
