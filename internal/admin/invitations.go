package admin

import (
	"context"
	"strconv"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
	"handrail/internal/site"
	"handrail/internal/ui"
)

// terms are how long a link can work, the middle one chosen beforehand.
func terms(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "day", Label: i18n.T(ctx, "A day")},
		{Value: "week", Label: i18n.T(ctx, "A week")},
		{Value: "month", Label: i18n.T(ctx, "A month")},
	}
}

// termOf is how long that is; 0 for anything else.
func termOf(value string) time.Duration {
	const day = 24 * time.Hour
	switch value {
	case "day":
		return day
	case "week":
		return 7 * day
	case "month":
		return 30 * day
	}
	return 0
}

// invitationLink is what is given to people. Looking at it spends nothing.
func (s *Service) invitationLink(token string) string {
	return s.base.String() + "/invitation/" + token
}

// doorWords says what a link is good for, as the door stands.
func doorWords(door site.Registration) i18n.Text {
	switch door {
	case site.OpenToAll:
		return "Anybody can come in just now, with a link or without. A link still helps people find the way."
	case site.ByApproval:
		return "Who comes by a link does not have to wait until a steward lets them in."
	case site.Closed:
		return "Nobody can come in just now, not with a link either. Open the door first: you find it under “This place”."
	}
	return "People come in by a link alone. Give it only to those whom you want here."
}

// opensByLink tells whether links work at all, as the door stands.
func opensByLink(door site.Registration) bool { return door != site.Closed }

// usesWords says how many can still come in by a link.
func usesWords(ctx context.Context, one account.Invitation) string {
	return i18n.N(ctx, one.UsesLeft, "For {.Count} more person", "For {.Count} more people")
}

// uses is the number that was typed; 0 for anything else.
func uses(typed string) int {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return 0
	}
	return n
}
