package app

import (
	"handrail/internal/forum/board"
	"handrail/internal/forum/compose"
)

// board is what members read of a forum. What features offer at a topic or a
// post is listed here.
func (a *App) board() *board.Pages {
	return board.New(board.Options{
		Forum: a.Forum, Hall: a.hall(), Notes: a.Notes, Cookies: a.cookies,
		Reply: a.Writing.Reply, Picture: compose.Picture, Just: a.Writing.Just, Ways: []board.Way{writingWays},
	})
}
