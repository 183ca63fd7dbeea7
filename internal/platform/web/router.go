package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/platform/fault"
)

// Router serves routes. Every pattern has an audience and a limit, or Handle
// panics: the line that declares a route is its row in the access table.
type Router struct {
	o       Options
	mux     *http.ServeMux
	origin  *http.CrossOriginProtection
	metrics metrics
	routes  []Route
	slashes []string // what paths begin with in which several slashes count as one
}

// NewRouter makes a router whose unknown paths answer like a page that is not
// shared with the viewer.
func NewRouter(o Options) *Router {
	rt := &Router{o: o, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection(), metrics: newMetrics(o.Registry)}
	rt.mux.Handle("/", rt.serve(Route{Pattern: "/", Audience: Everyone, Handler: missing}))
	return rt
}

func missing(http.ResponseWriter, *http.Request) error { return fault.Missing() }

// Handle adds routes.
func (rt *Router) Handle(routes ...Route) {
	for _, route := range routes {
		if route.Audience == "" || route.Limit.Name == "" || route.Handler == nil {
			panic(fmt.Sprintf("web: route %q lacks its audience, its limit or its handler", route.Pattern))
		}
		rt.routes = append(rt.routes, route)
		if route.AnySlashes {
			rt.slashes = append(rt.slashes, beginning(route.Pattern))
		}
		rt.mux.Handle(route.Pattern, rt.serve(route))
	}
}

// Routes is the access table: every route in the order it was added.
func (rt *Router) Routes() []Route { return rt.routes }

// ServeHTTP answers r.
func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The mux answers some requests by itself, such as one for "//": they get
	// the headers too.
	setHeaders(w, rt.o.Base, newNonce(), Usual)
	rt.mux.ServeHTTP(w, rt.tidied(r))
}

// beginning is the first part of a pattern's path: "/a/" of "GET /a/{b}/c".
func beginning(pattern string) string {
	_, path, _ := strings.Cut(pattern, "/")
	first, _, _ := strings.Cut(path, "/")
	return "/" + first + "/"
}

// tidied is a request with several slashes made one, where a route asks for that.
func (rt *Router) tidied(r *http.Request) *http.Request {
	if !strings.Contains(r.URL.Path, "//") {
		return r
	}
	path := "/" + strings.Join(strings.FieldsFunc(r.URL.Path, func(c rune) bool { return c == '/' }), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		path += "/"
	}
	for _, begins := range rt.slashes {
		if strings.HasPrefix(path, begins) {
			address := *r.URL
			address.Path, address.RawPath = path, ""
			r = r.WithContext(r.Context())
			r.URL = &address
			return r
		}
	}
	return r
}

type nonceKey struct{}
type addressKey struct{}

// Nonce is the nonce that scripts and styles of this answer carry.
func Nonce(ctx context.Context) string { n, _ := ctx.Value(nonceKey{}).(string); return n }

// Address is where the request came from, for limits alone.
func Address(ctx context.Context) netip.Addr { a, _ := ctx.Value(addressKey{}).(netip.Addr); return a }

// serve is the whole way of one request.
func (rt *Router) serve(route Route) http.Handler {
	return http.HandlerFunc(func(plain http.ResponseWriter, r *http.Request) {
		w := &answer{ResponseWriter: plain, request: r}
		began := rt.o.Clock.Now()
		defer func() { rt.log(r, w, rt.o.Clock.Now().Sub(began)) }()
		defer rt.recover(w)

		nonce := newNonce()
		refused := crossOrigin(rt.origin, r)
		setHeaders(w, rt.o.Base, nonce, exceptionFor(route, r, refused != nil))
		ctx := templ.WithNonce(context.WithValue(r.Context(), nonceKey{}, nonce), nonce)
		r = r.WithContext(context.WithValue(ctx, addressKey{}, clientAddress(r, rt.o.Proxies)))
		w.request = r
		if refused != nil {
			rt.enterAndShow(w, r, refused)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, cap(route.MaxBody))
		rt.enter(w, r, route)
	})
}

// enter finds the viewer, checks what they may do, and runs the handler.
func (rt *Router) enter(w *answer, r *http.Request, route Route) {
	if route.Audience == Machines {
		if err := rt.take(r, route, ""); err != nil {
			rt.enterAndShow(w, r, err)
			return
		}
		if err := route.Handler(w, r); err != nil {
			rt.enterAndShow(w, r, err)
		}
		return
	}
	if rt.o.Divert != nil {
		if to := rt.o.Divert(w, r); to != "" {
			_ = SeeOther(w, r, to) // a constant of ours
			return
		}
	}
	r, err := rt.found(w, r)
	if err != nil {
		rt.show(w, r, err)
		return
	}
	if err := rt.allowed(w, r, route); err != nil {
		rt.show(w, r, err)
	}
}

// found is r with what Enter found about the viewer, as far as it came.
func (rt *Router) found(w *answer, r *http.Request) (*http.Request, error) {
	ctx, err := rt.o.Enter(w, r)
	if ctx != nil {
		r = r.WithContext(ctx)
		w.request = r
	}
	return r, err
}

func (rt *Router) allowed(w *answer, r *http.Request, route Route) error {
	if err := rt.o.Admit(r.Context(), route.Audience); err != nil {
		return err
	}
	if err := rt.take(r, route, rt.o.Subject(r.Context())); err != nil {
		return err
	}
	return rt.once(w, r, route)
}

// take counts the request against the route's limit. The catch-all has none:
// it does nothing but answer.
func (rt *Router) take(r *http.Request, route Route, subject string) error {
	if route.Limit.Name == "" {
		return nil
	}
	return rt.o.Limiter.Take(r.Context(), route.Limit, subject, Address(r.Context()))
}

// enterAndShow shows an error that came before the viewer was known, in the
// reader's language and look all the same.
func (rt *Router) enterAndShow(w *answer, r *http.Request, err error) {
	r, _ = rt.found(w, r) // what was asked for has failed already
	rt.show(w, r, err)
}

// recover turns a panic into an error page. What was begun is cut off, so that
// nobody takes half an answer for the whole; and what a panic says is not
// repeated, in our log or in that of net/http.
func (rt *Router) recover(w *answer) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	r := w.request
	rt.metrics.panics.Inc()
	rt.o.Log.LogAttrs(r.Context(), slog.LevelError, "panic",
		slog.String("route", r.Pattern), slog.String("panic", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
	if w.started() {
		panic(http.ErrAbortHandler)
	}
	defer func() {
		if recover() != nil { // the error page failed too
			panic(http.ErrAbortHandler)
		}
	}()
	rt.show(w, r, fmt.Errorf("panic: %T", p))
}

func cap(maxBody int64) int64 {
	if maxBody == 0 {
		return DefaultBody
	}
	return maxBody
}
