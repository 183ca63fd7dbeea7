package seal_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/seal"
)

func (s *safe) opensStore(server []byte) error {
	_, err := seal.Open(s.t.Context(), s.store, clock.System(), server)
	return err
}

func TestTheServerKeyIsChanged(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		ctx := t.Context()
		sealed, gone, mac := s.seal("zoe", "hello"), s.seal("sam", "bye"), s.mac("zoe", "audit")
		must(t, s.Destroy(ctx, "sam"))
		derived := s.Derive("limit")
		must(t, s.RotateServerKey(ctx, serverKey(2)))
		s.wantOpens("zoe", sealed, "hello")
		s.wantOpens("new", s.seal("new", "after"), "after")
		s.wantDestroyed("sam", gone)
		if !bytes.Equal(mac, s.mac("zoe", "audit")) || bytes.Equal(derived, s.Derive("limit")) {
			t.Error("the MAC changed, or what is made from the server's key did not")
		}
		if err := s.opensStore(serverKey(1)); !errors.Is(err, seal.ErrWrongServerKey) {
			t.Errorf("the old key opens the store: %v", err)
		}
		openSafe(t, s.address, serverKey(2)).wantOpens("zoe", sealed, "hello")
		if s.RotateServerKey(ctx, serverKey(3)[:31]) == nil || s.opensStore(serverKey(3)[:31]) == nil {
			t.Error("a short key is taken")
		}
	})
}

func TestACrashLeavesOneServerKeyThatOpensAll(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		sealed := s.seal("zoe", "hello")
		for _, point := range []string{"db.begin", "db.commit"} {
			s.breakAt(point)
			if err := s.RotateServerKey(t.Context(), serverKey(2)); !errors.Is(err, errPower) {
				t.Fatal(err)
			}
			s.breakAt("")
			s.wantOpens("zoe", sealed, "hello") // this one goes on
			openSafe(t, s.address, serverKey(1)).wantOpens("zoe", sealed, "hello")
			if err := s.opensStore(serverKey(2)); !errors.Is(err, seal.ErrWrongServerKey) {
				t.Errorf("cut off at %s, the new key opens the store: %v", point, err)
			}
		}
		must(t, s.RotateServerKey(t.Context(), serverKey(2)))
		openSafe(t, s.address, serverKey(2)).wantOpens("zoe", sealed, "hello") // the caller died before it noted the new key
	})
}

// A node that still has the old key must not make keys that nobody can open.
func TestAnotherNodeNoticesTheChange(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		other := openSafe(t, s.address, serverKey(1))
		must(t, s.RotateServerKey(t.Context(), serverKey(2)))
		if _, err := other.Seal(t.Context(), "zoe", []byte("lost"), "here"); !errors.Is(err, seal.ErrWrongServerKey) {
			t.Errorf("sealed with a key that is lost: %v", err)
		}
	})
}

func TestSealingGoesOnWhileTheServerKeyChanges(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		var wait sync.WaitGroup
		sealed := make([][]byte, 20)
		for i := range sealed {
			wait.Go(func() {
				var err error
				if sealed[i], err = s.Seal(t.Context(), string(rune('a'+i)), []byte("hello"), "here"); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Go(func() {
			if err := s.RotateServerKey(t.Context(), serverKey(2)); err != nil {
				t.Error(err)
			}
		})
		wait.Wait()
		again := openSafe(t, s.address, serverKey(2))
		for i := range sealed {
			again.wantOpens(string(rune('a'+i)), sealed[i], "hello")
		}
	})
}

func (s *safe) export() seal.Copy {
	s.t.Helper()
	c, err := s.Export(s.t.Context())
	must(s.t, err)
	return c
}

func TestABackupBringsKeysBackButNoneThatWasDestroyed(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		ctx := t.Context()
		both, here, there, renewed := s.seal("both", "1"), s.seal("destroyed here", "2"), s.seal("destroyed there", "3"), s.seal("renewed", "4")
		must(t, s.Renew(ctx, "destroyed here"))
		old := s.export()

		// Another machine, with the same server key, goes its own way from the backup.
		other := openSafe(t, t.TempDir()+"/keys.db", serverKey(1))
		must(t, other.Import(ctx, old))
		for owner, sealed := range map[string][]byte{"both": both, "renewed": renewed} {
			if plain, err := other.Open(ctx, owner, sealed, "here"); err != nil || len(plain) != 1 {
				t.Errorf("%s: %q, %v", owner, plain, err)
			}
		}
		must(t, other.Destroy(ctx, "destroyed there"))
		must(t, other.Destroy(ctx, "renewed"))
		must(t, s.Renew(ctx, "destroyed there")) // a version that the tombstone knows nothing of
		must(t, s.Destroy(ctx, "destroyed here"))

		must(t, s.Import(ctx, other.export()))
		s.wantOpens("both", both, "1")
		s.wantDestroyed("destroyed here", here)
		s.wantDestroyed("destroyed there", there)
		s.wantDestroyed("renewed", renewed)
		must(t, s.Import(ctx, old)) // older than any of it
		s.wantDestroyed("destroyed here", here)
		s.wantDestroyed("destroyed there", there)
		s.wantOpens("both", both, "1")
	})
}

func TestABackupUnderAnotherServerKeyChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *safe) {
		s.seal("zoe", "hello")
		before := s.export()
		other := openSafe(t, t.TempDir()+"/keys.db", serverKey(9))
		other.seal("sam", "hi")
		must(t, other.Destroy(t.Context(), "zoe"))
		strange := other.export()
		if err := s.Import(t.Context(), strange); !errors.Is(err, seal.ErrWrongServerKey) {
			t.Errorf("taken in: %v", err)
		}
		if err := s.Import(t.Context(), seal.Copy{Check: "nonsense", Keys: strange.Keys}); !errors.Is(err, seal.ErrWrongServerKey) {
			t.Errorf("taken in: %v", err)
		}
		after := s.export()
		if len(after.Keys) != 1 || !bytes.Equal(after.Keys[0].Wrapped, before.Keys[0].Wrapped) {
			t.Errorf("it changed: %+v", after)
		}
		if strange.OpensWith(serverKey(1)) || !strange.OpensWith(serverKey(9)) {
			t.Error("the copy does not know its server key")
		}
	})
}
