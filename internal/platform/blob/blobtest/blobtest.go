// Package blobtest is what every blob.Store must pass.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"handrail/internal/platform/blob"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// Run checks a kind of store. make makes an empty one for each test.
func Run(t *testing.T, make func(t *testing.T) blob.Store) {
	for name, test := range map[string]func(*testing.T, blob.Store){
		"what is put is read":              putAndRead,
		"reading may jump":                 readAnywhere,
		"a key is written once":            putOnce,
		"a put that fails keeps nothing":   failedPuts,
		"only random keys are keys":        strangeKeys,
		"what is deleted is gone":          deleteAndMiss,
		"the list is whole and in order":   listAll,
		"many may put at once":             putAtOnce,
		"one of many gets a contested key": contest,
	} {
		t.Run(name, func(t *testing.T) { test(t, make(t)) })
	}
}

func putAndRead(t *testing.T, s blob.Store) {
	for _, size := range []int{0, 1, 511, 4096, 3<<20 + 1} {
		key, content := id.Random(), pattern(size)
		put, err := s.Put(t.Context(), key, bytes.NewReader(content), int64(size))
		if err != nil || put != object(key, content) {
			t.Fatalf("put of %d bytes: %+v, %v", size, put, err)
		}
		r, opened, err := s.Open(t.Context(), key)
		if err != nil || opened != put {
			t.Fatalf("open: %+v, %v", opened, err)
		}
		if err := iotest.TestReader(r, content); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if checked, err := s.Check(t.Context(), key); err != nil || checked != put {
			t.Errorf("check: %+v, %v", checked, err)
		}
	}
}

func readAnywhere(t *testing.T, s blob.Store) {
	key, content := id.Random(), pattern(10_000)
	put(t, s, key, content)
	r, _, err := s.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, from := range []int64{9_000, 0, 5_000, 9_999, 0} {
		if at, err := r.Seek(from, io.SeekStart); err != nil || at != from {
			t.Fatalf("seek to %d: %d, %v", from, at, err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, content[from:]) {
			t.Errorf("%d bytes from %d, %v", len(got), from, err)
		}
	}
	if end, err := r.Seek(-4, io.SeekEnd); err != nil || end != 9_996 {
		t.Errorf("four before the end is %d, %v", end, err)
	}
}

func putOnce(t *testing.T, s blob.Store) {
	key := id.Random()
	put(t, s, key, []byte("first"))
	if _, err := s.Put(t.Context(), key, strings.NewReader("other"), 5); !errors.Is(err, blob.ErrExists) {
		t.Errorf("the second put: %v", err)
	}
	if got := read(t, s, key); got != "first" {
		t.Errorf("kept is %q", got)
	}
}

func failedPuts(t *testing.T, s blob.Store) {
	ended, end := context.WithCancel(t.Context())
	end()
	broken := errors.New("the line broke")
	for _, try := range []struct {
		ctx  context.Context
		r    io.Reader
		size int64
		want error
	}{
		{t.Context(), strings.NewReader("short"), 6, blob.ErrSize},
		{t.Context(), strings.NewReader("too long"), 7, blob.ErrSize},
		{t.Context(), strings.NewReader("a"), -1, blob.ErrSize},
		{t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)), 8, broken},
		{ended, strings.NewReader("late"), 4, context.Canceled},
	} {
		key := id.Random()
		if _, err := s.Put(try.ctx, key, try.r, try.size); !errors.Is(err, try.want) {
			t.Errorf("got %v, want %v", err, try.want)
		}
		if got := list(t, s); len(got) != 0 {
			t.Errorf("after %v there is %v", try.want, got)
		}
		put(t, s, key, []byte("again"))
		if err := s.Delete(t.Context(), key); err != nil {
			t.Error(err)
		}
	}
}

