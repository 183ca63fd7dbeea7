package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
)

// AssetPath is where assets live.
const AssetPath = "/assets/"

// Assets serves files under names that hold a hash of their content, so that a
// browser may keep them for ever and never has an old one.
type Assets struct {
	byURL  map[string]asset
	urlFor map[string]string
}

type asset struct {
	kind   string
	body   []byte
	zipped []byte // nil where that would not be smaller
}

// NewAssets reads every file of files.
func NewAssets(files fs.FS) (*Assets, error) {
	a := &Assets{byURL: map[string]asset{}, urlFor: map[string]string{}}
	err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a.byURL[AssetPath+hashed] = asset{kind: typeOf(ext), body: body, zipped: zip(body)}
		a.urlFor[name] = AssetPath + hashed
		return nil
	})
	return a, err
}

// URL is where the file called name is served. It panics when there is no such
// file: names are constants, and a page without its style is a mistake.
func (a *Assets) URL(name string) string {
	url, ok := a.urlFor[name]
	if !ok {
		panic("web: no asset is called " + name)
	}
	return url
}

// Body is the content of the file called name, and whether there is one.
func (a *Assets) Body(name string) ([]byte, bool) {
	found, ok := a.byURL[a.urlFor[name]]
	return found.body, ok
}

// Route serves the assets.
func (a *Assets) Route(rule limit.Rule) Route {
	return Route{
		Pattern: "GET " + AssetPath + "{name...}", Audience: Machines, Limit: rule, Headers: Asset,
		Handler: func(w http.ResponseWriter, r *http.Request) error {
			found, ok := a.byURL[r.URL.Path]
			if !ok {
				return fault.Missing()
			}
			body := found.body
			w.Header().Set("Content-Type", found.kind)
			w.Header().Set("Vary", "Accept-Encoding")
			if found.zipped != nil && takesGzip(r) {
				w.Header().Set("Content-Encoding", "gzip")
				body = found.zipped
			}
			http.ServeContent(w, r, "", clock.FromMillis(0), bytes.NewReader(body))
			return nil
		},
	}
}

// typeOf is the media type of a file name's ending: a browser that may not
// guess needs one.
func typeOf(ext string) string {
	if kind := mime.TypeByExtension(ext); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// zip is body as gzip (RFC 1952), made once at the start, or nil where that
// saves less than a tenth.
func zip(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic("web: gzip: " + err.Error()) // only for a level that does not exist
	}
	w.Write(body) // a buffer takes everything
	w.Close()
	if b.Len() > len(body)*9/10 {
		return nil
	}
	return b.Bytes()
}

// takesGzip reads Accept-Encoding (RFC 9110 §12.5.3).
func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, weight, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(part, " ", "")), ";")
		if name == "gzip" {
			q, err := strconv.ParseFloat(strings.TrimPrefix(weight, "q="), 64)
			return weight == "" || err == nil && q > 0
		}
	}
	return false
}
