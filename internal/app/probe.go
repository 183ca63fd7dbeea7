//go:build !bench

package app

import "handrail/internal/platform/web"

// probeRoutes has no route: the probe exists only in the program that the
// benchmarks build.
func (a *App) probeRoutes() []web.Route { return nil }
