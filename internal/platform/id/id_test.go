package id_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/id"
)

func TestNewSortsByTheClockAndIsAVersion7(t *testing.T) {
	c := clock.NewManual(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC))
	before := id.New(c)
	c.Advance(time.Millisecond)
	after := id.New(c)
	if before >= after {
		t.Errorf("%s is not before %s", before, after)
	}
	u, err := uuid.Parse(after)
	if err != nil || u.Version() != 7 || u.Variant() != uuid.RFC4122 {
		t.Errorf("%s: version %v, variant %v, %v", after, u.Version(), u.Variant(), err)
	}
	sec, nsec := u.Time().UnixTime()
	if got := time.Unix(sec, nsec).UTC(); !got.Equal(c.Now()) {
		t.Errorf("the id says %v, the clock %v", got, c.Now())
	}
}

func TestTokensAreLongDifferentAndHashed(t *testing.T) {
	a, b := id.Token(), id.Token()
	if a == b || len(a) != 43 {
		t.Errorf("tokens %q and %q", a, b)
	}
	if id.Hash(a) == id.Hash(b) || len(id.Hash(a)) != 64 {
		t.Errorf("hashes %q and %q", id.Hash(a), id.Hash(b))
	}
}
