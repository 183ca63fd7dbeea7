package web_test

import (
	"bufio"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

func TestOwnPaths(t *testing.T) {
	for path, own := range map[string]bool{
		"/": true, "/groups/oak": true, "/a?b=//c": true, "/a#b": true, "/a//b": true, "/%2F%2Fevil.example": true, "/é": true, "/@evil.example": true,
		"": false, "a": false, "//evil.example": false, "///evil.example": false, "/\\evil.example": false, "\\\\evil.example": false,
		"https://evil.example": false, "javascript:alert(1)": false, " /a": false, "/\tevil": false, "/\n/evil.example": false,
		"/\r/evil.example": false, "/a\x00": false, "/\x0b/evil.example": false, "?a": false, "/%zz": false, "data:text/html,x": false,
	} {
		if web.IsOwnPath(path) != own {
			t.Errorf("%q is our own: %v", path, !own)
		}
	}
}

func TestNoRedirectLeadsAway(t *testing.T) {
	r := get("https://house.example/")
	for _, path := range append([]string{"//evil.example", "/\\evil.example", "https://evil.example"}, payloads(t)...) {
		w := httptest.NewRecorder()
		err := web.SeeOther(w, r, path)
		if err == nil {
			stays(t, path, w.Header().Get("Location"))
		} else if fault.KindOf(err) != fault.Invalid || w.Header().Get("Location") != "" {
			t.Errorf("%q: %v", path, err)
		}
	}
	w := httptest.NewRecorder()
	if err := web.SeeOther(w, r, "/près?q=ö"); err != nil || w.Header().Get("Location") != "/pr%C3%A8s?q=%C3%B6" || w.Code != 303 {
		t.Errorf("%v, %d, %q", err, w.Code, w.Header().Get("Location"))
	}
}

// stays checks that a browser which reads \ as /, and drops tabs and line ends,
// would find no other host in location.
func stays(t *testing.T, given, location string) {
	t.Helper()
	read := strings.NewReplacer("\\", "/", "\t", "", "\n", "", "\r", "").Replace(location)
	base, _ := url.Parse("https://house.example/here")
	to, err := base.Parse(strings.TrimSpace(read))
	if err != nil || to.Host != "house.example" || to.Scheme != "https" {
		t.Errorf("%q leads to %v (%v)", given, to, err)
	}
}

// payloads are the collected open redirects, where they are at hand.
func payloads(t *testing.T) []string {
	t.Helper()
	shared := os.Getenv("HANDRAIL_SHARED_DATA")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(shared, "hostile", "ssrf", "patt-open-redirect-payloads.txt"))
	if err != nil {
		t.Log("the collection of open redirects is not here: only our own are tried")
		return nil
	}
	defer f.Close()
	var list []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		list = append(list, lines.Text(), "/"+lines.Text())
	}
	if len(list) < 100 {
		t.Fatalf("the collection has only %d lines", len(list))
	}
	return list
}

func FuzzIsOwnPath(f *testing.F) {
	for _, seed := range []string{"/", "//evil.example", "/\\evil.example", "/a?b#c", "/%2f%2fx", "/\x00", "/.//x", "/é", "https:/x", "/;//x@y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		w := httptest.NewRecorder()
		if err := web.SeeOther(w, get("/"), path); err == nil {
			stays(t, path, w.Header().Get("Location"))
		}
	})
}

func TestSeveralSlashesCountAsOneWhereARouteSaysSo(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.route("GET /loose/{a}/{$}", say("here"), func(r *web.Route) { r.AnySlashes = true })
	h.route("GET /strict/{a}/{$}", say("here"))
	for path, status := range map[string]int{
		"/loose/b/": 200, "/loose//b/": 200, "//loose/b///": 200, "/loose///b//?q=//": 200, "/loose//b//c": 404, "/loose//b": 307,
		"/strict/b/": 200, "/strict//b/": 307, "//strict/b/": 307,
	} {
		if got := h.do(get("https://house.example" + path)); got.Code != status {
			t.Errorf("%s answers %d, not %d", path, got.Code, status)
		}
	}
}
