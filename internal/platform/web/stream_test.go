package web_test

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"handrail/internal/platform/web"
)

func TestAStreamIsSentAsItComes(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	var fails error
	long := strings.Repeat("a line of it\n", 10_000)
	text := long
	h.route("GET /stream", func(w http.ResponseWriter, r *http.Request) error {
		if web.Unchanged(w, r, `W/"7"`) {
			return nil
		}
		return web.Stream(w, r, "text/plain; charset=utf-8", func(to io.Writer) error {
			if _, err := io.WriteString(to, text); err != nil {
				return err
			}
			return fails
		})
	})
	server := httptest.NewServer(h)
	defer server.Close()
	ask := func(method string, headers ...string) (*http.Response, string, error) {
		r, err := http.NewRequest(method, server.URL+"/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "identity")
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		got, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		body, err := io.ReadAll(got.Body)
		return got, string(body), err
	}

	plain, body, err := ask("GET")
	if err != nil || body != long || plain.Header.Get("Content-Encoding") != "" || plain.Header.Get("ETag") != `W/"7"` || plain.Header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("plain: %v, %d bytes, %v", err, len(body), plain.Header)
	}
	zipped, body, err := ask("GET", "Accept-Encoding", "br, gzip;q=0.5")
	if err != nil || zipped.Header.Get("Content-Encoding") != "gzip" || len(body) > len(long)/10 {
		t.Errorf("packed: %v, %d bytes, %v", err, len(body), zipped.Header)
	}
	if unzipped, err := gzip.NewReader(strings.NewReader(body)); err != nil {
		t.Error(err)
	} else if all, err := io.ReadAll(unzipped); err != nil || string(all) != long {
		t.Errorf("packed: %v, %d bytes", err, len(all))
	}
	if refused, _, _ := ask("GET", "Accept-Encoding", "gzip;q=0"); refused.Header.Get("Content-Encoding") != "" {
		t.Error("packed for a client that takes none")
	}
	if head, body, err := ask("HEAD"); err != nil || body != "" || head.StatusCode != 200 || head.Header.Get("ETag") == "" {
		t.Errorf("head: %v, %q, %v", err, body, head.Header)
	}
	for tag, status := range map[string]int{`"7"`: 304, `W/"7"`: 304, `"6", W/"7"`: 304, "*": 304, `"6"`: 200, "": 200, "7": 200} {
		if got, _, _ := ask("GET", "If-None-Match", tag); got.StatusCode != status {
			t.Errorf("a client that has %q gets %d", tag, got.StatusCode)
		}
	}

	fails = errors.New("the disk is gone")
	if _, body, err := ask("GET"); err == nil {
		t.Errorf("an answer that broke off came as a whole of %d bytes", len(body))
	}
	text = "short"
	if got, body, err := ask("GET", "Accept-Encoding", "gzip"); err != nil || got.StatusCode != 500 || got.Header.Get("ETag") != "" || got.Header.Get("Content-Encoding") != "" || strings.Contains(body, "short") {
		t.Errorf("an answer that broke off at once: %v, %d, %q, %v", err, got.StatusCode, body, got.Header)
	}
}
