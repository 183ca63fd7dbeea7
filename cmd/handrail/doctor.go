package main

import (
	"fmt"

	"handrail/internal/app"
)

type doctorCommand struct {
	dataFlags
	Listen  string `help:"Where serve listens." default:"localhost:8080" placeholder:"HOST:PORT"`
	BaseURL string `name:"base-url" help:"Where people find this installation, behind a proxy." placeholder:"URL"`
	Domain  string `help:"The name that serve gets certificates for." placeholder:"NAME"`
	Redis   string `help:"Redis, when more than one node runs." placeholder:"URL"`
}

// Run says what it found, and fails when something has to be mended.
func (c *doctorCommand) Run(in *invocation) error {
	config := c.config()
	config.Listen, config.BaseURL, config.Domain, config.Redis = c.Listen, c.BaseURL, c.Domain, c.Redis
	wrong := 0
	for _, f := range app.Examine(in.ctx, config) {
		if f.IsFine() {
			fmt.Fprintln(in.out, "ok ", f.Fine)
			continue
		}
		wrong++
		fmt.Fprintf(in.out, "!!  %s\n    %s\n", f.Wrong, f.Remedy)
	}
	switch wrong {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("one thing has to be mended")
	}
	return fmt.Errorf("%d things have to be mended", wrong)
}
