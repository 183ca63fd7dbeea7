package app

import (
	"io/fs"

	"handrail/assets"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// Built is what was built into the program and never changes while it runs:
// every translation, and the files that browsers fetch. Any number of houses can
// use one.
type Built struct {
	languages *i18n.Catalogue
	assets    *web.Assets
}

// ReadBuilt reads it; with the pseudo-locale where it is for development.
func ReadBuilt(development bool) (*Built, error) {
	all, err := languages(development)
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(assets.Files, "dist")
	if err != nil {
		return nil, err
	}
	served, err := web.NewAssets(files)
	return &Built{languages: all, assets: served}, err
}
