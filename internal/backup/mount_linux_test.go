package backup_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// The uploads of several nodes may lie elsewhere.
func TestUploadsThatLieElsewhereAreNotTornAway(t *testing.T) {
	who := newIdentity(t)
	h := settled(t, engines()[0])
	h.furnish(t, "zoe")
	body := read(t, h.backup(t, who))
	files, shared := filepath.Join(h.folder, "files"), filepath.Join(t.TempDir(), "shared")
	must(t, os.Rename(files, shared))
	must(t, os.Symlink(shared, files))
	h.wantRefused(t, bad{body: body, says: "is a link or a disk of its own", who: who})
	must(t, os.Remove(files))
	must(t, os.Mkdir(files, 0o700))
	if err := syscall.Mount(shared, files, "", syscall.MS_BIND, ""); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(files, 0) })
	h.wantRefused(t, bad{body: body, says: "is a link or a disk of its own", who: who})
}
