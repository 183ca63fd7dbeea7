package picture

import (
	"context"
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/fault"
)

func (m *Maker) register(registry prometheus.Registerer) {
	m.count = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "handrail_picture_total",
		Help: "Pictures that people sent, by how it ended: made, refused (for what it is), unavailable (busy), left or failed.",
	}, []string{"outcome"})
	if registry == nil {
		return
	}
	registry.MustRegister(m.count, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "handrail_picture_waiting",
		Help: "Pictures that wait for their turn to be decoded.",
	}, func() float64 { return float64(m.waiting.Load()) }))
}

func outcome(err error) string {
	switch {
	case err == nil:
		return "made"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "left"
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return "refused"
	case fault.Unavailable:
		return "unavailable"
	}
	return "failed"
}
