// Package app puts the pieces together. It is the only package that knows them
// all: it builds them, mounts their routes, says who reacts to what, and serves.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/account"
	"handrail/internal/account/belongings"
	"handrail/internal/account/leaving"
	"handrail/internal/admin"
	"handrail/internal/demo"
	"handrail/internal/finder"
	"handrail/internal/finder/place"
	"handrail/internal/finder/source"
	"handrail/internal/forum"
	"handrail/internal/forum/compose"
	"handrail/internal/forum/lift"
	"handrail/internal/forum/private"
	"handrail/internal/forum/worry"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/entry"
	"handrail/internal/group/face"
	"handrail/internal/group/note"
	"handrail/internal/group/voice"
	"handrail/internal/home"
	"handrail/internal/meeting"
	"handrail/internal/meeting/feed"
	"handrail/internal/meeting/proof"
	"handrail/internal/meeting/remind"
	"handrail/internal/meeting/serve"
	"handrail/internal/meeting/sheet"
	"handrail/internal/meeting/speaker"
	"handrail/internal/moderation"
	"handrail/internal/notify"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/mail"
	"handrail/internal/platform/picture"
	"handrail/internal/platform/realtime"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
	"handrail/internal/site"
	"handrail/migrations"
)

// Version is what `handrail version` says.
const Version = "0.1.0"

// App is a whole Handrail, built and not yet listening.
type App struct {
	Config   Config
	Base     *url.URL
	Registry *prometheus.Registry

	DB         *db.DB
	Keys       *seal.Keeper
	Files      *blob.Folder
	Jobs       *jobs.Queue
	Events     *event.Bus
	Audit      *audit.Log
	Limiter    *limit.Limiter
	Live       *realtime.Hub
	Text       *richtext.Renderer
	Pictures   *picture.Maker
	Accounts   *account.Service
	Belongings *belongings.Belongings
	Leaving    *leaving.Pages
	Site       *site.Service
	Groups     *group.Service
	Voice      *voice.Service
	Ballots    *ballot.Service
	Faces      *face.Service
	Notes      *note.Service
	Entry      *entry.Pages
	Forum      *forum.Service
	Meetings   *meeting.Service
	Finder     *finder.Service
	Towns      *place.Lazy
	Sources    *source.Service
	Feeds      *feed.Service
	Sheets     *sheet.Service
	Speakers   *speaker.Service
	Serving    *serve.Service
	Proof      *proof.Service
	Remind     *remind.Service
	Writing    *compose.Pages
	Moderation *moderation.Service
	Private    *private.Service
	Worry      *worry.Service
	Lift       *lift.Service
	Notices    *notify.Service
	Admin      *admin.Service
	Home       *home.Service
	Demo       *demo.Service
	Router     *web.Router

	keyStore  *db.DB
	assets    *web.Assets
	languages *i18n.Catalogue
	cookies   web.Cookies
	closers   []func()
}

// New opens the database, brings it up to date, and builds everything. base is
// where people will find it. Close it when done.
func New(ctx context.Context, c Config, base *url.URL) (*App, error) {
	a := &App{Config: c, Base: base, Registry: prometheus.NewRegistry(), cookies: web.Cookies{Secure: base.Scheme == "https"}}
	for _, step := range []func(context.Context) error{a.openStores, a.openPlatform, a.openFeatures} {
		if err := step(ctx); err != nil {
			a.Close()
			return nil, err
		}
	}
	return a, nil
}

// Close ends everything that New opened, the last first.
func (a *App) Close() {
	for i := len(a.closers) - 1; i >= 0; i-- {
		a.closers[i]()
	}
	a.closers = nil
}

func (a *App) onClose(f func()) { a.closers = append(a.closers, f) }

// openStores opens the folder, the database and the data keys.
func (a *App) openStores(ctx context.Context) (err error) {
	if err := a.Config.Folder.Make(); err != nil {
		return err
	}
	server, err := a.Config.Folder.LoadServerKey()
	if err != nil {
		return err
	}
	if a.DB, err = db.Open(ctx, db.Options{Address: a.Config.Address(), Points: a.Config.Points}); err != nil {
		return err
	}
	a.onClose(func() { a.DB.Close() })
	if err := Schema(ctx, a.DB); err != nil {
		return err
	}
	if a.keyStore, err = db.Open(ctx, db.Options{Address: a.Config.keyAddress()}); err != nil {
		return err
	}
	a.onClose(func() { a.keyStore.Close() })
	a.Keys, err = a.Config.Folder.openKeeper(ctx, a.keyStore, a.Config.Clock, server)
	if errors.Is(err, seal.ErrWrongServerKey) {
		return fmt.Errorf("%w. Every node needs the same one: put it into %s, or into HANDRAIL_SERVER_KEY", err, a.Config.Folder.ServerKey())
	}
	if err != nil {
		return err
	}
	if a.Files, err = blob.OpenFolder(a.Config.Folder.Files()); err != nil {
		return err
	}
	a.onClose(func() { a.Files.Close() })
	return nil
}

