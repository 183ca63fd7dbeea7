package inside

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// lately is how many introductions the home of a group shows.
const lately = 6

// homeView is what a member finds first.
type homeView struct {
	page
	Out      bool // they stepped out
	First    bool // they have not spoken, nor said "not now"
	Greeters []group.Persona
	Code     bool // they were asked to greet, and have not answered
	Arrivals []group.Arrival
	Panels   []hall.PanelView
	Items    []item
	Since    time.Time // the end of their visit before; zero for none
}

// item is something that happened in the group: an introduction, or another
// version of the agreements.
type item struct {
	Hello     group.Hello
	Agreement group.Agreement // Version is 0 for an introduction
	At        time.Time
	Fresh     bool
}

// anyFresh tells whether anything came since the member was here.
func (v homeView) anyFresh() bool {
	return slices.ContainsFunc(v.Items, func(one item) bool { return one.Fresh })
}

// Home shows the home of a group to a member. Package entry calls it for a
// group's own address.
func (p *Pages) Home(w http.ResponseWriter, r *http.Request, m group.Member) error {
	beside, err := p.hall.Beside(r.Context(), m)
	if err != nil {
		return err
	}
	v, err := p.homeView(r.Context(), page{Member: m, Beside: beside})
	if err != nil {
		return err
	}
	if err := web.Render(w, r, http.StatusOK, homePage(v)); err != nil {
		return err
	}
	p.saw(r, m)
	return nil
}

func (p *Pages) homeView(ctx context.Context, at page) (v homeView, err error) {
	self := at.Member.Self
	v = homeView{
		page: at, Out: self.Standing == group.Out, First: self.Spoke.IsZero() && self.Settled.IsZero(),
		Code: self.Role == group.Greeter && self.Code.IsZero(), Greeters: greeters(at.Beside.Keepers, self.ID),
	}
	if v.Since, err = p.groups.SinceFor(ctx, at.Member); err != nil {
		return v, err
	}
	if v.Items, err = p.items(ctx, at.Member, v.Since); err != nil {
		return v, err
	}
	if at.Member.Can(group.Welcome) {
		if v.Arrivals, err = p.groups.ArrivalsFor(ctx, at.Member); err != nil {
			return v, err
		}
	}
	for _, panel := range p.panels {
		one, err := panel(ctx, at.Member)
		if err != nil {
			return v, fmt.Errorf("a panel of a group's home: %w", err)
		}
		if one != nil {
			v.Panels = append(v.Panels, *one)
		}
	}
	return v, nil
}

// items are the latest introductions and the present agreements, the latest
// first. Nothing is marked for whoever was never here before, and nothing that
// one did oneself.
func (p *Pages) items(ctx context.Context, m group.Member, since time.Time) ([]item, error) {
	hellos, err := p.groups.IntroductionsFor(ctx, m, lately)
	if err != nil {
		return nil, err
	}
	var items []item
	for _, one := range hellos {
		items = append(items, item{Hello: one, At: one.Made, Fresh: !one.Own && !since.IsZero() && one.Made.After(since)})
	}
	agreement, err := p.groups.AgreementOf(ctx, m.Group)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	if agreement.Version > 1 {
		items = append(items, item{Agreement: agreement, At: agreement.Made, Fresh: !since.IsZero() && agreement.Made.After(since)})
	}
	slices.SortStableFunc(items, func(a, b item) int { return b.At.Compare(a.At) })
	return items, nil
}

// greeters are those of the keepers who greet, but not oneself; those who lead
// where nobody else does.
func greeters(keepers []group.Persona, self string) []group.Persona {
	var greet, lead []group.Persona
	for _, one := range keepers {
		switch {
		case one.ID == self:
		case one.Role == group.Greeter:
			greet = append(greet, one)
		default:
			lead = append(lead, one)
		}
	}
	if len(greet) == 0 {
		return lead
	}
	return greet
}

// postSettled is "not now" to what is told in the first days.
func (p *Pages) postSettled(w http.ResponseWriter, r *http.Request) error {
	m, err := p.hall.Member(r)
	if err != nil {
		return err
	}
	if err := p.groups.Settle(r.Context(), m); err != nil {
		return err
	}
	return p.done(w, r, hall.Path(m.Group.Slug), "That is fine. You can say hello on any day. The way there is under People.")
}
