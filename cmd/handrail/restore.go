package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"handrail/internal/app"
	"handrail/internal/backup"
)

type restoreCommand struct {
	dataFlags
	File      string `arg:"" optional:"" help:"The backup."`
	Identity  string `help:"The file of the age identity that opens it; without one, the passphrase in HANDRAIL_BACKUP_PASSPHRASE does." placeholder:"FILE"`
	Keys      string `help:"The data keys that were kept beside it." placeholder:"FILE"`
	ServerKey string `help:"The server's key, as it was put away at set-up." placeholder:"FILE" env:"HANDRAIL_SERVER_KEY_FILE"`
}

// Run brings the backup back.
func (c *restoreCommand) Run(in *invocation) error {
	from := app.From{File: c.File, Keys: c.Keys, ServerKey: c.ServerKey}
	if c.File == "" && c.ServerKey == "" && c.Keys == "" {
		return errors.New("name the backup: handrail restore FILE")
	}
	if c.File != "" {
		var err error
		if from.Identities, err = backup.Identities(c.Identity, os.Getenv(passphraseEnv)); err != nil {
			return err
		}
	}
	from.Progress = progress(os.Stderr)
	done, err := app.Restore(in.ctx, c.config(), from)
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped. Nothing was changed")
	}
	if err != nil {
		return err
	}
	c.report(in, done)
	return nil
}

func (c *restoreCommand) report(in *invocation, done app.Returned) {
	if c.File == "" {
		fmt.Fprintln(in.out, "The keys are back in their place.")
		return
	}
	made := time.UnixMilli(done.MadeAt).UTC().Format("2 January 2006, 15:04 UTC")
	fmt.Fprintf(in.out, "Restored: everything as it was on %s. Start Handrail as before.\n", made)
	if done.WithoutKeys {
		fmt.Fprintln(in.out, "No data keys were given and none are here: what is sealed cannot be read. If you have them, restore again before the first start, with --keys FILE and --server-key FILE.")
	}
	if done.Kept != "" {
		fmt.Fprintf(in.out, "What was here before is in %s. Remove it once all is well: rm -r %s\n", done.Kept, done.Kept)
	}
	if done.KeptSchema != "" {
		fmt.Fprintf(in.out, "The rows that were in the database before are in its schema %s. Remove it once all is well: DROP SCHEMA %s CASCADE\n", done.KeptSchema, done.KeptSchema)
	}
}
