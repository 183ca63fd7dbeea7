// Package demo is a plainly fictional community, made through the use cases
// that members and stewards use, and nothing else. It grows with every
// feature. Nobody in it exists.
package demo

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/site"
)

// House is what the demo is built in.
type House struct {
	Site *site.Service
}

// steward stands for whoever set the demo up.
var steward = account.Viewer{Session: "demo", Pass: "demo", Purpose: account.SetUp}

const welcome = `**This is a demo.** The Lanterns of Marrowby do not exist, and neither does Marrowby.

Look around, change what you like, and throw it away. Nothing here is kept for anybody.

*Good that you are here. Take your time; nobody minds if you only read.*`

// Fill makes the community, unless it is there already.
func Fill(ctx context.Context, h House) error {
	current, err := h.Site.Get(ctx)
	if err != nil || current.SetUp {
		return err
	}
	current.Name = "Lantern Street"
	current.Operator = "The Lanterns of Marrowby (a demo)"
	current.Contact = "The noticeboard in the hall of Marrowby, which does not exist"
	current.Welcome = welcome
	current.Registration = site.OpenToAll
	current.Country, current.Language, current.Zone = "GB", "en", "Europe/London"
	return h.Site.Change(ctx, steward, current)
}
