package web

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

var statusOf = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.NotFound:    http.StatusNotFound,
	fault.Forbidden:   http.StatusForbidden,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.Conflict:    http.StatusConflict,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.SignIn:      http.StatusUnauthorized,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.Full:        http.StatusInsufficientStorage,
}

// Status is the HTTP status that err is shown with.
func Status(err error) int { return statusOf[fault.KindOf(err)] }

// show is the one place where a person meets an error.
func (rt *Router) show(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, r.Context().Err()) {
		return // the reader has gone
	}
	ctx := r.Context()
	f, expected := fault.From(err)
	if !expected {
		f = &fault.Fault{Say: "Something went wrong on our side. It has been noted. Nothing you wrote here was sent on."}
	}
	rt.note(ctx, r, f, err)
	w.Header().Set("Cache-Control", "no-store") // an error is never kept, whatever the route
	problem := Problem{Status: statusOf[f.Kind], Kind: f.Kind, Say: i18n.T(ctx, f.Say, f.Args), Wait: f.Wait}
	if r.Method == http.MethodGet {
		problem.Asked = r.URL.Path
	}
	if f.Wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.Wait.Seconds()))))
	}
	if err := Render(w, r, problem.Status, rt.o.Problem(ctx, problem)); err != nil {
		rt.o.Log.LogAttrs(ctx, slog.LevelError, "error page failed", slog.String("route", r.Pattern), slog.String("error", cause(err)))
	}
}

// note logs what an operator has to know: mistakes of ours, and a database
// that is away or full. What a person did wrong is not our log's business.
func (rt *Router) note(ctx context.Context, r *http.Request, f *fault.Fault, err error) {
	switch f.Kind {
	case fault.Internal, fault.Unavailable, fault.Full:
		rt.o.Log.LogAttrs(ctx, slog.LevelError, "request failed",
			slog.String("method", knownMethod(r.Method)), slog.String("route", r.Pattern), slog.String("error", cause(err)))
	}
}
