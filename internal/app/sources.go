package app

import (
	"context"
	"fmt"
	"os"

	"handrail/internal/account"
	"handrail/internal/admin"
	"handrail/internal/finder"
	"handrail/internal/finder/source"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
)

// openSources builds what fetches other people's lists of meetings.
func (a *App) openSources() (err error) {
	folder := a.Config.Folder.Spool()
	if a.Config.beside {
		folder = fmt.Sprintf("%s-%d", folder, os.Getpid())
		a.onClose(func() { os.RemoveAll(folder) })
	}
	a.Sources, err = source.New(source.Options{
		Finder: a.Finder, Jobs: a.Jobs, Events: a.Events, DB: a.DB, Clock: a.Config.Clock, Cookies: a.cookies,
		Folder: folder, Out: a.Config.Feeds, Zone: a.placeZone,
	})
	return err
}

// placeZone is the zone of this place.
func (a *App) placeZone(ctx context.Context) string {
	current, err := a.Site.Get(ctx)
	if err != nil {
		return ""
	}
	return current.Zone
}

// reactSources fetches what stewards changed, and keeps a record of it.
func (a *App) reactSources() {
	event.Within(a.Events, a.Sources.Changed)
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e finder.SourceChanged) error {
		by := e.By
		if by == "" {
			by = audit.Operator
		}
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: by, Action: "source." + string(e.What), Object: e.Source})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e finder.NoteSettled) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "source.note-settled", Object: e.Note})
	})
}

// sourcesPanel is how the lists of meetings fare, for stewards.
func (a *App) sourcesPanel(ctx context.Context) (admin.PanelView, error) {
	v := account.ViewerFrom(ctx)
	if !v.IsSteward() { // whoever sets the place up has this page too
		return admin.PanelView{}, nil
	}
	body, err := a.Sources.Panel(ctx, v)
	return admin.PanelView{ID: "meetings", Heading: i18n.T(ctx, source.Heading), Body: body}, err
}
