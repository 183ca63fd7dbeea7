package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"handrail/internal/platform/fault"
)

func TestAFaultIsFoundThroughWrapping(t *testing.T) {
	err := fmt.Errorf("read invitation: %w", fault.Field("name", "Give it a name."))
	f, ok := fault.From(err)
	if !ok || f.Kind != fault.Invalid || f.Field != "name" || f.Say != "Give it a name." {
		t.Errorf("got %+v, %v", f, ok)
	}
	if got := fault.KindOf(errors.New("disk on fire")); got != fault.Internal {
		t.Errorf("an unknown error is of kind %v", got)
	}
	if fault.KindOf(fault.Missing()) != fault.NotFound {
		t.Error("what is missing is not found")
	}
}
