//go:build !linux

package richtext

import (
	"time"

	"handrail/internal/platform/clock"
)

// cpu is the time that fn took.
func cpu(fn func()) time.Duration {
	began := clock.System().Now()
	fn()
	return clock.System().Now().Sub(began)
}
