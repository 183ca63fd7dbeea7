package passkey

import "embed"

// Locale holds the translations of what this package says.
//
//go:embed locale/*.json
var Locale embed.FS
