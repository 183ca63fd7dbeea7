package app

import (
	"handrail/internal/forum/compose"
	"handrail/internal/forum/heard"
)

// openWriting builds the pages on which one writes in a forum.
func (a *App) openWriting() error {
	box, err := heard.New()
	if err != nil {
		return err
	}
	a.Writing = compose.New(compose.Options{
		DB: a.DB, Clock: a.Config.Clock, Keys: a.Keys, Files: a.Files, Pictures: a.Pictures, Forum: a.Forum, Notes: a.Notes, Hall: a.hall(), Cookies: a.cookies,
		Heard: box, Lines: a.Site.LinesNear,
	})
	return nil
}
