package secret

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/prometheus/client_golang/prometheus"

	"handrail/internal/platform/fault"
)

func hasher(t testing.TB, o Options) *Hasher {
	t.Helper()
	h, err := NewHasher(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// slowly is a Hasher whose hashes end when the test says so, and that counts
// how many are made at once.
type slowly struct {
	*Hasher
	mu            sync.Mutex
	running, most int
	made          []string
	done          chan struct{}
}

func slow(t testing.TB, o Options) *slowly {
	s := &slowly{Hasher: hasher(t, o), done: make(chan struct{})}
	s.derive = func(secret string, salt []byte) []byte {
		s.mu.Lock()
		s.running++
		s.most = max(s.most, s.running)
		s.made = append(s.made, secret)
		s.mu.Unlock()
		<-s.done
		s.mu.Lock()
		s.running--
		s.mu.Unlock()
		return []byte(secret)
	}
	return s
}

func TestHashIsArgon2id(t *testing.T) {
	// Made with another implementation, hash-wasm 4: 19,456 KiB, two passes, one lane.
	got, err := hasher(t, Options{}).Hash(t.Context(), "river apple stone cloud maple otter", []byte("0123456789abcdef"))
	if err != nil || hex.EncodeToString(got) != "0a9adcb9c261ebcb7a9481e75147d76f7305f9053b9e76f0086d13bfc15a6c6f" {
		t.Errorf("got %x, %v", got, err)
	}
}

func TestSameSecretAndSaltSameHash(t *testing.T) {
	h, salt := hasher(t, Options{}), NewSalt()
	one, _ := h.Hash(t.Context(), "river apple", salt)
	two, _ := h.Hash(t.Context(), "river apple", salt)
	other, _ := h.Hash(t.Context(), "river apples", salt)
	elsewhere, _ := h.Hash(t.Context(), "river apple", NewSalt())
	if !Equal(one, two) || Equal(one, other) || Equal(one, elsewhere) || len(one) != HashBytes || len(salt) != SaltBytes {
		t.Errorf("%x %x %x %x", one, two, other, elsewhere)
	}
}

func TestNothingEqualsNothing(t *testing.T) {
	for _, pair := range [][2][]byte{{nil, nil}, {{}, {}}, {nil, {1}}, {{1}, nil}, {{1}, {1, 2}}, {{1, 2}, {1}}} {
		if Equal(pair[0], pair[1]) {
			t.Errorf("%v equals %v", pair[0], pair[1])
		}
	}
	if !Equal([]byte{1, 2}, []byte{1, 2}) {
		t.Error("a hash does not equal itself")
	}
}

func TestWhatCannotBeASecretCostsTheSameAndEqualsNothing(t *testing.T) {
	h, salt := hasher(t, Options{}), NewSalt()
	var costs []string
	h.derive = func(secret string, salt []byte) []byte {
		costs = append(costs, secret)
		return bytes.Repeat([]byte{7}, HashBytes)
	}
	for _, one := range []struct {
		secret string
		salt   []byte
	}{{"", salt}, {strings.Repeat("x", MostBytes+1), salt}, {strings.Repeat("x", 1_000_000), salt}, {"river", nil}} {
		a, _ := h.Hash(t.Context(), one.secret, one.salt)
		b, _ := h.Hash(t.Context(), one.secret, one.salt)
		if len(a) != HashBytes || Equal(a, b) {
			t.Errorf("%.10q of %d bytes has the hash %x, then %x", one.secret, len(one.secret), a, b)
		}
	}
	if len(costs) != 8 || len(strings.Join(costs, "")) > 8*64 {
		t.Errorf("%d hashes were made of %d bytes, want 8 of a short text", len(costs), len(strings.Join(costs, "")))
	}
	costs = nil
	if longest, _ := h.Hash(t.Context(), strings.Repeat("x", MostBytes), salt); longest[0] != 7 || len(costs[0]) != MostBytes {
		t.Error("the longest secret is not hashed")
	}
}

func TestNeverMoreAtOnceThanParallel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := slow(t, Options{Parallel: 3, Waiting: 40})
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() {
				if _, err := s.Hash(t.Context(), "river", []byte("salt")); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		if s.running != 3 || s.waiting.Load() != 27 {
			t.Errorf("%d are made, %d wait", s.running, s.waiting.Load())
		}
		for range 30 {
			s.done <- struct{}{}
		}
		all.Wait()
		if s.most != 3 || len(s.made) != 30 || s.waiting.Load() != 0 {
			t.Errorf("%d at once, %d made, %d wait", s.most, len(s.made), s.waiting.Load())
		}
	})
}

func TestFirstComeFirstServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := slow(t, Options{Parallel: 1})
		order := strings.Split("abcdefgh", "")
		for _, name := range order {
			go s.Hash(t.Context(), name, []byte("salt"))
			synctest.Wait()
		}
		for range order {
			s.done <- struct{}{}
		}
		synctest.Wait()
		if got := strings.Join(s.made, ""); got != "abcdefgh" {
			t.Errorf("they were served as %s", got)
		}
	})
}

func TestWhoLeavesTheQueueIsNotServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := slow(t, Options{Parallel: 1, Waiting: 2})
		go s.Hash(t.Context(), "first", []byte("salt"))
		synctest.Wait()
		ctx, leave := context.WithCancel(t.Context())
		var left error
		go func() { _, left = s.Hash(ctx, "leaves", []byte("salt")) }()
		synctest.Wait()
		go s.Hash(t.Context(), "stays", []byte("salt"))
		synctest.Wait()
		leave()
		synctest.Wait()
		if !errors.Is(left, context.Canceled) || s.waiting.Load() != 1 {
			t.Errorf("who left got %v, %d wait", left, s.waiting.Load())
		}
		close(s.done)
		synctest.Wait()
		if got := strings.Join(s.made, " "); got != "first stays" {
			t.Errorf("served were %s", got)
		}
		if _, err := s.Hash(ctx, "gone before", []byte("salt")); !errors.Is(err, context.Canceled) || len(s.made) != 2 {
			t.Errorf("who was gone before got %v", err)
		}
	})
}

func TestTooManyWaitingAreRefusedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := prometheus.NewRegistry()
		s := slow(t, Options{Parallel: 1, Waiting: 2, Registry: registry})
		for range 3 {
			go s.Hash(t.Context(), "river", []byte("salt"))
		}
		synctest.Wait()
		for range 5 {
			_, err := s.Hash(t.Context(), "one too many", []byte("salt"))
			if f, ok := fault.From(err); !ok || f.Kind != fault.Unavailable || f.Wait <= 0 {
				t.Fatalf("one too many got %v", err)
			}
		}
		if got := counted(t, registry); got["handrail_hash_refused_total"] != 5 || got["handrail_hash_waiting"] != 2 {
			t.Errorf("counted are %v, want five refused and two waiting", got)
		}
		close(s.done)
		synctest.Wait()
		if _, err := s.Hash(t.Context(), "later", []byte("salt")); err != nil {
			t.Errorf("later there is room, but: %v", err)
		}
	})
}

func counted(t *testing.T, registry *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]float64{}
	for _, family := range families {
		one := family.GetMetric()[0]
		counts[family.GetName()] = one.GetCounter().GetValue() + one.GetGauge().GetValue()
	}
	return counts
}

func TestHasherSaysWhenItsMetricsAreTaken(t *testing.T) {
	registry := prometheus.NewRegistry()
	hasher(t, Options{Registry: registry})
	if _, err := NewHasher(Options{Registry: registry}); err == nil {
		t.Error("two hashers count in one metric")
	}
}

func TestHashesFromManyAtOnce(t *testing.T) {
	h, salt := hasher(t, Options{Parallel: 2}), NewSalt()
	want, _ := h.Hash(t.Context(), "river", salt)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, err := h.Hash(t.Context(), "river", salt); err != nil || !Equal(got, want) {
				t.Errorf("got %x, %v", got, err)
			}
		})
	}
	all.Wait()
}

func BenchmarkHash(b *testing.B) {
	h, salt := hasher(b, Options{Parallel: 1}), NewSalt()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Hash(b.Context(), "river apple stone cloud maple otter", salt); err != nil {
			b.Fatal(err)
		}
	}
}
