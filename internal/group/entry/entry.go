// Package entry is how people come to a group: the list of groups, the page that
// a group shows to people outside, joining, waiting, invitation links, and
// founding a group.
//
// What somebody may not see does not exist: a group that is known by invitation
// alone answers an outsider with the same bytes as an address that leads nowhere.
//
// A browser in which somebody banned was holds a mark of that ban for 30 days at
// most (see Doors), so that a new account there does not get in. The cookie goes
// with all others when somebody signs out, and comes back at their next visit:
// to be able to wipe one's traces matters more. Nobody else is ever given it.
//
// Tables: none, packages group and face keep everything.
// Routes: see Routes.
package entry

import (
	"context"
	"embed"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/account/door"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Addresses of this package. Others link to them.
const (
	Path       = "/groups"
	NewPath    = Path + "/new"
	InvitePath = "/group-invitation/"

	keysPath = "/settings/keys"
)

// mostLink is the longest token of an invitation that is carried along.
const mostLink = 200

func capped(link string) string {
	if len(link) > mostLink {
		return link[:mostLink]
	}
	return link
}

// at is the address of something of the group with this slug.
func at(slug string, parts ...string) string {
	path := Path + "/" + url.PathEscape(slug)
	for _, part := range parts {
		path += "/" + part
	}
	return path
}

// beginPath is the leader's first page.
func beginPath(slug string) string { return at(slug, "lead", "begin") }

// comeIn leads to the door, and back to path afterwards.
func comeIn(path string) string {
	return door.ComeInPath + "?" + url.Values{"next": {path}}.Encode()
}

// way is how the viewer stands before a group.
type way string

const (
	wayVisitor way = "visitor" // has to come in first
	wayRefused way = "refused" // their account cannot join anything now
	wayJoin    way = "join"
	wayAsk     way = "ask"
	wayQueue   way = "queue"   // full, with a list
	wayNone    way = "none"    // not this way, or not now
	wayAsking  way = "asking"  // asked already
	wayWaits   way = "waits"   // is on the list
	wayOffered way = "offered" // a place is free
)

// outside is what the page of a group shows to people outside.
type outside struct {
	group.Seen
	Viewer account.Viewer
	Now    time.Time
	Topics []string // in the reader's language
	Link   string   // of an invitation, or ""
	Before int      // how many wait before the viewer
	Former bool     // words of the viewer are still here
	Above  bool     // the form of joining, with the agreements, stands below

	Meetings templ.Component // when it meets, as people outside see it; nil for nothing
}

// way is how the viewer stands before the group.
func (o outside) way() way {
	g := o.Group
	switch o.Self.Standing {
	case group.Asking:
		return wayAsking
	case group.Waiting:
		return wayWaits
	case group.Offered:
		return wayOffered
	}
	switch {
	case g.State != group.Open, o.hasBegun() && !o.Admits, g.Joining == group.Shut && !o.Admits, g.Joining == group.ByInvitation && o.Link == "":
		return wayNone
	case o.Viewer.Account == "":
		return wayVisitor
	case o.Viewer.May(account.Read) != nil:
		return wayRefused
	case !o.Admits && (g.Joining == group.ByAsking || g.Joining == group.ByInvitation):
		return wayAsk
	case g.IsFull() && g.Queues:
		return wayQueue
	case g.IsFull():
		return wayNone
	}
	return wayJoin
}

func (o outside) hasBegun() bool { return !o.Group.Starts.IsZero() && !o.Now.Before(o.Group.Starts) }

// how says in one sentence how joining works.
func (o outside) how(ctx context.Context) string {
	g := o.Group
	switch {
	case g.State == group.Paused:
		return i18n.T(ctx, "This group takes a pause. Nobody joins meanwhile. Look again another day.")
	case g.State != group.Open:
		return i18n.T(ctx, "This group is over. Nobody joins it any more.")
	case o.hasBegun() && !o.Admits:
		return i18n.T(ctx, "This group has begun, and stays as it is until its end. Nobody joins now.")
	case g.Joining == group.Shut && !o.Admits:
		return i18n.T(ctx, "Nobody can join for now.")
	case g.Joining == group.ByInvitation && o.Link == "":
		return i18n.T(ctx, "You join when somebody who is in it invites you.")
	case !o.Admits && (g.Joining == group.ByAsking || g.Joining == group.ByInvitation):
		return i18n.T(ctx, "You ask to join, and somebody who leads it answers you here. It can take some days.")
	case g.IsFull() && g.Queues:
		return i18n.T(ctx, "Every place is taken. You can wait for one: who waits the longest comes first.")
	case g.IsFull():
		return i18n.T(ctx, "Every place is taken.")
	}
	return i18n.T(ctx, "You can join at once.")
}

// button is the word on the button that leads on.
func (w way) button(ctx context.Context) string {
	switch w {
	case wayAsk:
		return i18n.T(ctx, "Ask to join")
	case wayQueue:
		return i18n.T(ctx, "Wait for a place")
	}
	return i18n.T(ctx, "Join")
}

// refusal says why an account cannot join anything now.
func (o outside) refusal(ctx context.Context) string {
	if f, ok := fault.From(o.Viewer.May(account.Read)); ok {
		return i18n.T(ctx, f.Say, f.Args)
	}
	return ""
}

// size says roughly how many are here.
func size(ctx context.Context, g group.Group) string {
	if n := g.Size(); n > 0 {
		return i18n.T(ctx, "More than {.Count} people belong to it.", i18n.Args{"Count": n})
	}
	return i18n.T(ctx, "It is small: only some people belong to it.")
}

// badge is a word on how joining works, for the list.
func badge(ctx context.Context, g group.Group, now time.Time) string {
	switch o := (outside{Seen: group.Seen{Group: g}, Now: now}); {
	case g.State == group.Paused:
		return i18n.T(ctx, "Takes a pause")
	case o.hasBegun(), g.Joining == group.Shut:
		return i18n.T(ctx, "Closed for now")
	case g.Joining == group.ByInvitation:
		return i18n.T(ctx, "By invitation")
	case g.Joining == group.ByAsking && !o.Admits:
		return i18n.T(ctx, "You ask first")
	case g.IsFull():
		return i18n.T(ctx, "Full")
	}
	return i18n.T(ctx, "Open to all")
}

// drawn is the picture of a persona for people outside: those of their own are
// for members alone.
func drawn(p group.Persona) ui.AvatarProps {
	if p.Picture != "" {
		return ui.AvatarProps{}
	}
	return ui.AvatarProps{Seed: p.Seed}
}

func role(ctx context.Context, p group.Persona, words word.Set) string {
	return i18n.T(ctx, p.Role.Says(words))
}

// rendered is HTML that was made safe when it was written.
func rendered(html string) templ.Component { return templ.Raw(html) }

// accept takes what package group could not do as a mistake of the form, so
// that what was typed stays: at its field, or over the whole form. What does not
// exist stays so, and a fault of ours goes up.
func accept(ctx context.Context, form *web.Form, err error) error {
	f, ok := fault.From(err)
	if !ok || f.Kind == fault.NotFound || f.Kind == fault.SignIn || f.Kind == fault.Internal {
		return err
	}
	form.Wrong(ctx, f.Field, f.Say, f.Args)
	return nil
}

// heading is what the first section says.
func (o outside) heading(ctx context.Context) string {
	switch o.way() {
	case wayAsking:
		return i18n.T(ctx, "You have asked to join")
	case wayWaits:
		return i18n.T(ctx, "You are on the list")
	case wayOffered:
		return i18n.T(ctx, "A place is free for you")
	}
	return i18n.T(ctx, "How to join")
}

// before says how many wait before somebody.
func before(ctx context.Context, n int) string {
	if n == 0 {
		return i18n.T(ctx, "Nobody is before you.")
	}
	return i18n.N(ctx, n, "One person is before you.", "{.Count} people are before you.")
}

// back is where a visitor comes back to.
func (o outside) back() string {
	if o.Link != "" {
		return InvitePath + url.PathEscape(o.Link)
	}
	return at(o.Group.Slug)
}

// facts are what the group is, in short.
func (o outside) facts(ctx context.Context) []ui.Fact {
	g := o.Group
	facts := []ui.Fact{{Name: i18n.T(ctx, "Kind"), Text: i18n.T(ctx, g.Kind.Label()) + ". " + i18n.T(ctx, g.Kind.Says())}}
	if len(o.Topics) > 0 {
		facts = append(facts, ui.Fact{Name: i18n.T(ctx, "About"), Text: strings.Join(o.Topics, ", ")})
	}
	if names := languageNames(g.Languages); names != "" {
		facts = append(facts, ui.Fact{Name: i18n.T(ctx, "Languages"), Text: names})
	}
	facts = append(facts, ui.Fact{Name: i18n.T(ctx, "How it speaks"), Text: i18n.T(ctx, g.Words.Says())}, ui.Fact{Name: i18n.T(ctx, "How many"), Text: size(ctx, g)})
	if !g.Starts.IsZero() {
		facts = append(facts, ui.Fact{Name: i18n.T(ctx, "First day"), Text: i18n.Date(ctx, g.Starts, o.zone())})
	}
	if !g.Ends.IsZero() {
		facts = append(facts, ui.Fact{Name: i18n.T(ctx, "Last day"), Text: i18n.Date(ctx, g.Ends.Add(-time.Second), o.zone())})
	}
	return facts
}

// zone is the group's own.
func (o outside) zone() *time.Location {
	zone, err := time.LoadLocation(o.Group.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}
