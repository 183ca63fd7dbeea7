package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"handrail/internal/platform/web"
)

var style = strings.Repeat("body { color: green }\n", 100)

func assetHouse(t *testing.T) (*house, *web.Assets) {
	t.Helper()
	assets, err := web.NewAssets(fstest.MapFS{
		"app.css": {Data: []byte(style)}, "icons/leaf.svg": {Data: []byte("<svg/>")}, "x.unheard": {Data: []byte{0, 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	h := plainHouse(t, "https://house.example", nil)
	h.Handle(assets.Route(often))
	return h, assets
}

func TestAssetsAreNamedAfterTheirContentAndKept(t *testing.T) {
	h, assets := assetHouse(t)
	url := assets.URL("app.css")
	got := h.do(get(url))
	if !strings.HasPrefix(url, "/assets/app.") || got.Code != 200 || got.Body.String() != style ||
		got.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || got.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("%s: %d %v", url, got.Code, got.Header())
	}
	changed, err := web.NewAssets(fstest.MapFS{"app.css": {Data: []byte(style + " ")}})
	if err != nil || changed.URL("app.css") == url {
		t.Error("other content has the same address")
	}
	if kind := h.do(get(assets.URL("x.unheard"))).Header().Get("Content-Type"); kind != "application/octet-stream" {
		t.Errorf("a file of no known kind is sent as %q", kind)
	}
	if body, ok := assets.Body("icons/leaf.svg"); !ok || string(body) != "<svg/>" {
		t.Errorf("inside: %q, %v", body, ok)
	}
}

func TestAnAssetThatIsNotThereIsNotKept(t *testing.T) {
	h, assets := assetHouse(t)
	for _, path := range []string{"/assets/app.000000000000.css", "/assets/app.css", "/assets/", "/assets/%2e%2e/x", assets.URL("app.css") + "x"} {
		got := h.do(get(path))
		if got.Code != 404 || got.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, %q", path, got.Code, got.Header().Get("Cache-Control"))
		}
	}
	if _, ok := assets.Body("nothing"); ok {
		t.Error("there is a body of nothing")
	}
	defer func() {
		if recover() == nil {
			t.Error("a name that nobody has gives an address")
		}
	}()
	assets.URL("nothing")
}

func TestAssetsAreCompressedForThoseWhoTakeIt(t *testing.T) {
	h, assets := assetHouse(t)
	for accept, zipped := range map[string]bool{
		"gzip": true, "br, gzip": true, "GZIP;q=0.5": true, "deflate, gzip ; q=1.0": true,
		"": false, "br": false, "gzip;q=0": false, "gzip; q=0.000": false, "xgzip": false, "gzip;q=nonsense": false, "identity": false,
	} {
		got := h.do(get(assets.URL("app.css"), "Accept-Encoding", accept))
		if got.Header().Get("Vary") != "Accept-Encoding" || (got.Header().Get("Content-Encoding") == "gzip") != zipped {
			t.Errorf("%q: %v", accept, got.Header())
		}
		body := got.Body.Bytes()
		if zipped {
			body = unzip(t, body)
		}
		if string(body) != style || zipped && got.Body.Len() > len(style)/5 {
			t.Errorf("%q: %d bytes", accept, got.Body.Len())
		}
	}
	if got := h.do(get(assets.URL("icons/leaf.svg"), "Accept-Encoding", "gzip")); got.Header().Get("Content-Encoding") != "" || got.Body.String() != "<svg/>" {
		t.Errorf("what would only grow was compressed: %v", got.Header())
	}
}

func unzip(t *testing.T, body []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestPartsOfAnAsset(t *testing.T) {
	h, assets := assetHouse(t)
	got := h.do(get(assets.URL("app.css"), "Range", "bytes=0-3"))
	if got.Code != http.StatusPartialContent || got.Body.String() != "body" {
		t.Errorf("%d %q", got.Code, got.Body)
	}
	head := httptest.NewRequest(http.MethodHead, assets.URL("app.css"), nil)
	if got := h.do(head); got.Code != 200 || got.Body.Len() != 0 {
		t.Errorf("HEAD: %d, %d bytes", got.Code, got.Body.Len())
	}
}
