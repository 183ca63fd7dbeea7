package forum

import (
	"context"
	"html"
	"strings"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

// RenderAgain renders bodies anew that an older renderer made, some at a time. It
// is a job: nobody waits for it, and nobody did it. Whoever was named in a post
// stays named.
func (s *Service) RenderAgain(ctx context.Context) error { return s.renderAgain(ctx, richtext.Version) }

func (s *Service) renderAgain(ctx context.Context, version int64) error {
	after := ""
	for {
		var rows []postRow
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			rows, err = postsRenderedBefore(ctx, tx, version, after)
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			after = row.ID
			if err := s.renderOne(ctx, row); err != nil {
				return err
			}
		}
	}
}

// renderOne renders one post anew, unless somebody changes it meanwhile. What
// cannot be rendered any more, because less is allowed now, stays as it is.
func (s *Service) renderOne(ctx context.Context, row postRow) error {
	body, err := s.text.Render(ctx, richtext.Post, row.source)
	if _, expected := fault.From(err); expected {
		return nil
	}
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return writeRendering(ctx, tx, row, renamed(row.HTML, body.HTML), int64(body.Version))
	})
}

// renamed puts the placeholders of an older body into a newer one of the same
// words. Where the text around one is not found again, the name stays as it was
// typed.
func renamed(was, now string) string {
	var named []string
	eachText(was, func(text string) string {
		if strings.Contains(text, mentionOpen) {
			named = append(named, text)
		}
		return ""
	})
	if len(named) == 0 {
		return now
	}
	return eachText(now, func(text string) string {
		if len(named) > 0 {
			if placed, same := replaced(named[0], text); same {
				named = named[1:]
				return placed
			}
		}
		return html.EscapeString(text)
	})
}

// replaced is a text as it was typed, with the placeholders of one that is the
// same but for names.
func replaced(was, now string) (out string, same bool) {
	before, rest, _ := strings.Cut(was, mentionOpen)
	if !strings.HasPrefix(now, before) {
		return "", false
	}
	var placed strings.Builder
	placed.WriteString(html.EscapeString(before))
	now = now[len(before):]
	for rest != "" {
		one, tail, closed := strings.Cut(rest, mentionClose)
		next, more, another := strings.Cut(tail, mentionOpen)
		end := len(now) - len(next)
		if another {
			end = strings.Index(now, next+"@")
		}
		if !closed || !strings.HasPrefix(now, "@") || end < 1 || now[end:end+len(next)] != next {
			return "", false
		}
		placed.WriteString(mentionOpen + one + mentionClose + html.EscapeString(next))
		now, rest = now[end+len(next):], more
	}
	return placed.String(), now == ""
}
