package app

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/account/archive"
	"handrail/internal/account/door"
	"handrail/internal/account/leaving"
	"handrail/internal/account/lost"
	"handrail/internal/account/passkey"
	"handrail/internal/account/seat"
	"handrail/internal/account/secret"
	"handrail/internal/admin"
	"handrail/internal/demo"
	"handrail/internal/finder"
	"handrail/internal/finder/code"
	published "handrail/internal/finder/feed"
	"handrail/internal/finder/seek"
	"handrail/internal/finder/share"
	"handrail/internal/finder/source"
	"handrail/internal/forum"
	"handrail/internal/forum/board"
	"handrail/internal/forum/compose"
	"handrail/internal/forum/find"
	"handrail/internal/forum/heard"
	"handrail/internal/forum/lift"
	"handrail/internal/forum/poll"
	"handrail/internal/forum/private"
	"handrail/internal/forum/tend"
	"handrail/internal/forum/worry"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/entry"
	"handrail/internal/group/face"
	"handrail/internal/group/hall"
	"handrail/internal/group/inside"
	"handrail/internal/group/lead"
	"handrail/internal/group/name"
	"handrail/internal/group/note"
	"handrail/internal/group/voice"
	"handrail/internal/group/word"
	"handrail/internal/home"
	"handrail/internal/meeting"
	"handrail/internal/meeting/feed"
	"handrail/internal/meeting/proof"
	"handrail/internal/meeting/remind"
	"handrail/internal/meeting/schedule"
	"handrail/internal/meeting/serve"
	"handrail/internal/meeting/sheet"
	"handrail/internal/meeting/speaker"
	"handrail/internal/moderation"
	"handrail/internal/notify"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/mail"
	"handrail/internal/platform/outbound"
	"handrail/internal/platform/picture"
	"handrail/internal/platform/push"
	"handrail/internal/platform/recur"
	"handrail/internal/platform/richtext"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
	"handrail/internal/search"
	"handrail/internal/site"
	"handrail/internal/site/helplines"
	"handrail/internal/ui"
)

// Locale holds the translations of what this package says itself.
//
//go:embed locale/*.json
var Locale embed.FS

// languages is every translation of every package that has words.
func languages(development bool) (*i18n.Catalogue, error) {
	all, err := i18n.NewCatalogue(locales()...)
	if err == nil && development {
		all = all.WithPseudo()
	}
	return all, err
}

func locales() []fs.FS {
	return []fs.FS{Locale, ui.Locale, site.Locale, helplines.Locale, account.Locale, door.Locale, lost.Locale, secret.Locale, passkey.Locale, seat.Locale, leaving.Locale, archive.Locale, moderation.Locale, notify.Locale, search.Locale, home.Locale, demo.Locale, admin.Locale, group.Locale, name.Locale, hall.Locale, inside.Locale, lead.Locale, word.Locale, face.Locale, entry.Locale, ballot.Locale, voice.Locale, forum.Locale, find.Locale, tend.Locale, poll.Locale, board.Locale, compose.Locale, heard.Locale, private.Locale, worry.Locale, lift.Locale, proof.Locale, remind.Locale, note.Locale, meeting.Locale, feed.Locale, schedule.Locale, serve.Locale, sheet.Locale, speaker.Locale, code.Locale, finder.Locale, published.Locale, share.Locale, source.Locale, seek.Locale,
		seal.Locale, audit.Locale, fault.Locale, web.Locale, db.Locale, limit.Locale, blob.Locale, jobs.Locale, mail.Locale, push.Locale, richtext.Locale, recur.Locale, outbound.Locale, picture.Locale}
}

// enter finds the viewer and puts what pages need into the context: who looks,
// in which language, and the frame of the layout. While the records cannot be
// reached everybody is a visitor to the site as it was last known, so that the
// help lines and the way out answer all the same; admit refuses the rest.
func (a *App) enter(w http.ResponseWriter, r *http.Request) (context.Context, error) {
	ctx := r.Context()
	current, err := a.Site.Get(ctx)
	if err != nil {
		current = site.Unknown()
	}
	ctx = site.With(ctx, current)
	viewer, findErr := a.viewer(ctx, r)
	reading := a.Site.Reading(r, viewer)
	ctx = i18n.With(ctx, a.languages.For(a.languages.MatchOr(current.Language, reading.Language, r.Header.Get("Accept-Language"))))
	if r.Header.Get("Sec-Purpose") == "" {
		a.Accounts.Saw(viewer)
	}
	a.Entry.Doors(w, r, viewer)
	ctx = context.WithValue(account.With(ctx, viewer), awayKey{}, errors.Join(err, findErr))
	return ui.WithFrame(ctx, a.frame(ctx, w, r, current, reading, viewer)), nil
}

