//go:build !unix

package blob

import "os"

// hold does nothing: here a file that a process has open cannot be removed.
func hold(*os.File) error { return nil }

// settle does nothing: here a rename is on the disk when it returns.
func settle(*os.File) error { return nil }
