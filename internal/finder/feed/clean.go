package feed

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How long what a feed says may be, in characters. A longer text is cut.
const (
	longestName = 255
	longestText = 4000
	longestLink = 2000
	mostInList  = 50
)

// plainText is what a feed says as plain text on one or more lines, at most
// longest characters: without HTML (a <br> is a new line), with entities read,
// and without what could upset the text around it: control characters, marks
// that turn the direction of what follows, bytes that are not UTF-8. Cleaning a
// clean text changes nothing.
func plainText(said string, longest int) string {
	if !isPlain(said) {
		said = stripped(said)
	}
	return cut(strings.TrimSpace(said), longest)
}

// plainLine is plainText on one line.
func plainLine(said string, longest int) string {
	said = plainText(said, utf8.RuneCountInString(said))
	if strings.ContainsAny(said, "\n\u00a0") || strings.Contains(said, "  ") || !isPlain(said) {
		said = strings.Join(strings.Fields(said), " ")
	}
	return cut(said, longest)
}

// isPlain tells that a text is clean by its bytes alone, as most are.
func isPlain(said string) bool {
	for i := range len(said) {
		b := said[i]
		if b < ' ' && b != '\n' || b >= 0x7f || b == '<' || b == '&' {
			return false
		}
	}
	return !strings.Contains(said, "\n\n\n") && !strings.Contains(said, " \n")
}

// mostPasses is how often a text is looked at anew: feeds escape what is escaped.
// What holds markup after that is not meant to be read.
const mostPasses = 6

func stripped(said string) string {
	for range mostPasses {
		before := said
		said = html.UnescapeString(withoutTags(withoutControls(said)))
		if said == before {
			return tidyLines(said)
		}
	}
	return tidyLines(withoutControls(strings.NewReplacer("<", "", "&", "").Replace(said)))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\t", " ")

func withoutControls(said string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, withoutMarks(lineEnds.Replace(said)))
}

// withoutMarks is a text in valid UTF-8 without marks that turn the direction of
// what follows, or that say how a file is encoded.
func withoutMarks(said string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\uFEFF' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(said, "\ufffd"))
}

// block are the tags that begin or end a line.
var block = regexp.MustCompile(`(?i)^</?(br|p|div|li|tr|h[1-6])\b`)

// withoutTags takes out tags and comments. A tag begins with a letter, or is an
// end, or a declaration, and holds no other; "<3" is none.
func withoutTags(said string) string {
	if !strings.Contains(said, "<") {
		return said
	}
	var b strings.Builder
	for {
		start := strings.IndexByte(said, '<')
		if start < 0 {
			b.WriteString(said)
			return b.String()
		}
		b.WriteString(said[:start])
		said = said[start:]
		n := tagLength(said)
		if n == 0 {
			b.WriteByte('<')
			said = said[1:]
			continue
		}
		if block.MatchString(said[:min(n, 8)]) {
			b.WriteByte('\n')
		}
		said = said[n:]
	}
}

// longestTag is how far a tag may reach, in bytes.
const longestTag = 4096

// tagLength is how long the tag or comment is with which a text begins, or 0.
func tagLength(said string) int {
	if strings.HasPrefix(said, "<!--") {
		if end := strings.Index(said[:min(len(said), longestTag)], "-->"); end >= 0 {
			return end + len("-->")
		}
		return len("<!--")
	}
	if len(said) < 3 || !strings.ContainsRune("/!?", rune(said[1])) && !isLetter(said[1]) {
		return 0
	}
	end := strings.IndexAny(said[1:min(len(said), longestTag)], "<>")
	if end < 0 || said[end+1] == '<' {
		return 0
	}
	return end + 2
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

var (
	lineTail = regexp.MustCompile(`[ \x{00a0}]+\n`)
	gap      = regexp.MustCompile(`\n{3,}`)
)

func tidyLines(said string) string {
	if !strings.Contains(said, "\n") {
		return said
	}
	return gap.ReplaceAllString(lineTail.ReplaceAllString(said, "\n"), "\n\n")
}

func cut(said string, longest int) string {
	if len(said) <= longest || utf8.RuneCountInString(said) <= longest {
		return said
	}
	return strings.TrimSpace(string([]rune(said)[:longest-1])) + "…"
}

// unquoted is a text without the quotation marks around the whole of it, which
// tables leave behind.
func unquoted(said string) string {
	if n := len(said); n >= 2 && said[0] == '"' && said[n-1] == '"' && strings.Count(said, `"`) == 2 {
		return strings.TrimSpace(said[1 : n-1])
	}
	return said
}

// bareAddress is an address on the web without its scheme, as people write it.
var bareAddress = regexp.MustCompile(`^(?i)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(:[0-9]+)?([/?#].*)?$`)

// link is an absolute address with http or https and a host, or "". One that lacks
// only its scheme gets https. An address that names somebody before the host is
// none: it looks like another place than it is.
func link(said string) string {
	said = strings.TrimSpace(said)
	if bareAddress.MatchString(said) {
		said = "https://" + said
	}
	u, err := url.Parse(said)
	if err != nil || len(said) > longestLink {
		return ""
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	return escaped(said)
}

// escaped writes what no address may hold as %XX (RFC 3986 §2.1).
func escaped(address string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(address) {
		c := address[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// mailLink is a link, or a mailto: address.
func mailLink(said string) string {
	said = strings.TrimSpace(said)
	if address, ok := strings.CutPrefix(strings.ToLower(said), "mailto:"); ok {
		if isEmail(strings.SplitN(address, "?", 2)[0]) && len(said) <= longestLink {
			return escaped(said)
		}
		return ""
	}
	return link(said)
}

var email = regexp.MustCompile(`^[^\s@<>"',;:()\[\]\\]+@[^\s@<>"',;:()\[\]\\]+\.[^\s@<>"',;:()\[\]\\.]+$`)

// isEmail tells that a text looks like one address for mail.
func isEmail(said string) bool { return len(said) <= 254 && email.MatchString(said) }

// hostOf is the host of a link in lower case, without a port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
}

// country is "USA" for the ways in which feeds write it; another stays as it is.
func country(said string) string {
	switch strings.ToUpper(strings.NewReplacer(".", "", " ", "").Replace(said)) {
	case "US", "USA", "UNITEDSTATES", "UNITEDSTATESOFAMERICA":
		return "USA"
	}
	return said
}

// postalCode puts back the zeros that a table or a number took from the front of a
// code of the USA.
func postalCode(said, country string) string {
	if country == "USA" && len(said) > 0 && len(said) < 5 && strings.Trim(said, "0123456789") == "" {
		return strings.Repeat("0", 5-len(said)) + said
	}
	return said
}

// joined are the parts of an address that are not empty, on one line.
func joined(parts ...string) string {
	var list []string
	for _, part := range parts {
		if part != "" {
			list = append(list, part)
		}
	}
	return cut(strings.Join(list, ", "), longestText)
}

// slugOf is a text as part of an address: small Latin letters and digits with
// single hyphens, at most 64 characters; "" where it has none.
func slugOf(said string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(said) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_':
			b.WriteRune(r)
		case unaccented[r] != "":
			b.WriteString(unaccented[r])
		case r == '\'' || r == '’':
		default:
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
				b.WriteByte('-')
			}
		}
	}
	slug := b.String()
	return strings.Trim(slug[:min(len(slug), 64)], "-")
}
