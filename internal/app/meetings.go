package app

import (
	"context"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/meeting/feed"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// openMeetings builds what knows when and where groups meet, and the parts of it
// that need no more than that.
func (a *App) openMeetings() {
	a.Meetings = meeting.New(meeting.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Jobs: a.Jobs, Keys: a.Keys, Groups: a.Groups,
	})
	a.Feeds = feed.New(feed.Options{
		DB: a.DB, Clock: a.Config.Clock, Keys: a.Keys, Accounts: a.Accounts, Groups: a.Groups, Meetings: a.Meetings, Hall: a.hall(), Cookies: a.cookies,
		Base: a.Base, Language: a.speakTo,
	})
	a.openServing()
	a.openProof()
	a.openSheets()
}

// speakTo puts the language into the context that somebody chose, or else that of
// this place: for what is made while nobody looks at a page.
func (a *App) speakTo(ctx context.Context, chosen string) context.Context {
	if chosen == "" {
		if current, err := a.Site.Get(ctx); err == nil {
			chosen = current.Language
		}
	}
	return i18n.With(ctx, a.languages.For(chosen))
}

// reactMeetings is what meetings make others do, and they them.
func (a *App) reactMeetings() {
	a.whenLeft(a.Meetings.Leave)
	event.Within(a.Events, a.Meetings.GroupChanged)
	event.Later(a.Events, "meeting.forget", a.Meetings.Forget)
	a.reactServing()
	a.reactProof()
	a.reactRemind()
	a.reactSpeakers()
	a.reactSheets()
}

// whenLeft has somebody told when a membership has no business in its group any
// more: its holder left, was sent away, moved to another group, or died.
func (a *App) whenLeft(leave func(context.Context, *db.Tx, group.Gone) error) {
	event.Within(a.Events, leave)
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Moved) error {
		return leave(ctx, tx, group.Gone{Group: e.From, Membership: e.Membership})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.RememberedMember) error {
		return leave(ctx, tx, group.Gone{Group: e.Group, Membership: e.Membership})
	})
}

// The kinds of notice about meetings. The target is the key of a date, or a
// meeting's id for its next one.
const (
	noticeCalledOff  = "meeting.cancelled"
	noticeBackOn     = "meeting.restored"
	noticeOtherTime  = "meeting.moved"
	noticeOtherPlace = "meeting.place"
	noticeNoMore     = "meeting.gone"
	noticeSeatAsked  = "meeting.seat-asked"
	noticeSeatKept   = "meeting.seat-kept"
	noticePlaceAsked = "meeting.place-asked"
	noticePlaceTold  = "meeting.place-told"
	noticePlaceNot   = "meeting.place-not"
)

// meetingPath is the short way to a date, for what keeps only its key.
const meetingPath = "/m/"

func (a *App) meetingNotices() []notify.Kind {
	to := func(rest string) func(string) string {
		return func(key string) string { return meetingPath + key + rest }
	}
	group := func(id string) string { return groupPath + id + "?to=meetings" }
	preview := i18n.Text("You have an update")
	return []notify.Kind{
		{Name: noticeCalledOff, Level: notify.Normal, Args: a.meetingNames, Say: "“{.Meeting}” in {.Group} is called off on a date you said you come to.", Link: to(""), Preview: preview},
		{Name: noticeBackOn, Level: notify.Normal, Args: a.meetingNames, Say: "“{.Meeting}” in {.Group} is held after all.", Link: to(""), Preview: preview},
		{Name: noticeOtherTime, Level: notify.Normal, Args: a.meetingNames, Say: "“{.Meeting}” in {.Group} begins at another time. Have a look before you go.", Link: to(""), Preview: preview},
		{Name: noticeOtherPlace, Level: notify.Normal, Args: a.meetingNames, Say: "“{.Meeting}” in {.Group} is somewhere else. Have a look before you go.", Link: to(""), Preview: preview},
		{Name: noticeNoMore, Level: notify.Normal, Args: a.groupNames, Say: "A meeting in {.Group} that you said you come to is not held on that day.", Link: group, Preview: preview},
		{Name: noticeSeatAsked, Level: notify.Normal, Args: a.meetingNames, Say: "Somebody would like a seat beside a greeter at “{.Meeting}” in {.Group}.", Link: to(""), Preview: preview},
		{Name: noticeSeatKept, Level: notify.Normal, Args: a.meetingNames, Say: "A greeter keeps a seat for you at “{.Meeting}” in {.Group}.", Link: to(""), Preview: preview},
		{Name: noticePlaceAsked, Level: notify.Normal, Args: a.meetingNames, Say: "Somebody asks where “{.Meeting}” in {.Group} is held.", Link: to("?to=place"), Preview: preview},
		{Name: noticePlaceTold, Level: notify.Normal, Args: a.meetingNames, Say: "You can read now where “{.Meeting}” in {.Group} is held.", Link: to(""), Preview: preview},
		{Name: noticePlaceNot, Level: notify.Normal, Args: a.meetingNames, Say: "Where “{.Meeting}” in {.Group} is held cannot be told for now.", Link: to(""), Preview: preview},
	}
}

