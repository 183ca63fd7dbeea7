package web

import (
	"net/http"
	"net/url"
	"strings"

	"handrail/internal/platform/fault"
)

// crossOrigin refuses unsafe methods that come from another site. The check of
// net/http reads Sec-Fetch-Site and, in older browsers, Origin; a request that
// says its origin is "null" never comes from a page of ours.
func crossOrigin(protection *http.CrossOriginProtection, r *http.Request) error {
	if err := protection.Check(r); err != nil || isUnsafe(r.Method) && r.Header.Get("Origin") == "null" {
		return fault.New(fault.Forbidden, "This came from another site, so nothing was done. Open the page here and try again.")
	}
	return nil
}

func isUnsafe(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// SameOrigin tells whether a request, which may be a websocket upgrade, says it
// comes from this site. An upgrade is a GET, which the usual check lets pass:
// so here an absent Origin is a refusal too.
func SameOrigin(base *url.URL, r *http.Request) bool {
	origin, err := url.Parse(r.Header.Get("Origin"))
	if err != nil {
		return false
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return strings.EqualFold(origin.Host, base.Host) && origin.Scheme == base.Scheme &&
		(site == "" || site == "same-origin")
}
