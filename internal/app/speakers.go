package app

import (
	"context"
	"net/http"
	"strings"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
)

// speakerPath is where the pages of guest speakers are.
const speakerPath = "/speaker"

// viewer is who sent a request. A guest speaker's session lies in a cookie of its
// own, which counts on their own pages alone: everywhere else whoever holds it is
// whoever they are without it, also where they put it into the other cookie.
func (a *App) viewer(ctx context.Context, r *http.Request) (account.Viewer, error) {
	cookie, guests := account.Cookie, r.URL.Path == speakerPath || strings.HasPrefix(r.URL.Path, speakerPath+"/")
	if guests {
		cookie = account.GuestCookie
	}
	v, err := a.Accounts.Find(ctx, a.cookies.Get(r, cookie))
	if v.HasPass(account.GuestSpeaker) != guests {
		return account.Viewer{}, err
	}
	return v, err
}

// errNoSpeaker is what everybody else reads on the pages of guest speakers.
func errNoSpeaker() error {
	return fault.New(fault.NotFound, "This page is for guest speakers. If it was yours, the invitation is over, or this browser no longer knows you. Whoever invited you can make a new link.")
}
