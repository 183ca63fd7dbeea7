package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// SettingsPath is the page of one's own calendars.
const SettingsPath = "/settings/calendar"

// feedPath is where calendars are fetched.
const feedPath = "/calendar/"

// The limits. A calendar is fetched by a program, often for many people from one
// network; guessing 256 bits is no use at any rate.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	saveLimit = limit.Rule{Name: "save", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	feedLimit = limit.Rule{Name: "calendar", Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + SettingsPath, Audience: web.Members, Limit: pageLimit, Handler: s.getFeeds},
		{Pattern: "POST " + SettingsPath, Audience: web.Members, Limit: saveLimit, Handler: s.postFeed},
		{Pattern: "POST " + SettingsPath + "/{feed}/removal", Audience: web.Members, Limit: saveLimit, Handler: s.postRemoval},
		{Pattern: "GET " + feedPath + "{secret}", Audience: web.Machines, Limit: feedLimit, Headers: web.Calendar, Handler: s.getFeed},
		{Pattern: "GET /groups/{group}/meetings/{occurrence}/calendar.ics", Audience: web.Members, Limit: pageLimit, Handler: s.getFile},
	}
}

func (s *Service) getFeeds(w http.ResponseWriter, r *http.Request) error {
	of := r.URL.Query().Get("of")
	return s.show(w, r, http.StatusOK, feedsView{Of: of, Feed: Feed{Shows: Discreet}})
}

// show shows the calendars with the form for one more.
func (s *Service) show(w http.ResponseWriter, r *http.Request, status int, v feedsView) (err error) {
	viewer := account.ViewerFrom(r.Context())
	if v.Feeds, err = s.FeedsFor(r.Context(), viewer); err != nil {
		return err
	}
	if v.Groups, err = s.o.Groups.MineFor(r.Context(), viewer); err != nil {
		return err
	}
	if v.Heads, err = s.o.Meetings.HeadsFor(r.Context(), viewer, v.meetings()); err != nil {
		return err
	}
	return web.Render(w, r, status, feedsPage(v))
}

func (s *Service) postFeed(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	alarm, err := strconv.Atoi(form.Line("alarm"))
	if err != nil {
		alarm = -1 // refused below
	}
	v := feedsView{Of: form.Line("of"), Form: form, Feed: Feed{
		Coming: form.Ticked("coming"), Shows: Shows(form.Line("shows")), Label: form.Line("label"), Alarm: alarm,
	}}
	f := v.Feed
	if kind, which, found := strings.Cut(v.Of, ":"); found && kind == "group" {
		f.Group = which
	} else if found && kind == "meeting" {
		f.Meeting = which
	}
	secret, err := s.Make(r.Context(), account.ViewerFrom(r.Context()), f)
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return s.told(w, r, err)
		}
		return s.show(w, r, http.StatusUnprocessableEntity, v)
	}
	return web.Render(w, r, http.StatusOK, feedPage(s.o.Base.JoinPath(feedPath, secret+".ics").String()))
}

// told says on the page of calendars why nothing was done.
func (s *Service) told(w http.ResponseWriter, r *http.Request, err error) error {
	f, expected := fault.From(err)
	if !expected || f.Kind != fault.Conflict {
		return err
	}
	s.o.Cookies.Flash(w, i18n.T(r.Context(), f.Say, f.Args))
	return web.SeeOther(w, r, SettingsPath)
}

func (s *Service) postRemoval(w http.ResponseWriter, r *http.Request) error {
	if err := s.Withdraw(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("feed")); err != nil {
		return err
	}
	s.o.Cookies.Flash(w, i18n.T(r.Context(), "Taken back. Its address opens nothing any more. Remove it from your calendar app, too."))
	return web.SeeOther(w, r, SettingsPath)
}

// getFeed answers a program that fetches a calendar.
func (s *Service) getFeed(w http.ResponseWriter, r *http.Request) error {
	secret, whole := strings.CutSuffix(r.PathValue("secret"), ".ics")
	if !whole {
		return fault.Missing()
	}
	body, err := s.Read(r.Context(), secret)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	w.Header().Set("ETag", tag)
	if sameTag(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return send(w, body)
}

// sameTag tells whether a list of entity tags names this one (RFC 9110 §13.1.2).
func sameTag(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if strings.TrimPrefix(strings.TrimSpace(one), "W/") == tag {
			return true
		}
	}
	return false
}

func send(w http.ResponseWriter, body []byte) error {
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, err := w.Write(body)
	return err
}

// getFile gives one date as a file to keep.
func (s *Service) getFile(w http.ResponseWriter, r *http.Request) error {
	m, o, err := s.o.Meetings.For(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"), r.PathValue("occurrence"))
	if err != nil {
		return err
	}
	shows := Shows(r.URL.Query().Get("shows"))
	if shows != Titles && shows != Places {
		shows = Discreet
	}
	body, err := s.FileFor(r.Context(), m, o, shows)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="appointment.ics"`)
	return send(w, body)
}
