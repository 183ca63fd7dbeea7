package blob_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"handrail/internal/platform/blob"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// writerFolder tells a copy of this test program to put files into a folder
// until it is killed, and to say each key once it is acknowledged.
const writerFolder = "BLOB_TEST_WRITER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerFolder); dir != "" {
		writeUntilKilled(dir)
	}
	os.Exit(m.Run())
}

func writeUntilKilled(dir string) {
	s, err := blob.OpenFolder(dir)
	for err == nil {
		key, content := id.Random(), strings.Repeat(id.Random(), 1000)
		if _, err = s.Put(context.Background(), key, strings.NewReader(content), int64(len(content))); err == nil {
			fmt.Println(key)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func TestAKilledProcessLosesNothingItAcknowledged(t *testing.T) {
	dir := t.TempDir()
	var acknowledged []string
	for range 15 {
		acknowledged = append(acknowledged, killAfter(t, dir, rand.IntN(40))...)
	}
	s := openFolder(t, dir)
	for _, key := range acknowledged {
		if _, err := s.Check(t.Context(), key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	listed := 0
	if err := s.List(t.Context(), func(o blob.Object) error {
		listed++
		_, err := s.Check(t.Context(), o.Key)
		return err
	}); err != nil || listed > len(acknowledged)+15 {
		t.Errorf("%d files for %d acknowledged, %v", listed, len(acknowledged), err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "incoming")); err != nil || len(left) != 0 {
		t.Errorf("%d remains, %v", len(left), err)
	}
	t.Logf("%d acknowledged, %d kept", len(acknowledged), listed)
}

// killAfter kills a writer once it has acknowledged count files, and returns
// everything it acknowledged before it died.
func killAfter(t *testing.T, dir string, count int) (keys []string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	writer := exec.Command(self)
	writer.Env = append(os.Environ(), writerFolder+"="+dir)
	writer.Stderr = os.Stderr
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if len(keys) == count {
			_ = writer.Process.Signal(syscall.SIGKILL)
		}
		keys = append(keys, lines.Text())
	}
	_ = writer.Wait()
	if len(keys) <= count {
		t.Fatalf("the writer ended by itself after %d", len(keys))
	}
	return keys
}

func TestAFullDiskIsSaidAndHeals(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, 0) })
	s := openFolder(t, dir)
	first := put(t, s, strings.Repeat("a", 600<<10))
	large := strings.Repeat("b", 600<<10)
	_, err := s.Put(t.Context(), id.Random(), strings.NewReader(large), int64(len(large)))
	if fault.KindOf(err) != fault.Full || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a put that does not fit: %v", err)
	}
	put(t, s, strings.Repeat("c", 200<<10)) // fits, since nothing of the other was left
	if _, err := s.Check(t.Context(), first); err != nil {
		t.Error(err)
	}
	if err := s.Delete(t.Context(), first); err != nil {
		t.Error(err)
	}
	put(t, s, large)
}
