package private

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

// Subject is a private note as a thing that can be reported. Those who look at it
// see that one note, as it was when it was reported.
func (s *Service) Subject() moderation.Subject {
	return moderation.Subject{
		Kind: "note", Name: "A private note",
		Look: func(ctx context.Context, tx *db.Tx, m group.Member, id string) (moderation.Seen, error) {
			w, row, err := s.wordIn(ctx, tx, id)
			if err != nil {
				return moderation.Seen{}, err
			}
			if err := s.readable(ctx, tx, m, row.ID, id); err != nil {
				return moderation.Seen{}, err
			}
			return s.seen(ctx, tx, w, row)
		},
		Now: func(ctx context.Context, tx *db.Tx, id string) (moderation.Seen, error) {
			w, row, err := s.wordIn(ctx, tx, id)
			if err != nil {
				return moderation.Seen{}, err
			}
			return s.seen(ctx, tx, w, row)
		},
		Mine: s.ownWords,
		Author: func(ctx context.Context, tx *db.Tx, id string) (string, error) {
			w, row, err := s.wordIn(ctx, tx, id)
			if err != nil {
				return "", err
			}
			by, err := s.writerOf(ctx, tx, w, row)
			if err != nil || by == "" {
				return "", err
			}
			return s.groups.AccountOf(ctx, tx, by)
		},
		Path: func(string) string { return "/notes" },
	}
}

func (s *Service) wordIn(ctx context.Context, tx *db.Tx, id string) (w wordRow, row threadRow, err error) {
	if w, err = wordByID(ctx, tx, id); err != nil {
		return w, row, err
	}
	row, err = threadByID(ctx, tx, w.Thread)
	return w, row, err
}

// readable is NotFound where the member does not see a note.
func (s *Service) readable(ctx context.Context, tx *db.Tx, m group.Member, thread, word string) error {
	row, side, err := s.threadIn(ctx, tx, m, thread)
	if err != nil {
		return err
	}
	list, err := s.threads(ctx, tx, m, []threadRow{row}, map[string]Side{row.ID: side})
	if err != nil || len(list) == 0 {
		return orMissing(err)
	}
	for _, w := range list[0].Words {
		if w.ID == word {
			return nil
		}
	}
	return fault.Missing()
}

// writerOf is the membership that wrote a note; "" for the stewards, and where it
// leads to nobody any more. It never leaves for a page.
func (s *Service) writerOf(ctx context.Context, tx *db.Tx, w wordRow, row threadRow) (string, error) {
	switch {
	case !w.fromAuthor:
		return row.Sender, nil
	case row.Mark == "":
		return row.Author, nil
	}
	writer, err := s.forum.WriterIn(ctx, tx, row.Post)
	return writer.Membership, err
}

// seen is a note as a report keeps it: without who wrote it, where that was
// without a name.
func (s *Service) seen(ctx context.Context, tx *db.Tx, w wordRow, row threadRow) (moderation.Seen, error) {
	c, err := s.open(ctx, w)
	if err != nil {
		return moderation.Seen{}, err
	}
	seen := moderation.Seen{Group: row.Group, Text: richtext.Plain(c.HTML), At: clock.FromMillis(w.made)}
	by := row.Sender
	if w.fromAuthor {
		by = row.Author
	}
	if by == "" {
		return seen, nil
	}
	_, p, err := s.groups.FaceIn(ctx, tx, by)
	seen.Author, seen.Name, seen.ByLeader = p.ID, p.Name, p.Role.Leads()
	return seen, err
}

// ownWords tells which of these notes the member wrote.
func (s *Service) ownWords(ctx context.Context, tx *db.Tx, m group.Member, ids []string) (map[string]bool, error) {
	rows, sides, err := s.mine(ctx, tx, m.Self.ID, m.Group.ID)
	if err != nil {
		return nil, err
	}
	threads := make([]string, len(rows))
	for i, r := range rows {
		threads[i] = r.ID
	}
	words, err := wordsOf(ctx, tx, threads)
	own := map[string]bool{}
	for _, w := range words {
		own[w.ID] = Side(w.fromAuthor) == sides[w.Thread]
	}
	return own, err
}

// postCase is a report about a post on the stewards' desk.
func (s *Service) postCase(ctx context.Context, v account.Viewer, report string) (moderation.Case, error) {
	k, err := moderation.Steward(v)
	if err != nil {
		return moderation.Case{}, err
	}
	c, err := s.reports.CaseFor(ctx, k, report)
	switch {
	case err != nil:
		return c, err
	case c.Kind != forum.ReportedAs:
		return c, fault.Missing()
	case c.Now == nil:
		return c, fault.New(fault.Conflict, "This was deleted meanwhile.")
	}
	return c, nil
}

// CaseThread is what the stewards and an author said to each other about a post.
type CaseThread struct {
	moderation.Case
	Words []Word
}

// StewardsFor is what was said about a reported post between the stewards and its
// author, who is not shown.
func (s *Service) StewardsFor(ctx context.Context, v account.Viewer, report string) (t CaseThread, err error) {
	if t.Case, err = s.postCase(ctx, v, report); err != nil {
		return t, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := threadOfStewards(ctx, tx, t.Target)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		words, err := wordsOf(ctx, tx, []string{row.ID})
		for _, w := range words {
			c, err := s.open(ctx, w)
			if err != nil {
				return err
			}
			t.Words = append(t.Words, Word{ID: w.ID, Mine: !w.fromAuthor, HTML: c.HTML, Made: clock.FromMillis(w.made)})
		}
		return err
	})
	return t, err
}
