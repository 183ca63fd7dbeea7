package schedule

import (
	"net/http"

	"handrail/internal/meeting"
	"handrail/internal/platform/web"
)

// listView is the dates of a group.
type listView struct {
	page
	Dates []meeting.Occurrence
}

func (p *Pages) getList(w http.ResponseWriter, r *http.Request) (err error) {
	v := listView{}
	if v.page, err = p.enter(r); err != nil {
		return err
	}
	now := p.o.Clock.Now()
	if v.Dates, err = p.o.Meetings.Between(r.Context(), v.Member, now, now.AddDate(0, 0, 28)); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}
