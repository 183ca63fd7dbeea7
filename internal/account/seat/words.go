package seat

import (
	"context"
	"strings"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// keyTitle is what a key is called: its kind, and where it was made.
func keyTitle(ctx context.Context, k account.Key) string {
	if k.Label == "" {
		return KindName(ctx, k.Kind)
	}
	return i18n.TC(ctx, "key", "{.Kind}: {.Device}", i18n.Args{"Kind": KindName(ctx, k.Kind), "Device": deviceName(ctx, k.Label)})
}

// keyDays says since when a key is there, and when it was last of use.
func keyDays(ctx context.Context, k account.Key) string {
	if k.Used.IsZero() {
		return i18n.T(ctx, "Made: {.Made}.", i18n.Args{"Made": day(ctx, k.Made)})
	}
	return i18n.T(ctx, "Made: {.Made}. Last used: {.Used}.", i18n.Args{"Made": day(ctx, k.Made), "Used": day(ctx, k.Used)})
}

func codesLeft(ctx context.Context, left int) string {
	return i18n.N(ctx, left, "{.Count} code is left.", "{.Count} codes are left.")
}

func passphraseLabel(ctx context.Context, v keysView) string {
	if v.has(account.Passphrase) {
		return i18n.T(ctx, "Choose another passphrase")
	}
	return i18n.T(ctx, "Choose a passphrase")
}

func appLabel(ctx context.Context, v keysView) string {
	if v.has(account.App) {
		return i18n.T(ctx, "Use another app, or another phone")
	}
	return i18n.T(ctx, "Add an app")
}

// wordsLabel names the words somebody has.
func wordsLabel(ctx context.Context, v proveView) string {
	switch {
	case v.Phrase && v.Words:
		return i18n.T(ctx, "Your phrase or your passphrase")
	case v.Phrase:
		return i18n.T(ctx, "Your six words")
	}
	return i18n.T(ctx, "Your passphrase")
}

func proveWeight(v proveView) ui.Weight { return weightOf(!v.Passkey) }

// deviceLine says of a session whose device it is on, and when it was used.
func deviceLine(ctx context.Context, s account.Session) string {
	args := i18n.Args{"Seen": day(ctx, s.Seen), "Began": day(ctx, s.Began)}
	if s.Kind == account.Shared {
		return i18n.T(ctx, "Borrowed or shared. Signed in: {.Began}. Last here: {.Seen}.", args)
	}
	return i18n.T(ctx, "Your own. Signed in: {.Began}. Last here: {.Seen}.", args)
}

func agreedLede(ctx context.Context, v agreedView) string {
	switch {
	case v.Holds:
		return i18n.T(ctx, "You agreed that this site keeps what you choose to write.")
	case v.Before:
		return i18n.T(ctx, "The words have changed since you agreed. Please read them. You take part again once you agree.")
	}
	return i18n.T(ctx, "You have taken it back. You take part again once you agree.")
}

// agreedDays says when a yes was said, and when it was taken back.
func agreedDays(ctx context.Context, a agreement) string {
	if a.Withdrawn.IsZero() {
		return i18n.T(ctx, "You agreed: {.Given}.", i18n.Args{"Given": day(ctx, a.Given)})
	}
	return i18n.T(ctx, "You agreed: {.Given}. You took it back: {.Withdrawn}.", i18n.Args{"Given": day(ctx, a.Given), "Withdrawn": day(ctx, a.Withdrawn)})
}

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
