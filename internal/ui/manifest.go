package ui

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/i18n"
)

// ManifestType is the media type of a manifest.
const ManifestType = "application/manifest+json"

type manifest struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	Lang       string         `json:"lang"`
	Dir        string         `json:"dir"`
	StartURL   string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

// Manifest is what makes the site installable (W3C Web Application Manifest),
// under its own name and the neutral mark. It says nothing else about the site.
func Manifest(ctx context.Context) ([]byte, error) {
	f := FrameFrom(ctx)
	reader := i18n.From(ctx)
	return json.Marshal(manifest{
		ID: "/", Name: f.name(), ShortName: f.name(), Lang: reader.Lang(), Dir: reader.Dir(),
		StartURL: "/", Scope: "/", Display: "standalone", Background: "#faf5ea", Theme: "#faf5ea",
		Icons: []manifestIcon{
			{Src: f.asset("icon.svg"), Sizes: "any", Type: "image/svg+xml"},
			{Src: f.asset("icon-192.png"), Sizes: "192x192", Type: "image/png"},
			{Src: f.asset("icon-512.png"), Sizes: "512x512", Type: "image/png"},
			{Src: f.asset("icon-maskable-512.png"), Sizes: "512x512", Type: "image/png", Purpose: "maskable"},
		},
	})
}