// awayKey is the place in the context of why the records cannot be reached.
type awayKey struct{}

func (a *App) frame(ctx context.Context, w http.ResponseWriter, r *http.Request, current site.Site, reading site.Reading, viewer account.Viewer) ui.Frame {
	zone := current.Location()
	if reading.Zone != "" {
		if chosen, err := time.LoadLocation(reading.Zone); err == nil {
			zone = chosen
		}
	}
	return ui.Frame{
		SiteName: current.Name, Operator: current.Operator, Path: r.URL.Path, Nonce: web.Nonce(ctx),
		Theme: reading.Theme, Contrast: reading.Contrast, Motion: reading.Motion, Discreet: reading.Discreet, OnceKey: id.Token(), Zone: zone, Now: a.Config.Clock.Now(),
		Nav: a.nav(viewer, r.URL.Path), Flash: a.flash(w, r), SignedIn: !viewer.IsVisitor(),
		Asset: a.assets.URL, Development: a.Config.Development, Demo: a.Config.Demo,
	}
}

// nav lists the places of the bar, five at most. An entry exists when its
// feature does. The stewards' pages have a bar of their own.
func (a *App) nav(viewer account.Viewer, path string) []ui.NavEntry {
	var nav []ui.NavEntry
	if viewer.Account != "" {
		nav = append(nav, ui.NavEntry{Label: "Home", Path: home.Path, Icon: "home"})
	}
	steward := isSteward(viewer)
	if steward && (viewer.Account == "" || strings.HasPrefix(path, admin.Path)) {
		return admin.Nav() // its overview leads home
	}
	if viewer.TakesPart() {
		nav = append(nav, ui.NavEntry{Label: "Groups", Path: entry.Path, Icon: "people"})
	}
	nav = append(nav, ui.NavEntry{Label: "Meetings", Path: seek.Path, Icon: "calendar"})
	if viewer.TakesPart() {
		nav = append(nav, ui.NavEntry{Label: "Notices", Path: notify.ListPath, Icon: "bell"})
	}
	switch {
	case steward: // whose settings are on their home
		nav = append(nav, ui.NavEntry{Label: "Stewards", Path: admin.Path, Icon: "shield"})
	case viewer.Account == "":
		nav = append(nav, ui.NavEntry{Label: "Groups", Path: entry.Path, Icon: "people"})
	default:
		nav = append(nav, ui.NavEntry{Label: "Settings", Path: "/settings", Icon: "settings"})
	}
	return nav
}

// flash is what was just done, for the page that is about to be shown. A page
// fetched ahead, or an answer that is no page, leaves it for the next one.
func (a *App) flash(w http.ResponseWriter, r *http.Request) []ui.Notice {
	if r.Method != http.MethodGet || r.Header.Get("Sec-Purpose") != "" || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return nil
	}
	if sentence := a.cookies.TakeFlash(w, r); sentence != "" {
		return []ui.Notice{{Text: sentence}}
	}
	return nil
}

func subject(ctx context.Context) string { return account.ViewerFrom(ctx).Session }

// isSteward tells who may look after this installation now: a steward who
// signed in with two factors, or whoever took the one-time set-up link, until
// the first steward is there.
func isSteward(v account.Viewer) bool { return v.IsSteward() || v.HasPass(account.SetUp) }

// admit is the one place that says what each audience means.
func (a *App) admit(ctx context.Context, audience web.Audience) error {
	viewer, refused := account.ViewerFrom(ctx), fault.Missing()
	switch audience {
	case web.Everyone:
		return nil
	case web.InDevelopment:
		if a.Config.Development {
			return nil
		}
	case web.InDemo:
		if a.Config.Demo {
			return nil
		}
	case web.Sessions:
		if !viewer.IsVisitor() {
			return nil
		}
	case web.Speakers:
		if viewer.HasPass(account.GuestSpeaker) {
			return nil
		}
		refused = errNoSpeaker()
	case web.Accounts:
		if viewer.Account != "" {
			return nil
		}
		refused = account.NeedsSession()
	case web.Members:
		if refused = viewer.May(account.Read); refused == nil {
			return nil
		}
	case web.Stewards:
		if isSteward(viewer) {
			return nil
		}
	}
	if away, ok := ctx.Value(awayKey{}).(error); ok {
		return away // nobody can be known just now
	}
	return refused
}

// problem is the page that shows an error.
func (a *App) problem(_ context.Context, p web.Problem) templ.Component { return site.ProblemPage(p) }
