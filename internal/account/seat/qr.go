package seat

import (
	"context"
	"fmt"
	"strings"

	"rsc.io/qr"

	"handrail/internal/platform/i18n"
)

// qrQuiet is the light edge that a reader of QR codes needs, in squares
// (ISO/IEC 18004 §6.3.8).
const qrQuiet = 4

// qrPath draws a text as a QR code: one path of dark runs, in squares. A text
// too long for one is not drawn (the size is 0); it can be typed.
func qrPath(text string) (size int, path string) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return 0, ""
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
	return code.Size + 2*qrQuiet, b.String()
}

func qrBox(size int) string { return fmt.Sprintf("0 0 %d %d", size, size) }

// grouped is a secret in fours, which eyes and fingers keep apart.
func grouped(secret string) string {
	var groups []string
	for len(secret) > 4 {
		groups, secret = append(groups, secret[:4]), secret[4:]
	}
	return strings.Join(append(groups, secret), " ")
}

func makeCodesLabel(ctx context.Context, v codesView) string {
	if v.Left > 0 {
		return i18n.T(ctx, "Make ten others")
	}
	return i18n.T(ctx, "Make ten codes")
}
