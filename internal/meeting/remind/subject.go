package remind

import (
	"context"
	"errors"

	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/seal"
)

// reportedAs is the kind of subject that a nudge is.
const reportedAs = "nudge"

// Subject is a nudge as a thing that can be reported: the line that somebody got,
// by its own id, or the words about which one is to nudge, by the nudge's.
func (s *Service) Subject() moderation.Subject {
	return moderation.Subject{
		Kind: reportedAs, Name: "A nudge",
		Look: func(ctx context.Context, tx *db.Tx, m group.Member, id string) (moderation.Seen, error) {
			n, line, err := nudgeByEither(ctx, tx, id)
			if err != nil {
				return moderation.Seen{}, err
			}
			if _, err := s.nudgeIn(ctx, tx, m, n.ID); err != nil {
				return moderation.Seen{}, err
			}
			return s.seen(ctx, tx, n, line)
		},
		Now: func(ctx context.Context, tx *db.Tx, id string) (moderation.Seen, error) {
			n, line, err := nudgeByEither(ctx, tx, id)
			if err != nil {
				return moderation.Seen{}, err
			}
			return s.seen(ctx, tx, n, line)
		},
		Mine: func(ctx context.Context, tx *db.Tx, m group.Member, ids []string) (map[string]bool, error) {
			all, err := nudgesWith(ctx, tx, m.Self.ID)
			mine := map[string]bool{}
			for _, n := range all {
				mine[n.ID] = n.receiver == m.Self.ID
				if n.lineID != "" {
					mine[n.lineID] = n.giver == m.Self.ID
				}
			}
			return mine, err
		},
		Author: func(ctx context.Context, tx *db.Tx, id string) (string, error) {
			n, line, err := nudgeByEither(ctx, tx, id)
			if err != nil {
				return "", err
			}
			return s.groups.AccountOf(ctx, tx, n.writer(line))
		},
		Path: func(string) string { return "/nudges" },
	}
}

// nudgeByEither is a nudge by its id or by that of its line, and which it was.
func nudgeByEither(ctx context.Context, tx *db.Tx, id string) (n nudgeRow, line bool, err error) {
	if n, err = nudgeByLine(ctx, tx, id); !isGone(err) {
		return n, true, err
	}
	n, err = nudgeByID(ctx, tx, id)
	return n, false, err
}

// writer is whose words they are.
func (n nudgeRow) writer(line bool) string { return pick(line, n.giver, n.receiver) }

// seen is what a report keeps. Words of ours are nobody's to answer for, and are
// in it as they were read.
func (s *Service) seen(ctx context.Context, tx *db.Tx, n nudgeRow, line bool) (moderation.Seen, error) {
	sealed, column := n.about, aboutColumn(n.ID)
	if line {
		sealed, column = n.line, lineColumn(n.ID)
	}
	text, err := s.opened(ctx, tx, n.writer(line), sealed, column)
	if err != nil {
		return moderation.Seen{}, err
	}
	seen := moderation.Seen{Group: n.group, Author: n.writer(line), Text: text}
	switch {
	case line:
		seen.At = clock.FromMillis(n.lineAt)
		if n.ours > 0 {
			seen.Text = i18n.T(ctx, Ours()[n.ours-1])
		}
	case text == "":
		return seen, fault.Missing()
	}
	_, p, err := s.groups.FaceIn(ctx, tx, seen.Author)
	seen.Name, seen.ByLeader = p.Name, p.Role.Leads()
	return seen, err
}

// open opens what an account sealed; "" where the key is gone.
func (s *Service) open(ctx context.Context, account string, sealed []byte, about string) (string, error) {
	plain, err := s.keys.Open(ctx, private(account), sealed, about)
	if errors.Is(err, seal.ErrDestroyed) || errors.Is(err, seal.ErrNotOpened) {
		return "", nil
	}
	return string(plain), err
}
