package main

import (
	"bufio"
	"context"

	"handrail/internal/app"
	"handrail/internal/finder"
	"handrail/internal/finder/share"
)

// exportCommand writes what is passed on to others.
type exportCommand struct {
	Meetings exportMeetings `cmd:"" help:"Write the meetings that this place passes on."`
}

type exportMeetings struct {
	dataFlags
	Format  string `required:"" help:"How to write them: ${enum}." enum:"meeting-guide,bmlt,tsml-csv,naws,ics" placeholder:"FORMAT"`
	BaseURL string `help:"Where people find this place, for the links in it." placeholder:"URL"`
}

// Run writes them where the output goes: what the addresses of this place give to
// everybody.
func (c *exportMeetings) Run(in *invocation) error {
	config := c.config()
	config.BaseURL = c.BaseURL
	return app.Beside(in.ctx, config, func(ctx context.Context, a *app.App) (err error) {
		out := bufio.NewWriterSize(in.out, 64<<10)
		if c.Format == "bmlt" {
			err = a.WriteBMLT(ctx, out)
		} else {
			err = a.Share().Write(ctx, out, share.Format(c.Format), finder.Query{})
		}
		if err != nil {
			return spoken(ctx, err)
		}
		return out.Flush()
	})
}
