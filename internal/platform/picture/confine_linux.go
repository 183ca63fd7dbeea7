package picture

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// confine takes from this process what decoding does not need. Nothing gives it
// back. What is open stays open: nothing new can be.
func confine(a allowance) error {
	used, err := mapped()
	if err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	for _, l := range []struct {
		resource int
		most     uint64
	}{
		{unix.RLIMIT_AS, used + a.memory},
		{unix.RLIMIT_CPU, uint64(a.processor.Seconds())},
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_NOFILE, 0},
	} {
		if err := unix.Prlimit(0, l.resource, &unix.Rlimit{Cur: l.most, Max: l.most}, nil); err != nil {
			return err
		}
	}
	return nil
}

// mapped is what RLIMIT_AS counts, in bytes: the addresses that the process has
// reserved, most of which a Go program never uses. RLIMIT_DATA, which counts
// writable memory alone, is no limit to Go: memory is made writable inside of
// what was reserved, and there the kernel does not ask (mmap with MAP_FIXED).
func mapped() (uint64, error) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(statm) // size resident shared text lib data dt: proc(5)
	if len(fields) < 1 {
		return 0, syscall.EINVAL
	}
	pages, err := strconv.ParseUint(string(fields[0]), 10, 64)
	return pages * uint64(os.Getpagesize()), err
}

// self starts this program anew. The name in /proc is the file that runs, also
// when an update has put another in its place.
func self() *exec.Cmd { return exec.Command("/proc/self/exe", Argument) }

// orphanless has the child end with its parent, however that ends.
func orphanless(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
