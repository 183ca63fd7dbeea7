package seek

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/ical"
	"handrail/internal/platform/recur"
	"handrail/internal/ui"
)

// datesMost is how many dates to come stand on the page of a listing.
const datesMost = 6

// oneView is the page of one listing.
type oneView struct {
	finder.Listing
	Dates  []told
	Saved  bool
	Errors ui.Errors
	Typed  string
}

func (p *Pages) viewOf(ctx context.Context, l finder.Listing) oneView {
	v := oneView{Listing: l}
	for _, d := range l.Dates(p.o.Clock.Now(), datesMost) {
		v.Dates = append(v.Dates, toldOf(ctx, l.Way == feed.InPerson, d.Start, d.End, d.Start.Location()))
	}
	return v
}

// going tells whether a date is going on.
func going(ctx context.Context, t told) bool {
	now := ui.FrameFrom(ctx).Now
	return !t.Start.After(now) && t.End.After(now)
}

// addressLines is where it is, as one writes it on a letter.
func (v oneView) addressLines() (list []string) {
	r := v.Record
	lines := []string{r.Location, r.Address}
	if r.Address == "" {
		lines = []string{r.Location, r.Street, joined(r.City, r.State, r.PostalCode), r.Country}
	}
	for _, line := range lines {
		if line != "" && !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(one string) bool { return one == "" }), ", ")
}

// about reads a feed's words about where it is: whether the point is a town's.
func (v oneView) roughly() bool { return v.Approximate == "yes" }

// directions is a page of a map with the way there, opened by whoever follows it;
// "" where nobody knows.
func (v oneView) directions() string {
	if !v.Way.AtPlace() || v.roughly() && v.Address == "" {
		return ""
	}
	if p := pointOfListing(v.Listing); p != nil && !v.roughly() {
		return "https://www.openstreetmap.org/directions?" + url.Values{"to": {exactText(*p)}}.Encode()
	}
	if to := joined(v.addressLines()...); to != "" {
		return "https://www.openstreetmap.org/search?" + url.Values{"query": {to}}.Encode()
	}
	return ""
}

// onMap opens the map that a device has for itself (RFC 5870).
func (v oneView) onMap() string {
	if p := pointOfListing(v.Listing); p != nil && !v.roughly() {
		return "geo:" + exactText(*p)
	}
	return ""
}

// webAddress is an address that may be a link: of a page, and no other.
func webAddress(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// dialled is a number as a telephone takes it (RFC 3966), with the pauses and the
// keys that come after it; "" where there is none.
func dialled(text string) string {
	number := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune("+,;*#", r) {
			return r
		}
		return -1
	}, text)
	if len(strings.Trim(number, "+,;*#")) < 3 || len(number) > 60 {
		return ""
	}
	return "tel:" + strings.NewReplacer("#", "%23", ";", ",").Replace(number)
}

// keeperWays are the ways in which the keeper of a listing wants to hear of
// mistakes.
func (v oneView) keeperWays() (list []ui.Place) {
	add := func(label, href string) {
		if href != "" && !slices.ContainsFunc(list, func(o ui.Place) bool { return o.Href == href }) {
			list = append(list, ui.Place{Label: label, Href: href})
		}
	}
	if to, mail := strings.CutPrefix(v.FeedbackURL, "mailto:"); mail {
		add(to, mailTo(to))
	} else {
		add(v.FeedbackURL, webAddress(v.FeedbackURL))
	}
	for _, to := range v.FeedbackEmails {
		add(to, mailTo(to))
	}
	if v.Entity != nil {
		add(v.Entity.Email, mailTo(v.Entity.Email))
		add(v.Entity.Phone, dialled(v.Entity.Phone))
		add(v.Entity.Website, webAddress(v.Entity.Website))
	}
	add(v.Source.Site, webAddress(v.Source.Site))
	return list
}

