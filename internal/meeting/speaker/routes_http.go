package speaker

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/meeting/schedule"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. A link is guessed by nobody, and opened by few.
var (
	pageLimit   = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	linkLimit   = limit.Rule{Name: "speaker-link", Network: limit.Rate{Count: 20, Per: time.Minute}, Global: limit.Rate{Count: 300, Per: time.Minute}, Wait: 5 * time.Second}
	sayLimit    = limit.Rule{Name: "speaker-word", Subject: limit.Rate{Count: 20, Per: time.Hour}, Network: limit.Rate{Count: 400, Per: time.Hour}, Wait: 2 * time.Second}
	inviteLimit = limit.Rule{Name: "speaker-invitation", Subject: limit.Rate{Count: 20, Per: time.Hour}, Network: limit.Rate{Count: 200, Per: time.Hour}, Wait: 2 * time.Second}
	saveLimit   = limit.Rule{Name: "speaker-save", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
)

// Path is where a speaker's own pages are. Nothing else looks at their cookie.
const Path = "/speaker"

// The pages.
const (
	base       = "/groups/{group}/meetings/{occurrence}/speakers"
	link       = Path + "/invitation/{link}"
	reportPath = "/report" // works signed out
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	member := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: pattern, Audience: web.Members, Limit: rule, Handler: h}
	}
	guest := func(pattern string, rule limit.Rule, h web.Handler) web.Route {
		return web.Route{Pattern: pattern, Audience: web.Speakers, Limit: rule, Handler: h}
	}
	return []web.Route{
		member("GET "+base, pageLimit, s.getAll),
		member("GET "+base+"/suggestion", pageLimit, s.getSuggestion),
		member("POST "+base+"/suggestions", sayLimit, s.postSuggestion),
		member("POST "+base+"/suggestions/{suggestion}/removal", saveLimit, s.postSuggestionRemoval),
		member("GET "+base+"/invitation", pageLimit, s.getInvite),
		member("POST "+base+"/invitations", inviteLimit, s.postInvite),
		member("GET "+base+"/{speaker}", pageLimit, s.getOne),
		member("GET "+base+"/{speaker}/arrangement", pageLimit, s.getArrangement),
		member("POST "+base+"/{speaker}/arrangement", saveLimit, s.postArrangement),
		member("POST "+base+"/{speaker}/link", inviteLimit, s.postRenewal),
		member("GET "+base+"/{speaker}/withdrawal", pageLimit, s.getWithdrawal),
		member("POST "+base+"/{speaker}/withdrawal", saveLimit, s.postWithdrawal),
		member("POST "+base+"/{speaker}/hiding", saveLimit, s.postHiding),
		member("POST "+base+"/{speaker}/questions", sayLimit, s.postQuestion),
		member("POST "+base+"/{speaker}/thanks", sayLimit, s.postThanks),
		member("POST "+base+"/words/{word}/removal", saveLimit, s.postWordRemoval),
		member("POST "+base+"/words/{word}/hiding", saveLimit, s.postWordHiding),
		member("POST "+base+"/words/{word}/asked", saveLimit, s.postAsked),

		{Pattern: "GET " + link, Audience: web.Everyone, Limit: linkLimit, Handler: s.getLink},
		{Pattern: "POST " + link, Audience: web.Everyone, Limit: linkLimit, Handler: s.postLink},
		guest("GET "+Path, pageLimit, s.getHere),
		guest("GET "+Path+"/page", pageLimit, s.getPage),
		guest("POST "+Path+"/page", saveLimit, s.postPage),
		guest("GET "+Path+"/end", pageLimit, s.getEnd),
		guest("POST "+Path+"/end", saveLimit, s.postEnd),
	}
}

// place is a date and who looks at it.
type place struct {
	Member group.Member
	Date   meeting.Occurrence
	Now    time.Time
}

func (p place) leads() bool { return p.Member.Self.Role.Leads() }

// path is the address of something about the speakers of this date.
func (p place) path(parts ...string) string {
	return schedule.Path(p.Member.Group.Slug, append([]string{p.Date.Key(), "speakers"}, parts...)...)
}

// at is the member and the date in the address.
func (s *Service) at(r *http.Request) (p place, err error) {
	p.Member, p.Date, err = s.meetings.For(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"), r.PathValue("occurrence"))
	p.Now = s.clock.Now()
	return p, err
}

// sent is at with the form that was sent.
func (s *Service) sent(r *http.Request) (p place, form *web.Form, err error) {
	if p, err = s.at(r); err != nil {
		return p, nil, err
	}
	form, err = web.ReadForm(r)
	return p, form, err
}

// done goes on to a page and says there what was done.
func (s *Service) done(w http.ResponseWriter, r *http.Request, path string, say i18n.Text, args ...i18n.Args) error {
	s.cookies.Flash(w, i18n.T(r.Context(), say, args...))
	return web.SeeOther(w, r, path)
}

// told goes back to a page and says there why nothing was done, where that is
// something a person can put right.
func (s *Service) told(w http.ResponseWriter, r *http.Request, err error, back string) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	return s.done(w, r, back, f.Say, f.Args)
}

// refusal is why something was not taken, said at a field, so that the words stay
// on the page.
func refusal(field string, err error) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" || f.Kind != fault.Conflict && f.Kind != fault.Forbidden {
		return err
	}
	return fault.Field(field, f.Say, f.Args)
}

// props are those of a page below the speakers of a date.
func (p place) props(title, lede string, up ...hallPlace) hall.Props {
	return hall.Props{Member: p.Member, Title: title, Lede: lede, Tab: hall.Meetings, Bare: true, Up: up}
}
