package moderation

import (
	"context"
	"net/http"
	"strconv"

	"handrail/internal/account/seat"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// deskView is the list of a desk.
type deskView struct {
	Keeper  Keeper
	Waiting []Line
	Done    []Line
	Held    []hall.PanelView
}

// caseView is one report on a desk, with what may be done.
type caseView struct {
	Case
	Keeper Keeper
	Deed   Deed
	Text   string // the answer, as it was typed
	Why    string // the keeper cannot act, or ""
	Form   *web.Form
	Answer *web.Form
}

// path is the address of something on the keeper's desk.
func (k Keeper) path(parts ...string) string {
	if k.Desk == Stewards {
		path := StewardsPath
		for _, part := range parts {
			path += "/" + part
		}
		return path
	}
	return hall.Path(k.Member.Group.Slug, append([]string{"lead", "reports"}, parts...)...)
}

func (s *Service) getDesk(w http.ResponseWriter, r *http.Request) error {
	k, err := s.keeper(r)
	if err != nil {
		return err
	}
	v := deskView{Keeper: k}
	if v.Waiting, v.Done, err = s.InboxFor(r.Context(), k); err != nil {
		return err
	}
	if k.Desk == Stewards {
		return web.Render(w, r, http.StatusOK, stewardsDesk(v))
	}
	for _, panel := range s.held {
		one, err := panel(r.Context(), k.Member)
		if err != nil {
			return err
		}
		if one != nil {
			v.Held = append(v.Held, *one)
		}
	}
	return web.Render(w, r, http.StatusOK, leadersDeskPage(v))
}

func (s *Service) getCase(w http.ResponseWriter, r *http.Request) error {
	k, err := s.keeper(r)
	if err != nil {
		return err
	}
	return s.showCase(w, r, http.StatusOK, caseView{Keeper: k})
}

func (s *Service) showCase(w http.ResponseWriter, r *http.Request, status int, v caseView) (err error) {
	if v.Case, err = s.CaseFor(r.Context(), v.Keeper, r.PathValue("report")); err != nil {
		return err
	}
	v.Why = whyNot(r.Context(), v.Keeper.MayAct())
	if v.Keeper.Desk == Stewards {
		return web.Render(w, r, status, stewardsCase(v, s))
	}
	return web.Render(w, r, status, leadersCase(v, s))
}

// whyNot says why somebody cannot do something, or "".
func whyNot(ctx context.Context, err error) string {
	f, ok := fault.From(err)
	if !ok || f.Kind == fault.NotFound {
		return ""
	}
	return i18n.T(ctx, f.Say, f.Args)
}

func (s *Service) postAct(w http.ResponseWriter, r *http.Request) error {
	k, err := s.keeper(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := caseView{Keeper: k, Form: form, Deed: Deed{
		What: What(form.Line("what")), Reason: form.Text("reason"), Days: number(form.Line("days")), Saw: number(form.Line("saw")),
	}}
	report := r.PathValue("report")
	if v.Deed.What == Seat && !s.accounts.IsFresh(k.Viewer) {
		return web.SeeOther(w, r, seat.ProveFirst(k.path(report)))
	}
	if err := s.Do(r.Context(), k, report, v.Deed); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, k.path(report))
		}
		return s.showCase(w, r, http.StatusUnprocessableEntity, v)
	}
	return s.done(w, r, k.path(report), "It is done, and they are told why. Answer whoever reported it, when you are ready.")
}

func (s *Service) postAnswer(w http.ResponseWriter, r *http.Request) error {
	k, err := s.keeper(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	report, text := r.PathValue("report"), form.Text("answer")
	if err := s.Answer(r.Context(), k, report, text); err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err, k.path(report))
		}
		return s.showCase(w, r, http.StatusUnprocessableEntity, caseView{Keeper: k, Text: text, Answer: form})
	}
	return s.done(w, r, k.path(), "Thank you. It is closed, and whoever reported it hears that.")
}

func (s *Service) postHanding(w http.ResponseWriter, r *http.Request) error {
	k, err := s.keeper(r)
	if err != nil {
		return err
	}
	if err := s.HandOn(r.Context(), k, r.PathValue("report")); err != nil {
		return s.told(w, r, err, k.path(r.PathValue("report")))
	}
	return s.done(w, r, k.path(), "The stewards have it now.")
}

// number is a whole number that was typed; anything else is one that never counts.
func number(typed string) int {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

// crumbs are the way from a case of leaders back to their desk.
func (v caseView) crumbs(ctx context.Context) []ui.Place {
	slug := v.Keeper.Member.Group.Slug
	return []ui.Place{
		{Label: i18n.T(ctx, "Looking after it"), Href: hall.Path(slug, "lead")},
		{Label: i18n.T(ctx, "Reports"), Href: v.Keeper.path()},
	}
}