// Schema brings a database up to date: our own tables, then River's. Nodes that
// start together take turns.
func Schema(ctx context.Context, d *db.DB) error {
	return d.Exclusive(ctx, "handrail schema", func(ctx context.Context) error {
		if err := d.Migrate(ctx, migrations.Files); err != nil {
			return err
		}
		return jobs.Migrate(ctx, d)
	})
}

// Migrate brings the database of a configuration up to date and says how far
// it came. A restore that was cut off is finished or undone first.
func Migrate(ctx context.Context, c Config) (int64, error) {
	if err := c.Folder.Make(); err != nil {
		return 0, err
	}
	unlock, err := c.Folder.Lock()
	if err != nil {
		return 0, fmt.Errorf("%w: %s", err, c.Folder)
	}
	defer unlock()
	if err := c.Settle(ctx); err != nil {
		return 0, err
	}
	d, err := db.Open(ctx, db.Options{Address: c.Address()})
	if err != nil {
		return 0, err
	}
	defer d.Close()
	if err := Schema(ctx, d); err != nil {
		return 0, err
	}
	version, _, err := d.SchemaVersion(ctx, migrations.Files)
	return version, err
}

// openPlatform builds what the features stand on.
func (a *App) openPlatform(context.Context) (err error) {
	c := a.Config
	if a.Limiter, err = limit.New(limit.Options{Clock: c.Clock, Redis: c.Redis, Secret: a.Keys.Derive("limit"), Log: c.Log, Registry: a.Registry}); err != nil {
		return err
	}
	a.onClose(a.Limiter.Close)
	node, err := c.Folder.Node()
	if err != nil {
		return err
	}
	if a.Jobs, err = jobs.New(a.DB, jobs.Options{Clock: c.Clock, Log: c.Log, Registry: a.Registry, Node: node}); err != nil {
		return err
	}
	a.Events = event.New(a.Jobs)
	a.Audit = audit.New(a.DB, c.Clock, a.Keys, c.Log)
	a.Text = richtext.New(richtext.Options{Registry: a.Registry, Queue: 512}) // a hundred who write at once all get through
	a.Pictures = picture.New(picture.Options{Log: c.Log, Registry: a.Registry})
	built := c.Built
	if built == nil {
		if built, err = ReadBuilt(c.Development); err != nil {
			return err
		}
	}
	a.languages, a.assets = built.languages, built.assets
	return nil
}

// openFeatures builds the features and mounts their routes.
func (a *App) openFeatures(ctx context.Context) (err error) {
	if err := a.openAccounts(); err != nil {
		return err
	}
	a.Site, err = site.New(site.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Text: a.Text, Accounts: a.Accounts, Cookies: a.cookies,
		Languages: a.languages, ExitTo: a.Config.ExitTo, ServerKey: a.Config.Folder.ServerKey(), Tables: Declared(), Log: a.Config.Log,
	})
	if err != nil {
		return err
	}
	a.openGroups()
	a.openVoice()
	if a.Live, err = a.openLive(); err != nil {
		return err
	}
	a.joinGroups()
	a.openForum()
	if err := a.openWriting(); err != nil {
		return err
	}
	a.joinTopics()
	a.openMeetings()
	a.openFinder()
	if err := a.openSources(); err != nil {
		return err
	}
	a.openModeration()
	a.openCare()
	if err := a.openNotices(ctx); err != nil {
		return err
	}
	a.openRemind()
	a.openSpeakers()
	if err := a.openLeaving(); err != nil {
		return err
	}
	a.Home = home.New(home.Options{Clock: a.Config.Clock, Panels: a.homePanels()})
	a.Admin = admin.New(admin.Options{
		Clock: a.Config.Clock, Jobs: a.Jobs, Audit: a.Audit, Live: a.Live, Accounts: a.Accounts, Groups: a.Groups, Notes: a.Notes, Site: a.Site,
		Events: a.Events, DB: a.DB, Cookies: a.cookies, Base: a.Base, ServerKey: a.Config.Folder.ServerKey(),
		Panels: []admin.Panel{a.reportsPanel, a.liftsPanel, a.sourcesPanel},
	})
	a.openEntry()
	a.openDemo()
	a.Router = web.NewRouter(web.Options{
		Base: a.Base, Proxies: a.Config.Proxies, DB: a.DB, Clock: a.Config.Clock, Log: a.Config.Log,
		Registry: a.Registry, Limiter: a.Limiter, Enter: a.enter, Divert: a.Site.Divert, Admit: a.admit, Subject: subject, Problem: a.problem,
	})
	a.join()
	a.mount()
	a.keepHouse()
	return a.Site.Prepare(ctx)
}

