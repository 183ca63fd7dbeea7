package app

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/group/hall"
	"handrail/internal/group/inside"
	"handrail/internal/home"
	"handrail/internal/platform/i18n"
)

// inside are the pages inside a group.
func (a *App) inside() *inside.Pages {
	return inside.New(inside.Options{
		Groups: a.Groups, Hall: a.hall(), Faces: a.Faces, Clock: a.Config.Clock, Cookies: a.cookies, Panels: []hall.Panel{a.schedule().Panel, a.board().Panel, a.tending().Panel, a.Private.Panel, a.Remind.NudgePanel, a.Worry.Panel, a.Moderation.Panel, a.Voice.Panel},
	})
}

// groupsPanel are the viewer's groups, with what changed there.
func (a *App) groupsPanel(ctx context.Context, viewer account.Viewer) (*home.PanelView, error) {
	if viewer.Account == "" {
		return nil, nil
	}
	mine, err := a.Groups.MineFor(ctx, viewer)
	if err != nil || len(mine) == 0 && !viewer.TakesPart() {
		return nil, err
	}
	return &home.PanelView{ID: "groups", Heading: i18n.T(ctx, "Your groups"), Body: inside.YourGroups(mine, viewer.TakesPart())}, nil
}
