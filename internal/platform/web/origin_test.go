package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/platform/web"
)

func TestUnsafeMethodsComeFromHere(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	done := 0
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		h.route(method+" /thing", func(http.ResponseWriter, *http.Request) error { done++; return nil })
	}
	for _, c := range []struct {
		site, origin string
		fine         bool
	}{
		{"same-origin", "https://house.example", true},
		{"same-origin", "", true},
		{"none", "", true},
		{"", "https://house.example", true},
		{"", "", true}, // no browser: scripts of an operator
		{"cross-site", "https://evil.example", false},
		{"cross-site", "https://house.example", false},
		{"cross-site", "", false},
		{"same-site", "https://www.house.example", false},
		{"same-site", "", false},
		{"", "https://evil.example", false},
		{"", "https://house.example.evil.example", false},
		{"", "https://house.example:8443", false},
		{"", "null", false},
		{"same-origin", "null", false},
		{"none", "null", false},
		{"cross-site", "null", false},
	} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			done = 0
			r := post("/thing", nil, "Sec-Fetch-Site", c.site, "Origin", c.origin)
			r.Method, r.Host = method, "house.example"
			want := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[c.fine]
			if got := h.do(r); got.Code != want || (done == 1) != c.fine {
				t.Errorf("%s with Sec-Fetch-Site %q and Origin %q: %d, done %d times", method, c.site, c.origin, got.Code, done)
			}
		}
		done = 0
		if got := h.do(get("https://house.example/thing", "Sec-Fetch-Site", c.site, "Origin", c.origin)); got.Code != 200 || done != 1 {
			t.Errorf("reading with Sec-Fetch-Site %q and Origin %q: %d", c.site, c.origin, got.Code)
		}
	}
}

func TestAMethodNobodyKnowsIsUnsafe(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.route("/any", say("done"))
	r := post("/any", nil, "Sec-Fetch-Site", "", "Origin", "null")
	r.Method = "FROB"
	h.want(h.do(r), http.StatusForbidden, "")
}

func TestUpgradesComeFromHere(t *testing.T) {
	for _, c := range []struct {
		base, origin, site string
		fine               bool
	}{
		{"https://house.example", "https://house.example", "same-origin", true},
		{"https://house.example", "https://house.example", "", true},
		{"https://house.example", "https://HOUSE.example", "", true},
		{"http://localhost:8080", "http://localhost:8080", "", true},
		{"https://house.example", "", "", false},
		{"https://house.example", "", "same-origin", false},
		{"https://house.example", "null", "", false},
		{"https://house.example", "null", "same-origin", false},
		{"https://house.example", "https://evil.example", "", false},
		{"https://house.example", "http://house.example", "", false},
		{"https://house.example", "https://house.example:444", "", false},
		{"https://house.example", "https://house.example.evil.example", "", false},
		{"https://house.example", "https://evil.example/house.example", "", false},
		{"https://house.example", "https://house.example@evil.example", "", false},
		{"https://house.example", "house.example", "", false},
		{"https://house.example", "https://house.example", "cross-site", false},
		{"https://house.example", "https://house.example", "same-site", false},
		{"http://localhost:8080", "http://localhost:8081", "", false},
		{"http://localhost:8080", "http://127.0.0.1:8080", "", false},
	} {
		base, err := url.Parse(c.base)
		if err != nil {
			t.Fatal(err)
		}
		if got := web.SameOrigin(base, get("/socket", "Origin", c.origin, "Sec-Fetch-Site", c.site)); got != c.fine {
			t.Errorf("at %s from %q (%s): %v", c.base, c.origin, c.site, got)
		}
	}
}

func TestOnlyOurOwnPagesClearTheBrowser(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	leaving := func(r *web.Route) { r.Headers = web.Leaving }
	h.route("GET /exit", say("gone"), leaving)
	h.route("POST /exit", say("gone"), leaving)
	for _, c := range []struct {
		r      *http.Request
		clears bool
	}{
		{post("/exit", nil), true},
		{get("/exit", "Sec-Fetch-Site", "same-origin"), true},
		{get("/exit", "Sec-Fetch-Site", "none"), true},
		{get("/exit", "Sec-Fetch-Site", "cross-site"), false}, // a picture on any other site
		{get("/exit", "Sec-Fetch-Site", "same-site"), false},
		{post("/exit", nil, "Sec-Fetch-Site", "cross-site"), false},
		{post("/exit", nil, "Sec-Fetch-Site", "", "Origin", "https://evil.example"), false},
		{post("/exit", nil, "Origin", "null"), false},
	} {
		got := h.do(c.r).Header().Get("Clear-Site-Data")
		if (got != "") != c.clears || c.clears && !strings.Contains(got, "storage") {
			t.Errorf("%s from %q, %q clears %q", c.r.Method, c.r.Header.Get("Sec-Fetch-Site"), c.r.Header.Get("Origin"), got)
		}
	}
}
