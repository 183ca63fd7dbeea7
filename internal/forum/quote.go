package forum

import (
	"context"
	"strings"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

// ExcerptMost is how many characters of a post can be quoted.
const ExcerptMost = 500

// Quote is what a post quotes of another one.
type Quote struct {
	Post   string // where it stands; "" where it is not there any more
	Number int64
	Author Author
	Text   string // "" where it is not there any more
	Notes  []string
	// Elsewhere tells that it stands in another topic now: its number, and the
	// pseudonym of its author, are those of that topic.
	Elsewhere bool
}

// quote checks what somebody quotes: a post of this topic that they can read,
// and words that stand in it. Nobody is given words that they did not say.
func (s *Service) quote(ctx context.Context, tx *db.Tx, m group.Member, topic, post, excerpt string) (string, string, error) {
	from, err := postByID(ctx, tx, post)
	if err != nil || from.Topic != topic || from.State != Here {
		return "", "", gone(err)
	}
	if err := s.hears(ctx, tx, m, from); err != nil {
		return "", "", gone(err)
	}
	text := spaced(plain(from.HTML))
	excerpt = spaced(excerpt)
	if excerpt == "" {
		return from.ID, richtext.Body{Text: text}.Excerpt(ExcerptMost / 2), nil
	}
	if len([]rune(excerpt)) > ExcerptMost {
		return "", "", fault.Field("excerpt", "Quote {.Most} characters at most.", map[string]any{"Most": ExcerptMost})
	}
	if !strings.Contains(text, excerpt) {
		return "", "", fault.Field("excerpt", "These words are not in that post any more. Choose them anew, or answer without.")
	}
	return from.ID, excerpt, nil
}

func gone(err error) error {
	if err == nil || fault.KindOf(err) == fault.NotFound {
		return fault.Field("excerpt", "What you wanted to quote is not there any more. You can answer without it.")
	}
	return err
}

// plain is what a reader sees of a body, without its mentions.
func plain(body string) string {
	for strings.Contains(body, mentionOpen) {
		before, after, _ := strings.Cut(body, mentionOpen)
		_, after, _ = strings.Cut(after, mentionClose)
		body = before + after
	}
	return richtext.Plain(body)
}

// spaced is a text with single spaces, as the eye reads it.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }
