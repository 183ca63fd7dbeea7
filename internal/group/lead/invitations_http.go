package lead

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// invitationsView is the links that work, and the questions for another one.
type invitationsView struct {
	page
	List        []group.Invitation
	Uses, Lasts string
	Admits      bool
	Form        *web.Form
}

// invitationView is a link that was just made.
type invitationView struct {
	page
	Link   string
	Uses   int
	Admits bool
	Ends   time.Time
}

func (v invitationView) poster() posterView {
	return posterView{page: v.page, Link: v.Link, Ends: v.Ends}
}

// inviter is the page of somebody who makes links, or could: a leader, or a
// member where the group lets them.
func (p *Pages) inviter(r *http.Request) (page, error) {
	m, err := p.hall.Member(r)
	if err != nil {
		return page{}, err
	}
	if !m.Self.Role.Leads() && m.Group.Invites != "members" {
		return page{}, m.May(group.InviteIn)
	}
	return page{Member: m}, nil
}

func (p *Pages) getInvitations(w http.ResponseWriter, r *http.Request) error {
	return p.showInvitations(w, r, http.StatusOK, invitationsView{Uses: "1", Lasts: "week"})
}

func (p *Pages) showInvitations(w http.ResponseWriter, r *http.Request, status int, v invitationsView) (err error) {
	if v.page, err = p.inviter(r); err != nil {
		return err
	}
	if v.List, err = p.groups.InvitationsFor(r.Context(), v.Member); err != nil {
		return err
	}
	return web.Render(w, r, status, invitationsPage(v))
}

// postInvitation makes a link and shows it in its own answer, this once.
func (p *Pages) postInvitation(w http.ResponseWriter, r *http.Request) error {
	v, err := p.inviter(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	uses, _ := strconv.Atoi(form.Line("uses")) // no number is one that is refused
	lasts, admits := termOf(form.Line("lasts")), form.Ticked("admits")
	token, err := p.groups.Invite(r.Context(), v.Member, uses, lasts, admits)
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return p.showInvitations(w, r, http.StatusUnprocessableEntity, invitationsView{Uses: form.Line("uses"), Lasts: form.Line("lasts"), Admits: admits, Form: form})
	}
	return web.Render(w, r, http.StatusOK, invitationPage(invitationView{
		page: v, Link: p.address("/group-invitation/" + token), Uses: uses, Admits: admits, Ends: p.clock.Now().Add(lasts),
	}))
}

func (p *Pages) postInvitationEnd(w http.ResponseWriter, r *http.Request) error {
	v, err := p.inviter(r)
	if err != nil {
		return err
	}
	if err := p.groups.TakeBackInvitation(r.Context(), v.Member, r.PathValue("invitation")); err != nil {
		return err
	}
	return p.done(w, r, v.path("invitations"), "Taken back. The link opens nothing any more. Who came by it stays.")
}

// terms are how long a link can work.
func terms(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "day", Label: i18n.T(ctx, "A day")},
		{Value: "week", Label: i18n.T(ctx, "A week")},
		{Value: "month", Label: i18n.T(ctx, "A month")},
		{Value: "season", Label: i18n.T(ctx, "Three months")},
	}
}

// termOf is how long that is; 0 for anything else.
func termOf(value string) time.Duration {
	const day = 24 * time.Hour
	switch value {
	case "day":
		return day
	case "week":
		return 7 * day
	case "month":
		return 30 * day
	case "season":
		return group.InviteAtMost
	}
	return 0
}

// invitationProps are those of the list: below the leaders' room for them, and
// below the group for others.
func invitationProps(ctx context.Context, v page, title, lede string, up ...ui.Place) hall.Props {
	props := v.props(ctx, title, lede, up...)
	if !v.Member.Self.Role.Leads() {
		props.Up, props.Tab = up, hall.Nowhere
	}
	return props
}

// leadsTo says what holding a link means, as the group stands.
func (v page) leadsTo(admits bool) i18n.Text {
	switch {
	case admits:
		return "Whoever holds it comes in without asking, as long as there is a place."
	case v.group().Joining == group.Freely:
		return "Whoever holds it can join, as everybody can."
	case v.group().Joining == group.Shut:
		return "Nobody joins this group for now. The link shows what it is, and no more."
	}
	return "Whoever holds it sees what the group is, and can ask to come in."
}

func invitationsProps(ctx context.Context, v invitationsView) hall.Props {
	lede := i18n.T(ctx, "Links that you made, and that lead into this group. Looking at one spends nothing.")
	if v.Member.Self.Role.Leads() {
		lede = i18n.T(ctx, "Links that lead into this group, whoever made them. Looking at one spends nothing.")
	}
	props := invitationProps(ctx, v.page, i18n.T(ctx, "Invitations"), lede)
	props.Wrong = v.Form != nil
	return props
}
