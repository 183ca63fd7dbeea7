package compose

import (
	"context"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
)

// Just stands below a post of the member's own that they have only just posted:
// it says that their words are there, and takes them back. Where a post waits
// for a look, it says so for as long as it does. Nil says nothing.
func (p *Pages) Just(_ context.Context, m group.Member, post forum.Post) templ.Component {
	fresh := post.State != forum.Hidden && p.o.Clock.Now().Sub(post.Made) < forum.UndoFor
	if !post.Mine || !fresh && post.State != forum.Waits {
		return nil
	}
	return just(m, post, fresh)
}
