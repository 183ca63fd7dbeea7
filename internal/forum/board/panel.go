package board

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// panelSize is how many topics the home of a group shows.
const panelSize = 4

// Panel is the part of a group's home about its forum: the latest topics.
func (p *Pages) Panel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	list, err := p.o.Forum.TopicsFor(ctx, m, "", 1)
	if kind := fault.KindOf(err); err != nil && (kind == fault.Forbidden || kind == fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list.Lines, list.More = list.Lines[:min(len(list.Lines), panelSize)], false
	v, err := p.list(ctx, m, list, true)
	if err != nil {
		return nil, err
	}
	return &hall.PanelView{ID: "forum", Heading: i18n.T(ctx, "In the forum"), Body: panel(m.Group.Slug, v)}, nil
}
