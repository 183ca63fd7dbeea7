package limit

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	taken    *prometheus.CounterVec
	failures prometheus.Counter
	gauges   []prometheus.Collector
}

func newMetrics(l *Limiter) *metrics {
	return &metrics{
		taken: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "handrail_limit_taken_total",
			Help: "Requests counted against a limit, by rule and by how it ended: passed, delayed or refused.",
		}, []string{"rule", "outcome"}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "handrail_limit_redis_failures_total",
			Help: "Times the shared counts could not be reached and this node counted for itself.",
		}),
		gauges: []prometheus.Collector{
			prometheus.NewGaugeFunc(prometheus.GaugeOpts{
				Name: "handrail_limit_waiting",
				Help: "Requests that stand and wait because of a limit.",
			}, func() float64 { return float64(l.waiting.count()) }),
			prometheus.NewGaugeFunc(prometheus.GaugeOpts{
				Name: "handrail_limit_buckets",
				Help: "Counts kept in the memory of this node.",
			}, func() float64 { return float64(l.memory.size()) }),
		},
	}
}

func (m *metrics) register(registry prometheus.Registerer) error {
	if registry == nil {
		return nil
	}
	for _, c := range append(m.gauges, m.taken, m.failures) {
		if err := registry.Register(c); err != nil {
			return err
		}
	}
	return nil
}
