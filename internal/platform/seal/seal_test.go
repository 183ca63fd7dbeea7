package seal_test

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/seal"
)

var errPower = errors.New("the power is gone")

// safe is a keeper with its store, and fault points that can be switched on.
type safe struct {
	*seal.Keeper
	t       *testing.T
	address string
	store   *db.DB
	mu      sync.Mutex
	fail    string // the fault point that is on
}

func serverKey(b byte) []byte { return bytes.Repeat([]byte{b}, seal.KeyBytes) }

// each runs the test over an empty store on each engine.
func each(t *testing.T, test func(t *testing.T, s *safe)) {
	nothing := func(context.Context, *db.DB) error { return nil }
	dbtest.EachAddress(t, nothing, func(t *testing.T, address string) {
		if db.IsPostgres(address) {
			u, err := url.Parse(address)
			must(t, err)
			q := u.Query()
			q.Set("search_path", seal.Schema)
			u.RawQuery = q.Encode()
			address = u.String()
		}
		test(t, openSafe(t, address, serverKey(1)))
	})
}

func openSafe(t *testing.T, address string, server []byte) *safe {
	t.Helper()
	s := &safe{t: t, address: address}
	s.store = dbtest.Open(t, db.Options{Address: address, Points: s.at})
	keeper, err := seal.Open(t.Context(), s.store, clock.NewManual(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)), server)
	must(t, err)
	s.Keeper = keeper
	return s
}

func (s *safe) at(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == s.fail {
		return errPower
	}
	return nil
}

func (s *safe) breakAt(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = name
}

func (s *safe) seal(owner, plain string) []byte {
	s.t.Helper()
	sealed, err := s.Seal(s.t.Context(), owner, []byte(plain), "here")
	must(s.t, err)
	return sealed
}

func (s *safe) wantOpens(owner string, sealed []byte, want string) {
	s.t.Helper()
	if plain, err := s.Open(s.t.Context(), owner, sealed, "here"); err != nil || string(plain) != want {
		s.t.Errorf("opened %q, %v; want %q", plain, err, want)
	}
}

func (s *safe) wantDestroyed(owner string, sealed []byte) {
	s.t.Helper()
	ctx := s.t.Context()
	if plain, err := s.Open(ctx, owner, sealed, "here"); !errors.Is(err, seal.ErrDestroyed) {
		s.t.Errorf("opened %q, %v", plain, err)
	}
	if _, err := s.Seal(ctx, owner, []byte("new"), "here"); !errors.Is(err, seal.ErrDestroyed) {
		s.t.Errorf("sealed again: %v", err)
	}
	if _, err := s.MAC(ctx, owner, "audit", nil); !errors.Is(err, seal.ErrDestroyed) {
		s.t.Errorf("the MAC is still made: %v", err)
	}
	if err := s.Renew(ctx, owner); !errors.Is(err, seal.ErrDestroyed) {
		s.t.Errorf("renewed: %v", err)
	}
}

func (s *safe) count(query string) (n int64) {
	s.t.Helper()
	must(s.t, s.store.Writer().QueryRowContext(s.t.Context(), query).Scan(&n))
	return n
}

func (s *safe) mac(owner, purpose string) []byte {
	s.t.Helper()
	mac, err := s.MAC(s.t.Context(), owner, purpose, []byte("zoe"))
	must(s.t, err)
	return mac
}

