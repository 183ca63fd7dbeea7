package main

import (
	"fmt"

	"handrail/internal/app"
)

type keysCommand struct {
	Rotate rotateCommand `cmd:"" help:"Give this installation a new server key. Stop it first."`
}

type rotateCommand struct{ dataFlags }

// Run makes the new key and says what to do with it.
func (c *rotateCommand) Run(in *invocation) error {
	config := c.config()
	if err := app.RotateServerKey(in.ctx, config); err != nil {
		return err
	}
	fmt.Fprintf(in.out, "The data keys are locked with a new server key, in %s.\nCopy it to where you keep the old one. A backup's keys file made before today still needs the old one.\n", config.Folder.ServerKey())
	return nil
}
