package app

import (
	"handrail/internal/group/entry"
	"handrail/internal/meeting/proof"
)

// openEntry builds the pages by which people come to groups.
func (a *App) openEntry() {
	a.Entry = entry.New(entry.Options{
		Groups: a.Groups, Faces: a.Faces, Clock: a.Config.Clock, Cookies: a.cookies, Inside: a.inside().Home,
		Meetings: a.schedule().Outside,
		Also:     entry.Also{Field: proof.JoinField, Box: proof.JoinBox, Yes: a.Proof.Joined},
	})
}
