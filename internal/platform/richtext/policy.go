package richtext

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// rel is on every link: the other side learns neither where the reader came
// from nor gets hold of the page, and search engines give it no weight.
const rel = "noreferrer nofollow ugc noopener"

// newPolicy is the allow-list, and the whole of it: what is not here does not
// reach a page, whatever the renderer did.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "em", "strong", "code", "pre", "h3", "h4", "h5", "ul", "ol", "li", "blockquote")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^auto$`)).OnElements("p", "pre", "h3", "h4", "h5", "ul", "ol", "blockquote")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^` + rel + `$`)).OnElements("a")
	p.RequireParseableURLs(true)
	for _, scheme := range []string{"http", "https", "mailto"} {
		p.AllowURLSchemeWithCustomPolicy(scheme, reachable)
	}
	return p
}

// target is the address a link may lead to, ready for an href, or false where
// it may lead nowhere.
func target(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || !reachable(u) {
		return "", false
	}
	return u.String(), true
}

// reachable allows web addresses that name a host and nothing before it
// (https://bank.example@evil.example leads to evil.example), and plain mail
// addresses: no text, copies or second recipients slipped into a letter.
func reachable(u *url.URL) bool {
	switch u.Scheme {
	case "http", "https":
		return u.Hostname() != "" && u.User == nil
	case "mailto":
		return u.RawQuery == "" && strings.Count(u.Opaque, "@") == 1 && !strings.ContainsAny(u.Opaque, ",;%")
	}
	return false
}

// Plain is the text of sanitised HTML, one line a block or line break: the
// renderer ends each of them with a newline.
func Plain(sanitised string) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(sanitised))
	for {
		switch tokens.Next() {
		case html.ErrorToken: // the end: a string has no other error
			return strings.Join(strings.FieldsFunc(out.String(), isNewline), "\n")
		case html.TextToken:
			out.Write(tokens.Text())
		}
	}
}

func isNewline(r rune) bool { return r == '\n' }
