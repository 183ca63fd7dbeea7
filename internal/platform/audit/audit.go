// Package audit is the record of what was done in running a site: append-only,
// each entry bound to the one before by a keyed hash. It holds commitments in
// place of names: whoever erases themselves takes the meaning with them, and
// the chain still verifies. The head of the chain is kept a second time beside
// the data keys, so that entries cut from the end are missed.
//
// A reason is for stewards, who act for one another. One about a person is
// locked with that person's key: it is read where they are looked up, and goes
// when they go. Any other is locked with a key that all stewards share.
//
// Table: audit_entry.
package audit

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strconv"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

const (
	chainOwner = "audit:chain" // owner of the key that the hashes are made with
	headMark   = "audit head"
	shared     = "stewards" // owner of the key for reasons that are about nobody
)

// The actors who are no session.
const (
	Operator = "operator" // somebody at the command line
	System   = "system"   // the program, by itself
)

// Entry is one thing that was done.
type Entry struct {
	Actor  string // the subject who did it, as account.Viewer names it; Operator or System
	Action string // what, as a constant like "site.changed"
	Object string // to what: an id or a name of ours, never a person
	About  string // the subject it was done to, or ""
	Reason string // why, in the actor's words; sealed with the key of About, or else with the stewards' own
}

// Log appends and verifies.
type Log struct {
	db    *db.DB
	clock clock.Clock
	keys  *seal.Keeper
	log   *slog.Logger
}

// New makes a Log over d, with commitments and the head of the chain in keys.
func New(d *db.DB, c clock.Clock, keys *seal.Keeper, log *slog.Logger) *Log {
	return &Log{db: d, clock: c, keys: keys, log: log}
}

// Append adds e in the transaction of what was done: either both are on the
// disk, or neither is.
func (l *Log) Append(ctx context.Context, tx *db.Tx, e Entry) error {
	if err := tx.Lock(ctx, "audit", "chain"); err != nil {
		return err
	}
	last, err := lastRow(ctx, tx)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	row, err := l.commit(ctx, e, last.Seq+1)
	if err != nil {
		return err
	}
	row.Prev = last.Hash
	if row.Hash, err = l.hash(ctx, row); err != nil {
		return err
	}
	if err := insertRow(ctx, tx, row); err != nil {
		return err
	}
	tx.AfterCommit(func() { l.keepHead(row) })
	return nil
}

// commit turns an entry into a row that names nobody.
func (l *Log) commit(ctx context.Context, e Entry, seq int64) (row, error) {
	actor, err := l.commitment(ctx, e.Actor)
	if err != nil {
		return row{}, err
	}
	about, err := l.commitment(ctx, e.About)
	if err != nil {
		return row{}, err
	}
	r := row{Seq: seq, At: clock.Millis(l.clock.Now()), Actor: actor, Action: e.Action, Object: e.Object, About: about}
	if e.Reason != "" {
		r.Reason, err = l.keys.Seal(ctx, ownerOf(e.About), []byte(e.Reason), reasonColumn(seq))
	}
	return r, err
}

// commitment stands for a subject: always the same for the same one, and not to
// be made by anybody once the subject's key is destroyed.
func (l *Log) commitment(ctx context.Context, subject string) (string, error) {
	if subject == "" {
		return "", nil
	}
	mac, err := l.keys.MAC(ctx, subject, "audit", []byte(subject))
	if err != nil {
		return "", fmt.Errorf("commit to a subject: %w", err)
	}
	return hex.EncodeToString(mac), nil
}

func (l *Log) hash(ctx context.Context, r row) (string, error) {
	mac, err := l.keys.MAC(ctx, chainOwner, "chain", r.canonical())
	return hex.EncodeToString(mac), err
}

// keepHead writes the head beside the keys. If that fails the entry stands all
// the same; the next one writes a newer head.
func (l *Log) keepHead(r row) {
	if err := l.keys.RaiseMark(context.Background(), headMark, r.Seq, r.Hash); err != nil {
		l.log.Warn("audit head not kept", slog.Any("error", err))
	}
}

// Report is what Verify found.
type Report struct {
	Entries int64
	Broken  int64  // the number of the first entry that does not hold, or 0
	Why     string // in English, for an operator; "" when the chain holds
}

// Sound tells whether the chain holds.
func (r Report) Sound() bool { return r.Why == "" }

const page = 500

// Verify walks the whole chain. An error means it could not be read; a chain
// that does not hold is a Report.
func (l *Log) Verify(ctx context.Context) (Report, error) {
	var report Report
	err := l.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		var prev row
		for {
			rows, err := rowsAfter(ctx, tx, report.Entries, page)
			if err != nil || len(rows) == 0 {
				return err
			}
			for _, r := range rows {
				if why, err := l.fault(ctx, prev, r); why != "" || err != nil {
					report.Broken, report.Why = prev.Seq+1, why
					return err
				}
				report.Entries, prev = r.Seq, r
			}
		}
	})
	if err != nil || !report.Sound() {
		return report, err
	}
	return l.againstHead(ctx, report)
}

// fault says what is wrong with r, coming after prev, or "".
func (l *Log) fault(ctx context.Context, prev, r row) (string, error) {
	if r.Seq != prev.Seq+1 {
		return "entries are missing before number " + strconv.FormatInt(r.Seq, 10), nil
	}
	if r.Prev != prev.Hash {
		return "the entry does not follow the one before it", nil
	}
	want, err := l.hash(ctx, r)
	if err != nil {
		return "", err
	}
	if !hmac.Equal([]byte(want), []byte(r.Hash)) {
		return "the entry was changed after it was written", nil
	}
	return "", nil
}

// againstHead compares the chain with the head kept beside the keys.
func (l *Log) againstHead(ctx context.Context, report Report) (Report, error) {
	seq, hash, err := l.keys.Mark(ctx, headMark)
	if fault.KindOf(err) == fault.NotFound || err == nil && seq == 0 {
		return report, nil // nothing was ever written, or nothing restored
	}
	if err != nil {
		return report, err
	}
	if seq > report.Entries {
		report.Broken, report.Why = report.Entries+1, fmt.Sprintf("the chain ends at %d, but once reached %d: entries were cut from its end", report.Entries, seq)
		return report, nil
	}
	err = l.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		at, err := rowAt(ctx, tx, seq)
		if err == nil && at.Hash != hash {
			report.Broken, report.Why = seq, "the entry is not the one that was kept as the head of the chain"
		}
		return err
	})
	return report, err
}
