// Package web is the door: routes declared with who may use them and how
// often, handlers that return errors, the one place that shows those errors,
// forms, flashes, hashed assets, and the headers and checks that every answer
// and every request passes.
//
// A request goes through, in this order: recovery and the log; the headers;
// the origin check; the cap on the body; the viewer (Options.Enter); the
// audience (Options.Admit); the limit; the idempotency key; the handler.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/a-h/templ"
	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
)

// Handler answers a request, or returns why it cannot. A fault is shown to the
// person; any other error is logged and shown as a mistake of ours.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Audience says who may use a route.
type Audience string

// The audiences. What each means for a given viewer is decided in one place,
// Options.Admit.
const (
	Everyone      Audience = "everyone"    // with or without a session
	Stewards      Audience = "stewards"    // those who run this installation
	Machines      Audience = "machines"    // probes and browsers' own requests: no viewer is looked up
	Sessions      Audience = "sessions"    // anybody with a session, of an account or a pass
	Speakers      Audience = "speakers"    // guest speakers, by the pass for one date
	Accounts      Audience = "accounts"    // whoever has an account, also one that waits, rests or leaves
	Members       Audience = "members"     // whoever has an account that takes part
	InDevelopment Audience = "development" // exists only in development and in the demo
	InDemo        Audience = "demo"        // exists only in the demo
)

// Route is one row of the access table: a pattern of net/http's ServeMux, who
// may use it, how often, and what it does.
type Route struct {
	Pattern  string
	Audience Audience
	Limit    limit.Rule
	Handler  Handler
	// Headers names the exception to the table of headers, if any.
	Headers Exception
	// Repeatable says that doing it twice is doing it once, so that no
	// idempotency key is looked at: leaving, signing out.
	Repeatable bool
	// AnySlashes says that several slashes in a row count as one, for programs
	// that put addresses together without looking.
	AnySlashes bool
	// MaxBody is the largest body taken, in bytes; 0 means DefaultBody.
	MaxBody int64
}

// DefaultBody is the largest body a route takes unless it says otherwise.
const DefaultBody = 256 << 10

// Options are what a Router needs from the rest of the house.
type Options struct {
	Base     *url.URL       // where people find this installation
	Proxies  []netip.Prefix // whose X-Forwarded-For is believed
	DB       *db.DB
	Clock    clock.Clock
	Log      *slog.Logger
	Registry prometheus.Registerer
	Limiter  *limit.Limiter
	// Enter finds the viewer and puts what pages need into the context. When it
	// fails, the context it returns all the same serves the page that says so.
	Enter func(w http.ResponseWriter, r *http.Request) (context.Context, error)
	// Divert is the path of ours that a request is sent to instead of being
	// answered, or "". It may set cookies. Nil diverts nothing.
	Divert func(w http.ResponseWriter, r *http.Request) string
	// Admit refuses a viewer who is not of the audience, with a fault.
	Admit func(ctx context.Context, audience Audience) error
	// Subject is the viewer's session, for limits and idempotency, or "".
	Subject func(ctx context.Context) string
	// Problem is the page that shows an error.
	Problem func(ctx context.Context, p Problem) templ.Component
}

// Problem is what a page that shows an error is told.
type Problem struct {
	Status int
	Kind   fault.Kind
	Say    string // in the reader's language
	Wait   time.Duration
	Asked  string // the path that was asked for, where it can be asked for again; or ""
}

// Secure tells whether people reach this installation over TLS.
func (o Options) Secure() bool { return o.Base.Scheme == "https" }