// noticeOf is the kind of notice that tells of a change.
func noticeOf(what meeting.Change) string {
	switch what {
	case meeting.CalledOff:
		return noticeCalledOff
	case meeting.BackOn:
		return noticeBackOn
	case meeting.OtherTime:
		return noticeOtherTime
	case meeting.OtherPlace:
		return noticeOtherPlace
	}
	return noticeNoMore
}

// meetingNames names meetings to whoever may still read of them.
func (a *App) meetingNames(ctx context.Context, v account.Viewer, keys []string) (map[string]i18n.Args, error) {
	heads, err := a.Meetings.HeadsFor(ctx, v, keys)
	args := map[string]i18n.Args{}
	for key, h := range heads {
		args[key] = i18n.Args{"Meeting": h.Occurrence.Meeting.Title, "Group": h.Group.Name}
	}
	return args, err
}

// getMeeting leads from the key of a date to its page.
func (a *App) getMeeting(w http.ResponseWriter, r *http.Request) error {
	key := r.PathValue("key")
	heads, err := a.Meetings.HeadsFor(r.Context(), account.ViewerFrom(r.Context()), []string{key})
	if err != nil {
		return err
	}
	h, known := heads[key]
	if !known {
		return fault.Missing()
	}
	path := hall.Path(h.Group.Slug, "meetings", h.Occurrence.Key())
	if to := r.URL.Query().Get("to"); to == "place" || to == "speakers" {
		path += "/" + to
	}
	return web.SeeOther(w, r, path)
}

// tellOfMeetings is what people are told about meetings.
func (a *App) tellOfMeetings() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e meeting.DateChanged) error {
		target := e.Meeting + "_" + e.Slot
		if e.What == meeting.NoMore {
			target = e.Group
		}
		return a.tellMembers(ctx, tx, e.Group, e.Memberships, noticeOf(e.What), target)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e meeting.SeatAsked) error {
		greeters, err := a.Groups.Welcomers(ctx, tx, e.Membership)
		return a.tellAll(ctx, tx, greeters, err, noticeSeatAsked, e.Meeting+"_"+e.Slot)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e meeting.SeatKept) error {
		return a.tellMembers(ctx, tx, e.Group, []string{e.Membership}, noticeSeatKept, e.Meeting+"_"+e.Slot)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e meeting.PlaceAsked) error {
		leaders, err := a.Groups.LeadersOf(ctx, tx, e.Group)
		return a.tellAll(ctx, tx, leaders, err, noticePlaceAsked, e.Meeting)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e meeting.PlaceTold) error {
		kind := noticePlaceNot
		if e.Yes {
			kind = noticePlaceTold
		}
		return a.tellMembers(ctx, tx, e.Group, []string{e.Membership}, kind, e.Meeting)
	})
}

// tellMembers tells the accounts behind memberships of a group.
func (a *App) tellMembers(ctx context.Context, tx *db.Tx, group string, memberships []string, kind, target string) error {
	accounts, err := a.Groups.AccountsIn(ctx, tx, group, "", memberships)
	if err != nil {
		return err
	}
	for _, id := range memberships {
		if account, inside := accounts[id]; inside {
			if err := a.tellOne(ctx, tx, account, kind, target); err != nil {
				return err
			}
		}
	}
	return nil
}
