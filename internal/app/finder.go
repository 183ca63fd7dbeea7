package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/finder/place"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/recur"
	"handrail/internal/site"
)

// openFinder builds what finds meetings, ours and those of others.
func (a *App) openFinder() {
	a.Towns = place.NewLazy()
	a.Finder = finder.New(finder.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Jobs: a.Jobs,
		Own: finder.Own{
			Name: func(ctx context.Context) (string, error) {
				current, err := a.Site.Get(ctx)
				return current.Name, err
			},
			Groups: a.Meetings.ListingGroups, Records: a.ownRecords,
		},
	})
}

// lookAgain is the job in which the finder looks again at the meetings of a group.
const lookAgain = "finder.look-again"

// reactFinder is what makes the finder look again at the meetings of a group. The
// job holds the group's id alone.
func (a *App) reactFinder() {
	type job struct{ Group string }
	jobs.Handle(a.Jobs, lookAgain, func(ctx context.Context, j job) error { return a.Finder.Renew(ctx, j.Group) })
	look := func(ctx context.Context, tx *db.Tx, group string) error {
		return a.Jobs.Add(ctx, tx, lookAgain, job{group})
	}
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e meeting.Scheduled) error { return look(ctx, tx, e.Group) })
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e meeting.Ended) error { return look(ctx, tx, e.Group) })
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.StateChanged) error { return look(ctx, tx, e.Group) })
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Described) error { return look(ctx, tx, e.Group) })
	event.Later(a.Events, "finder.place", func(ctx context.Context, _ site.Changed) error { return a.Finder.RenewAll(ctx) })
}

// ownAhead is how far ahead single dates that are otherwise are listed.
const ownAhead = 100 * 24 * time.Hour

// ownRecords are the meetings that a group lists for everybody, as the finder
// keeps them.
func (a *App) ownRecords(ctx context.Context, id string) (records []feed.Record, err error) {
	now := a.Config.Clock.Now()
	g, list, err := a.Meetings.ListedIn(ctx, id, now)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if len(list) == 0 || err != nil {
		return nil, err
	}
	current, err := a.Site.Get(ctx)
	if err != nil {
		return nil, err
	}
	towns, err := a.Towns.Open()
	if err != nil {
		return nil, err
	}
	for _, one := range list {
		for i, phase := range one.Phases {
			o := ownMeeting{group: g, listed: one, phase: phase, now: now, towns: towns, country: current.Country, page: a.Base.JoinPath(hall.Path(g.Slug)).String()}
			if i == 0 {
				o.extra = one.Extra
			}
			records = append(records, o.records()...)
		}
	}
	return records, nil
}

// ownMeeting is one phase of a meeting of ours on its way into the finder.
type ownMeeting struct {
	group  group.Group
	listed meeting.Listed
	phase  meeting.Phase
	extra  []meeting.Occurrence
	now    time.Time
	page   string

	towns   *place.Gazetteer
	country string // of this place (ISO 3166-1)
}

// records are one for each day of the week where the phase is weekly, else one.
func (o ownMeeting) records() (list []feed.Record) {
	series := o.phase.Plan.Series
	first := series.First.String()
	days, weekly := weekdaysOf(series)
	if !weekly {
		r := o.record()
		r.Key = finder.OwnKey(o.group.ID, o.listed.Meeting.ID+"/"+first)
		r.Plan = o.plan(series, func(recur.Wall) bool { return true })
		return []feed.Record{r}
	}
	hour, minute := series.First.Clock()
	for n, day := range days {
		r := o.record()
		r.Key = finder.OwnKey(o.group.ID, fmt.Sprintf("%s/%s/%d", o.listed.Meeting.ID, first, day))
		r.Day, r.Start = int(day), hour*60+minute
		own := series
		own.Rule, _ = recur.Pattern{Kind: recur.EveryWeek, Days: []time.Weekday{day}}.Rule()
		own, _ = own.Aligned()
		one := o
		if n > 0 {
			one.extra = nil
		}
		plan := one.plan(own, func(slot recur.Wall) bool { return slot.Weekday() == day })
		if begun, _ := own.First.At(own.Zone); begun.After(o.now) || plan.Until != "" || len(plan.Off)+len(plan.Extra) > 0 {
			r.Plan = plan
		}
		list = append(list, r)
	}
	return list
}

