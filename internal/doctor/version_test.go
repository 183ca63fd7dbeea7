package doctor

import (
	"testing"
	"time"
)

func TestAnOldPostgreSQLIsTooOld(t *testing.T) {
	for version, want := range map[string]bool{
		"15.18 (Debian 15.18-0+deb12u1)": true, "15.0": true, "17beta1": true, "14.22": false, "9.6.24": false, "": false,
	} {
		if got := postgresVersion(version).IsFine(); got != want {
			t.Errorf("PostgreSQL %q is fine: %v", version, got)
		}
	}
}

func TestTheTimeAnAnswerTakesIsNotADifference(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		there, after time.Duration
		fine         bool
	}{
		{0, 0, true}, {-5 * time.Second, 0, true}, {-6 * time.Second, 0, false}, {5 * time.Second, 0, true},
		{6 * time.Second, 0, false}, {20 * time.Second, 30 * time.Second, true}, {36 * time.Second, 30 * time.Second, false},
	} {
		if got := timesApart(noon, noon.Add(c.there), noon.Add(c.after)).IsFine(); got != c.fine {
			t.Errorf("%+v is fine: %v", c, got)
		}
	}
}
