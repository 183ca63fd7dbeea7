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
	os.Exit(work(os.Stdin, os.Stdout, usualAllowance, usual))
}

// How the child ends, when it ends by itself.
const (
	done      = 0
	unasked   = 4 // nobody asked properly, or nobody listens
	unlimited = 5 // the limits could not be set, so nothing was read
)

// allowance is what the child may use.
type allowance struct {
	memory    uint64        // bytes of addresses, on top of those that it has when it begins
	processor time.Duration // whole seconds
}

// usualAllowance has room for three pieces of memory and for Go's own books: Go
// reserves 64 MiB at a time, begins at a random place in its first piece, and takes
// two for what is larger than one. So what the header may ask for always fits
// beside the upload, and 256 MiB are never exceeded.
var usualAllowance = allowance{memory: 224 << 20 * raceFactor, processor: 5 * time.Second * raceFactor}

func work(in io.Reader, out io.Writer, a allowance, c ceiling) int {
	runtime.GOMAXPROCS(1)
	if confine(a) != nil {
		return unlimited
	}
	// The collector works early, so that what is no longer needed makes room.
	debug.SetMemoryLimit(int64(a.memory) / 3)
	r, err := readRequest(in)
	if err != nil {
		return unasked
	}
	buffered := bufio.NewWriter(out)
	p, v := render(r, c)
	if writeAnswer(buffered, p, v) != nil || buffered.Flush() != nil {
		return unasked
	}
	return done
}
