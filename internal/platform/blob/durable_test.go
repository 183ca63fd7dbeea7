package blob

import (
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

const words = "one day at a time"

func TestWhatWasAcknowledgedSurvivesALossOfPower(t *testing.T) {
	for _, namesFirst := range []bool{false, true} {
		dir := t.TempDir()
		var have []string
		until := func(act func(*Folder)) {
			disk := newLossy(t, dir)
			f, err := openOn(disk)
			if err != nil {
				t.Fatal(err)
			}
			act(f)
			disk.cut(t, namesFirst)
		}
		for range 3 {
			until(func(f *Folder) { have = append(have, putWords(t, f), putWords(t, f)) })
			checkKept(t, dir, have)
			until(func(f *Folder) {
				if err := f.Delete(t.Context(), have[0]); err != nil {
					t.Fatal(err)
				}
			})
			have = have[1:]
			checkKept(t, dir, have)
		}
	}
}

// checkKept makes sure that a folder keeps these files, whole, and no others.
func checkKept(t *testing.T, dir string, want []string) {
	t.Helper()
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range want {
		if _, err := f.Check(t.Context(), key); err != nil {
			t.Errorf("a put that was acknowledged: %v", err)
		}
	}
	if err := f.List(t.Context(), func(o Object) error {
		if !slices.Contains(want, o.Key) {
			t.Errorf("a delete that was acknowledged: %s is there", o.Key)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

// What fails once, at any call, leaves nothing and passes.
func TestAPutThatFailsAnywhereLeavesNothing(t *testing.T) {
	for _, cause := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EIO} {
		for n := 1; ; n++ {
			f, disk := openFaulty(t, t.TempDir())
			disk.calls, disk.failAt, disk.err = 0, n, cause
			_, err := f.Put(t.Context(), id.Random(), strings.NewReader(words), int64(len(words)))
			if disk.calls < n {
				if err != nil || n < 8 {
					t.Errorf("%d calls and %v", n-1, err)
				}
				break
			}
			if wantFull := cause != syscall.EIO; !errors.Is(err, cause) || (fault.KindOf(err) == fault.Full) != wantFull {
				t.Errorf("%v at call %d: %v", cause, n, err)
			}
			for _, dir := range []string{kept, incoming} {
				if names, err := disk.List(dir); err != nil || len(names) != 0 {
					t.Errorf("%v at call %d leaves %d in %s, %v", cause, n, len(names), dir, err)
				}
			}
			putWords(t, f)
		}
	}
}

// Where the disk is lost altogether from any call on, the next start finds the
// file whole or not at all, and no remains.
func TestAPutOnADyingDiskIsWholeOrAbsent(t *testing.T) {
	for n := 1; ; n++ {
		dir, key := t.TempDir(), id.Random()
		f, disk := openFaulty(t, dir)
		disk.calls, disk.failAt, disk.after, disk.err = 0, n, true, syscall.EIO
		_, err := f.Put(t.Context(), key, strings.NewReader(words), int64(len(words)))
		if disk.calls < n {
			break
		}
		if err == nil {
			t.Errorf("from call %d on: acknowledged", n)
		}
		after, err := OpenFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := after.Check(t.Context(), key); err != nil && fault.KindOf(err) != fault.NotFound {
			t.Errorf("from call %d on: %v", n, err)
		}
		if names, err := disk.List(incoming); err != nil || len(names) != 0 {
			t.Errorf("from call %d on: %d remains, %v", n, len(names), err)
		}
	}
}

func TestADeleteThatIsNotLastingIsNotAcknowledged(t *testing.T) {
	for n := 1; n <= 2; n++ {
		f, disk := openFaulty(t, t.TempDir())
		key := putWords(t, f)
		disk.calls, disk.failAt, disk.err = 0, n, syscall.EIO
		if err := f.Delete(t.Context(), key); !errors.Is(err, syscall.EIO) {
			t.Errorf("at call %d: %v", n, err)
		}
		if err := f.Delete(t.Context(), key); err != nil {
			t.Errorf("again: %v", err)
		}
	}
}

func openFaulty(t *testing.T, dir string) (*Folder, *faulty) {
	t.Helper()
	disk := &faulty{disk: newLossy(t, dir).disk}
	f, err := openOn(disk)
	if err != nil {
		t.Fatal(err)
	}
	return f, disk
}

func putWords(t *testing.T, f *Folder) string {
	t.Helper()
	key := id.Random()
	if _, err := f.Put(t.Context(), key, strings.NewReader(words), int64(len(words))); err != nil {
		t.Fatal(err)
	}
	return key
}
