package app

import (
	"context"

	"handrail/internal/forum/board"
	"handrail/internal/forum/compose"
	"handrail/internal/forum/heard"
	"handrail/internal/group"
	"handrail/internal/ui"
)

// openWriting builds the pages on which one writes in a forum.
func (a *App) openWriting() error {
	box, err := heard.New()
	if err != nil {
		return err
	}
	a.Writing = compose.New(compose.Options{
		DB: a.DB, Clock: a.Config.Clock, Keys: a.Keys, Files: a.Files, Pictures: a.Pictures, Forum: a.Forum, Notes: a.Notes, Hall: a.hall(), Cookies: a.cookies,
		Heard: box, Lines: a.Site.LinesNear,
		Opening: func(ctx context.Context, m group.Member, of string) (title, text string, err error) {
			return a.schedule().Opening(ctx, m, of)
		},
	})
	return nil
}

// writingWays are the ways from what one reads to what one writes.
func writingWays(ctx context.Context, m group.Member, at board.At) []ui.Place {
	if at.Space != nil || at.Topic != nil && at.Post == nil {
		return nil
	}
	return compose.Ways(ctx, m, at.Post)
}
