package seat

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// KeepHeading is the heading of KeepPanel.
func KeepHeading(ctx context.Context) string { return i18n.T(ctx, "Keep this seat?") }

// wayTo is where somebody finds what they lack: first to take part, then keys,
// then to have shown as many as it takes.
func wayTo(ctx context.Context, v account.Viewer) (path, label string) {
	here := ui.FrameFrom(ctx).Path
	switch {
	case v.Standing == account.Here && !v.Consents:
		return AgreedPath, i18n.T(ctx, "What you agreed to")
	case !v.TakesPart():
		return SettingsPath, i18n.T(ctx, "Settings")
	case v.Keys == 0:
		return KeysPath, i18n.T(ctx, "Keep my seat")
	case v.Keys < 2 && here != KeysPath:
		return KeysPath, i18n.T(ctx, "Add a key")
	case v.Keys < 2:
		return "#keys-other", i18n.T(ctx, "Add a key")
	}
	return ProveFirst(ownPath(here, SettingsPath)), i18n.T(ctx, "Show your keys now")
}
