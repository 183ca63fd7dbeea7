package seat

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"
)

func TestASquareCodeIsDrawnAsItIs(t *testing.T) {
	const text = "otpauth://totp/Handrail:Quiet%20Harbor-1234?algorithm=SHA1&digits=6&issuer=Handrail&period=30&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	size, path := qrPath(text)
	if size != code.Size+8 {
		t.Errorf("%d squares wide, with an edge of four", size)
	}
	drawn := map[[2]int]bool{}
	for _, run := range strings.Split(strings.TrimSuffix(path, "z"), "z") {
		var x, y, right, left int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &right, &left); err != nil || right != left {
			t.Fatalf("%q: %v", run, err)
		}
		for i := range right {
			drawn[[2]int{x + i, y}] = true
		}
	}
	for y := range size {
		for x := range size {
			if drawn[[2]int{x, y}] != code.Black(x-4, y-4) {
				t.Fatalf("the square at %d, %d is wrong", x, y)
			}
		}
	}
	if size, path := qrPath(strings.Repeat("x", 5000)); size != 0 || path != "" {
		t.Error("what fits into no code was drawn")
	}
}

func TestSecretsAreGroupedInFours(t *testing.T) {
	for secret, want := range map[string]string{"": "", "ABCD": "ABCD", "ABCDE": "ABCD E", "ABCDEFGHIJ": "ABCD EFGH IJ"} {
		if got := grouped(secret); got != want {
			t.Errorf("%q is shown as %q", secret, got)
		}
	}
}
