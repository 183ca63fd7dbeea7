package web

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// answer remembers the status that was sent, and the request as far as it came:
// with the viewer, once they were found.
type answer struct {
	http.ResponseWriter
	status  int
	request *http.Request
}

// WriteHeader sends the status once.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write sends part of the body.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Flush sends what was written so far, for answers without an end.
func (a *answer) Flush() { _ = http.NewResponseController(a.ResponseWriter).Flush() }

// Unwrap lets http.ResponseController reach what is below, for sockets.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answer) started() bool { return a.status != 0 }

// log writes one line about a request: the pattern of its route, never its
// path; no query, no address, nothing that anybody wrote.
func (rt *Router) log(r *http.Request, w *answer, took time.Duration) {
	status := w.status
	if status == 0 && r.Context().Err() == nil {
		status = http.StatusOK // what net/http sends for a handler that wrote nothing
	}
	rt.metrics.requests.WithLabelValues(r.Pattern, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
	rt.o.Log.LogAttrs(r.Context(), slog.LevelDebug, "request",
		slog.String("method", knownMethod(r.Method)), slog.String("route", r.Pattern),
		slog.Int("status", status), slog.Duration("took", took))
}

// knownMethod keeps what a stranger typed as a method out of the log.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

type metrics struct {
	requests *prometheus.HistogramVec
	panics   prometheus.Counter
	repeats  prometheus.Counter
}

func newMetrics(registry prometheus.Registerer) metrics {
	m := metrics{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "handrail_http_request_seconds", Help: "Time to answer a request, by route pattern and class of status.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"route", "status"}),
		panics:  prometheus.NewCounter(prometheus.CounterOpts{Name: "handrail_http_panics_total", Help: "Handlers that panicked."}),
		repeats: prometheus.NewCounter(prometheus.CounterOpts{Name: "handrail_http_repeats_total", Help: "Writes that were tried again and answered from what was kept."}),
	}
	registry.MustRegister(m.requests, m.panics, m.repeats)
	return m
}
