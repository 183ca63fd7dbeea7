// Package hall is what all pages inside a group share: who is looking, the way
// back to the group, its rooms, what it agreed on, who looks after it, and how
// things stand with it. It also draws personas.
//
// Tables: none. Routes: none. Every page that it makes listens to the group: it
// says when there is something to look at, and empties itself at once when its
// reader is no member any more.
package hall

import (
	"context"
	"embed"
	"net/url"

	"github.com/a-h/templ"

	"handrail/internal/group"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the hall works with.
type Options struct {
	Groups *group.Service
	// Wrong is the page below a group's address where a member tells that
	// something is wrong, like "/report"; "" where there is none.
	Wrong string
}

// Hall finds the members that pages are for, and what stands beside them.
type Hall struct {
	groups *group.Service
	wrong  string
}

// New makes the hall.
func New(o Options) *Hall { return &Hall{groups: o.Groups, wrong: o.Wrong} }

// Tab is a room of a group.
type Tab string

// The rooms.
const (
	Home       Tab = ""
	Forum      Tab = "forum"
	Meetings   Tab = "meetings"
	People     Tab = "members"
	Agreements Tab = "agreements"
	Votes      Tab = "votes"
	Lead       Tab = "lead"
	Nowhere    Tab = "-" // a page that belongs to no room
)

// Path is the address of something in the group with this slug: Path(slug) is
// its home, Path(slug, "members", id) a persona.
func Path(slug string, parts ...string) string {
	path := "/groups/" + url.PathEscape(slug)
	for _, part := range parts {
		path += "/" + url.PathEscape(part)
	}
	return path
}

// Channel is the live channel of a group: it says that there is something to
// look at, and nothing else.
func Channel(g group.Group) string { return "group:" + g.ID }

// Props says what a page inside a group is. Member is needed.
type Props struct {
	Member group.Member

	// Title is the page's heading. "" is the group's own name, for its home.
	Title string
	Tab   Tab
	Lede  string     // in the reader's language
	Up    []ui.Place // between the group and the page, in the crumbs
	Wrong bool       // a form was sent back with errors
	Bare  bool       // without the rooms: a page with one thing to do

	// Beside is what Hall.Beside gives. Empty leaves that column out.
	Beside Beside
}

func (p Props) group() group.Group { return p.Member.Group }

func (p Props) heading() string {
	if p.Title == "" {
		return p.group().Name
	}
	return p.Title
}

func (p Props) windowTitle() string {
	if p.Title == "" {
		return p.group().Name
	}
	return p.Title + " · " + p.group().Name
}

func (p Props) crumbs(ctx context.Context) []ui.Place {
	slug := p.group().Slug
	places := []ui.Place{{Label: i18n.T(ctx, "Groups"), Href: "/groups"}, {Label: p.group().Name, Href: Path(slug)}}
	if p.Title == "" {
		return places
	}
	return append(append(places, p.Up...), ui.Place{Label: p.Title})
}

// rooms are the tabs.
func (p Props) rooms(ctx context.Context) []ui.Place {
	slug := p.group().Slug
	room := func(tab Tab, label i18n.Text) ui.Place {
		place := ui.Place{Label: i18n.T(ctx, label), Href: Path(slug), Current: p.Tab == tab}
		if tab != Home {
			place.Href = Path(slug, string(tab))
		}
		return place
	}
	rooms := []ui.Place{
		room(Home, "Home"), room(Forum, "Forum"), room(Meetings, "Meetings"), room(People, "People"), room(Agreements, p.group().Words.Agreements()), room(Votes, "Votes"),
	}
	if p.Member.Self.Role.Leads() {
		rooms = append(rooms, room(Lead, "Looking after it"))
	}
	return rooms
}

// beside is the column beside the page, or nil.
func (p Props) beside() templ.Component {
	if p.Beside.isEmpty() {
		return nil
	}
	return beside(p.Beside, p.group())
}
