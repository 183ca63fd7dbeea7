package speaker_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/speaker"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

var ctx = context.Background()

// house is a group with a leader and two members, that meets in a hall and online
// each week, and a guest.
type house struct {
	*apptest.App
	t    *testing.T
	g    group.Group
	fay  apptest.Person // leads it
	ben  apptest.Person // a member; another is Ana
	ruth apptest.Person // the guest, once she took a link
	o    meeting.Occurrence
}

func open(t *testing.T, a *apptest.App) *house {
	t.Helper()
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben"), ruth: a.Guest("Ruth")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	zone, err := recur.Zone("America/New_York")
	must(t, err)
	rule, err := recur.ParseRule("FREQ=WEEKLY;BYDAY=WE")
	must(t, err)
	first := recur.WallOf(a.Clock.Now().In(zone)).Midnight().AddDays(2).Add(19 * time.Hour)
	_, err = a.Meetings.Make(ctx, h.in(h.fay), meeting.Draft{
		Meeting: meeting.Meeting{Title: "Wednesday harbour", Reach: meeting.ToMembers, Opening: meeting.ForAnybody},
		Plan: meeting.Plan{
			Series: recur.Series{First: first, Zone: zone, Rule: rule}, Minutes: 60, Way: meeting.Hybrid, Area: "Near the harbour", Access: "Two steps", Placing: meeting.AfterAsking,
		},
		Inside: meeting.Inside{Address: "Quay 4, second door", Link: "https://meet.example/low-tide", Phone: "+1 555 0100", Passcode: "heron", Notes: "Mind the cat"},
	})
	must(t, err)
	h.o = h.dates()[0]
	return h
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, open(t, a)) })
}

func (h *house) in(p apptest.Person) group.Member { return h.Inside(p, h.g) }

func (h *house) dates() []meeting.Occurrence {
	h.t.Helper()
	list, err := h.Meetings.Between(ctx, h.in(h.fay), h.Clock.Now(), h.Clock.Now().AddDate(0, 0, 42))
	must(h.t, err)
	return list
}

// path is below the speakers of the date.
func (h *house) path(parts ...string) string {
	return "/groups/" + h.g.Slug + "/meetings/" + h.o.Key() + "/" + strings.Join(append([]string{"speakers"}, parts...), "/")
}

var linkIn = regexp.MustCompile(`/speaker/invitation/[A-Za-z0-9_-]{43}`)

// invites has Fay invite somebody, and gives the link and whom it is for.
func (h *house) invites(form url.Values) (link, id string) {
	h.t.Helper()
	got := h.Post(h.fay, h.path("invitations"), form)
	if link = linkIn.FindString(got.Body); got.Code != http.StatusOK || link == "" {
		h.t.Fatalf("an invitation: %d\n%s", got.Code, got.Body)
	}
	v, err := h.Speakers.ViewFor(ctx, h.in(h.fay), h.o)
	must(h.t, err)
	for _, card := range v.Cards {
		if card.State == speaker.Invited {
			id = card.ID
		}
	}
	return link, id
}

// take sends the form of a link as somebody without anything, and gives the token
// that came.
func (h *house) take(link string, form url.Values) (apptest.Answer, string) {
	h.t.Helper()
	if form == nil {
		form = url.Values{"name": {"Ruth from the clinic"}, "device": {"own"}, "agrees": {"yes"}}
	}
	got := h.Post(apptest.Vera, link, form)
	for _, c := range (&http.Response{Header: got.Header}).Cookies() {
		if strings.HasSuffix(c.Name, account.GuestCookie) && c.Value != "" {
			return got, c.Value
		}
	}
	return got, ""
}

// comes has Ruth invited, and take the link. It gives whom the page is of.
func (h *house) comes(form url.Values) string {
	h.t.Helper()
	link, id := h.invites(form)
	got, token := h.take(link, nil)
	if got.Code != http.StatusSeeOther || got.Header.Get("Location") != "/speaker" || token == "" {
		h.t.Fatalf("taking the link: %d to %q\n%s", got.Code, got.Header.Get("Location"), got.Body)
	}
	h.Hold(h.ruth, token)
	return id
}

// wants opens a page, and fails unless all of this is on it.
func (h *house) wants(p apptest.Person, path string, parts ...string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s opens %s: %d\n%s", p.Name, path, got.Code, got.Body)
	}
	for _, part := range parts {
		if !strings.Contains(got.Body, part) {
			h.t.Errorf("%s does not read %q on %s:\n%s", p.Name, part, path, got.Body)
		}
	}
	return got.Body
}

// lacks fails if any of this is on a page.
func (h *house) lacks(page string, parts ...string) {
	h.t.Helper()
	for _, part := range parts {
		if strings.Contains(page, part) {
			h.t.Errorf("%q is on the page:\n%s", part, page)
		}
	}
}

func (h *house) sends(p apptest.Person, path string, form url.Values, code int) apptest.Answer {
	h.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	got := h.Post(p, path, form)
	if got.Code != code {
		h.t.Fatalf("%s sends to %s: %d, not %d\n%s", p.Name, path, got.Code, code, got.Body)
	}
	return got
}

// codes fails unless a page answers so.
func (h *house) codes(p apptest.Person, path string, code int) {
	h.t.Helper()
	if got := h.Get(p, path); got.Code != code {
		h.t.Errorf("%s opens %s: %d, not %d", p.Name, path, got.Code, code)
	}
}

// asks has a member ask something, under their name or not.
func (h *house) asks(p apptest.Person, id, text, as string) {
	h.t.Helper()
	h.sends(p, h.path(id, "questions"), url.Values{"text": {text}, "as": {as}}, http.StatusSeeOther)
}

// word is the id of a word with this text, as Fay finds it.
func (h *house) word(text string) string {
	h.t.Helper()
	v, err := h.Speakers.ViewFor(ctx, h.in(h.fay), h.o)
	must(h.t, err)
	all := v.Kept
	for _, card := range v.Cards {
		all = append(append(all, card.Questions...), card.Thanks...)
	}
	for _, one := range all {
		if one.Text == text {
			return one.ID
		}
	}
	h.t.Fatalf("there is no %q", text)
	return ""
}

// begun moves the clock to shortly after the date began.
func (h *house) begun() { h.Clock.Set(h.o.Start.Add(5 * time.Minute)) }

// works does the work that is due.
func (h *house) works() {
	h.t.Helper()
	must(h.t, h.Jobs.Start(ctx))
	must(h.t, h.Jobs.Drain(ctx))
	must(h.t, h.Jobs.Stop(ctx))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind || err == nil {
		t.Errorf("%s: %v", what, err)
	}
}

// raw sends a request with these cookies and no others.
func (h *house) raw(method, path string, cookies map[string]string) *httptest.ResponseRecorder {
	r, w := h.Request(method, path, url.Values{}), httptest.NewRecorder()
	for name, value := range cookies {
		if h.Base.Scheme == "https" {
			name = "__Host-" + name
		}
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	h.Router.ServeHTTP(w, r)
	return w
}
