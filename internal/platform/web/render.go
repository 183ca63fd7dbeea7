package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"handrail/internal/platform/fault"
)

// Render answers with a page. It is made in full before the first byte leaves,
// so a page that fails half-way becomes an error page and not half a page.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var buffer bytes.Buffer
	if err := page.Render(r.Context(), &buffer); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(buffer.Bytes())
	if err != nil {
		return nil // the reader has gone; there is nobody to tell
	}
	return nil
}

// SeeOther sends the browser on after a change (RFC 9110 §15.4.4). The path is
// one of ours: anything else is refused, so that no link can lead away.
func SeeOther(w http.ResponseWriter, r *http.Request, path string) error {
	if !IsOwnPath(path) {
		return fault.New(fault.Invalid, "That link does not lead to a page here.")
	}
	w.Header().Set("Location", asciiOnly(path))
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// asciiOnly writes every other byte as %XX: a header holds nothing else.
func asciiOnly(path string) string {
	var b strings.Builder
	for i := range len(path) {
		if path[i] < utf8.RuneSelf {
			b.WriteByte(path[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", path[i])
		}
	}
	return b.String()
}

// IsOwnPath tells whether path is an absolute path on this site: one leading
// slash, no host, nothing that a browser would read as another host.
func IsOwnPath(path string) bool {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\x00\r\n\t") {
		return false
	}
	u, err := url.Parse(path)
	return err == nil && u.Host == "" && u.Scheme == ""
}
