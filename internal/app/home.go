package app

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/home"
	"handrail/internal/platform/i18n"
)

// homePanels are the parts of everybody's own first page, in this order.
func (a *App) homePanels() []home.Panel {
	return []home.Panel{a.claimPanel, a.mistakenPanel, a.stewardPanel, a.keepPanel, a.leavingPanel, a.meetingsPanel, a.groupsPanel, a.noticesPanel}
}

func (a *App) noticesPanel(ctx context.Context, viewer account.Viewer) (*home.PanelView, error) {
	body, err := a.Notices.Panel(ctx, viewer)
	if err != nil {
		return nil, err
	}
	return &home.PanelView{Body: body}, nil
}

// mistakenPanel is for somebody of whom a group was told that they have died.
func (a *App) mistakenPanel(ctx context.Context, viewer account.Viewer) (*home.PanelView, error) {
	heading, body, err := a.Voice.Mistaken(ctx, viewer)
	if err != nil || body == nil {
		return nil, err
	}
	return &home.PanelView{ID: "remembered", Heading: heading, Lit: true, Body: body}, nil
}

// stewardPanel tells a steward what is missing before they may act as one.
func (a *App) stewardPanel(ctx context.Context, viewer account.Viewer) (*home.PanelView, error) {
	if !viewer.Steward || !viewer.TakesPart() || viewer.IsSteward() {
		return nil, nil
	}
	return &home.PanelView{
		ID: "steward", Heading: i18n.T(ctx, "You look after this place"), Lit: true, Body: home.Step(viewer.Keys >= 2),
	}, nil
}
