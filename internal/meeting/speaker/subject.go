package speaker

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

// What can be reported. These are stored, so they never change.
const (
	ReportedAs     = "speaker"
	WordReportedAs = "speaker-word"
)

// Subjects are a speaker's page, and what members say to a speaker, as things that
// can be reported.
func (s *Service) Subjects() []moderation.Subject {
	return []moderation.Subject{s.pages(), s.words()}
}

func (s *Service) pages() moderation.Subject {
	nobody := func(context.Context, *db.Tx, string) (string, error) { return "", nil }
	return moderation.Subject{
		Kind: ReportedAs, Name: "A guest speaker",
		Look: func(ctx context.Context, tx *db.Tx, m group.Member, id string) (moderation.Seen, error) {
			one, err := speakerByID(ctx, tx, id, s.clock.Now())
			if err == nil && (one.Group != m.Group.ID || !one.readableBy(m)) {
				err = fault.Missing()
			}
			if err != nil {
				return moderation.Seen{}, err
			}
			return s.seenPage(ctx, one)
		},
		Now: func(ctx context.Context, tx *db.Tx, id string) (moderation.Seen, error) {
			one, err := speakerByID(ctx, tx, id, s.clock.Now())
			if err != nil {
				return moderation.Seen{}, err
			}
			return s.seenPage(ctx, one)
		},
		Mine:   func(context.Context, *db.Tx, group.Member, []string) (map[string]bool, error) { return nil, nil },
		Author: nobody,
		Hide:   func(ctx context.Context, tx *db.Tx, id string) error { return writeHidden(ctx, tx, id, true) },
		Show:   func(ctx context.Context, tx *db.Tx, id string) error { return writeHidden(ctx, tx, id, false) },
		Path:   func(string) string { return "/meetings" },
	}
}

func (s *Service) seenPage(ctx context.Context, one Speaker) (moderation.Seen, error) {
	one, err := s.opened(ctx, one)
	text := richtext.Plain(one.Page.HTML)
	for _, more := range []string{one.Page.Talk, one.Page.Ask} {
		if more != "" {
			text += "\n\n" + more
		}
	}
	return moderation.Seen{Group: one.Group, Name: one.Page.Name, Title: one.Page.Name, Text: text, Hidden: one.Hidden}, err
}

func (s *Service) words() moderation.Subject {
	return moderation.Subject{
		Kind: WordReportedAs, Name: "Something said to a guest speaker",
		Look: func(ctx context.Context, tx *db.Tx, m group.Member, id string) (moderation.Seen, error) {
			w, err := wordByID(ctx, tx, id)
			if err != nil {
				return moderation.Seen{}, err
			}
			if err := s.readsWord(ctx, tx, m, w); err != nil {
				return moderation.Seen{}, err
			}
			return s.seenWord(ctx, tx, w)
		},
		Now: func(ctx context.Context, tx *db.Tx, id string) (moderation.Seen, error) {
			w, err := wordByID(ctx, tx, id)
			if err != nil {
				return moderation.Seen{}, err
			}
			return s.seenWord(ctx, tx, w)
		},
		Mine: func(ctx context.Context, tx *db.Tx, m group.Member, ids []string) (map[string]bool, error) {
			own := map[string]bool{}
			for _, id := range ids {
				w, err := wordByID(ctx, tx, id)
				if err != nil && fault.KindOf(err) != fault.NotFound {
					return nil, err
				}
				own[id] = err == nil && w.by == m.Self.ID
			}
			return own, nil
		},
		Author: func(ctx context.Context, tx *db.Tx, id string) (string, error) {
			w, err := wordByID(ctx, tx, id)
			if err != nil {
				return "", err
			}
			return s.groups.AccountOf(ctx, tx, w.by)
		},
		Hide: func(ctx context.Context, tx *db.Tx, id string) error { return writeWordHidden(ctx, tx, id, true) },
		Show: func(ctx context.Context, tx *db.Tx, id string) error { return writeWordHidden(ctx, tx, id, false) },
		Path: func(string) string { return "/meetings" },
	}
}

// readsWord is NotFound where the member does not read a word.
func (s *Service) readsWord(ctx context.Context, tx *db.Tx, m group.Member, w wordRow) error {
	slot, err := slotOf(w)
	if err != nil {
		return err
	}
	o, err := s.meetings.In(ctx, tx, w.Meeting, slot)
	if err == nil && o.Meeting.Group != m.Group.ID {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	host, err := s.meetings.Hosts(ctx, tx, m, o)
	if err != nil {
		return err
	}
	others := true
	if w.Speaker != "" {
		one, err := speakerByID(ctx, tx, w.Speaker, s.clock.Now())
		if err != nil {
			return err
		}
		others = one.Shown && one.readableBy(m)
	}
	e, err := s.eyes(ctx, tx, m, host, []wordRow{w})
	if err == nil && !e.reads(w, others) {
		err = fault.Missing()
	}
	return err
}

// seenWord is a word as a report keeps it: without whose it is, where that is
// nobody's to know.
func (s *Service) seenWord(ctx context.Context, tx *db.Tx, w wordRow) (moderation.Seen, error) {
	text, there, err := s.textOf(ctx, tx, w)
	if err == nil && !there {
		err = fault.Missing()
	}
	if err != nil {
		return moderation.Seen{}, err
	}
	groupID, p, err := s.groups.FaceIn(ctx, tx, w.by)
	seen := moderation.Seen{Group: groupID, Text: text, Hidden: w.hidden}
	if w.named {
		seen.Author, seen.Name, seen.ByLeader = p.ID, p.Name, p.Role.Leads()
	}
	return seen, err
}
