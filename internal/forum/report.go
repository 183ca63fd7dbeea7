package forum

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// ReportedAs is what posts are called in reports.
const ReportedAs = "post"

// Subject is a post as a thing that can be reported. Who wrote it without their
// name is nowhere in what is kept.
func (s *Service) Subject() moderation.Subject {
	return moderation.Subject{
		Kind: ReportedAs, Name: "Something somebody wrote",
		Look: func(ctx context.Context, tx *db.Tx, m group.Member, post string) (moderation.Seen, error) {
			p, err := s.PostIn(ctx, tx, m, post)
			if err != nil || p.Items[0].Missing {
				return moderation.Seen{}, orMissing(err) // of what is hidden from them they learn nothing
			}
			return s.reported(ctx, tx, post)
		},
		Now:  s.reported,
		Mine: s.wrote,
		Author: func(ctx context.Context, tx *db.Tx, post string) (string, error) {
			account, _, err := s.AuthorIn(ctx, tx, post)
			if fault.KindOf(err) == fault.NotFound {
				err = nil // it went with its author
			}
			return account, err
		},
		Hide: s.HideIn, Show: s.ShowIn, Close: s.CloseIn,
		Path: func(post string) string { return "/forum/posts/" + post },
	}
}

// reported is a post as those see it who have to judge it.
func (s *Service) reported(ctx context.Context, tx *db.Tx, post string) (seen moderation.Seen, err error) {
	row, err := postByID(ctx, tx, post)
	if err != nil || row.State == Gone {
		return seen, orMissing(err)
	}
	seen = moderation.Seen{Group: row.Group, Text: plain(row.HTML), At: clock.FromMillis(row.made), Hidden: row.State == Hidden}
	if seen.Title, seen.Closed, err = aboutTopic(ctx, tx, row.Topic); err != nil {
		return seen, err
	}
	if seen.Earlier, err = s.VersionsIn(ctx, tx, post); err != nil {
		return seen, err
	}
	if p := row.pictureOf(); p != nil {
		seen.Pictures = []moderation.Picture{{Key: p.Key, Alt: p.Alt}}
	}
	if row.By == "" {
		seen.Name = row.author(nil).Called(ctx)
		return seen, nil
	}
	_, p, err := s.groups.FaceIn(ctx, tx, row.By)
	seen.Author, seen.Name, seen.ByLeader = row.By, Author{Persona: p}.Called(ctx), p.Role.Leads()
	return seen, err
}

// wrote tells which of these posts the member wrote, under their name or without
// it.
func (s *Service) wrote(ctx context.Context, tx *db.Tx, m group.Member, posts []string) (map[string]bool, error) {
	mine := map[string]bool{}
	for _, post := range posts {
		is, err := s.MineIn(ctx, tx, m, post)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		mine[post] = is
	}
	return mine, nil
}