// weekdaysOf are the days of a series that takes place on the same days of each
// week, for good or until another phase begins.
func weekdaysOf(s recur.Series) ([]time.Weekday, bool) {
	p := s.Pattern()
	switch {
	case p.Every > 1 || p.Count > 0 || s.Rule.Ends():
		return nil, false
	case p.Kind == recur.EveryDay:
		return []time.Weekday{0, 1, 2, 3, 4, 5, 6}, true
	}
	return p.Days, p.Kind == recur.EveryWeek
}

// plan is when it takes place, with the dates near by that are otherwise.
func (o ownMeeting) plan(s recur.Series, mine func(recur.Wall) bool) *feed.Plan {
	plan := &feed.Plan{First: s.First.String(), Rule: s.Rule.String(), Until: s.Until.String()}
	near := func(slot recur.Wall) bool {
		at, _ := slot.At(s.Zone)
		return mine(slot) && at.After(o.now.Add(-48*time.Hour)) && at.Before(o.now.Add(ownAhead))
	}
	for _, slot := range o.phase.Cancelled {
		if near(slot) {
			plan.Off = append(plan.Off, slot.String())
		}
	}
	for _, otherwise := range o.phase.Otherwise {
		if near(otherwise.Slot) {
			plan.Off = append(plan.Off, otherwise.Slot.String())
			plan.Extra = append(plan.Extra, extraOf(otherwise, s.Zone))
		}
	}
	for _, extra := range o.extra {
		if extra.Start.Before(o.now.Add(ownAhead)) {
			plan.Extra = append(plan.Extra, extraOf(extra, s.Zone))
		}
	}
	return plan
}

func extraOf(o meeting.Occurrence, zone *time.Location) feed.Extra {
	return feed.Extra{Start: recur.WallOf(o.Start.In(zone)).String(), Minutes: int(o.End.Sub(o.Start) / time.Minute)}
}

// record is what everybody may read of the meeting, without when it is. The link
// and the passcode are for members.
func (o ownMeeting) record() feed.Record {
	m, p := o.listed.Meeting, o.phase.Plan
	r := feed.Record{
		Slug: "", Name: m.Title, Day: -1, Start: -1, Minutes: p.Minutes, Zone: p.Series.Zone.String(), Way: ways[p.Way],
		Languages: m.Languages, Notes: m.About, Group: o.group.Name, URL: o.page, Updated: m.Changed.Unix(),
		Types: []string{openings[m.Opening]},
	}
	for _, f := range m.Formats {
		r.Types = append(r.Types, string(f))
	}
	if p.Way.AtPlace() {
		r.Location, r.LocationNotes, r.Approximate = p.Area, p.Access, "yes"
		if address := strings.Join(strings.Fields(o.listed.Addresses[p.ID]), " "); address != "" {
			r.Address, r.Approximate = address, "no"
		}
		o.lay(&r)
	}
	return r
}

// lay puts a meeting into the town that its leaders chose, so that people near by find
// it. Where they were not asked, it is the one that they name in their own country.
// The point is the town's, not the door's.
func (o ownMeeting) lay(r *feed.Record) {
	town, known := o.towns.ByID(o.phase.Plan.Town)
	if o.phase.Plan.Town == 0 {
		town, known = o.towns.InText(r.Address+","+r.Location, o.country)
	}
	if known {
		r.City, r.State, r.Country = town.Name, town.Area, town.Country
		r.Point, r.Approximate = &feed.Point{Lat: town.Lat, Lng: town.Lng}, "yes"
	}
}

var ways = map[meeting.Way]feed.Way{meeting.InPerson: feed.InPerson, meeting.Online: feed.Online, meeting.Hybrid: feed.Hybrid}

var openings = map[meeting.Opening]string{meeting.ForAnybody: string(code.Open), meeting.ForMembers: string(code.Closed)}
