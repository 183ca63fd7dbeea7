package app

import (
	"context"

	"handrail/internal/forum/board"
	"handrail/internal/forum/compose"
	"handrail/internal/forum/find"
	"handrail/internal/group"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// finding is where they look for words.
func (a *App) finding() *find.Pages {
	return find.New(find.Options{Forum: a.Forum, Hall: a.hall(), Notes: a.Notes})
}

// findingWays lead there.
func findingWays(ctx context.Context, m group.Member, at board.At) []ui.Place {
	if at != (board.At{}) {
		return nil
	}
	return []ui.Place{{Label: i18n.T(ctx, "Search the forum"), Href: find.Path(m.Group.Slug)}}
}

// board is what members read of a forum. What features offer at a topic or a
// post is listed here.
func (a *App) board() *board.Pages {
	return board.New(board.Options{
		Forum: a.Forum, Hall: a.hall(), Notes: a.Notes, Cookies: a.cookies,
		Reply: a.Writing.Reply, Picture: compose.Picture, Just: a.Writing.Just, Ways: []board.Way{findingWays, writingWays, waysOfPolls, waysOfTending, waysOfCare, waysOfReporting},
		Parts: []board.Part{a.polls().Part},
	})
}
