package feed

import "embed"

// Locale are the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS
