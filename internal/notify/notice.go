package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

const (
	kept     = 90 * 24 * time.Hour // how long a notice is kept
	undoable = 10 * time.Minute    // how long taking a notice away can be taken back
	stays    = 24 * time.Hour      // how long a warning about the account cannot be taken away
	aPage    = 50                  // notices on one page
	onPanel  = 5                   // notices on the panel
)

// News is a notice about to be.
type News struct {
	Account string    // whom it is for
	Kind    string    // a registered kind
	Target  string    // the id of what it is about, or ""
	Once    bool      // not while an unseen one of this kind and target is there
	Until   time.Time // when it no longer matters; zero is after 90 days
}

// Notice is one notice, as it is kept.
type Notice struct {
	ID     string
	Kind   string
	Target string
	Level  Level
	Made   time.Time
	Seen   bool
}

// Line is a notice put into words for whoever reads it.
type Line struct {
	Notice
	Say   string
	Path  string // the page of ours that it opens, or ""
	Stays bool   // it cannot be taken away yet
}

// List is one page of somebody's notices, the newest first.
type List struct {
	Lines    []Line
	Page     int // counted from 1
	Last     int
	Unseen   int
	Undoable int // how many were taken away a moment ago
}

// Add makes a notice in the transaction of its cause. Open pages hear of it
// after the commit; what leaves the house does so in a job. The account is
// there, or the transaction fails.
func (s *Service) Add(ctx context.Context, tx *db.Tx, n News) error {
	kind, ok := s.kinds[n.Kind]
	if !ok {
		return fmt.Errorf("notify: no such kind: %q", n.Kind)
	}
	if n.Once {
		if err := tx.Lock(ctx, "notify_notice", n.Account+" "+n.Kind+" "+n.Target); err != nil {
			return err
		}
		if there, err := unseenLike(ctx, tx, n); err != nil || there {
			return err
		}
	}
	row := s.row(n, kind)
	if err := insertNotice(ctx, tx, row); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.ring(n.Account) })
	if kind.Level == Quiet {
		return nil
	}
	return s.jobs.Add(ctx, tx, jobSend, sending{Notice: row.ID})
}

// Waits tells whether a notice of this account, kind and target is there that
// they have neither opened nor taken away. For what stops where nobody heeds it.
func (s *Service) Waits(ctx context.Context, tx *db.Tx, account, kind, target string) (bool, error) {
	return unseenLike(ctx, tx, News{Account: account, Kind: kind, Target: target})
}

func (s *Service) row(n News, kind Kind) noticeRow {
	now := s.clock.Now()
	ends := now.Add(kept)
	if !n.Until.IsZero() && n.Until.Before(ends) {
		ends = n.Until
	}
	return noticeRow{
		ID: id.New(s.clock), AccountID: n.Account, Kind: n.Kind, Target: n.Target, Level: kind.Level,
		MadeAt: clock.Millis(now), EndsAt: clock.Millis(ends),
	}
}

// ring tells the open pages of an account to look.
func (s *Service) ring(account string) {
	err := s.live.Publish(context.Background(), s.Channel(account), json.RawMessage(`{}`))
	if err != nil {
		s.log.Warn("open pages not told of a notice", slog.Any("error", err))
	}
}

// Unseen is how many notices the viewer has not seen, for the bell. Somebody
// without an account has none.
func (s *Service) Unseen(ctx context.Context, v account.Viewer) (n int, err error) {
	if v.Account == "" {
		return 0, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		counts, err := countNotices(ctx, tx, v.Account, s.clock.Now())
		n = int(counts.Unseen)
		return err
	})
	return n, err
}

// ListFor is page number page of the viewer's notices. A page past the end is
// the last one.
func (s *Service) ListFor(ctx context.Context, v account.Viewer, page int) (List, error) {
	who, err := own(v)
	if err != nil {
		return List{}, err
	}
	var list List
	var rows []noticeRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		now := s.clock.Now()
		counts, err := countNotices(ctx, tx, who, now)
		if err != nil {
			return err
		}
		list = counts.list(page)
		if list.Undoable, err = countUndoable(ctx, tx, who, now); err != nil {
			return err
		}
		rows, err = noticesOf(ctx, tx, who, now, (list.Page-1)*aPage)
		return err
	})
	if err != nil {
		return List{}, err
	}
	list.Lines, err = s.word(ctx, v, rows)
	return list, err
}

// canGo tells whether any of them can be taken away.
func (l List) canGo() bool {
	return l.Last > 1 || slices.ContainsFunc(l.Lines, func(line Line) bool { return !line.Stays })
}

