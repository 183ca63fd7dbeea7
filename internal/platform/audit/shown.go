package audit

import (
	"context"
	"errors"
	"strconv"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
)

// Shown is an entry as a steward sees it.
type Shown struct {
	Seq      int64
	At       time.Time
	Mine     bool // whether the one who looks did it
	Operator bool // whether it was done at the command line
	Action   string
	Object   string
	Reason   string // "" where there is none, or its key is gone
}

// List shows entries to viewer, a subject, newest first: limit of them, from
// before (a number; 0 for the end) backwards. Reasons that are about somebody
// are left out: nothing here tells whom they are about.
func (l *Log) List(ctx context.Context, viewer string, before int64, limit int) ([]Shown, error) {
	return l.show(ctx, viewer, "", func(ctx context.Context, tx *db.Tx, _ string) ([]row, error) {
		return rowsBefore(ctx, tx, before, limit)
	})
}

// About shows viewer, a subject, what was done to another subject, newest
// first and with the reasons: limit entries at most. Of somebody who was erased
// nothing is found.
func (l *Log) About(ctx context.Context, viewer, subject string, limit int) ([]Shown, error) {
	if _, err := l.commitment(ctx, subject); errors.Is(err, seal.ErrDestroyed) {
		return nil, nil
	}
	return l.show(ctx, viewer, subject, func(ctx context.Context, tx *db.Tx, about string) ([]row, error) {
		return rowsAbout(ctx, tx, about, limit)
	})
}

// show reads rows and opens those of their reasons that are about subject, or,
// where it is "", about nobody.
func (l *Log) show(ctx context.Context, viewer, subject string, read func(ctx context.Context, tx *db.Tx, about string) ([]row, error)) ([]Shown, error) {
	var marks [3]string
	for i, one := range []string{viewer, Operator, subject} {
		var err error
		if marks[i], err = l.commitment(ctx, one); err != nil {
			return nil, err
		}
	}
	mine, operator, about := marks[0], marks[1], marks[2]
	var rows []row
	err := l.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = read(ctx, tx, about)
		return err
	})
	list := make([]Shown, 0, len(rows))
	for _, r := range rows {
		s := Shown{Seq: r.Seq, At: clock.FromMillis(r.At), Mine: r.Actor == mine, Operator: r.Actor == operator, Action: r.Action, Object: r.Object}
		if r.About == about && r.Reason != nil {
			if s.Reason, err = l.reason(ctx, subject, r); err != nil {
				return nil, err
			}
		}
		list = append(list, s)
	}
	return list, err
}

// reason opens a reason that is about subject, or about nobody. One that cannot
// be opened, like in a backup that came back without its keys, is none.
func (l *Log) reason(ctx context.Context, subject string, r row) (string, error) {
	text, err := l.keys.Open(ctx, ownerOf(subject), r.Reason, reasonColumn(r.Seq))
	if errors.Is(err, seal.ErrDestroyed) || errors.Is(err, seal.ErrNotOpened) {
		return "", nil
	}
	return string(text), err
}

// ownerOf is whose key locks a reason about a subject.
func ownerOf(subject string) string {
	if subject == "" {
		return shared
	}
	return subject
}

func reasonColumn(seq int64) string { return "audit_entry.reason:" + strconv.FormatInt(seq, 10) }
