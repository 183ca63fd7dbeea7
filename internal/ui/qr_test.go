package ui

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
	box, path := qrDrawing(text)
	size := code.Size + 8
	if box != fmt.Sprintf("0 0 %d %d", size, size) {
		t.Errorf("the box %q leaves no edge of four around %d squares", box, code.Size)
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
	if box, path := qrDrawing(strings.Repeat("x", 5000)); box != "" || path != "" {
		t.Error("what fits into no code was drawn")
	}
}
