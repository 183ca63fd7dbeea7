package app

import (
	"context"

	"handrail/internal/doctor"
	"handrail/migrations"
)

// Examine looks for what is wrong with the installation of c, and changes
// nothing.
func Examine(ctx context.Context, c Config) []doctor.Finding {
	list := doctor.Examine(ctx, doctor.House{
		Folder: string(c.Folder), Secrets: c.Folder.Secrets(), TLS: c.Folder.TLS(), Lock: c.Folder.lock(), Files: c.Folder.Files(),
		Address: c.Address(), KeyAddress: c.keyAddress(), ServerKey: c.Folder.heldServerKey,
		Listen: c.listenAddress(), BaseURL: c.BaseURL, Domain: c.Domain, Redis: c.Redis,
		Migrations: migrations.Files, Tables: Declared(), Clock: c.Clock,
	})
	if err := c.Check(); err != nil {
		list = append(list, doctor.Finding{Wrong: "Handrail would not start: " + err.Error() + ".", Remedy: "Correct this flag, or the variable or line of the file that sets it."})
	}
	return list
}
