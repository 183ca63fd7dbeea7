package web

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

// Exception names a route that needs other headers than the rest. The table
// below is the whole list.
type Exception string

// The exceptions.
const (
	Usual    Exception = ""
	Asset    Exception = "asset"    // content-addressed: may be kept for ever
	Worker   Exception = "worker"   // the service worker: always asked for anew
	Leaving  Exception = "leaving"  // exit: clears cache, cookies and storage
	SignOut  Exception = "sign out" // clears cache and cookies
	Room     Exception = "room"     // the meeting room: camera and microphone
	Embedded Exception = "embedded" // shown inside another site's page
	Calendar Exception = "calendar" // fetched again and again by programs, who ask whether it changed
	Finder   Exception = "finder"   // looking for a meeting: may ask the device where it is
	Public   Exception = "public"   // meetings for other sites and their programs: the same for everybody
)

// Exceptions lists every exception, for the test that walks the routes.
func Exceptions() []Exception {
	return []Exception{Usual, Asset, Worker, Leaving, SignOut, Room, Embedded, Calendar, Finder, Public}
}

const closedFeatures = "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(), display-capture=(), " +
	"geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), " +
	"microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()"

// HeadersFor is the table of headers: what an answer carries for a site at
// base, with this nonce, under this exception.
func HeadersFor(base *url.URL, nonce string, e Exception) map[string]string {
	h := map[string]string{
		"Content-Security-Policy":      policy(base, nonce),
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           closedFeatures,
		"Cache-Control":                "no-store",
		"X-Robots-Tag":                 "noindex, nofollow",
	}
	if base.Scheme == "https" {
		h["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
	}
	switch e {
	case Asset:
		h["Cache-Control"] = "public, max-age=31536000, immutable"
	case Calendar:
		h["Cache-Control"] = "private, no-cache"
	case Public:
		h["Access-Control-Allow-Origin"] = "*"
		h["Cross-Origin-Resource-Policy"] = "cross-origin"
		h["Cache-Control"] = "public, no-cache"
	case Worker:
		h["Cache-Control"] = "no-cache"
	case Leaving:
		h["Clear-Site-Data"] = `"cache", "storage"`
	case SignOut:
		h["Clear-Site-Data"] = `"cache", "cookies"`
	case Room:
		h["Permissions-Policy"] = openRoom()
	case Finder:
		h["Permissions-Policy"] = strings.Replace(closedFeatures, "geolocation=()", "geolocation=(self)", 1)
	case Embedded:
		h["Cross-Origin-Resource-Policy"] = "cross-origin"
	}
	return h
}

// exceptionFor is the exception of a route for this request. What clears the
// browser is only said to a page of ours: otherwise a picture or a link on any
// other site could sign people out and empty what they keep here.
func exceptionFor(route Route, r *http.Request, refused bool) Exception {
	site := r.Header.Get("Sec-Fetch-Site")
	elsewhere := refused || site == "cross-site" || site == "same-site"
	if elsewhere && (route.Headers == Leaving || route.Headers == SignOut) {
		return Usual
	}
	return route.Headers
}

// nobody may show a page inside one of theirs, unless LetEmbed says who.
const nobody = "frame-ancestors 'none'"

// LetEmbed lets pages of these origins, and no others, show the answer inside
// them. It is for routes with the exception Embedded.
func LetEmbed(w http.ResponseWriter, origins []string) {
	if len(origins) > 0 {
		policy := w.Header().Get("Content-Security-Policy")
		w.Header().Set("Content-Security-Policy", strings.Replace(policy, nobody, "frame-ancestors "+strings.Join(origins, " "), 1))
	}
}

func policy(base *url.URL, nonce string) string {
	socket := "ws://"
	if base.Scheme == "https" {
		socket = "wss://"
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'nonce-" + nonce + "' 'strict-dynamic'",
		"style-src 'self' 'nonce-" + nonce + "'",
		"img-src 'self' blob:",
		"media-src 'self' blob:",
		"font-src 'self'",
		"connect-src 'self' " + socket + base.Host,
		"worker-src 'self'",
		"manifest-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"object-src 'none'",
		nobody,
		"require-trusted-types-for 'script'",
		"trusted-types handrail",
	}, "; ")
}

func openRoom() string {
	return strings.NewReplacer(
		"camera=()", "camera=(self)", "microphone=()", "microphone=(self)",
		"display-capture=()", "display-capture=(self)", "autoplay=()", "autoplay=(self)",
	).Replace(closedFeatures)
}

func setHeaders(w http.ResponseWriter, base *url.URL, nonce string, e Exception) {
	for name, value := range HeadersFor(base, nonce, e) {
		w.Header().Set(name, value)
	}
}

func newNonce() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.RawStdEncoding.EncodeToString(b[:])
}
