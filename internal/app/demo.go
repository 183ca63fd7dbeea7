package app

import (
	"context"

	"handrail/internal/demo"
)

// fill makes the community of a demo.
func (a *App) fill(ctx context.Context) error {
	if !a.Config.Demo {
		return nil
	}
	return demo.Fill(ctx, demo.House{Site: a.Site})
}
