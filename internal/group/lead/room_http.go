package lead

import (
	"context"
	"net/http"

	"handrail/internal/group"
	"handrail/internal/platform/web"
)

// roomView is what there is to look after.
type roomView struct {
	page
	Askings, Waiting, Arrivals int
	Roster                     []group.Membership
	Verification               group.Verification // of the leader who looks
}

func (p *Pages) getRoom(w http.ResponseWriter, r *http.Request) (err error) {
	v := roomView{}
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	if v.Beside, err = p.hall.Beside(r.Context(), v.Member); err != nil {
		return err
	}
	if err := p.tasks(r.Context(), &v); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, roomPage(v))
}

// tasks are what waits for this leader. Lists that they lack the keys for count
// nothing: the page says how to get one.
func (p *Pages) tasks(ctx context.Context, v *roomView) (err error) {
	m := v.Member
	if m.Can(group.AnswerAsks) {
		askings, err := p.groups.AskingsFor(ctx, m)
		if err != nil {
			return err
		}
		waiting, err := p.groups.WaitingFor(ctx, m)
		if err != nil {
			return err
		}
		v.Askings, v.Waiting = len(askings), len(waiting)
	}
	if m.Can(group.Welcome) {
		arrivals, err := p.groups.ArrivalsFor(ctx, m)
		if err != nil {
			return err
		}
		v.Arrivals = len(arrivals)
	}
	if v.Roster, err = p.groups.RosterFor(ctx, m); err != nil {
		return err
	}
	v.Verification, err = p.groups.VerificationFor(ctx, m, m.Self.ID)
	return err
}

// beginView is a leader's first day.
type beginView struct {
	page
	Meets  bool   // the group has a meeting that is still to come
	Links  int    // that still work
	Public string // the address that everybody can open, or ""
	Second []group.Membership
}

func (p *Pages) getBegin(w http.ResponseWriter, r *http.Request) (err error) {
	v := beginView{}
	if v.page, err = p.leader(r); err != nil {
		return err
	}
	if v.Meets, err = p.meets(r.Context(), v.Member); err != nil {
		return err
	}
	links, err := p.groups.InvitationsFor(r.Context(), v.Member)
	if err != nil {
		return err
	}
	v.Links = len(links)
	if v.group().Shows() {
		v.Public = p.address(v.path())
	}
	roster, err := p.groups.RosterFor(r.Context(), v.Member)
	for _, one := range roster {
		if one.Role.Leads() && one.ID != v.Member.Self.ID {
			v.Second = append(v.Second, one)
		}
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, beginPage(v))
}

func (p *Pages) getPoster(w http.ResponseWriter, r *http.Request) error {
	v, err := p.leader(r)
	if err != nil {
		return err
	}
	public := ""
	if v.group().Shows() {
		public = p.address(v.path())
	}
	return web.Render(w, r, http.StatusOK, posterPage(posterView{page: v, Link: public}))
}
