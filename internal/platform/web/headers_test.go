package web_test

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/platform/web"
)

const closed = "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(), display-capture=(), " +
	"geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), " +
	"microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()"

const roomy = "accelerometer=(), autoplay=(self), bluetooth=(), browsing-topics=(), camera=(self), display-capture=(self), " +
	"geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), " +
	"microphone=(self), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()"

func policyOf(nonce, socket, ancestors string) string {
	return "default-src 'none'; script-src 'nonce-" + nonce + "' 'strict-dynamic'; style-src 'self' 'nonce-" + nonce + "'; " +
		"img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self' " + socket + "; worker-src 'self'; " +
		"manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors " + ancestors + "; " +
		"require-trusted-types-for 'script'; trusted-types handrail"
}

// usual are the headers of a page, written out: the table is compared with
// them, and not with itself.
func usual(nonce string, change map[string]string) map[string]string {
	h := map[string]string{
		"Content-Security-Policy":      policyOf(nonce, "wss://house.example", "'none'"),
		"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           closed,
		"Cache-Control":                "no-store",
		"X-Robots-Tag":                 "noindex, nofollow",
	}
	for name, value := range change {
		h[name] = value
	}
	return h
}

func TestTheTableOfHeaders(t *testing.T) {
	changes := map[web.Exception]map[string]string{
		web.Usual:    nil,
		web.Asset:    {"Cache-Control": "public, max-age=31536000, immutable"},
		web.Worker:   {"Cache-Control": "no-cache"},
		web.Calendar: {"Cache-Control": "private, no-cache"},
		web.Leaving:  {"Clear-Site-Data": `"cache", "storage"`},
		web.SignOut:  {"Clear-Site-Data": `"cache", "cookies"`},
		web.Room:     {"Permissions-Policy": roomy},
		web.Public:   {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, no-cache"},
		web.Embedded: {"Cross-Origin-Resource-Policy": "cross-origin", "Content-Security-Policy": policyOf("N", "wss://house.example", "'none'")},
		web.Finder:   {"Permissions-Policy": strings.Replace(closed, "geolocation=()", "geolocation=(self)", 1)},
	}
	base, _ := url.Parse("https://house.example")
	if len(web.Exceptions()) != len(changes) {
		t.Fatalf("the exceptions are %v", web.Exceptions())
	}
	for _, e := range web.Exceptions() {
		if got, want := web.HeadersFor(base, "N", e), usual("N", changes[e]); !maps.Equal(got, want) {
			t.Errorf("%q:\n got %v\nwant %v", e, got, want)
		}
	}
	plain, _ := url.Parse("http://localhost:8080")
	want := usual("N", map[string]string{"Content-Security-Policy": policyOf("N", "ws://localhost:8080", "'none'")})
	delete(want, "Strict-Transport-Security")
	if got := web.HeadersFor(plain, "N", web.Usual); !maps.Equal(got, want) {
		t.Errorf("plain http: %v", got)
	}
}

// TestOnlyWhoWasEnteredMayEmbed: the list of sites replaces "nobody", and an empty
// one leaves it.
func TestOnlyWhoWasEnteredMayEmbed(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	var sites []string
	embeds := func(w http.ResponseWriter, r *http.Request) error { web.LetEmbed(w, sites); return nil }
	h.route("GET /held", embeds, func(r *web.Route) { r.Headers = web.Embedded })
	for want, list := range map[string][]string{"'none'": nil, "https://a.example": {"https://a.example"}, "https://a.example http://b.example:8080": {"https://a.example", "http://b.example:8080"}} {
		sites = list
		header := h.do(get("https://house.example/held")).Header().Get("Content-Security-Policy")
		if nonce := nonceOf.FindStringSubmatch(header)[1]; header != policyOf(nonce, "wss://house.example", want) {
			t.Errorf("%v: %s", list, header)
		}
	}
}

var nonceOf = regexp.MustCompile(`script-src 'nonce-([A-Za-z0-9+/]{22})'`)

func TestEveryAnswerHasTheHeadersAndANonceOfItsOwn(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	nonce := ""
	h.route("GET /page", func(w http.ResponseWriter, r *http.Request) error { nonce = web.Nonce(r.Context()); return nil })
	h.route("GET /folder/{$}", say("here"))
	h.route("GET /broken", fails(errors.New("broken")))
	h.route("GET /panics", func(http.ResponseWriter, *http.Request) error { panic("at the disco") })
	h.route("GET /asset", fails(errors.New("broken")), func(r *web.Route) { r.Headers = web.Asset })
	seen := map[string]bool{}
	for path, status := range map[string]int{
		"/page": 200, "/nowhere": 404, "/broken": 500, "/panics": 500, "/asset": 500,
		"//page": 307, "/x/../page": 307, "/folder": 307, // answered by the mux
	} {
		for range 3 {
			got := h.do(get("https://house.example" + path))
			found := nonceOf.FindStringSubmatch(got.Header().Get("Content-Security-Policy"))
			if got.Code != status || found == nil || seen[found[1]] {
				t.Fatalf("%s: %d, nonce %v", path, got.Code, found)
			}
			seen[found[1]] = true
			for name, want := range usual(found[1], nil) {
				if got.Header().Get(name) != want {
					t.Errorf("%s: %s is %q, not %q", path, name, got.Header().Get(name), want)
				}
			}
			if path == "/page" && nonce != found[1] {
				t.Errorf("the page was given the nonce %q, the header %q", nonce, found[1])
			}
		}
	}
}
