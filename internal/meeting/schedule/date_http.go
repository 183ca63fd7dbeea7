package schedule

import (
	"context"
	"fmt"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/web"
)

// dateView is the page of one date.
type dateView struct {
	page
	Date   meeting.Occurrence
	Panels []hall.PanelView
}

// here is the address of something about this date.
func (v dateView) here(parts ...string) string {
	return v.path(append([]string{v.Date.Key()}, parts...)...)
}

func (p *Pages) getDate(w http.ResponseWriter, r *http.Request) (err error) {
	v := dateView{}
	v.Member, v.Date, err = p.o.Meetings.For(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"), r.PathValue("occurrence"))
	if err != nil {
		return err
	}
	if v.Beside, err = p.o.Hall.Beside(r.Context(), v.Member); err != nil {
		return err
	}
	if err := p.panels(r.Context(), &v); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, datePage(v))
}

// panels adds what features show about a date.
func (p *Pages) panels(ctx context.Context, v *dateView) error {
	for _, panel := range p.o.Panels {
		one, err := panel(ctx, v.Member, v.Date)
		if err != nil {
			return fmt.Errorf("a panel of a date: %w", err)
		}
		if one != nil {
			v.Panels = append(v.Panels, *one)
		}
	}
	return nil
}
