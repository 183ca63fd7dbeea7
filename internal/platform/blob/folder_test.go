package blob_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/internal/platform/blob"
	"handrail/internal/platform/blob/blobtest"
	"handrail/internal/platform/id"
)

func TestAFolderIsAStore(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blob.Store { return openFolder(t, t.TempDir()) })
}

func TestFilesAreForTheirOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "files")
	s := openFolder(t, dir)
	put(t, s, "words")
	count := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has %v", path, info.Mode())
		}
		count++
		return err
	})
	if err != nil || count != 4 { // the folder, its two folders, one file
		t.Errorf("%d things, %v", count, err)
	}
}

func TestADamagedFileIsNoticed(t *testing.T) {
	content := strings.Repeat("take what you need ", 5000)
	for name, harm := range map[string]func([]byte) []byte{
		"a bit turned":    func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"the last turned": func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"the hash turned": func(b []byte) []byte { b[20] ^= 1; return b },
		"the end gone":    func(b []byte) []byte { return b[:len(b)-1] },
		"something more":  func(b []byte) []byte { return append(b, 'x') },
		"almost nothing":  func(b []byte) []byte { return b[:10] },
		"nothing":         func([]byte) []byte { return nil },
		"something else":  func([]byte) []byte { return []byte(content) },
	} {
		dir := t.TempDir()
		s := openFolder(t, dir)
		key := put(t, s, content)
		path := filepath.Join(dir, "kept", key)
		kept, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, harm(kept), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Check(t.Context(), key); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("%s: check says %v", name, err)
		}
		for _, before := range []int64{0, 100, int64(len(content)) - 1} {
			if got, err := readAfter(t, s, key, before); !errors.Is(err, blob.ErrDamaged) {
				t.Errorf("%s: %d bytes were read with %v", name, got, err)
			}
		}
		listed := 0
		if err := s.List(t.Context(), func(o blob.Object) error { listed++; return nil }); err != nil || listed != 1 {
			t.Errorf("%s: %d listed, %v", name, listed, err)
		}
	}
}

// readAfter reads some bytes, goes back, and copies the file by the length that
// was announced, as a web server does. Such a copy never asks for what follows,
// and must notice all the same.
func readAfter(t *testing.T, s blob.Store, key string, before int64) (int64, error) {
	r, o, err := s.Open(t.Context(), key)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	if _, err := io.CopyN(io.Discard, r, before); err != nil {
		return 0, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	return io.CopyN(io.Discard, r, o.Size)
}

func TestAFileCanBeServedInRanges(t *testing.T) {
	s := openFolder(t, t.TempDir())
	key := put(t, s, "one two three")
	for ranged, want := range map[string]string{"": "one two three", "bytes=4-6": "two", "bytes=-5": "three"} {
		r, _, err := s.Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		request := httptest.NewRequest("GET", "/", nil)
		request.Header.Set("Range", ranged)
		answer := httptest.NewRecorder()
		http.ServeContent(answer, request, "", time.Time{}, r)
		if answer.Body.String() != want {
			t.Errorf("%s: %q", ranged, answer.Body)
		}
		r.Close()
	}
}

func TestWhatWasLeftHalfWrittenIsTakenAway(t *testing.T) {
	dir := t.TempDir()
	key := put(t, openFolder(t, dir), "kept")
	left := filepath.Join(dir, "incoming", id.Random())
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openFolder(t, dir)
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
	if _, err := s.Check(t.Context(), key); err != nil {
		t.Error(err)
	}
}

func TestWhatAnotherIsWritingIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	first := openFolder(t, dir)
	slow, end := io.Pipe()
	key, done := id.Random(), make(chan error)
	go func() {
		_, err := first.Put(t.Context(), key, slow, 10)
		done <- err
	}()
	if _, err := end.Write([]byte("12345")); err != nil { // the draft is there now
		t.Fatal(err)
	}
	second := openFolder(t, dir)
	_, _ = end.Write([]byte("67890"))
	end.Close()
	if err := <-done; err != nil {
		t.Errorf("the first: %v", err)
	}
	if _, err := second.Check(t.Context(), key); err != nil {
		t.Errorf("the second: %v", err)
	}
}

func TestOtherFilesInTheFolderAreNotOurs(t *testing.T) {
	dir := t.TempDir()
	s := openFolder(t, dir)
	outside := filepath.Join(dir, "secret")
	if err := os.WriteFile(outside, []byte("words"), 0o600); err != nil {
		t.Fatal(err)
	}
	key := id.Random()
	if err := os.Symlink(outside, filepath.Join(dir, "kept", key)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "kept", "README"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Open(t.Context(), key); err == nil {
		t.Error("a link to something else was opened")
	}
}

func openFolder(t *testing.T, dir string) *blob.Folder {
	t.Helper()
	s, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func put(t *testing.T, s blob.Store, content string) string {
	t.Helper()
	key := id.Random()
	if _, err := s.Put(t.Context(), key, bytes.NewReader([]byte(content)), int64(len(content))); err != nil {
		t.Fatal(err)
	}
	return key
}
