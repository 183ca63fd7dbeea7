package hall

import (
	"context"
	"strings"

	"golang.org/x/net/html"

	"handrail/internal/group"
)

// The most that stands beside a page.
const (
	linesMost   = 4
	lineMost    = 120 // characters
	keepersMost = 6
)

// Beside is what stands beside the pages of a group.
type Beside struct {
	Lines   []string        // how the agreements begin
	Keepers []group.Persona // who looks after it: who leads, then who greets
	Wrong   string          // where one tells the stewards, or ""
}

func (b Beside) isEmpty() bool { return len(b.Lines) == 0 && len(b.Keepers) == 0 && b.Wrong == "" }

// Beside is what stands beside the member's pages.
func (h *Hall) Beside(ctx context.Context, m group.Member) (b Beside, err error) {
	if h.wrong != "" {
		b.Wrong = Path(m.Group.Slug) + h.wrong
	}
	agreement, err := h.groups.AgreementOf(ctx, m.Group)
	if err != nil {
		return b, err
	}
	b.Lines = beginning(agreement.HTML)
	all, err := h.groups.RolesFor(ctx, m)
	for _, leads := range []bool{true, false} {
		for _, one := range all {
			if one.Role.Leads() == leads && len(b.Keepers) < keepersMost {
				b.Keepers = append(b.Keepers, one)
			}
		}
	}
	return b, err
}

// beginning are the first points of a text, as plain words; its first
// paragraphs where it is no list. page is safe HTML.
func beginning(page string) []string {
	if lines := blocks(page, "li"); len(lines) > 0 {
		return lines
	}
	return blocks(page, "p")
}

// blocks are the words of the first elements of this name. Those inside another
// one belong to it.
func blocks(page, name string) []string {
	var lines []string
	var words strings.Builder
	depth := 0
	for z := html.NewTokenizer(strings.NewReader(page)); len(lines) < linesMost; {
		switch z.Next() {
		case html.ErrorToken:
			return lines
		case html.TextToken:
			if depth > 0 {
				words.Write(z.Text())
			}
		case html.StartTagToken:
			if tag, _ := z.TagName(); string(tag) == name {
				depth++
			}
			words.WriteByte(' ')
		case html.EndTagToken:
			if tag, _ := z.TagName(); string(tag) != name || depth == 0 {
				continue
			}
			if depth--; depth == 0 {
				lines = appendLine(lines, words.String())
				words.Reset()
			}
		}
	}
	return lines
}

func appendLine(lines []string, words string) []string {
	line := strings.Join(strings.Fields(html.UnescapeString(words)), " ")
	if line == "" {
		return lines
	}
	return append(lines, cut(firstSentence(line)))
}

// firstSentence is a line up to where its first sentence ends.
func firstSentence(line string) string {
	for i, r := range line {
		if strings.ContainsRune(".!?", r) && strings.HasPrefix(line[i+1:], " ") {
			return line[:i+1]
		}
	}
	return line
}

// cut shortens a line after a whole word.
func cut(line string) string {
	letters := []rune(line)
	if len(letters) <= lineMost {
		return line
	}
	short := string(letters[:lineMost])
	if at := strings.LastIndexByte(short, ' '); at > 0 {
		short = short[:at]
	}
	return short + "…"
}