// join lets the features hear of each other.
func (a *App) join() {
	a.react()
	a.reactGroups()
	a.reactModeration()
	a.reactForum()
	a.reactPolls()
	a.reactCare()
	a.reactMeetings()
	a.reactFinder()
	a.reactSources()
	a.tell()
	a.tellOfGroups()
	a.tellOfForum()
	a.tellOfMeetings()
}

// openNotices builds what tells people what is new for them.
func (a *App) openNotices(ctx context.Context) error {
	mailer, err := a.openMail()
	if err != nil {
		return err
	}
	pusher, err := notify.OpenPush(ctx, a.Config.Push, a.DB, a.Keys, a.Config.Clock)
	if err != nil {
		return err
	}
	a.Notices = notify.New(notify.Options{
		DB: a.DB, Clock: a.Config.Clock, Log: a.Config.Log, Keys: a.Keys, Jobs: a.Jobs, Live: a.Live, Limiter: a.Limiter, Cookies: a.cookies,
		Languages: a.languages, Base: a.Base, Mail: mailer, Push: pusher, Points: a.Config.Points, Fresh: a.Accounts.IsFresh,
		Person: func(ctx context.Context, id string) (notify.Person, error) {
			settings, standing, err := a.Accounts.SettingsOf(ctx, id)
			if err != nil {
				return notify.Person{}, err
			}
			current, err := a.Site.Get(ctx)
			return notify.Person{
				Language: cmp.Or(settings.Language, current.Language), Zone: cmp.Or(settings.Zone, current.Zone), Resting: standing != account.Here,
			}, err
		},
	})
	a.Notices.Register(accountNotices()...)
	a.Notices.Register(a.groupNotices()...)
	a.Notices.Register(a.forumNotices()...)
	a.Notices.Register(a.reportNotices()...)
	a.Notices.Register(a.careNotices()...)
	a.Notices.Register(a.meetingNotices()...)
	a.Notices.Register(a.speakerNotices()...)
	a.Notices.Register(a.servingNotices()...)
	return nil
}

// openMail makes the mailer; without a setting it sends nothing.
func (a *App) openMail() (mail.Mailer, error) {
	if a.Config.Mail == "" {
		return mail.Off{}, nil
	}
	from, err := mail.ParseAddress(a.Config.MailFrom)
	if err != nil {
		return nil, fmt.Errorf("--mail-from has to be an address like notices@example.org")
	}
	return mail.Open(a.Config.Mail, mail.Sender{From: from, Clock: a.Config.Clock})
}

// house is what accounts are told about this installation.
func (a *App) house(ctx context.Context) account.House {
	current, err := a.Site.Get(ctx)
	if err != nil {
		current = site.Unknown()
	}
	return account.House{Name: current.Name, Door: account.Door(current.Registration)}
}

// keyAddress is where the data keys lie: a file of their own, or a schema.
func (c Config) keyAddress() string {
	if c.Database == "" {
		return c.Folder.Keys()
	}
	u, err := url.Parse(c.Database)
	if err != nil {
		return c.Database // Open says what is wrong with it
	}
	q := u.Query()
	q.Set("search_path", seal.Schema)
	q.Set("pool_max_conns", "4")
	u.RawQuery = q.Encode()
	return u.String()
}

// ready tells whether this node can answer.
func (a *App) ready(ctx context.Context) error {
	if err := a.DB.Ping(ctx); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	if err := a.keyStore.Ping(ctx); err != nil {
		return fmt.Errorf("data keys: %w", err)
	}
	return nil
}
