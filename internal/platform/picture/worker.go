package picture

import (
	"bufio"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// Argument is the only one of a program that is called to be the child. It is
// no command for people, and stands in no help.
const Argument = "picture-worker"

// IsWorker tells whether this process was started to decode one picture.
func IsWorker() bool { return len(os.Args) == 2 && os.Args[1] == Argument }

// Main decodes one picture from standard input to standard output, and ends the
// process. Nothing else happens in it before, as nothing else is limited.
func Main() {
	os.Exit(work(os.Stdin, os.Stdout, allowance{memory: 128 << 20, processor: 5 * time.Second}))
}

// How the child ends, when it ends by itself.
const (
	done      = 0
	unasked   = 4 // nobody asked properly, or nobody listens
	unlimited = 5 // the limits could not be set, so nothing was read
)

// allowance is what the child may use on top of what a program of ours uses when
// it does nothing.
type allowance struct {
	memory    int           // bytes
	processor time.Duration // whole seconds
}

func work(in io.Reader, out io.Writer, a allowance) int {
	runtime.GOMAXPROCS(1)
	if confine(a) != nil {
		return unlimited
	}
	// The collector works harder rather than let a picture that would fit fail.
	debug.SetMemoryLimit(int64(a.memory))
	r, err := readRequest(in)
	if err != nil {
		return unasked
	}
	buffered := bufio.NewWriter(out)
	p, v := render(r, usual)
	if writeAnswer(buffered, p, v) != nil || buffered.Flush() != nil {
		return unasked
	}
	return done
}
