package site

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"time"

	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

func problemTitle(ctx context.Context, p web.Problem) string {
	switch p.Status {
	case http.StatusNotFound:
		return i18n.T(ctx, "There is no such page")
	case http.StatusForbidden:
		return i18n.T(ctx, "That cannot be done from here")
	case http.StatusTooManyRequests:
		return i18n.T(ctx, "A little slower, please")
	case http.StatusUnauthorized:
		return i18n.T(ctx, "Come in first")
	case http.StatusServiceUnavailable, http.StatusInsufficientStorage:
		return i18n.T(ctx, "Not just now")
	case http.StatusInternalServerError:
		return i18n.T(ctx, "That was our mistake")
	}
	return i18n.T(ctx, "That did not work")
}

func waitWords(ctx context.Context, wait time.Duration) string {
	seconds := int(math.Ceil(wait.Seconds()))
	if seconds < 90 {
		return i18n.N(ctx, seconds, "Try again in {.Count} second.", "Try again in {.Count} seconds.")
	}
	return i18n.N(ctx, int(math.Ceil(wait.Minutes())), "Try again in {.Count} minute.", "Try again in {.Count} minutes.")
}

// doorPath leads through the door and back to the page that was asked for.
func doorPath(door string, p web.Problem) string {
	if p.Asked == "" {
		return door
	}
	return door + "?" + url.Values{"next": {p.Asked}}.Encode()
}
