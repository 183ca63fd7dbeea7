package app

import (
	"context"
	"net/http"
	"strings"

	"handrail/internal/account"
	"handrail/internal/meeting/speaker"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
)

// viewer is who sent a request. A guest speaker's session lies in a cookie of its
// own, which counts on their own pages alone: everywhere else whoever holds it is
// whoever they are without it, also where they put it into the other cookie.
func (a *App) viewer(ctx context.Context, r *http.Request) (account.Viewer, error) {
	cookie, guests := account.Cookie, r.URL.Path == speaker.Path || strings.HasPrefix(r.URL.Path, speaker.Path+"/")
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
	return fault.New(fault.NotFound, "This page is for guest speakers. If it was yours, the invitation is over. Or this browser forgot you. Ask whoever invited you for a new link.")
}

// openSpeakers builds what knows who comes to a meeting as a guest.
func (a *App) openSpeakers() {
	a.Speakers = speaker.New(speaker.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Keys: a.Keys, Text: a.Text, Accounts: a.Accounts, Groups: a.Groups,
		Meetings: a.Meetings, Hall: a.hall(), Cookies: a.cookies, Base: a.Base,
	})
	a.Moderation.Register(a.Speakers.Subjects()...)
}

// reactSpeakers is what guest speakers follow, and who hears of them.
func (a *App) reactSpeakers() {
	event.Within(a.Events, a.Speakers.Renamed)
	event.Within(a.Events, a.Speakers.Scheduled)
	event.Within(a.Events, a.Speakers.Ended)
	a.whenLeft(a.Speakers.Leave)
	event.Later(a.Events, "meeting.forget-speaker", a.Speakers.Forget)

	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e speaker.Suggested) error {
		leaders, err := a.Groups.LeadersOf(ctx, tx, e.Group)
		return a.tellAll(ctx, tx, leaders, err, noticeSpeakerSuggested, e.Meeting)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e speaker.Came) error {
		leaders, err := a.Groups.LeadersOf(ctx, tx, e.Group)
		return a.tellAll(ctx, tx, leaders, err, noticeSpeakerCame, e.Meeting+"_"+e.Slot)
	})
}

// The kinds of notice about guest speakers.
const (
	noticeSpeakerSuggested = "meeting.speaker-suggested"
	noticeSpeakerCame      = "meeting.speaker-came"
)

func (a *App) speakerNotices() []notify.Kind {
	link := func(key string) string { return meetingPath + key + "?to=speakers" }
	return []notify.Kind{
		{Name: noticeSpeakerSuggested, Level: notify.Quiet, Args: a.meetingNames, Say: "Somebody suggests a speaker for “{.Meeting}” in {.Group}.", Link: link, Preview: "You have an update"},
		{Name: noticeSpeakerCame, Level: notify.Quiet, Args: a.meetingNames, Say: "The speaker whom you invited to “{.Meeting}” in {.Group} took the link.", Link: link, Preview: "You have an update"},
	}
}
