package source

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/outbound"
)

// asked is one question to a site.
type asked struct {
	address, name  string
	etag, modified string // of the copy that we have
	page           bool   // a page that names a feed will do
}

// answer is what came.
type answer struct {
	same           bool // as what we have (304)
	etag, modified string
	leads          string // the address of the feed, where a page came that names one
}

// get asks, and keeps what comes under the name. What is wrong on the other side
// is a fault that says so.
func (s *Service) get(ctx context.Context, client *outbound.Client, q asked, into *spool) (answer, error) {
	if err := client.Check(q.address); err != nil {
		return answer{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSpace(q.address), nil)
	if err != nil {
		return answer{}, fault.New(fault.Invalid, "We cannot read this address. Check it and try again.")
	}
	request.Header.Set("Accept", "application/json, text/csv, text/plain;q=0.9, */*;q=0.5")
	if q.etag != "" {
		request.Header.Set("If-None-Match", q.etag)
	}
	if q.modified != "" {
		request.Header.Set("If-Modified-Since", q.modified)
	}
	got, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	if got.StatusCode == http.StatusNotModified && (q.etag != "" || q.modified != "") {
		return answer{same: true}, nil
	}
	if got.StatusCode != http.StatusOK {
		return answer{}, asksToWait(refusal(got), got, s.clock.Now())
	}
	return s.read(got, q, into)
}

// read keeps a body that can be a feed.
func (s *Service) read(got *http.Response, q asked, into *spool) (answer, error) {
	body := bufio.NewReaderSize(got.Body, 4096)
	start, err := body.Peek(1024)
	if err != nil && err != io.EOF {
		return answer{}, err
	}
	switch {
	case looksLikePage(got, start):
		if q.page {
			if leads := feedNamedIn(body, got.Request.URL); leads != "" {
				return answer{leads: leads}, nil
			}
		}
		return answer{}, fault.New(fault.Invalid, "A web page came in place of a feed. Ask its keeper for the address of the feed.")
	case !mayBeText(got, start):
		return answer{}, fault.New(fault.Invalid, "What came is no feed: it is a picture, an archive or the like. Check the address.")
	}
	if err := into.keep(q.name, body); err != nil {
		return answer{}, err
	}
	return answer{etag: short(got.Header.Get("ETag")), modified: short(got.Header.Get("Last-Modified"))}, nil
}

// short is a validator that is worth keeping.
func short(value string) string {
	if len(value) > 200 {
		return ""
	}
	return value
}

// refusal says why a site gave nothing, in words for a steward. A site that
// shows a test for people to a program is not broken.
func refusal(got *http.Response) error {
	switch code := got.StatusCode; {
	case (code == http.StatusForbidden || code == http.StatusServiceUnavailable || code == http.StatusTooManyRequests) && guarded(got):
		return fault.New(fault.Forbidden, "The site keeps programs out, so we are blocked. It is not broken. Ask its keeper to let us in.")
	case code == http.StatusTooManyRequests:
		return fault.New(fault.TooMany, "The site asks us to come less often. Choose a longer time between two looks.")
	case code == http.StatusUnauthorized || code == http.StatusForbidden || code == http.StatusProxyAuthRequired:
		return fault.New(fault.Forbidden, "The site wants a password for this. Ask its keeper for a feed that is open to all.")
	case code == http.StatusNotFound || code == http.StatusGone:
		return fault.New(fault.NotFound, "There is nothing at this address any more. Ask its keeper for the new one.")
	case code >= 500:
		return fault.New(fault.Unavailable, "The site has trouble of its own. We try again later.")
	}
	return fault.New(fault.Unavailable, "The site gave an answer that we do not know: {.Code}. Check the address.", map[string]any{"Code": got.StatusCode})
}

// mostAsked is how long a site may ask us to stay away.
const mostAsked = 24 * time.Hour

// asksToWait adds to a refusal for how long the site asks to be left alone
// (Retry-After, RFC 9110 §10.2.3, with 429 and 503).
func asksToWait(why error, got *http.Response, now time.Time) error {
	f, said := fault.From(why)
	if !said || got.StatusCode != http.StatusTooManyRequests && got.StatusCode != http.StatusServiceUnavailable {
		return why
	}
	after := strings.TrimSpace(got.Header.Get("Retry-After"))
	if n, err := strconv.ParseUint(after, 10, 32); err == nil || errors.Is(err, strconv.ErrRange) {
		f.Wait = time.Duration(n) * time.Second
	} else if at, err := http.ParseTime(after); err == nil {
		f.Wait = at.Sub(now)
	}
	f.Wait = min(max(f.Wait, 0), mostAsked)
	return f
}

// guarded tells whether an answer is the page by which a guard tests whether
// somebody is there.
func guarded(got *http.Response) bool {
	return isPage(mediaType(got)) || got.Header.Get("Cf-Mitigated") != ""
}

func mediaType(got *http.Response) string {
	kind, _, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

func isPage(kind string) bool { return kind == "text/html" || kind == "application/xhtml+xml" }

// looksLikePage goes by how the body begins: many sites call a feed a page, and
// some a page a feed.
func looksLikePage(got *http.Response, start []byte) bool {
	start = bytes.TrimLeft(start, "\ufeff \t\r\n")
	return len(start) > 0 && start[0] == '<' || len(start) == 0 && isPage(mediaType(got))
}

func mayBeText(got *http.Response, start []byte) bool {
	kind := mediaType(got)
	for _, other := range []string{"image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/gzip", "application/x-gzip"} {
		if strings.HasPrefix(kind, other) {
			return false
		}
	}
	return bytes.IndexByte(start, 0) < 0 && !bytes.HasPrefix(start, []byte("\x1f\x8b"))
}

// pageMost is how much of a page is read for the feed that it names.
const pageMost = 512 << 10

// feedNamedIn is the feed that a page names as the Meeting Guide asks of sites:
// <link rel="alternate" type="application/json" title="Meetings Feed">.
func feedNamedIn(body io.Reader, at *url.URL) string {
	z := html.NewTokenizer(io.LimitReader(body, pageMost))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if token.Data != "link" {
				continue
			}
			a := map[string]string{}
			for _, one := range token.Attr {
				a[one.Key] = strings.TrimSpace(one.Val)
			}
			if strings.EqualFold(a["rel"], "alternate") && strings.EqualFold(a["type"], "application/json") && strings.EqualFold(a["title"], "Meetings Feed") {
				if u, err := at.Parse(a["href"]); err == nil {
					return u.String()
				}
				return ""
			}
		}
	}
}
