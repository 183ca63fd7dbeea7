// Package admin is what stewards see of the running of this installation: what
// is set up and what is left to do, who has a seat and the links that let people
// in, which groups there are and what they wait for, the work that failed, the record of what was done, and a test of the live
// connection. Nothing that members write or do is shown here: of a seat there is
// the sign-in name, how it stands, and whether it could be opened again; of a
// group what it says of itself, and roughly how large it is.
//
// Tables: none of its own.
// Events: JobChanged.
// Routes: see Routes.
package admin

import (
	"context"
	"embed"
	"net/url"
	"sync/atomic"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/note"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/realtime"
	"handrail/internal/platform/web"
	"handrail/internal/site"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	Clock    clock.Clock
	Jobs     *jobs.Queue
	Audit    *audit.Log
	Live     *realtime.Hub
	Accounts *account.Service
	Groups   *group.Service
	Notes    *note.Service
	Site     *site.Service
	Events   *event.Bus
	DB       *db.DB
	Cookies  web.Cookies
	Base     *url.URL // where people find this installation
	// ServerKey is the file that set-up offers to keep, or "" where the key
	// comes from elsewhere.
	ServerKey string
	// Panels are other packages' parts of the overview, in this order.
	Panels []Panel
}

// Panel makes a part of the overview for the viewer of the context.
type Panel func(ctx context.Context) (PanelView, error)

// PanelView is a part of the overview.
type PanelView struct {
	ID      string // of its heading, unique on the page
	Heading string // in the reader's language
	Body    templ.Component
}

// Service is the stewards' view of this installation.
type Service struct {
	clock     clock.Clock
	jobs      *jobs.Queue
	audit     *audit.Log
	live      *realtime.Hub
	accounts  *account.Service
	groups    *group.Service
	notes     *note.Service
	site      *site.Service
	events    *event.Bus
	db        *db.DB
	cookies   web.Cookies
	base      *url.URL
	serverKey string
	panels    []Panel
	checked   atomic.Pointer[check]
}

// New makes the service and opens the channels that the test of the live
// connection uses.
func New(o Options) *Service {
	o.Live.Namespace(checkNamespace, authoriseCheck, realtime.NamespaceOptions{})
	return &Service{
		clock: o.Clock, jobs: o.Jobs, audit: o.Audit, live: o.Live, accounts: o.Accounts, groups: o.Groups, notes: o.Notes, site: o.Site,
		events: o.Events, db: o.DB, cookies: o.Cookies, base: o.Base, serverKey: o.ServerKey, panels: o.Panels,
	}
}

// Path is where the stewards' pages begin.
const Path = "/admin"

// Nav is the stewards' bar. The overview leads to the rest.
func Nav() []ui.NavEntry {
	return []ui.NavEntry{
		{Label: "Overview", Path: Path, Icon: "eye"},
		{Label: "Members", Path: membersPath, Icon: "person"},
		{Label: "Groups", Path: groupsPath, Icon: "people"},
		{Label: "This place", Path: "/admin/site", Icon: "settings"},
		{Label: "Help lines", Path: "/admin/help-lines", Icon: "phone"},
	}
}