func (c counts) list(page int) List {
	last := max(1, int(c.All+aPage-1)/aPage)
	return List{Page: min(max(1, page), last), Last: last, Unseen: int(c.Unseen)}
}

// newest are the newest notices that the viewer has not seen.
func (s *Service) newest(ctx context.Context, v account.Viewer) ([]Line, error) {
	var rows []noticeRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = newestUnseen(ctx, tx, v.Account, s.clock.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.word(ctx, v, slices.DeleteFunc(rows, func(row noticeRow) bool {
		own := s.kinds[row.Kind].Own
		return own != nil && own(v, row.Target)
	}))
}

// word puts notices into words. Each kind is asked once for all its targets.
func (s *Service) word(ctx context.Context, v account.Viewer, rows []noticeRow) ([]Line, error) {
	args, err := s.args(ctx, v, rows)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, 0, len(rows))
	for _, row := range rows {
		lines = append(lines, s.line(ctx, row, args))
	}
	return lines, nil
}

func (s *Service) args(ctx context.Context, v account.Viewer, rows []noticeRow) (map[string]map[string]i18n.Args, error) {
	targets := map[string][]string{}
	for _, row := range rows {
		if s.kinds[row.Kind].Args != nil {
			targets[row.Kind] = append(targets[row.Kind], row.Target)
		}
	}
	args := map[string]map[string]i18n.Args{}
	for kind, list := range targets {
		found, err := s.kinds[kind].Args(ctx, v, list)
		if err != nil {
			return nil, fmt.Errorf("word the notices of kind %s: %w", kind, err)
		}
		args[kind] = found
	}
	return args, nil
}

// line words one notice. What it was about may be gone, or out of the reader's
// reach by now; so may the feature that made it.
func (s *Service) line(ctx context.Context, row noticeRow, args map[string]map[string]i18n.Args) Line {
	line := Line{Notice: row.notice(), Say: i18n.T(ctx, "This was about something that is no longer here."), Stays: row.stays(s.clock.Now())}
	kind, known := s.kinds[row.Kind]
	places, there := args[row.Kind][row.Target]
	if !known || kind.Args != nil && !there {
		return line
	}
	line.Say = i18n.T(ctx, kind.Say, places)
	if kind.Link != nil {
		line.Path = kind.Link(row.Target)
	}
	return line
}

// Open marks one notice as seen and says which page it leads to: the list where
// it leads nowhere.
func (s *Service) Open(ctx context.Context, v account.Viewer, notice string) (path string, err error) {
	who, err := own(v)
	if err != nil {
		return "", err
	}
	var row noticeRow
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if row, err = noticeFor(ctx, tx, who, notice); err != nil {
			return err
		}
		return markSeen(ctx, tx, who, notice, s.clock.Now())
	})
	if err != nil {
		return "", err
	}
	lines, err := s.word(ctx, v, []noticeRow{row})
	if err != nil || lines[0].Path == "" {
		return ListPath, err
	}
	return lines[0].Path, nil
}

// SeeAll marks every notice of the viewer up to now as seen.
func (s *Service) SeeAll(ctx context.Context, v account.Viewer) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return markAllSeen(ctx, tx, who, s.clock.Now()) })
}

// Remove takes one notice away. Restore brings it back for ten minutes. A
// warning about the account stays for a day: whoever came by an open page could
// hide what they did.
func (s *Service) Remove(ctx context.Context, v account.Viewer, notice string) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := noticeFor(ctx, tx, who, notice)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		if row.stays(now) {
			return fault.New(fault.Conflict, "This stays here for a day, so that nobody else can hide it from you. You can take it away then.")
		}
		return markGone(ctx, tx, who, notice, now)
	})
}

// RemoveAll takes every notice of the viewer away that Remove would.
func (s *Service) RemoveAll(ctx context.Context, v account.Viewer) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return markAllGone(ctx, tx, who, s.clock.Now()) })
}

// Restore brings back what the viewer took away within the last ten minutes.
func (s *Service) Restore(ctx context.Context, v account.Viewer) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return unmarkGone(ctx, tx, who, s.clock.Now()) })
}

// Sweep forgets notices that have ended, and addresses that nobody confirmed.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		now := s.clock.Now()
		if err := deleteEnded(ctx, tx, now); err != nil {
			return err
		}
		return deleteUnconfirmed(ctx, tx, now.Add(-codeLasts))
	})
}

func accountOf(subject string) (string, bool) { return strings.CutPrefix(subject, "account:") }

// isGone tells whether err says that somebody or something is no longer there.
func isGone(err error) bool { return fault.KindOf(err) == fault.NotFound }
