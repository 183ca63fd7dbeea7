package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"handrail/internal/app"
	"handrail/internal/backup"
)

// passphraseEnv holds the passphrase of backups. It is never a flag: other
// people on the machine can read those.
const passphraseEnv = "HANDRAIL_BACKUP_PASSPHRASE"

type backupCommand struct {
	dataFlags
	File        string   `arg:"" optional:"" help:"Where to write the encrypted backup."`
	Recipient   []string `help:"Who can open it: an age key, age1…; without one, whoever knows the passphrase in HANDRAIL_BACKUP_PASSPHRASE." placeholder:"AGE"`
	Keys        string   `help:"Where to keep the data keys: always the same file, replaced each time." placeholder:"FILE"`
	PlainExport string   `help:"Write the rows of every table here, not encrypted." placeholder:"FILE"`
}

// Run makes the backup.
func (c *backupCommand) Run(in *invocation) error {
	o := backup.Order{File: c.File, Keys: c.Keys, Plain: c.PlainExport, Progress: progress(os.Stderr)}
	if o.File == "" && o.Keys == "" && o.Plain == "" {
		return errors.New("name the file to write: handrail backup FILE")
	}
	if o.File != "" {
		var err error
		if o.Recipients, err = backup.Recipients(c.Recipient, os.Getenv(passphraseEnv)); err != nil {
			return err
		}
	}
	made, err := app.Backup(in.ctx, c.config(), o)
	if err != nil && in.ctx.Err() != nil {
		return errors.New("stopped. Nothing was written")
	}
	if err != nil {
		return err
	}
	c.report(in, made)
	return nil
}

func (c *backupCommand) report(in *invocation, made backup.Made) {
	if c.File != "" {
		fmt.Fprintf(in.out, "Everything is in %s: %d rows, %d uploads, %d waiting jobs. %s\n", c.File, made.Rows, made.Files, made.Jobs, c.opener())
	}
	if c.Keys != "" {
		fmt.Fprintf(in.out, "The data keys are in %s. Keep this one file, and no older copies of it.\n", c.Keys)
	} else if c.File != "" {
		fmt.Fprintln(in.out, "The data keys are not in it: add --keys FILE, or what is sealed cannot be read after a restore.")
	}
	if c.PlainExport != "" {
		fmt.Fprintf(in.out, "%s is not encrypted: whoever reads it reads everything but what is sealed.\n", c.PlainExport)
	}
	if len(made.Damaged) > 0 {
		fmt.Fprintf(in.out, "Left out, because they are damaged on this disk: %s. Bring them back from an earlier backup.\n", strings.Join(made.Damaged, ", "))
	}
}

func (c *backupCommand) opener() string {
	if len(c.Recipient) > 0 {
		return "It opens for " + strings.Join(c.Recipient, " and ") + "."
	}
	return "It opens with the passphrase."
}
