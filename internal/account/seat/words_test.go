package seat

import "testing"

func TestSecretsAreGroupedInFours(t *testing.T) {
	for secret, want := range map[string]string{"": "", "ABCD": "ABCD", "ABCDE": "ABCD E", "ABCDEFGHIJ": "ABCD EFGH IJ"} {
		if got := grouped(secret); got != want {
			t.Errorf("%q is shown as %q", secret, got)
		}
	}
}
