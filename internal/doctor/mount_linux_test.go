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
	t.Cleanup(func() { syscall.Unmount(h.Folder, 0) })
	if err := mount(syscall.MS_BIND | syscall.MS_REMOUNT | syscall.MS_RDONLY); err != nil {
		t.Skipf("a read-only disk cannot be made here: %v", err)
	}
	h.wants(t, "The disk of the data folder is read-only")
}
