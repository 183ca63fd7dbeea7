package schedule

import (
	"net/http"
	"time"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// listView is the dates of a group, some weeks of them.
type listView struct {
	page
	window
	Now      time.Time
	Sections []section
	Comes    map[string]bool    // by key
	Next     meeting.Occurrence // where nothing stands in the window: the next date
	HasNext  bool
	Ways     []ui.Place
}

func (p *Pages) getList(w http.ResponseWriter, r *http.Request) (err error) {
	ctx := r.Context()
	v := listView{Now: p.o.Clock.Now()}
	if v.page, err = p.enter(r); err != nil {
		return err
	}
	v.window = windowFrom(r.URL.Query().Get("from"), v.Now, reader(ctx))
	dates, err := p.o.Meetings.Between(ctx, v.Member, v.Start, v.End)
	if err != nil {
		return err
	}
	if v.Comes, err = p.o.Meetings.ComesFor(ctx, v.Member); err != nil {
		return err
	}
	days, shown := byDay(ctx, dates, v.window)
	v.window, v.Sections = shown, sections(ctx, days, shown)
	if len(days) == 0 {
		if v.Next, v.HasNext, err = p.o.Meetings.NextIn(ctx, v.Member); err != nil {
			return err
		}
	}
	for _, way := range p.o.Ways {
		v.Ways = append(v.Ways, way(ctx, v.Member)...)
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// plans tells whether the member plans meetings now.
func (p page) plans() bool { return p.Member.Can(group.Schedule) }
