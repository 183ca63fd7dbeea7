package board

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/platform/web"
)

// Options are what the pages work with.
type Options struct {
	Forum   *forum.Service
	Hall    *hall.Hall
	Notes   *note.Service
	Cookies web.Cookies

	// Reply makes the box under a topic in which one answers.
	Reply func(r *http.Request, m group.Member, page forum.Page) (templ.Component, error)
	// Picture shows the picture in a post. Nil shows none.
	Picture func(m group.Member, p forum.Post) templ.Component
	// Just stands below a post of the reader's own: it offers to take back what
	// was only just said. Nil offers nothing.
	Just func(ctx context.Context, m group.Member, p forum.Post) templ.Component
	// Parts are what features show below the first post of a topic, such as a
	// poll. Each may give nil.
	Parts []Part
	// Ways are what features offer at the forum, a space, a topic or a post. Each
	// may give none.
	Ways []Way
}
