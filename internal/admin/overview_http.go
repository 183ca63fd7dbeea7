package admin

import (
	"context"
	"fmt"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/web"
)

// overviewView is the stewards' first page.
type overviewView struct {
	Left, Done []step
	Work       jobs.Counts
	Checked    *check // nil when the record was not checked since the start
	Visit      account.Session
	Panels     []PanelView
}

func (s *Service) getOverview(w http.ResponseWriter, r *http.Request) error {
	view, err := s.overview(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, overviewPage(view))
}

func (s *Service) overview(ctx context.Context, viewer account.Viewer) (v overviewView, err error) {
	steps, err := s.steps(ctx)
	if err != nil {
		return v, err
	}
	v.Left, v.Done = split(steps)
	v.Checked = s.checked.Load()
	if v.Work, err = s.jobs.Count(ctx); err != nil {
		return v, err
	}
	if v.Visit, err = s.accounts.SessionFor(ctx, viewer); err != nil {
		return v, err
	}
	for _, panel := range s.panels {
		one, err := panel(ctx)
		if err != nil {
			return v, fmt.Errorf("a panel of the overview: %w", err)
		}
		v.Panels = append(v.Panels, one)
	}
	return v, nil
}
