package forum

import (
	"context"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	htmltoken "golang.org/x/net/html"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/name"
	"handrail/internal/platform/db"
)

// A mention is kept in the body as these two around the membership's id, and
// becomes a name when it is read. Neither can be typed: sources hold no control
// characters.
const (
	mentionOpen  = "\x02"
	mentionClose = "\x03"
)

const (
	mentionsMost = 10 // in one post; more are words like others
	nameWords    = 5  // of a name, at most
)

// mention puts placeholders where an @ stands before the name of somebody whom
// the member can see. Where they write without their name, it is everybody of
// the group: a name that is not found would tell of a block.
func (s *Service) mention(ctx context.Context, tx *db.Tx, m group.Member, unnamed bool, body string) (string, error) {
	if !strings.Contains(body, "@") {
		return body, nil
	}
	var folds []string
	eachText(body, func(text string) string {
		for _, at := range ats(text) {
			for _, end := range ends(text, at) {
				if len(folds) < mentionsMost*nameWords {
					folds = append(folds, name.Fold(text[at+1:end]))
				}
			}
		}
		return ""
	})
	named, err := s.named(ctx, tx, m, unnamed, folds)
	if err != nil || len(named) == 0 {
		return body, err
	}
	left := mentionsMost
	return eachText(body, func(text string) string { return placed(text, named, &left) }), nil
}

func (s *Service) named(ctx context.Context, tx *db.Tx, m group.Member, unnamed bool, folds []string) (map[string]group.Persona, error) {
	if unnamed {
		return s.groups.NamedByNobodyIn(ctx, tx, m.Group.ID, folds)
	}
	return s.groups.NamedIn(ctx, tx, m, folds)
}

// placed is a text with placeholders for the longest names after each @.
func placed(text string, named map[string]group.Persona, left *int) string {
	var out strings.Builder
	from := 0
	for _, at := range ats(text) {
		if at < from || *left == 0 {
			continue
		}
		all := ends(text, at)
		for i := len(all) - 1; i >= 0; i-- {
			if one, known := named[name.Fold(text[at+1:all[i]])]; known {
				out.WriteString(html.EscapeString(text[from:at]) + mentionOpen + one.ID + mentionClose)
				from, *left = all[i], *left-1
				break
			}
		}
	}
	out.WriteString(html.EscapeString(text[from:]))
	return out.String()
}

// ats are where an @ begins a word.
func ats(text string) (list []int) {
	for i := range len(text) {
		if text[i] != '@' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		if i == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			list = append(list, i)
		}
	}
	return list
}

// ends are where a name after the @ may end: after each of the next words,
// without marks behind it.
func ends(text string, at int) (list []int) {
	for i := at + 1; i < len(text) && len(list) < nameWords; {
		next := strings.IndexFunc(text[i:], unicode.IsSpace)
		end := len(text)
		if next >= 0 {
			end = i + next
		}
		word := strings.TrimRightFunc(text[at+1:end], func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
		if word != "" && (len(list) == 0 || at+1+len(word) > list[len(list)-1]) {
			list = append(list, at+1+len(word))
		}
		if next <= 0 && i == at+1 || next < 0 {
			break // the @ stands alone, or the text ends
		}
		i = end + 1
	}
	return list
}

// eachText rewrites the texts of a body that are no link and no code.
func eachText(body string, rewrite func(text string) string) string {
	var out strings.Builder
	apart := 0
	for z := htmltoken.NewTokenizer(strings.NewReader(body)); ; {
		kind := z.Next()
		if kind == htmltoken.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		switch tag, _ := z.TagName(); {
		case kind == htmltoken.TextToken && apart == 0:
			raw = rewrite(html.UnescapeString(raw))
		case kind == htmltoken.StartTagToken && isApart(string(tag)):
			apart++
		case kind == htmltoken.EndTagToken && isApart(string(tag)):
			apart--
		}
		out.WriteString(raw)
	}
}

func isApart(tag string) bool { return tag == "a" || tag == "code" || tag == "pre" }

// mentionedIn are the memberships that a body names.
func mentionedIn(body string) (ids []string) {
	for rest := body; ; {
		_, after, found := strings.Cut(rest, mentionOpen)
		one, tail, closed := strings.Cut(after, mentionClose)
		if !found || !closed {
			return ids
		}
		ids, rest = append(ids, one), tail
	}
}

// filled is a body with names where its placeholders are.
func filled(ctx context.Context, slug, body string, heard map[string]group.Heard) string {
	if !strings.Contains(body, mentionOpen) {
		return body
	}
	var out strings.Builder
	for rest := body; ; {
		before, after, found := strings.Cut(rest, mentionOpen)
		out.WriteString(before)
		one, tail, closed := strings.Cut(after, mentionClose)
		if !found || !closed {
			return out.String()
		}
		out.WriteString(said(ctx, slug, one, heard))
		rest = tail
	}
}

func said(ctx context.Context, slug, id string, heard map[string]group.Heard) string {
	one, known := heard[id]
	if !known || one.Former {
		return html.EscapeString(hall.Name(ctx, group.Persona{Former: true}))
	}
	return `<a class="mention" href="` + html.EscapeString(hall.Path(slug, "members", id)) + `"><bdi>@` + html.EscapeString(one.Name) + `</bdi></a>`
}
