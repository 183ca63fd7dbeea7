// Package lead is what the leaders of a group look after: a leader's first day,
// who asks to come in, roles, greeters, invitations, bans, what the group is,
// and its pauses. Members find their own invitations here too, where the group
// lets them invite.
//
// Whoever does not lead is answered as if the pages did not exist. Nothing here
// shows more of somebody than the group does: leaders never see accounts, other
// groups, or when exactly somebody came.
//
// Tables: none; package group keeps all of it. Events: none of its own.
// Routes: see Routes.
package lead

import (
	"context"
	"embed"
	"net/url"
	"slices"
	"strings"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the pages work with.
type Options struct {
	Groups   *group.Service
	Hall     *hall.Hall
	Accounts *account.Service
	Clock    clock.Clock
	Cookies  web.Cookies
	Base     *url.URL // where people find this installation
	// Meets tells whether the member's group has a meeting that is still to come.
	Meets func(ctx context.Context, m group.Member) (bool, error)
}

// Pages are the pages of those who lead.
type Pages struct {
	groups   *group.Service
	hall     *hall.Hall
	accounts *account.Service
	clock    clock.Clock
	cookies  web.Cookies
	base     *url.URL
	meets    func(ctx context.Context, m group.Member) (bool, error)
}

// New makes the pages.
func New(o Options) *Pages {
	return &Pages{groups: o.Groups, hall: o.Hall, accounts: o.Accounts, clock: o.Clock, cookies: o.Cookies, base: o.Base, meets: o.Meets}
}

// page is what every page here knows: who looks, and in which group.
type page struct {
	Member group.Member
	Beside hall.Beside
}

func (p page) group() group.Group { return p.Member.Group }

// path is the address of something in this group.
func (p page) path(parts ...string) string { return hall.Path(p.Member.Group.Slug, parts...) }

// here is the address of a page of leaders.
func (p page) here(parts ...string) string { return p.path(append([]string{"lead"}, parts...)...) }

// person is the address of the leaders' page about somebody.
func (p page) person(id string, parts ...string) string {
	return p.here(append([]string{"people", id}, parts...)...)
}

// props are those of a page with one thing to do, below the leaders' room.
func (p page) props(ctx context.Context, title, lede string, up ...ui.Place) hall.Props {
	room := ui.Place{Label: i18n.T(ctx, "Looking after it"), Href: p.here()}
	return hall.Props{Member: p.Member, Title: title, Lede: lede, Tab: hall.Lead, Up: append([]ui.Place{room}, up...), Bare: true}
}

// role is what a role is called in this group's words.
func (p page) role(ctx context.Context, r group.Role) string {
	return i18n.T(ctx, r.Says(p.Member.Group.Words))
}

// roles is that for several people.
func (p page) roles(ctx context.Context, r group.Role) string {
	return i18n.T(ctx, p.Member.Group.Words.RolePlural(string(r)))
}

// whyNot says why the member may not do this, or "" where they may. What does
// not exist for them has no words.
func (p page) whyNot(ctx context.Context, act group.Act) string {
	f, ok := fault.From(p.Member.May(act))
	if !ok || f.Kind == fault.NotFound {
		return ""
	}
	return i18n.T(ctx, f.Say, f.Args)
}

// lacks tells what the member needs before they can lead: keys, or to show those
// that they hold.
func (p page) lacks() lack {
	switch v := p.Member.Viewer; {
	case v.May(account.Lead) == nil:
		return lacksNothing
	case v.Keys < 2:
		return lacksKey
	}
	return lacksProof
}

type lack int

const (
	lacksNothing lack = iota
	lacksKey
	lacksProof
)

// wayToKeys is where the member gets what they lack.
func (p page) wayToKeys(ctx context.Context) string {
	if p.lacks() == lacksProof {
		return seat.ProveFirst(ui.FrameFrom(ctx).Path)
	}
	return "/settings/keys"
}

// facesOf are the personas of some memberships, by their ids.
func (p *Pages) facesOf(ctx context.Context, m group.Member, list []group.Membership, which func(group.Membership) string) (map[string]group.Persona, error) {
	var ids []string
	for _, one := range list {
		if id := which(one); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return p.groups.FacesFor(ctx, m, ids)
}

// address is a page of this site as it is printed or passed on.
func (p *Pages) address(path string) string { return strings.TrimSuffix(p.base.String(), "/") + path }