func TestOnlyTheOwnerAtThePlaceOpens(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		sealed := s.seal("zoe", "hello")
		s.wantOpens("zoe", sealed, "hello")
		s.seal("sam", "a key of his own")
		for name, c := range map[string]struct {
			owner, about string
			sealed       []byte
		}{
			"another owner": {"sam", "here", sealed},
			"another place": {"zoe", "there", sealed},
			"cut short":     {"zoe", "here", sealed[:len(sealed)-1]},
			"the head only": {"zoe", "here", sealed[:5]},
			"too short":     {"zoe", "here", sealed[:4]},
			"nothing":       {"zoe", "here", nil},
			"longer":        {"zoe", "here", append(bytes.Clone(sealed), 0)},
		} {
			if plain, err := s.Open(t.Context(), c.owner, c.sealed, c.about); !errors.Is(err, seal.ErrNotOpened) {
				t.Errorf("%s: %q, %v", name, plain, err)
			}
		}
		for i := range sealed {
			flipped := bytes.Clone(sealed)
			flipped[i] ^= 1
			if plain, err := s.Open(t.Context(), "zoe", flipped, "here"); err == nil {
				t.Errorf("with byte %d changed it opens: %q", i, plain)
			}
		}
		if bytes.Equal(sealed, s.seal("zoe", "hello")) || bytes.Contains(sealed, []byte("hello")) {
			t.Error("the same words look the same, or can be read")
		}
	})
}

func TestWhateverIsSealedOpens(t *testing.T) {
	s := openSafe(t, filepath.Join(t.TempDir(), "keys.db"), serverKey(1))
	rapid.Check(t, func(t *rapid.T) {
		owner := rapid.SampledFrom([]string{"", "a", "account:1", "a\x00b"}).Draw(t, "owner")
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		about := rapid.String().Draw(t, "about")
		sealed, err := s.Seal(context.Background(), owner, plain, about)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Open(context.Background(), owner, sealed, about); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%q became %q, %v", plain, got, err)
		}
		other := rapid.String().Draw(t, "other")
		if _, err := s.Open(context.Background(), owner, sealed, other); (err == nil) != (other == about) {
			t.Fatalf("sealed at %q it opens at %q: %v", about, other, err)
		}
	})
}

func TestWhatIsDestroyedStaysSo(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		ctx := t.Context()
		sealed, other := s.seal("zoe", "hello"), s.seal("sam", "hi")
		must(t, s.Renew(ctx, "zoe"))
		later := s.seal("zoe", "again")
		for range 2 {
			must(t, s.Destroy(ctx, "zoe"))
			s.wantDestroyed("zoe", sealed)
			s.wantDestroyed("zoe", later)
		}
		s.wantOpens("sam", other, "hi")
		must(t, s.Destroy(ctx, "nobody yet"))
		s.wantDestroyed("nobody yet", sealed)
		openSafe(t, s.address, serverKey(1)).wantDestroyed("zoe", sealed)
		if n := s.count(`SELECT COUNT(*) FROM seal_key WHERE wrapped IS NULL`); n != 4 {
			t.Errorf("%d keys are destroyed, want two, and one for each who never gets another", n)
		}
	})
}

// What was sealed before is gone, in a backup from before too; what comes after
// is not.
func TestWhoForgetsBeginsAnew(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		ctx := t.Context()
		must(t, s.Forget(ctx, "zoe")) // nothing yet
		first, mac := s.seal("zoe", "hello"), s.mac("zoe", "audit")
		must(t, s.Renew(ctx, "zoe"))
		second := s.seal("zoe", "again")
		old, err := s.Export(ctx)
		must(t, err)
		for range 2 {
			must(t, s.Forget(ctx, "zoe"))
		}
		after := s.seal("zoe", "anew")
		for range 2 {
			for _, sealed := range [][]byte{first, second} {
				if plain, err := s.Open(ctx, "zoe", sealed, "here"); !errors.Is(err, seal.ErrDestroyed) {
					t.Errorf("what was forgotten opens: %q, %v", plain, err)
				}
			}
			s.wantOpens("zoe", after, "anew")
			must(t, s.Import(ctx, old))
		}
		if again := s.mac("zoe", "audit"); bytes.Equal(again, mac) || !bytes.Equal(again, s.mac("zoe", "audit")) {
			t.Error("the MAC is the old one, or another each time")
		}
		must(t, s.Destroy(ctx, "zoe"))
		s.wantDestroyed("zoe", after)
		if err := s.Forget(ctx, "zoe"); !errors.Is(err, seal.ErrDestroyed) {
			t.Errorf("who was destroyed begins anew: %v", err)
		}
	})
}