func strangeKeys(t *testing.T, s blob.Store) {
	for _, key := range []string{
		"", ".", "..", "/", "a", "../../etc/passwd", "kept/x", "..\\x", "x\x00y", strings.Repeat("a", 5000),
		strings.ToUpper(id.Random()), "{" + id.Random() + "}", "urn:uuid:" + id.Random(), id.Random() + "/..", " " + id.Random(),
		"01890a5d-ac96-774b-bcce-b302099a8057", // a UUIDv7 tells when it was made
	} {
		if _, err := s.Put(t.Context(), key, strings.NewReader("a"), 1); !errors.Is(err, blob.ErrKey) {
			t.Errorf("put under %q: %v", key, err)
		}
		if _, _, err := s.Open(t.Context(), key); fault.KindOf(err) != fault.NotFound {
			t.Errorf("open of %q: %v", key, err)
		}
		if _, err := s.Check(t.Context(), key); fault.KindOf(err) != fault.NotFound {
			t.Errorf("check of %q: %v", key, err)
		}
		if err := s.Delete(t.Context(), key); err != nil {
			t.Errorf("delete of %q: %v", key, err)
		}
	}
	if got := list(t, s); len(got) != 0 {
		t.Errorf("there is %v", got)
	}
}

func deleteAndMiss(t *testing.T, s blob.Store) {
	key, other := id.Random(), id.Random()
	put(t, s, key, []byte("a"))
	put(t, s, other, []byte("b"))
	for range 2 { // the second time there is nothing to delete
		if err := s.Delete(t.Context(), key); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := s.Open(t.Context(), key); fault.KindOf(err) != fault.NotFound {
		t.Errorf("open: %v", err)
	}
	if _, err := s.Check(t.Context(), key); fault.KindOf(err) != fault.NotFound {
		t.Errorf("check: %v", err)
	}
	if got := read(t, s, other); got != "b" {
		t.Errorf("the other is %q", got)
	}
	put(t, s, key, []byte("a new one"))
}

func listAll(t *testing.T, s blob.Store) {
	var want []blob.Object
	for n := range 40 {
		key, content := id.Random(), pattern(n)
		put(t, s, key, content)
		want = append(want, object(key, content))
	}
	slices.SortFunc(want, func(a, b blob.Object) int { return strings.Compare(a.Key, b.Key) })
	if got := list(t, s); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	enough, seen := errors.New("enough"), 0
	err := s.List(t.Context(), func(blob.Object) error {
		if seen++; seen == 3 {
			return enough
		}
		return nil
	})
	if err != enough || seen != 3 {
		t.Errorf("stopped after %d with %v", seen, err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.List(ended, func(blob.Object) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

func putAtOnce(t *testing.T, s blob.Store) {
	var all sync.WaitGroup
	for n := range 20 {
		all.Go(func() {
			key, content := id.Random(), pattern(1000*n)
			if _, err := s.Put(t.Context(), key, bytes.NewReader(content), int64(len(content))); err != nil {
				t.Error(err)
			}
			if o, err := s.Check(t.Context(), key); err != nil || o != object(key, content) {
				t.Errorf("%+v, %v", o, err)
			}
		})
	}
	all.Wait()
	if got := list(t, s); len(got) != 20 {
		t.Errorf("%d files of 20", len(got))
	}
}

func contest(t *testing.T, s blob.Store) {
	key := id.Random()
	won := make(chan string, 10)
	var all sync.WaitGroup
	for n := range 10 {
		all.Go(func() {
			content := strings.Repeat(string(rune('a'+n)), 5000)
			switch _, err := s.Put(t.Context(), key, strings.NewReader(content), 5000); {
			case err == nil:
				won <- content
			case !errors.Is(err, blob.ErrExists):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(won) != 1 {
		t.Fatalf("%d puts of 10 succeeded", len(won))
	}
	if got, want := read(t, s, key), <-won; got != want {
		t.Errorf("kept is %.1q…, put was %.1q…", got, want)
	}
}

func put(t *testing.T, s blob.Store, key string, content []byte) {
	t.Helper()
	if _, err := s.Put(t.Context(), key, bytes.NewReader(content), int64(len(content))); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, s blob.Store, key string) string {
	t.Helper()
	r, _, err := s.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Error(err)
	}
	return string(content)
}

func list(t *testing.T, s blob.Store) []blob.Object {
	t.Helper()
	var all []blob.Object
	if err := s.List(t.Context(), func(o blob.Object) error { all = append(all, o); return nil }); err != nil {
		t.Error(err)
	}
	return all
}

func object(key string, content []byte) blob.Object {
	sum := sha256.Sum256(content)
	return blob.Object{Key: key, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content))}
}

// pattern is size bytes that differ from place to place.
func pattern(size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(i * 2654435761 >> 7)
	}
	return b
}
