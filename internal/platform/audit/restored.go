package audit

import (
	"context"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// restoredMark holds 1 and a name while the entry about a restore is still to
// be written.
const restoredMark = "audit restored"

const restoredAction = "backup.restored"

// Rebase takes the chain as it stands for the truth, after a backup was
// restored. The entry that says so is left to NoteRestored, so that what was
// restored is at first what was backed up, byte for byte. object names the
// backup.
func (l *Log) Rebase(ctx context.Context, object string) error {
	var last row
	err := l.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		last, err = lastRow(ctx, tx)
		return err
	})
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err := l.keys.ReplaceMark(ctx, headMark, last.Seq, last.Hash); err != nil {
		return err
	}
	return l.keys.ReplaceMark(ctx, restoredMark, 1, object)
}

// NoteRestored writes the entry that Rebase left to be written, if there is
// one. It is for the start of the program, on however many nodes.
func (l *Log) NoteRestored(ctx context.Context) error {
	var object string
	err := l.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "audit", "restored"); err != nil {
			return err
		}
		pending, backup, err := l.keys.Mark(ctx, restoredMark)
		if fault.KindOf(err) == fault.NotFound || err == nil && pending == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		object = backup
		last, err := lastRow(ctx, tx)
		if err == nil && last.Action == restoredAction && last.Object == backup {
			return nil // another node was here a moment ago
		}
		return l.Append(ctx, tx, Entry{Actor: System, Action: restoredAction, Object: backup})
	})
	if err != nil || object == "" {
		return err
	}
	return l.keys.ReplaceMark(ctx, restoredMark, 0, object)
}
