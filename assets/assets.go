// Package assets holds the built files that browsers load: the style sheet, the
// scripts and the icons. They are made by tools/assets from the entry points in
// this folder and committed, so that building Handrail needs only Go.
package assets

import "embed"

// Files holds the built files under dist/.
//
//go:embed dist
var Files embed.FS
