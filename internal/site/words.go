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

// doorWords say who can come in, and what that asks of them.
func doorWords(ctx context.Context, s Site) string {
	switch s.Registration {
	case OpenToAll:
		return i18n.T(ctx, "No e-mail. No phone number. No real name. It takes less than a minute.")
	case ByApproval:
		return i18n.T(ctx, "No e-mail. No phone number. No real name. A steward lets you in.")
	case ByInvitation:
		return i18n.T(ctx, "Whoever is here already can invite you. Open the link that they gave you.")
	}
	return i18n.T(ctx, "Nobody new can come in just now. The help lines are open to everybody.")
}
