package hall

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/group"
)

// Panel makes a part of a group's home for a member, or nil where there is
// nothing to say. Features give theirs to package inside.
type Panel func(ctx context.Context, m group.Member) (*PanelView, error)

// PanelView is a part of a group's home.
type PanelView struct {
	ID      string // of its heading, unique on the page
	Heading string // in the reader's language
	Lit     bool   // what comes first
	Body    templ.Component
}
