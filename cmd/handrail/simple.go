package main

import (
	"fmt"
	"runtime/debug"
	"text/tabwriter"

	"handrail/internal/app"
)

type migrateCommand struct{ dataFlags }

// Run brings the database up to date.
func (c *migrateCommand) Run(in *invocation) error {
	version, err := app.Migrate(in.ctx, c.config())
	if err != nil {
		return err
	}
	fmt.Fprintf(in.out, "The database is up to date, at number %d.\n", version)
	return nil
}

type routesCommand struct{}

// Run prints the access table.
func (c *routesCommand) Run(in *invocation) error {
	routes, err := app.AccessTable(in.ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(in.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ROUTE\tAUDIENCE\tLIMIT\tHEADERS")
	for _, r := range routes {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.Pattern, r.Audience, r.Limit.Name, r.Headers)
	}
	return table.Flush()
}

type versionCommand struct{}

// Run prints the version, and the source it was built from where known.
func (c *versionCommand) Run(in *invocation) error {
	fmt.Fprintln(in.out, "Handrail", app.Version)
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintln(in.out, "built with", info.GoVersion)
	}
	return nil
}
