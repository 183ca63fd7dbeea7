package name_test

import (
	"testing"

	"handrail/internal/group/name"
)

func TestPlainlyDropsWhatClaims(t *testing.T) {
	for from, want := range map[string]string{"Dr Ana": "Ana", "Ana": "Ana", "Dr": "", "Therapist Bo Lee": "Bo Lee", "Ana, PhD": "Ana,"} {
		if got := name.Plainly(from); got != want {
			t.Errorf("%q became %q, not %q", from, got, want)
		}
	}
}
