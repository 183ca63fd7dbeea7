package app

import "handrail/internal/group/hall"

// hall is what all pages inside a group share.
func (a *App) hall() *hall.Hall {
	return hall.New(hall.Options{Groups: a.Groups, Wrong: "/report"})
}
