package app

import (
	"context"
	"net/http"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/voice"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/web"
)

// The kinds of notice about groups. Their target is the id of a group.
const (
	noticeFounded    = "group.founded"
	noticeNotFounded = "group.not-founded"
	noticeAdmitted   = "group.admitted"
	noticeNotNow     = "group.not-now"
	noticePlace      = "group.place"
	noticeRole       = "group.role"
	noticeGreeted    = "group.greeted"
	noticeAsking     = "group.asking"
	noticeArrival    = "group.arrival"
	noticeMoved      = "group.moved-by-steward"
	noticeVerified   = "group.verified"
	noticeUnverified = "group.unverified"
	noticeCandidate  = "group.candidate"
	noticeLeadNew    = "group.lead-new"
)

// groupPath is the short way to a group, for what keeps only its id.
const groupPath = "/g/"

func (a *App) groupNotices() []notify.Kind {
	to := func(rest string) func(string) string {
		return func(group string) string { return groupPath + group + rest }
	}
	quiet, normal, preview := notify.Quiet, notify.Normal, i18n.Text("You have an update")
	return []notify.Kind{
		{Name: noticeFounded, Level: normal, Args: a.groupNames, Say: "A steward said yes to your group {.Group}. You can invite people now.", Link: to(""), Preview: preview},
		{Name: noticeNotFounded, Level: normal, Say: "A steward said no to a group that you founded. You can ask them why.", Preview: preview},
		{Name: noticeAdmitted, Level: normal, Args: a.groupNames, Say: "{.Group} said yes. You can go in.", Link: to(""), Preview: preview},
		{Name: noticeNotNow, Level: quiet, Say: "A group that you asked cannot take you in right now. There are other groups.", Link: func(string) string { return "/groups" }},
		{Name: noticePlace, Level: normal, Args: a.groupNames, Say: "A place in {.Group} is free for you. It is kept for three days.", Link: to(""), Preview: preview},
		{Name: noticeRole, Level: normal, Args: a.groupNames, Say: "You have another role in {.Group}.", Link: to(""), Preview: preview},
		{Name: noticeGreeted, Level: normal, Args: a.groupNames, Say: "Somebody in {.Group} said hello to you.", Link: to("?to=hello"), Preview: preview},
		{Name: noticeAsking, Level: normal, Args: a.groupNames, Say: "Somebody asks to join {.Group}.", Link: to("?to=askings"), Preview: preview},
		{Name: noticeArrival, Level: quiet, Args: a.groupNames, Say: "Somebody came to {.Group}. A hello helps.", Link: to("")},
		{Name: noticeMoved, Level: normal, Args: a.groupNames, Say: "A steward changed whether {.Group} is open. You find it on the page of the group.", Link: to(""), Preview: preview},
		{Name: noticeVerified, Level: normal, Args: a.groupNames, Say: "A steward checked your profession. {.Group} can see it now.", Link: to("?to=me"), Preview: preview},
		{Name: noticeUnverified, Level: normal, Args: a.groupNames, Say: "Your profession does not count as checked in {.Group}. You find out more on the page about yourself there.", Link: to("?to=me"), Preview: preview},
		{Name: noticeCandidate, Level: normal, Args: a.groupNames, Say: "Some in {.Group} would like you to lead. It is for you to say.", Link: to("?to=votes"), Preview: preview},
		{Name: noticeLeadNew, Level: normal, Args: a.groupNames, Say: "{.Group} may divide, and you were asked to lead the new group. It is for you to say.", Link: to("?to=division"), Preview: preview},
	}
}

func (a *App) groupNames(ctx context.Context, v account.Viewer, groups []string) (map[string]i18n.Args, error) {
	names, err := a.Groups.NamesFor(ctx, v, groups)
	args := map[string]i18n.Args{}
	for id, name := range names {
		args[id] = i18n.Args{"Group": name}
	}
	return args, err
}

// rooms are the places within a group that a notice can lead to.
var rooms = map[string]string{"hello": "/hello", "askings": "/lead/askings", "me": "/me", "votes": "/votes", "division": "/division", "reports": "/lead/reports", "told": "/told", "mine": "/forum/mine", "waiting": "/forum/waiting", "notes": "/notes", "worries": "/lead/worries", "lifts": "/lead/lifts", "lifted": "/forum/lifted", "meetings": "/meetings", "nudges": "/nudges"}

// getGroup leads from a group's id to its address.
func (a *App) getGroup(w http.ResponseWriter, r *http.Request) error {
	slug, err := a.Groups.SlugFor(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/groups/"+slug+rooms[r.URL.Query().Get("to")])
}

// The work that tells people about arrivals, once these show.
const (
	tellAsking  = "group.tell-asking"
	tellArrival = "group.tell-arrival"
)

// shown is its payload.
type shown struct{ Group, Membership string }

// tellOfGroups is what people are told about groups.
func (a *App) tellOfGroups() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Decided) error {
		return a.tellOne(ctx, tx, e.Account, pick(e.Yes, noticeFounded, noticeNotFounded), e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Answered) error {
		return a.tellOne(ctx, tx, e.Account, pick(e.Yes, noticeAdmitted, noticeNotNow), e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.PlaceOffered) error {
		return a.tellOne(ctx, tx, e.Account, noticePlace, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.RoleChanged) error {
		return a.tellOne(ctx, tx, e.Account, noticeRole, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e voice.CandidateAsked) error {
		return a.tellOne(ctx, tx, e.Account, noticeCandidate, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e voice.LeadAsked) error {
		return a.tellOne(ctx, tx, e.Account, noticeLeadNew, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Greeted) error {
		return a.tellOne(ctx, tx, e.Account, noticeGreeted, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Verified) error {
		return a.tellOne(ctx, tx, e.Account, pick(e.State == group.VerificationGiven, noticeVerified, noticeUnverified), e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.StateChanged) error {
		if e.By == "" {
			return nil
		}
		leaders, err := a.Groups.LeadersOf(ctx, tx, e.Group)
		return a.tellAll(ctx, tx, leaders, err, noticeMoved, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.AskedIn) error {
		return a.Jobs.Add(ctx, tx, tellAsking, shown{e.Group, e.Membership}, jobs.At(e.Shows))
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Joined) error {
		return a.Jobs.Add(ctx, tx, tellArrival, shown{e.Group, e.Membership}, jobs.At(e.Shows))
	})
	a.handleShown(tellAsking, noticeAsking, a.Groups.Answerers)
	a.handleShown(tellArrival, noticeArrival, a.Groups.Welcomers)
}

func pick(yes bool, then, otherwise string) string {
	if yes {
		return then
	}
	return otherwise
}

func (a *App) handleShown(job, kind string, whom func(ctx context.Context, tx *db.Tx, membership string) ([]string, error)) {
	jobs.Handle(a.Jobs, job, func(ctx context.Context, e shown) error {
		return a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			accounts, err := whom(ctx, tx, e.Membership)
			return a.tellAll(ctx, tx, accounts, err, kind, e.Group)
		})
	})
}

// tellOne tells an account something about a group, once until they have seen it.
func (a *App) tellOne(ctx context.Context, tx *db.Tx, account, kind, group string) error {
	if account == "" {
		return nil
	}
	return a.Notices.Add(ctx, tx, notify.News{Account: account, Kind: kind, Target: group, Once: true})
}

func (a *App) tellAll(ctx context.Context, tx *db.Tx, accounts []string, err error, kind, group string) error {
	for _, account := range accounts {
		if err := a.tellOne(ctx, tx, account, kind, group); err != nil {
			return err
		}
	}
	return err
}
