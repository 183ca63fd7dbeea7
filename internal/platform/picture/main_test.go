package picture_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"handrail/internal/platform/picture"
)

// TestMain lets this test binary be the child, and others that the tests put in
// its place.
func TestMain(m *testing.M) {
	if picture.IsWorker() {
		picture.Main()
	}
	if len(os.Args) == 3 && os.Args[1] == "act" {
		os.Exit(act(os.Args[2]))
	}
	os.Exit(m.Run())
}

// acting is a Command whose child does something else.
func acting(as string) func() *exec.Cmd {
	return func() *exec.Cmd { return exec.Command(os.Args[0], "act", as) }
}

func act(as string) int {
	switch as {
	case "silent":
		return 0
	case "crashing":
		panic("the decoder fell over")
	}
	fmt.Fprintln(os.Stderr, "nobody acts as", as)
	return 99
}
