package admin

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/web"
)

// overviewView is the stewards' first page.
type overviewView struct {
	Left    []task
	Done    []string // what is set up, in sentences
	Work    jobs.Counts
	Checked *check // nil when the record was not checked since the start
	Visit   account.Session
	Panels  []PanelView
	Home    bool // the steward has a seat, with a first page of its own
}

// task is something left to do, in the reader's language.
type task struct {
	Title, Why string
	Href       string // where it is done; "" when that is not on any page
}

func (s *Service) getOverview(w http.ResponseWriter, r *http.Request) error {
	view, err := s.overview(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, overviewPage(view))
}

func (s *Service) overview(ctx context.Context, viewer account.Viewer) (v overviewView, err error) {
	v.Checked, v.Home = s.checked.Load(), viewer.Account != ""
	if v.Work, err = s.jobs.Count(ctx); err != nil {
		return v, err
	}
	steps, err := s.steps(ctx)
	if err != nil {
		return v, err
	}
	v.Left, v.Done = sorted(ctx, steps)
	waiting, err := s.waiting(ctx, viewer)
	if err != nil {
		return v, err
	}
	groups, err := s.groupTasks(ctx, viewer)
	if err != nil {
		return v, err
	}
	v.Left = slices.Concat(wrong(ctx, v.Work, v.Checked), waiting, groups, v.Left)
	if v.Visit, err = s.accounts.SessionFor(ctx, viewer); err != nil {
		return v, err
	}
	for _, panel := range s.panels {
		one, err := panel(ctx)
		if err != nil {
			return v, fmt.Errorf("a panel of the overview: %w", err)
		}
		if one.Body != nil {
			v.Panels = append(v.Panels, one)
		}
	}
	return v, nil
}

// waiting are the people who wait to be let in: they come before all that only
// concerns the house.
func (s *Service) waiting(ctx context.Context, viewer account.Viewer) ([]task, error) {
	n, err := s.accounts.Waiters(ctx)
	if err != nil || n == 0 || !viewer.IsSteward() {
		return nil, err
	}
	return []task{{
		Title: i18n.N(ctx, int(n), "Answer {.Count} person who waits to be let in", "Answer {.Count} people who wait to be let in"),
		Why:   i18n.T(ctx, "They see nothing here until a steward says yes or no."), Href: membersPath,
	}}, nil
}

// wrong is what went wrong since, and comes before all that was never done.
func wrong(ctx context.Context, work jobs.Counts, checked *check) (left []task) {
	if checked != nil && !checked.Sound() {
		left = append(left, task{
			Title: i18n.T(ctx, "Find out what happened to the record"),
			Why:   i18n.T(ctx, "It is not as it was written."), Href: "/admin/record",
		})
	}
	if work.Failed > 0 {
		left = append(left, task{
			Title: i18n.N(ctx, int(work.Failed), "Look at {.Count} piece of work that failed", "Look at {.Count} pieces of work that failed"),
			Why:   i18n.T(ctx, "It can be tried again, or removed."), Href: "/admin/work",
		})
	}
	return left
}

// sorted parts what is left to do from what is done.
func sorted(ctx context.Context, steps []step) (left []task, done []string) {
	for _, one := range steps {
		if one.Done {
			done = append(done, i18n.T(ctx, one.Did))
		} else {
			left = append(left, task{Title: i18n.T(ctx, one.Left), Why: i18n.T(ctx, one.Why, one.With), Href: one.Href})
		}
	}
	return left, done
}
