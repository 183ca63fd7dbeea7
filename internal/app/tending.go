package app

import (
	"context"

	"handrail/internal/forum"
	"handrail/internal/forum/board"
	"handrail/internal/forum/tend"
	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/ui"
)

// tending is how leaders look after a forum.
func (a *App) tending() *tend.Pages {
	return tend.New(tend.Options{Forum: a.Forum, Hall: a.hall(), Notes: a.Notes, Cookies: a.cookies, Hide: a.hideWaiting})
}

// hideWaiting hides a post that waits, as an act on a report of whoever looked at
// it: its author reads the reason and can answer, and members see in summary that
// something was hidden.
func (a *App) hideWaiting(ctx context.Context, m group.Member, post, reason string) error {
	k, err := moderation.Leader(m)
	if err != nil {
		return err
	}
	if err := k.MayAct(); err != nil {
		return err
	}
	filed, err := a.Moderation.File(ctx, m, moderation.Draft{Kind: forum.ReportedAs, Target: post, Category: moderation.Other, To: moderation.ToLeaders, Named: true})
	if err != nil {
		return err
	}
	c, err := a.Moderation.CaseFor(ctx, k, filed.ID)
	if err != nil {
		return err
	}
	if err := a.Moderation.Do(ctx, k, filed.ID, moderation.Deed{What: moderation.Hide, Reason: reason, Saw: c.Saw()}); err != nil {
		return err
	}
	return a.Moderation.Answer(ctx, k, filed.ID, "")
}

// waysOfTending are the ways to it from what members read.
func waysOfTending(ctx context.Context, m group.Member, at board.At) []ui.Place {
	if at.Space != nil && at.Topic == nil {
		return nil
	}
	return tend.Ways(ctx, m, at.Topic, at.Post)
}