func TestRenewingAndDestroyingAtOnceLeavesNoKey(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		ctx := t.Context()
		s.seal("zoe", "hello")
		var wait sync.WaitGroup
		for range 10 {
			wait.Go(func() { _ = s.Renew(ctx, "zoe") }) // refused, when it comes second
		}
		wait.Go(func() {
			if err := s.Destroy(ctx, "zoe"); err != nil {
				t.Error(err)
			}
		})
		wait.Wait()
		if n := s.count(`SELECT COUNT(*) FROM seal_key WHERE wrapped IS NOT NULL`); n != 0 {
			t.Errorf("%d keys were made after the end", n)
		}
	})
}

func TestRenewedKeysKeepTheOldWordsAndTheMAC(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		old, mac := s.seal("zoe", "old"), s.mac("zoe", "audit")
		for range 3 {
			must(t, s.Renew(t.Context(), "zoe"))
		}
		s.wantOpens("zoe", s.seal("zoe", "new"), "new")
		s.wantOpens("zoe", old, "old")
		if !bytes.Equal(mac, s.mac("zoe", "audit")) {
			t.Error("the MAC changed")
		}
		if bytes.Equal(mac, s.mac("sam", "audit")) || bytes.Equal(mac, s.mac("zoe", "other")) {
			t.Error("another owner or purpose has the same MAC")
		}
		if n := s.count(`SELECT COUNT(*) FROM seal_key`); n != 5 {
			t.Errorf("%d keys, want 5", n)
		}
	})
}

func TestTheFirstKeyIsMadeOnce(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		var wait sync.WaitGroup
		sealed := make([][]byte, 20)
		for i := range sealed {
			wait.Go(func() {
				var err error
				if sealed[i], err = s.Seal(t.Context(), "zoe", []byte("hello"), "here"); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		for _, one := range sealed {
			s.wantOpens("zoe", one, "hello")
		}
		if n := s.count(`SELECT COUNT(*) FROM seal_key`); n != 1 {
			t.Errorf("%d keys, want 1", n)
		}
	})
}

func TestTheKeyIsKeptBeforeSealReturns(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		s.breakAt("db.commit")
		if sealed, err := s.Seal(t.Context(), "zoe", []byte("hello"), "here"); err == nil {
			t.Errorf("sealed %d bytes with a key that was not kept", len(sealed))
		}
		s.breakAt("")
		sealed := s.seal("zoe", "hello")
		openSafe(t, s.address, serverKey(1)).wantOpens("zoe", sealed, "hello")
	})
}

func TestDestroyedBytesAreInNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.db")
	s := openSafe(t, path, serverKey(1))
	s.seal("sam", "stays")
	s.seal("zoe", "hello")
	var wrapped []byte
	must(t, s.store.Writer().QueryRow(`SELECT wrapped FROM seal_key ORDER BY rowid DESC LIMIT 1`).Scan(&wrapped))
	if !inFiles(t, path, wrapped) {
		t.Fatal("the key is not where the test looks for it")
	}
	must(t, s.Destroy(t.Context(), "zoe"))
	if inFiles(t, path, wrapped) {
		t.Error("the destroyed key can be read from the disk")
	}
}

// Somebody who reads the store all the while keeps the log from being emptied.
func TestDestroySaysWhenTheBytesAreStillThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.db")
	s := openSafe(t, path, serverKey(1))
	sealed := s.seal("zoe", "hello")
	_, err := s.store.Writer().Exec(`PRAGMA busy_timeout = 1`)
	must(t, err)
	reader := dbtest.Open(t, db.Options{Address: path})
	must(t, reader.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM seal_key`)
		must(t, err)
		if err := s.Destroy(t.Context(), "zoe"); err == nil {
			t.Error("nobody is told")
		}
		return nil
	}))
	s.wantDestroyed("zoe", sealed)
	must(t, s.Destroy(t.Context(), "zoe"))
}

func inFiles(t *testing.T, path string, what []byte) bool {
	t.Helper()
	found := false
	for _, file := range []string{path, path + "-wal"} {
		text, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		found = found || bytes.Contains(text, what)
	}
	return found
}
