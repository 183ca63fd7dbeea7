package dbtest

import (
	"context"
	"reflect"
	"runtime"

	"handrail/internal/platform/db"
)

// nameOf is the full name of a function: different migrations of one test
// server get different templates.
func nameOf(migrate func(context.Context, *db.DB) error) string {
	return runtime.FuncForPC(reflect.ValueOf(migrate).Pointer()).Name()
}
