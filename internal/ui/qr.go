package ui

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// qrQuiet is the light edge that a reader of QR codes needs, in squares
// (ISO/IEC 18004 §6.3.8).
const qrQuiet = 4

// qrDrawing is a text as a QR code: one path of dark runs, in squares, and the
// box around it. A text too long for one is not drawn: both are "".
func qrDrawing(text string) (box, path string) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", ""
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+qrQuiet, y+qrQuiet, run, run)
				x += run
			}
		}
	}
	size := code.Size + 2*qrQuiet
	return fmt.Sprintf("0 0 %d %d", size, size), b.String()
}
