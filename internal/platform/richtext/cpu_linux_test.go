package richtext

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// cpu is the processor time that fn took on its thread: what others run on this
// machine does not count.
func cpu(fn func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began := threadTime()
	fn()
	return threadTime() - began
}

func threadTime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		panic(err)
	}
	return time.Duration(t.Nano())
}