// mailTo is where mail goes (RFC 6068), without anything that would write it.
func mailTo(to string) string {
	to, _, _ = strings.Cut(strings.TrimSpace(to), "?")
	name, host, ok := strings.Cut(to, "@")
	if !ok || name == "" || host == "" || strings.ContainsAny(to, " \t\r\n<>\"',;:/") {
		return ""
	}
	return "mailto:" + url.PathEscape(name) + "@" + url.PathEscape(host)
}

// pages are the listing's pages elsewhere, and how it takes gifts is left to them.
func (v oneView) pages() (list []string) {
	for _, text := range []string{v.Website, v.Website2, v.URL} {
		if one := webAddress(text); one != "" && !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// words are what the listing is like; codes that we do not know stand as they are.
func (v oneView) words(ctx context.Context) (list []string) {
	for _, c := range conceptsOf(v.Listing) {
		list = append(list, label(ctx, c))
	}
	for _, text := range v.Types {
		if given, _, ok := code.Read(v.Programme(), text); !ok && given != "" {
			list = append(list, given)
		}
	}
	return list
}

// changed is when its keeper last changed it, or when we saw that.
func (v oneView) changed() time.Time {
	if v.Updated > 0 {
		return time.Unix(v.Updated, 0)
	}
	return v.Changed
}

func (v oneView) programmeName() string {
	if p, ok := code.ProgrammeOf(v.Programme()); ok && !v.Own() {
		return p.Name
	}
	return ""
}

// event is the listing for a calendar.
func (p *Pages) event(l finder.Listing) (ical.Event, bool) {
	zone, err := recur.Zone(l.Zone())
	if err != nil || !l.Scheduled() {
		return ical.Event{}, false
	}
	page := p.o.Base.JoinPath(PagePath(l.Slug)).String()
	e := ical.Event{UID: l.Slug + "@" + p.o.Base.Hostname(), Stamp: l.Changed, Minutes: l.Minutes, Details: ical.Details{
		Title: l.Name, About: joinedLines(l.Notes, l.ConferenceURL, l.ConferenceURLNotes, l.ConferencePhone, l.ConferencePhoneNotes),
		Place: joined(oneView{Listing: l}.addressLines()...), URL: page,
	}}
	if e.Minutes == 0 {
		e.Minutes = 60
	}
	if l.Plan != nil {
		return planned(e, *l.Plan, zone), true
	}
	next := l.Dates(p.o.Clock.Now(), 1)
	if len(next) == 0 {
		return e, false
	}
	// On the wall, for a date that clocks skip would move all that follow
	first := recur.WallOf(next[0].Start.In(zone)).Midnight().Add(time.Duration(l.Start) * time.Minute)
	rule, err := recur.ParseRule("FREQ=WEEKLY")
	e.Series = recur.Series{First: first, Zone: zone, Rule: rule}
	return e, err == nil
}

func planned(e ical.Event, plan feed.Plan, zone *time.Location) ical.Event {
	e.Series.Zone = zone
	e.Series.First, _ = recur.ParseWall(plan.First)
	if plan.Rule != "" {
		e.Series.Rule, _ = recur.ParseRule(plan.Rule)
	}
	if plan.Until != "" {
		e.Series.Until, _ = recur.ParseWall(plan.Until)
	}
	for _, text := range plan.Off {
		if wall, err := recur.ParseWall(text); err == nil {
			e.Except = append(e.Except, wall)
		}
	}
	for _, one := range plan.Extra {
		if wall, err := recur.ParseWall(one.Start); err == nil {
			e.Extra = append(e.Extra, wall)
		}
	}
	return e
}

func joinedLines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(one string) bool { return one == "" }), "\n")
}

// notOurs says that we are not part of whom the listing is from.
func notOurs(ctx context.Context, v oneView) string {
	return i18n.T(ctx, "This is a listing by {.Name}. We are not affiliated with them. Please check with them before you travel.", i18n.Args{"Name": v.Source.Keepers()})
}

// exactText is a point as maps write it, to about a metre.
func exactText(p feed.Point) string {
	return strconv.FormatFloat(p.Lat, 'f', 5, 64) + "," + strconv.FormatFloat(p.Lng, 'f', 5, 64)
}
