package site

import (
	"context"

	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// chosenZone is the reader's zone as the list shows it.
func chosenZone(ctx context.Context, reading Reading) string {
	if reading.Zone != "" {
		return reading.Zone
	}
	return ui.FrameFrom(ctx).Zone.String()
}

func deviceWords(ctx context.Context, device string) string {
	if device == "" {
		return i18n.T(ctx, "On a device whose browser does not say what it is.")
	}
	return i18n.T(ctx, "On {.Device}.", i18n.Args{"Device": device})
}
