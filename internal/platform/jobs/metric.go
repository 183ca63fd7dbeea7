package jobs

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct{ attempts *prometheus.HistogramVec }

func newMetrics(registry prometheus.Registerer) metrics {
	m := metrics{attempts: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "handrail_job_seconds", Help: "Time of one attempt at a job, by its kind and how it ended.",
		Buckets: []float64{.005, .025, .1, .5, 2.5, 10, 60},
	}, []string{"kind", "outcome"})}
	if registry != nil {
		registry.MustRegister(m.attempts)
	}
	return m
}

func (m metrics) observe(kind, outcome string, took time.Duration) {
	m.attempts.WithLabelValues(kind, outcome).Observe(took.Seconds())
}
