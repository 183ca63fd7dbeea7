package app

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/realtime"
	"handrail/internal/platform/web"
)

// The limits of routes that belong to no feature. Each page opens a connection of
// its own, so more of these go through than of pages.
var (
	pageLimit  = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	assetLimit = limit.Rule{Name: "asset", Network: limit.Rate{Count: 6000, Per: time.Minute}, Wait: 2 * time.Second}
	probeLimit = limit.Rule{Name: "probe", Global: limit.Rate{Count: 600, Per: time.Minute}}
	liveLimit  = limit.Rule{Name: "live", Subject: limit.Rate{Count: 240, Per: time.Minute}, Network: limit.Rate{Count: 2400, Per: time.Minute}, Wait: 2 * time.Second}
)

// mount adds every route: the whole access table is what these lines declare.
func (a *App) mount() {
	a.Router.Handle(a.ownRoutes()...)
	a.Router.Handle(a.assets.Route(assetLimit))
	a.Router.Handle(a.Site.Routes()...)
	a.Router.Handle(a.doorRoutes()...)
	a.Router.Handle(a.lostRoutes()...)
	a.Router.Handle(a.Notices.Routes()...)
	a.Router.Handle(a.Home.Routes()...)
	a.Router.Handle(a.Leaving.Routes()...)
	a.Router.Handle(a.seatRoutes()...)
	a.Router.Handle(a.Faces.Routes()...)
	a.Router.Handle(a.Entry.Routes()...)
	a.Router.Handle(a.inside().Routes()...)
	a.Router.Handle(a.leading().Routes()...)
	a.Router.Handle(a.Voice.Routes()...)
	a.Router.Handle(a.board().Routes()...)
	a.Router.Handle(a.finding().Routes()...)
	a.Router.Handle(a.tending().Routes()...)
	a.Router.Handle(a.polls().Routes()...)
	a.Router.Handle(a.schedule().Routes()...)
	a.Router.Handle(a.Serving.Routes()...)
	a.Router.Handle(a.Feeds.Routes()...)
	a.Router.Handle(a.bmlt().Routes()...)
	a.Router.Handle(a.Share().Routes()...)
	a.Router.Handle(a.Moderation.Routes()...)
	a.Router.Handle(a.Private.Routes()...)
	a.Router.Handle(a.Worry.Routes()...)
	a.Router.Handle(a.Lift.Routes()...)
	a.Router.Handle(a.Proof.Routes()...)
	a.Router.Handle(a.Remind.Routes()...)
	a.Router.Handle(a.Speakers.Routes()...)
	a.Router.Handle(a.Sheets.Routes()...)
	a.Router.Handle(a.Notes.Routes()...)
	a.Router.Handle(a.Writing.Routes()...)
	a.Router.Handle(a.Admin.Routes()...)
	a.Router.Handle(a.Sources.Routes()...)
	a.Router.Handle(a.seeking().Routes()...)
	a.Router.Handle(a.Demo.Routes()...)
	for pattern, handler := range a.Live.Handlers() {
		a.Router.Handle(web.Route{Pattern: pattern, Audience: web.Sessions, Limit: liveLimit, Handler: plain(handler)})
	}
	a.Router.Handle(a.probeRoutes()...)
}

func (a *App) ownRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /healthz", Audience: web.Machines, Limit: probeLimit, Handler: a.getHealth},
		{Pattern: "GET /readyz", Audience: web.Machines, Limit: probeLimit, Handler: a.getReady},
		{Pattern: "GET /sw.js", Audience: web.Machines, Limit: assetLimit, Headers: web.Worker, Handler: a.getWorker},
		{Pattern: "GET " + groupPath + "{id}", Audience: web.Members, Limit: pageLimit, Handler: a.getGroup},
		{Pattern: "GET " + meetingPath + "{key}", Audience: web.Members, Limit: pageLimit, Handler: a.getMeeting},
		{Pattern: "GET " + talkPath + "{id}", Audience: web.Members, Limit: pageLimit, Handler: a.getTalk},
		{Pattern: "GET /ui", Audience: web.InDevelopment, Limit: pageLimit, Handler: a.getGallery},
	}
}

func plain(h http.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		h.ServeHTTP(w, r)
		return nil
	}
}

func (a *App) getHealth(w http.ResponseWriter, _ *http.Request) error { return say(w, "alive") }

func (a *App) getReady(w http.ResponseWriter, r *http.Request) error {
	if err := a.ready(r.Context()); err != nil {
		return err
	}
	return say(w, "ready")
}

func say(w http.ResponseWriter, word string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, word)
	return nil
}

// getWorker serves the service worker from the root, so that it may look after
// every page.
func (a *App) getWorker(w http.ResponseWriter, _ *http.Request) error {
	body, ok := a.assets.Body("sw.js")
	if !ok {
		return fault.Missing()
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, err := w.Write(body)
	return err
}

// openLive opens the sockets: each belongs to one session.
func (a *App) openLive() (*realtime.Hub, error) {
	hub, err := realtime.New(realtime.Options{
		Redis: a.Config.Redis, Secret: a.Keys.Derive("realtime"), Clock: a.Config.Clock, Log: a.Config.Log, Registry: a.Registry,
		Authenticate: func(r *http.Request) (realtime.Peer, error) {
			viewer := account.ViewerFrom(r.Context())
			if viewer.IsVisitor() {
				return realtime.Peer{}, account.NeedsSession()
			}
			return realtime.Peer{Session: viewer.Session, Subject: viewer.Subject()}, nil
		},
		Alive: func(ctx context.Context, sessions []string) (map[string]bool, error) {
			return a.Accounts.Alive(ctx, sessions)
		},
		Standing:   a.Groups.InsideAmong,
		SameOrigin: func(r *http.Request) bool { return web.SameOrigin(a.Base, r) },
	})
	if err == nil {
		a.onClose(func() { hub.Shutdown(context.Background()) })
	}
	return hub, err
}
