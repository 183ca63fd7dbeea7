package demo

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

var walkLimit = limit.Rule{Name: "demo", Global: limit.Rate{Count: 120, Per: time.Minute}}

// Routes are this package's rows of the access table. They exist in a demo
// alone.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /demo", Audience: web.InDemo, Limit: walkLimit, Handler: s.getDemo},
		{Pattern: "POST /demo/{role}", Audience: web.InDemo, Limit: walkLimit, Handler: s.postRole},
	}
}

func (s *Service) getDemo(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, demoPage())
}

func (s *Service) postRole(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	at := account.Visit{Kind: account.Shared, Device: account.DeviceName(r.UserAgent()), From: web.Address(ctx)}
	entry, err := s.walkIn(ctx, Role(r.PathValue("role")), at)
	if err != nil {
		return err
	}
	if err := s.Accounts.End(ctx, account.ViewerFrom(ctx)); err != nil {
		return err
	}
	s.Cookies.Set(w, account.Cookie, entry.Token, entry.Kind.CookieTTL())
	return web.SeeOther(w, r, "/home")
}
