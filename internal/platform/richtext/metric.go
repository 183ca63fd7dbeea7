package richtext

import (
	"context"
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/fault"
)

func newCount(registry prometheus.Registerer) *prometheus.CounterVec {
	count := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "handrail_richtext_total",
		Help: "Texts that people wrote, by how rendering ended: rendered, refused (for what it is), unavailable (busy or late), left or failed.",
	}, []string{"outcome"})
	if registry != nil {
		registry.MustRegister(count)
	}
	return count
}

func outcome(err error) string {
	switch {
	case err == nil:
		return "rendered"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "left"
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.TooLarge:
		return "refused"
	case fault.Unavailable:
		return "unavailable"
	}
	return "failed"
}
