// Package migrations is the schema, told as a story in numbered files. They
// only go forward, and are never edited once released. A step that must differ
// between the engines is a pair: NAME.sqlite.sql and NAME.postgres.sql.
package migrations

import "embed"

// Files holds every migration, for both engines.
//
//go:embed *.sql
var Files embed.FS
