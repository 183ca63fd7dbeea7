package schedule

import (
	"context"
	"fmt"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/meeting"
	"handrail/internal/platform/web"
)

func (p *Pages) getDate(w http.ResponseWriter, r *http.Request) error {
	v, err := p.date(r)
	if err != nil {
		return err
	}
	return p.showDate(w, r, http.StatusOK, v)
}

// date is the date in the address.
func (p *Pages) date(r *http.Request) (v dateView, err error) {
	v.Now = p.o.Clock.Now()
	v.Member, v.Date, err = p.o.Meetings.For(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"), r.PathValue("occurrence"))
	return v, err
}

// showDate adds what stands on the page of a date, and shows it.
func (p *Pages) showDate(w http.ResponseWriter, r *http.Request, status int, v dateView) (err error) {
	ctx := r.Context()
	if v.Beside, err = p.o.Hall.Beside(ctx, v.Member); err != nil {
		return err
	}
	if v.Inside, err = p.o.Meetings.InsideFor(ctx, v.Member, v.Date); err != nil {
		return err
	}
	if v.Come, err = p.o.Meetings.ComingFor(ctx, v.Member, v.Date); err != nil {
		return err
	}
	if err := p.asking(ctx, &v); err != nil {
		return err
	}
	if v.Series, err = p.around(ctx, v); err != nil {
		return err
	}
	if err := p.panels(ctx, &v); err != nil {
		return err
	}
	return web.Render(w, r, status, datePage(v))
}

// asking counts who waits to be told where it is.
func (p *Pages) asking(ctx context.Context, v *dateView) error {
	if !v.leads() || v.Date.Plan.Placing != meeting.AfterAsking {
		return nil
	}
	list, err := p.o.Meetings.AskingsFor(ctx, v.Member, v.Date)
	for _, one := range list {
		if one.State == meeting.Waits {
			v.Asking++
		}
	}
	return err
}

// around are dates of the same meeting before and after this one and from today
// on: some weeks, and more of them where there are few.
func (p *Pages) around(ctx context.Context, v dateView) (list []meeting.Occurrence, err error) {
	for _, days := range []int{45, 400} {
		from, to := v.Date.Start, v.Date.Start
		if v.Now.Before(from) && v.Now.After(from.AddDate(0, 0, -days)) {
			from = v.Now
		}
		if list, err = p.o.Meetings.DatesFor(ctx, v.Member, v.Date.Meeting.ID, from.AddDate(0, 0, -days), to.AddDate(0, 0, days)); err != nil {
			return nil, err
		}
		if v.Series = list; len(v.next()) > 2 {
			break
		}
	}
	return list, nil
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
