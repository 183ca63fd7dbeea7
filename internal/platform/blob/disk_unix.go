//go:build unix

package blob

import (
	"os"

	"golang.org/x/sys/unix"
)

// hold takes a file for this process, or fails at once where another has it.
// The kernel lets go of it when the process ends, however it ends.
func hold(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// settle brings the names in a folder to the disk.
func settle(dir *os.File) error { return dir.Sync() }
