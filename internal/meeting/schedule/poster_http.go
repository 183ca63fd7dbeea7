package schedule

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// What is shown outside of a group: so far ahead, and so much of it.
const (
	outsideDays = 62
	outsideMost = 400 // dates that are looked at
	meetMost    = 12  // meetings
)

// open is a meeting as people outside may see it: how it repeats and its next
// date, and whereabouts.
type open struct {
	meeting.Open
	Words string // how it repeats; "" for one that is held once, or in no simple way
}

// outside are the meetings that people outside see of a group, each once, by
// their next dates.
func (p *Pages) outside(ctx context.Context, g group.Group) (list []open, err error) {
	now := p.o.Clock.Now()
	dates, err := p.o.Meetings.Outside(ctx, g, now, now.AddDate(0, 0, outsideDays), outsideMost)
	known := map[string]bool{}
	for _, one := range dates {
		o := one.Occurrence
		if known[o.Meeting.ID] || o.Standing == meeting.Cancelled || len(list) == meetMost {
			continue
		}
		known[o.Meeting.ID] = true
		shown := open{Open: one}
		if series := o.Plan.Series; !series.Rule.IsZero() && !o.Extra {
			shown.Words = series.Words(ctx)
		}
		list = append(list, shown)
	}
	return list, err
}

// Outside is when a group meets, for its page that people outside see; nil where
// they see none of it.
func (p *Pages) Outside(ctx context.Context, g group.Group) (templ.Component, error) {
	list, err := p.outside(ctx, g)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return outsidePart(list), nil
}

// Panel is the next date, for the home of a group.
func (p *Pages) Panel(ctx context.Context, m group.Member) (*hall.PanelView, error) {
	if m.Group.State != group.Open {
		return nil, nil
	}
	o, any, err := p.o.Meetings.NextIn(ctx, m)
	if err != nil || !any {
		return nil, err
	}
	return &hall.PanelView{ID: "next-meeting", Heading: i18n.T(ctx, "Next meeting"), Body: nextPart(Path(m.Group.Slug), o)}, nil
}

// posterView is a sheet for a door or a board.
type posterView struct {
	page
	Meetings []open
	Link     string // to the group, where everybody can see it
}

func (p *Pages) getPoster(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	v := posterView{page: page{Member: m}}
	if v.Meetings, err = p.outside(r.Context(), m.Group); err != nil {
		return err
	}
	if m.Group.Shows() {
		v.Link = strings.TrimSuffix(p.o.Base.String(), "/") + hall.Path(m.Group.Slug)
	}
	return web.Render(w, r, http.StatusOK, posterPage(v))
}

// posterTime is when a meeting is held, by the clock of its own place: a sheet is
// read by people whom nobody knows.
func posterTime(ctx context.Context, o open) string {
	at, zone := o.Occurrence.Start, o.Occurrence.Zone()
	from, to := i18n.Time(ctx, at, zone), i18n.Time(ctx, o.Occurrence.End, zone)
	span := i18n.T(ctx, "{.From} to {.To}, {.Zone}", i18n.Args{"From": from, "To": to, "Zone": i18n.Zone(ctx, at, zone)})
	if o.Words == "" {
		return i18n.Date(ctx, at, zone) + ", " + span
	}
	return o.Words + ", " + span
}

// placeOutside is how one takes part, as far as people outside learn it.
func placeOutside(ctx context.Context, o open) string {
	where := toldOf(ctx, o.Occurrence).where(ctx)
	if o.Address != "" {
		where += ". " + strings.Join(strings.Fields(o.Address), " ")
	}
	return where
}

// until is the day a series ends on, where that is near.
func posterEnd(ctx context.Context, o open, now time.Time) string {
	last, ends := o.Occurrence.Plan.Series.Last()
	if !ends || o.Words == "" || last.Start.After(now.AddDate(1, 0, 0)) {
		return ""
	}
	return o.Occurrence.Plan.Series.End(ctx)
}
