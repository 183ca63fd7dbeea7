package doctor_test

import (
	"os"
	"syscall"
	"testing"
)

func TestAFolderThatCannotBeWrittenTo(t *testing.T) {
	h := sound(t, "")
	if os.Getuid() != 0 {
		must(t, os.Chmod(h.Folder, 0o500))
		t.Cleanup(func() { os.Chmod(h.Folder, 0o700) })
		h.wants(t, "This user cannot write to the data folder")
		return
	}
	mount := func(flags uintptr) error { return syscall.Mount(h.Folder, h.Folder, "", flags, "") }
	if err := mount(syscall.MS_BIND); err != nil {
		t.Skipf("a read-only disk cannot be made here: %v", err)
	}
	// Detached, not only unmounted: a child that another test is starting at this
	// instant may hold a file of it open, and the folder is deleted next.
	t.Cleanup(func() { must(t, syscall.Unmount(h.Folder, syscall.MNT_DETACH)) })
	if err := mount(syscall.MS_BIND | syscall.MS_REMOUNT | syscall.MS_RDONLY); err != nil {
		t.Skipf("a read-only disk cannot be made here: %v", err)
	}
	h.wants(t, "The disk of the data folder is read-only")
}
