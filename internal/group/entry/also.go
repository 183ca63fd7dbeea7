package entry

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/group"
)

// Also is one more question with the form of joining, that another feature asks.
// Whether it is asked at all depends on the group.
type Also struct {
	Field string // of the box
	// Box is the section with the box.
	Box func(g group.Group, ticked bool) templ.Component
	// Yes is told of a membership, which may have to be let in first, whose owner
	// ticked the box.
	Yes func(ctx context.Context, g group.Group, membership string) error
}

// said tells the other feature what somebody ticked who joined, asked, or waits.
func (a Also) said(ctx context.Context, p *Pages, j joining) error {
	if a.Yes == nil || !j.AlsoYes {
		return nil
	}
	seen, err := p.groups.SeenFor(ctx, j.Viewer, j.Group.Slug, j.Link)
	if err != nil || seen.Self.ID == "" {
		return err
	}
	return a.Yes(ctx, seen.Group, seen.Self.ID)
}
