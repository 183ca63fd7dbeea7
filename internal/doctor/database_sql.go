package doctor

import "handrail/internal/platform/db"

// What SQLite says of itself. PostgreSQL looks after that on its own, so there
// the statements find nothing.
var (
	selectDamage = db.Pair{
		SQLite:   `SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 3`,
		Postgres: `SELECT '' WHERE false LIMIT 1`,
	}
	selectLoose = db.Pair{
		SQLite:   `SELECT DISTINCT "table" FROM pragma_foreign_key_check LIMIT 3`,
		Postgres: `SELECT '' WHERE false LIMIT 1`,
	}
)
