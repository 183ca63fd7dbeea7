package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
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
	kind string
	body []byte
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
		a.byURL[AssetPath+hashed] = asset{kind: mime.TypeByExtension(ext), body: body}
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
			w.Header().Set("Content-Type", found.kind)
			http.ServeContent(w, r, "", clock.FromMillis(0), bytes.NewReader(found.body))
			return nil
		},
	}
}
