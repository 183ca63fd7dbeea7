package app

import (
	"context"

	"handrail/internal/forum/board"
	"handrail/internal/forum/poll"
	"handrail/internal/group"
	"handrail/internal/platform/event"
	"handrail/internal/ui"
)

// polls are the questions that members put to their group in its forum.
func (a *App) polls() *poll.Service {
	return poll.New(poll.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Groups: a.Groups, Forum: a.Forum, Ballots: a.Ballots, Hall: a.hall(), Cookies: a.cookies,
	})
}

// reactPolls is what happens around them. Their votes are counted with all
// others.
func (a *App) reactPolls() {
	event.Within(a.Events, a.polls().Removed)
	event.Within(a.Events, a.polls().Closed)
}

// waysOfPolls are the ways to asking the group from what members read.
func waysOfPolls(ctx context.Context, m group.Member, at board.At) []ui.Place {
	return poll.Ways(ctx, m, at.Topic, at.Post)
}
